"""Resolving files of FollowTheMoney entities, without a case."""

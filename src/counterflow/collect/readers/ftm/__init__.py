"""FollowTheMoney's own files, and tables mapped to it."""

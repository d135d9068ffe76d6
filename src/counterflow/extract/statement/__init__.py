"""Statements: what the frames of a document tell, as entities and properties of FollowTheMoney with their evidence."""

"""Frames: the events and relations that sentences tell, by one file of rules a type (`type/`)."""

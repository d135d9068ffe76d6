"""Mentions: which party of a list a name in a text means, how sure that is, and why."""

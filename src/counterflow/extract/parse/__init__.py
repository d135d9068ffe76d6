"""Parsing: a text as passages, and each passage as words with their grammar."""

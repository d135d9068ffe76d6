"""Warnings for people: what changed in a series, as the command and its JSON give it."""

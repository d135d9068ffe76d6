"""Stance: how firmly a sentence tells of an event, whether it affirms it, and who says so."""

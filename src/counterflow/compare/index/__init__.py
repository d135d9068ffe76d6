"""Parties in the millions, found by name or number in memory-mapped arrays; no server."""

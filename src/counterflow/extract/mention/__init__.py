"""Mentions: what a text speaks of, named or not, and which mentions stand for one thing."""

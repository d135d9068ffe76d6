"""Lineage: which documents repeat which, said by themselves or told by their words, and who is at the root."""

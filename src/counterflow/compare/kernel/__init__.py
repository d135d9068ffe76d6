"""The compiled part of comparing: tokens, names, parties."""

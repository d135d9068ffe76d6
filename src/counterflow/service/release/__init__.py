"""Releases: what of a case is given to a partner, computed from what they may have alone."""

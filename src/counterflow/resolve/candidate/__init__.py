"""Candidates: pairs of records that may be one party, found by a rule on the two records alone."""

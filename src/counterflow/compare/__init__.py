"""Comparing names and parties: two entities in, a probability and its reasons out; and the index that finds more."""

from counterflow.compare.algorithm import ALGORITHM, Algorithm, load_algorithm
from counterflow.compare.matcher import Comparison, Matcher
from counterflow.compare.reason import Reason

__all__ = ["ALGORITHM", "Algorithm", "Comparison", "Matcher", "Reason", "load_algorithm"]

"""How much of what exhaustive scoring puts first an index puts first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple


class Recall(NamedTuple):
    """What an index finds of what there is, for one query or for several together."""

    queries: int
    best: int
    """Queries whose highest rank the index has too; with those that no party is like."""
    matches: int
    """Parties at or above the threshold, at most as many as are asked for."""
    matches_found: int
    top: int
    """Parties that exhaustive scoring puts first, as many as are asked for, be they like the query or not."""
    top_found: int


def recall(found: Sequence[float], true: Sequence[float], matches: int) -> Recall:
    """Compare the ranks of an index's hits with those of exhaustive scoring by the same scorer.

    Equal ranks stand for each other: which of the parties that are equally like the query are given is chance.

    Args:
        found: ranks of the index's hits, the highest first, at most as many as of `true`.
        true: ranks of the first by exhaustive scoring.
        matches: how many of `true` are at or above the threshold.
    """
    best = len(true) == 0 or (len(found) > 0 and found[0] >= true[0])
    return Recall(1, int(best), matches, _count(found, true[:matches]), len(true), _count(found, true))


def _count(found: Sequence[float], wanted: Sequence[float]) -> int:
    """Count the wanted ranks that are found, each as often as it is wanted at most."""
    left = Counter(wanted)
    left.subtract(found)
    return len(wanted) - sum(left[rank] for rank in set(wanted) if left[rank] > 0)


def add_up(recalls: Sequence[Recall]) -> Recall:
    """Add up the counts of several queries."""
    return Recall(*(sum(column) for column in zip(*recalls, strict=True)))

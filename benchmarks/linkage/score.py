"""Precision, recall and F1 of pairs against true clusters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Score(NamedTuple):
    """How well pairs are found; a pair is two records of one true cluster."""

    precision: float
    recall: float
    f1: float


def score(found: float, right: float, true: float) -> Score:
    """Score by counts: pairs found, those of them right, and pairs that are true."""
    precision, recall = right / max(found, 1), right / max(true, 1)
    return Score(precision, recall, 2 * right / max(found + true, 1))


def count_pairs(labels: Ints) -> int:
    """Count the unordered pairs of records with one label."""
    sizes = np.unique(labels, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())


def score_clusters(truth: Ints, found: Ints, side: Ints | None = None) -> Score:
    """Score clusters by their pairs; with `side`, pairs of the two files only (linking, not deduplicating)."""
    return score(*score_counts(truth, found, side))


def score_counts(truth: Ints, found: Ints, side: Ints | None) -> tuple[int, int, int]:
    """Count the pairs found, those of them right, and the true ones."""
    if len(truth) == 0:
        return 0, 0, 0
    both = truth * (int(found.max()) + 1) + found
    counts = [count_pairs(labels) for labels in (found, both, truth)]
    if side is not None:
        for index, labels in enumerate((found, both, truth)):
            counts[index] -= count_pairs(labels * 2 + side)
    return counts[0], counts[1], counts[2]


def score_best(
    truth: Ints, left: Ints, right: Ints, probability: NDArray[np.float64], true: int
) -> tuple[float, Score]:
    """Find the threshold with the best F1, as a user with all labels could: flatters whoever is scored."""
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(truth[left[order]] == truth[right[order]])
    counts = np.arange(1, len(order) + 1)
    last = np.append(np.diff(probability[order]) != 0, True)
    f1 = np.where(last, 2 * hits / (counts + true), 0)
    best = int(np.argmax(f1))
    return float(probability[order[best]]), score(float(counts[best]), float(hits[best]), true)


def score_threshold(
    truth: Ints, left: Ints, right: Ints, probability: NDArray[np.float64], true: int, threshold: float
) -> Score:
    """Score the pairs at or above a threshold."""
    kept = probability >= threshold
    return score(float(kept.sum()), float((truth[left[kept]] == truth[right[kept]]).sum()), true)


def score_half(truth: Ints, found: Ints, inside: NDArray[np.bool_], side: Ints | None = None) -> Score:
    """Score what is found of the clusters in one half; a false pair across both halves counts half in each.

    Args:
        truth: the true cluster of each record; each cluster is in one half.
        found: the cluster it was put in.
        inside: whether it is in this half.
        side: as of `score_clusters`.
    """
    whole = [score_counts(truth, found, side)[0], score_counts(truth[~inside], found[~inside], _of(side, ~inside))[0]]
    within, right, true = score_counts(truth[inside], found[inside], _of(side, inside))
    across = whole[0] - whole[1] - within
    return score(within + across / 2, right, true)


def _of(side: Ints | None, kept: NDArray[np.bool_]) -> Ints | None:
    return None if side is None else side[kept]

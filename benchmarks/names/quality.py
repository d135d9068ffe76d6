"""How well scores tell matches from the rest: precision and recall, ties, calibration."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Quality(NamedTuple):
    """Counts of decisions at a threshold; a score at the threshold is a match."""

    threshold: float
    precision: float
    recall: float
    f1: float
    wrong: int
    """Decisions that are wrong, either way."""


class Bin(NamedTuple):
    """Pairs whose score falls between two bounds."""

    low: float
    high: float
    pairs: int
    stated: float
    """Mean score."""
    true: float
    """Share that are matches."""


def quality(scores: Floats, matches: Bools, threshold: float) -> Quality:
    """Judge the decisions at a threshold; precision of no decision and recall of no match are 1."""
    said = scores >= threshold
    right = int(np.count_nonzero(said & matches))
    said_count, match_count = int(np.count_nonzero(said)), int(np.count_nonzero(matches))
    f1 = 2 * right / (said_count + match_count) if said_count + match_count > 0 else 1.0
    return Quality(
        threshold,
        right / said_count if said_count > 0 else 1.0,
        right / match_count if match_count > 0 else 1.0,
        f1,
        int(np.count_nonzero(said != matches)),
    )


def best_quality(scores: Floats, matches: Bools) -> Quality:
    """Judge the decisions at the threshold of highest F1, among the scores that occur; the higher of equals."""
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    right = np.cumsum(matches[order])
    said = np.arange(1, len(scores) + 1)
    f1 = 2 * right / (said + np.count_nonzero(matches))
    # Equal scores are decided alike, so only the last of a run of them is a threshold.
    f1[:-1][ranked[:-1] == ranked[1:]] = -1.0
    return quality(scores, matches, float(ranked[int(np.argmax(f1))]))


def wrong_places(scores: Floats, matches: Bools, threshold: float) -> list[int]:
    """List the places of wrong decisions: misses first, and of each kind those farthest from the threshold first."""
    wrong = [int(at) for at in np.flatnonzero((scores >= threshold) != matches)]
    return sorted(wrong, key=lambda at: (not matches[at], -abs(scores[at] - threshold)))


def average_precision(scores: Floats, matches: Bools) -> float:
    """Area under precision over recall, as a sum over thresholds; equal scores are one step."""
    order = np.argsort(-scores, kind="stable")
    ranked, right = scores[order], np.cumsum(matches[order])
    ends = np.append(np.flatnonzero(ranked[:-1] != ranked[1:]), len(ranked) - 1)
    precision = right[ends] / (ends + 1)
    return float(np.sum(np.diff(right[ends], prepend=0) * precision) / right[-1])


def tied_share(scores: Floats) -> tuple[float, float]:
    """Give the largest share of pairs that have one value, and that value."""
    values, counts = np.unique(scores, return_counts=True)
    most = int(np.argmax(counts))
    return float(counts[most] / len(scores)), float(values[most])


def bins_of_equal_mass(scores: Floats, matches: Bools, number: int = 10) -> list[Bin]:
    """Divide the pairs, ordered by score, into bins of about equally many; equal scores stay in one bin."""
    order = np.argsort(scores, kind="stable")
    ends = np.arange(1, number + 1) * len(scores) // number
    ends = np.unique(np.searchsorted(scores[order], scores[order][ends - 1], side="right"))
    return [_bin(scores[part], matches[part]) for part in np.split(order, ends[:-1])]


def bins_of_equal_width(scores: Floats, matches: Bools, number: int = 10) -> list[Bin]:
    """Divide the pairs by tenths of the scale; empty bins are left out."""
    place = np.minimum((scores * number).astype(np.int64), number - 1)
    return [_bin(scores[place == one], matches[place == one]) for one in range(number) if np.any(place == one)]


def _bin(scores: Floats, matches: Bools) -> Bin:
    return Bin(float(scores.min()), float(scores.max()), len(scores), float(scores.mean()), float(matches.mean()))


def calibration_error(bins: list[Bin]) -> float:
    """Expected calibration error: mean distance of stated from true share, weighted by the counts of the bins.

    Source: Naeini, Cooper, Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI 2015.
    """
    return sum(one.pairs * abs(one.stated - one.true) for one in bins) / sum(one.pairs for one in bins)

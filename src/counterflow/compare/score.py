"""Rows of features in, probabilities out: the only place where evidence becomes a number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled, inlined
from counterflow.compare.fact.feature import CAPPED, IDENTIFYING
from counterflow.compare.kernel.party import OUTDONE, Rows, Weights

_CAPPED = np.array([int(feature) for feature in CAPPED], np.int64)
_IDENTIFYING = np.array([int(feature) for feature in IDENTIFYING], np.int64)
_OTHER_NAMES, _LIKE_NAMES = np.float32(-3), np.float32(-1)
"""Log-odds of two persons' names from which down they are taken for others', and from which up for one's.

Of 1,286 pairs that people judged no match has names below -1.
"""
_STRANGERS = np.float32(3.5)
"""Log-odds that facts are worth less between people whose names differ: many a stranger shares a day of birth."""
_CAP = np.float32(-0.7)
"""Log-odds from which on those of a capped pair are pressed together."""
_LEAST_BELOW = np.float32(-0.05)
"""Log-odds that those of a capped pair never reach."""

NO_NAME = np.float32(-4.0)
"""Log-odds of two parties of which one has no name that can be read: then facts alone speak."""


@compiled
def score_rows(rows: Rows, weights: Weights) -> NDArray[np.float32]:
    """Weigh rows of features.

    Returns:
        (n): log-odds that the two parties of a row are one. The probability is their logistic (`probability`).
    """
    odds = np.zeros(len(rows.name), np.float32)
    for i in range(len(rows.name)):
        odds[i] = score_row(rows, weights, i)
    return odds


@borrowing
def score_row(rows: Rows, weights: Weights, i: int) -> np.float32:
    """Weigh row i: log-odds, capped where a number forbids a match."""
    name = name_odds(rows, weights, i)
    total = name
    for f in range(rows.fact.shape[1]):
        total += weights.fact[f] * rows.fact[i, f]
    total -= names_differ(rows, i, name)
    return _capped(total) if differ_in_number(rows, i) else total


@inlined
def differ_in_number(rows: Rows, i: int) -> bool:
    """Tell whether a number forbids more than a case for review (`fact.feature.CAPPED`)."""
    for f in _CAPPED:
        if rows.fact[i, f] > 0:
            return True
    return False


@inlined
def names_differ(rows: Rows, i: int, name: np.float32) -> np.float32:
    """Say what two persons lose whose names, of log-odds `name`, differ. Log-odds, 0 or more.

    Of ten thousand parties one was born on any day that a stranger may be. Pairs that a list suggests by their names do
    not show how often that is so: facts speak for themselves only beside a name, or a number in common.
    """
    if not rows.person[i] or rows.best[i, 0] < 0 or name >= _LIKE_NAMES:
        return np.float32(0)
    for f in _IDENTIFYING:
        if rows.fact[i, f] > 0:
            return np.float32(0)
    return np.float32(_STRANGERS * min(np.float32(1), (_LIKE_NAMES - name) / (_LIKE_NAMES - _OTHER_NAMES)))


@inlined
def _capped(odds: np.float32) -> np.float32:
    """Press log-odds below 0, the threshold of a match, in the same order: such cases can still be ranked."""
    if odds <= _CAP:
        return odds
    return np.float32(_LEAST_BELOW + (_CAP - _LEAST_BELOW) * np.exp(_CAP - odds))


@borrowing
def name_odds(rows: Rows, weights: Weights, i: int) -> np.float32:
    """Weigh the names of row i; those that cannot reach what was asked for reach nothing."""
    if rows.best[i, 0] == OUTDONE:
        return np.float32(-np.inf)
    if rows.best[i, 0] < 0:
        return NO_NAME
    total = np.float32(0)
    kind = 0 if rows.person[i] else 1
    for f in range(rows.name.shape[1]):
        total += weights.name[kind, f] * rows.name[i, f]
    return total


def probability(odds: NDArray[np.float32]) -> NDArray[np.float64]:
    """Turn log-odds into probabilities, in [0, 1] and in the same order."""
    return 1.0 / (1.0 + np.exp(-odds.astype(np.float64)))

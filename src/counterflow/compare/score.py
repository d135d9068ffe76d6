"""Rows of features in, probabilities out: the only place where evidence becomes a number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled
from counterflow.compare.kernel.party import Rows, Weights

NO_NAME = np.float32(-4.0)
"""Log-odds of two parties of which one has no name that can be read: then facts alone speak."""


@compiled
def score_rows(rows: Rows, weights: Weights) -> NDArray[np.float32]:
    """Weigh rows of features.

    Returns:
        (n): log-odds that the two parties of a row are one. The probability is their logistic (`probability`).
    """
    count = len(rows.name)
    odds = np.zeros(count, np.float32)
    for i in range(count):
        total = name_odds(rows, weights, i)
        for f in range(rows.fact.shape[1]):
            total += weights.fact[f] * rows.fact[i, f]
        odds[i] = total
    return odds


@compiled
def name_odds(rows: Rows, weights: Weights, i: int) -> float:
    """Weigh the names of row i."""
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

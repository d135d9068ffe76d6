"""What was hidden and is found again: a logistic model of which pairs were, and the precision of a list that it ranks.

Leads of both kinds are ranked by it (`lead.py`, `market.py`), each with measures of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

SPLITS, HIDDEN = 16, 0.2
"""How often what is known is hidden, and which share of it."""
RIDGE = 20.0
"""Weight of the penalty on what the model's weights differ by from what they are before anything is learnt."""


def scale(values: Matrix) -> tuple[Matrix, Matrix]:
    """Make a measure comparable between networks: by rank, as nines (the best in a thousand is 3), and by its mean."""
    _, place, count = np.unique(np.round(values, 9), return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place] / len(values)
    mean = max(float(values.mean()), 1e-12)
    return -np.log10(1.0 - rank + 1.0 / len(values)), np.log1p(np.maximum(values, 0.0) / mean)


def fit(
    features: Sequence[Matrix], hidden: Sequence[Matrix], counts: Sequence[Matrix], prior: Matrix, start: Matrix | None
) -> Matrix:
    """Fit the model by Newton's method, with a penalty on all weights but the first, which is the base.

    The best weights are the same wherever the search starts; near them it takes fewer steps.

    Args:
        features: of each split, one row a pair.
        hidden: of each split, 1 for what was hidden and 0 for the others.
        counts: of each split, how many pairs each row stands for.
        prior: weights before anything is learnt, one a feature.
        start: weights to search from, the base first; None: the prior.

    Returns:
        The weights, the base first.
    """
    given, wanted, weight = np.vstack(list(features)), np.concatenate(list(hidden)), np.concatenate(list(counts))
    given = np.hstack([np.ones((len(given), 1)), given])
    ridge = np.full(given.shape[1], RIDGE)
    ridge[0] = 1e-6
    wished = np.concatenate([[0.0], prior])
    found = wished.copy() if start is None else start.copy()
    if start is None:
        found[0] = np.log(max(wanted.sum(), 0.5) / weight.sum())
    worth = _worth(given, wanted, weight, found, ridge * (found - wished) ** 2)
    for _ in range(30):
        chance = 1.0 / (1.0 + np.exp(-np.clip(_odds(given, found), -30, 30)))
        slope = _slope(given, weight * (wanted - chance)) - ridge * (found - wished)
        bend = _bend(given, weight * chance * (1.0 - chance)) + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        while np.abs(step).max() > 1e-6:  # far from the best, a whole step may lead astray
            there = found + step
            better = _worth(given, wanted, weight, there, ridge * (there - wished) ** 2)
            if better >= worth:
                break
            step /= 2.0
        else:
            break
        found, worth = there, better
    return found


def _worth(given: Matrix, wanted: Matrix, counts: Matrix, weights: Matrix, penalty: Matrix) -> float:
    """Give what the model makes as large as it can: the log-likelihood, less the penalty."""
    odds = _odds(given, weights)
    return float((counts * (wanted * odds - np.logaddexp(0.0, odds))).sum() - penalty.sum() / 2.0)


# Sums of products without threads: on a busy machine threads that wait for each other take many times longer.


def _odds(given: Matrix, weights: Matrix) -> Matrix:
    found: Matrix = np.einsum("ij,j->i", given, weights)
    return found


def _slope(given: Matrix, by: Matrix) -> Matrix:
    found: Matrix = np.einsum("ij,i->j", given, by)
    return found


def _bend(given: Matrix, by: Matrix) -> Matrix:
    found: Matrix = np.einsum("ij,ik->jk", given * by[:, None], given)
    return found


def precision_up_to(found: Sequence[Matrix]) -> Matrix:
    """Measure, for each rank, the share of what was hidden among the pairs up to it; never more at a later rank.

    The mean over the splits goes up and down where few are counted. A list that is ranked by how likely its pairs are
    promises no such thing, so the means are replaced by the nearest ones that do not rise, by least squares, each rank
    with the weight of the pairs up to it (pool adjacent violators).

    Args:
        found: of each split, 1 for what was hidden and 0 for the others, in the order of the ranking.
    """
    shortest = min((len(one) for one in found), default=0)
    if shortest == 0:
        return np.zeros(0)
    ranks = np.arange(1, shortest + 1, dtype=np.float64)
    mean: Matrix = np.mean([np.cumsum(one[:shortest]) / ranks for one in found], axis=0)
    return falling(mean, ranks)


def falling(values: Matrix, weight: Matrix) -> Matrix:
    """Give the nearest values that do not rise, by weighted least squares.

    Source: Ayer and others 1955; Barlow and others 1972, Statistical inference under order restrictions.
    """
    means: list[float] = []
    weights: list[float] = []
    sizes: list[int] = []
    for value, one in zip(values.tolist(), weight.tolist(), strict=True):
        means.append(value)
        weights.append(one)
        sizes.append(1)
        while len(means) > 1 and means[-2] < means[-1]:
            mass = weights[-2] + weights[-1]
            means[-2:] = [(means[-2] * weights[-2] + means[-1] * weights[-1]) / mass]
            weights[-2:] = [mass]
            sizes[-2:] = [sizes[-2] + sizes[-1]]
    return np.repeat(np.array(means), sizes)

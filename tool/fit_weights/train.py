"""From labelled sets to weights, in rounds: which names of two parties agree best depends on the weights.

Rounds may go back and forth between two answers; that of the least loss is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.fact.feature import FEATURE_COUNT
from counterflow.compare.kernel.feature import NAME_FEATURES
from counterflow.compare.kernel.party import ALL, Rows, Weights, describe_pairs, new_rows, new_scratch
from counterflow.compare.score import score_rows

from .data import LabelledSet
from .model import Labelled, fit, loss
from .prior import Prior

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ROUNDS = 3
START_CONSTANT = 3.0
"""Log-odds of names that agree in nothing and differ in nothing, before the pairs have spoken."""


def start_weights(prior: Prior) -> Weights:
    """Give the prior means as weights; names that agree start above the threshold."""
    weights = to_weights(prior.mean)
    weights.name[:, 0] = START_CONSTANT
    return weights


def to_weights(values: Floats) -> Weights:
    """Lay W values out as the kernel wants them: persons' names, others' names, facts."""
    return Weights(
        values[: 2 * NAME_FEATURES].reshape(2, NAME_FEATURES).astype(np.float32),
        values[2 * NAME_FEATURES :].astype(np.float32),
    )


def describe(one: LabelledSet, weights: Weights) -> Rows:
    """Give the features of a set's pairs."""
    rows = new_rows(len(one.matches))
    numbers = np.arange(len(one.matches))
    describe_pairs(one.left, numbers, one.right, numbers, weights, ALL, new_scratch(), rows)
    return rows


def to_matrix(rows: Rows) -> Floats:
    """Give rows as (N, W): a pair of names fills the columns of its kind, the other kind's are 0."""
    person = rows.person[:, None]
    matrix = np.concatenate([rows.name * person, rows.name * ~person, rows.fact], axis=1).astype(np.float64)
    return matrix.reshape(-1, 2 * NAME_FEATURES + FEATURE_COUNT)


def score(one: LabelledSet, weights: Weights) -> Floats:
    """Give the log-odds of a set's pairs."""
    return score_rows(describe(one, weights), weights).astype(np.float64)


def train(sets: Sequence[LabelledSet], prior: Prior, left_out: Mapping[str, Bools] | None = None) -> Weights:
    """Fit the weights on all pairs that are not held back.

    Args:
        sets: the labelled pairs.
        prior: where the weights start.
        left_out: pairs that are left out besides, by the name of their set.
    """
    best, least = start_weights(prior), np.inf
    labelled = _label(sets, best, left_out)
    for _ in range(ROUNDS):
        values = fit(labelled, prior)
        weights = to_weights(values)
        labelled = _label(sets, weights, left_out)
        surprise = loss(labelled, prior, values)
        if surprise < least:
            best, least = weights, surprise
    return best


def _label(sets: Sequence[LabelledSet], weights: Weights, left_out: Mapping[str, Bools] | None) -> Labelled:
    """Give the rows of all pairs that are used, of the names that agree best by these weights."""
    parts = []
    for one in sets:
        used = ~one.held if left_out is None or one.name not in left_out else ~one.held & ~left_out[one.name]
        matrix = to_matrix(describe(one, weights))[used]
        parts.append(Labelled(matrix, one.matches[used].astype(np.float64), np.full(len(matrix), one.counts)))
    return Labelled(*(np.concatenate(field) for field in zip(*parts, strict=True)))

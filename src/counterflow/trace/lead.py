"""Leads: ties that are likely and unseen, ranked by what finds ties of this very network that were hidden from it.

No measure of likeness finds hidden ties best in all networks: common neighbours in meetings, paths of three in command
lines (Kovács and others 2019), degrees in stars. So the network itself says what works in it: a fifth of its ties is
hidden sixteen times, a logistic model learns from thirteen measures which pairs were hidden ties, and then ranks all
pairs that are not tied. Nothing is learnt from other networks.

A lead is never a finding. The precision beside each is the share of ties among the pairs of such a rank when a fifth of
the known ties was hidden; models that ranked a split had not been fitted to it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.exc import InputError
from counterflow.trace.hidden import HIDDEN, SPLITS, Matrix, fit, precision_up_to, scale

ALGORITHM = "hidden-tie-v1"
MEASURES = (
    *(
        "common neighbours",
        "resource allocation",
        "Adamic-Adar",
        "normal paths of 2",
        "paths of 3",
        "normal paths of 3",
    ),
    *("Katz", "walk", "normal heat", "degrees", "lesser degree", "greater degree", "paths of 4"),
)
MOST_PARTIES = 1500
"""Beyond, pairs are too many to measure: a network is to be cut to what matters first."""
LEAST_TIES = 10
_PRIOR = 2.0
"""What a nine of rank by resource allocation weighs before anything is learnt: it is the best single measure."""
MOST_UNTIED = 20_000
"""Untied pairs of a split that the model learns from; the others are stood for by them."""
_SEED = 20_08


class Leads(NamedTuple):
    """Pairs of parties that are not tied, likeliest first."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    score: Matrix
    """For ranking only."""
    precision: Matrix
    """Share of hidden ties among pairs up to such a rank; it never rises."""
    reasons: tuple[tuple[str, ...], ...]
    """Up to three measures that speak most for the pair."""


class _Pairs(NamedTuple):
    """Pairs that are not tied, with what was measured of each."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    features: Matrix


def find_leads(
    parties: int, source: NDArray[np.int64], target: NDArray[np.int64], most: int, untied: int = MOST_UNTIED
) -> Leads:
    """Rank the pairs of parties that are not tied.

    Args:
        parties: how many there are.
        source: number of the party at one end of each tie.
        target: number of the party at the other.
        most: how many leads are given at most.
        untied: untied pairs of a split that are learnt from; fewer are quicker.

    Raises:
        InputError: the network has too few ties to learn from, or too many parties.
    """
    ties = np.zeros((parties, parties))
    ties[source, target] = ties[target, source] = 1.0
    np.fill_diagonal(ties, 0.0)
    known = int(ties.sum()) // 2
    if known < LEAST_TIES:
        raise InputError(f"{known} ties are too few to learn from", expected=f"{LEAST_TIES} or more")
    if parties > MOST_PARTIES:
        raise InputError(
            f"{parties:,} parties are too many", expected=f"a part of the network of up to {MOST_PARTIES:,}"
        )
    splits = [_hide(ties, seed) for seed in range(SPLITS)]
    weights = _fit(splits, untied)
    precision = _precision(splits, untied, weights)
    pairs = _measure(ties)
    score = pairs.features @ weights[1:] + weights[0]
    order = np.lexsort((pairs.right, pairs.left, -score))[:most]
    return Leads(
        left=pairs.left[order],
        right=pairs.right[order],
        score=score[order],
        precision=precision[np.minimum(np.arange(len(order)), len(precision) - 1)],
        reasons=tuple(_reasons(pairs.features[one], weights) for one in order),
    )


def rank_pairs(ties: Matrix) -> tuple[_Pairs, Matrix]:
    """Score every pair that is not tied: the pairs and their scores, for measuring the method."""
    weights = _fit([_hide(ties, seed) for seed in range(SPLITS)], MOST_UNTIED)
    pairs = _measure(ties)
    return pairs, pairs.features @ weights[1:] + weights[0]


def _hide(ties: Matrix, seed: int) -> tuple[_Pairs, Matrix]:
    """Hide ties: the pairs that are then not tied, and which of them are hidden ties."""
    left, right = np.nonzero(np.triu(ties))
    dice = np.random.default_rng(_SEED + seed)
    hidden = dice.choice(len(left), max(1, round(HIDDEN * len(left))), replace=False)
    rest = ties.copy()
    rest[left[hidden], right[hidden]] = rest[right[hidden], left[hidden]] = 0.0
    pairs = _measure(rest)
    return pairs, ties[pairs.left, pairs.right]


def _measure(ties: Matrix) -> _Pairs:
    left, right = np.nonzero(np.triu(1.0 - ties, 1))
    columns = [scale(measure[left, right]) for measure in _measures(ties)]
    return _Pairs(left, right, np.hstack([np.stack(one, axis=1) for one in columns]))


def _measures(ties: Matrix) -> list[Matrix]:
    """Give each of `MEASURES` for all pairs."""
    degree = ties.sum(axis=0)
    inverse = 1.0 / np.maximum(degree, 1.0)
    root = np.sqrt(inverse)
    normal = root[:, None] * ties * root
    two, normal_two = ties @ ties, normal @ normal
    whole = np.eye(len(ties))
    largest = max(float(np.linalg.eigvalsh(ties)[-1]), 1.0)
    walk = 0.15 * np.linalg.inv(whole - 0.85 * ties * inverse)
    return [
        two,
        ties @ (inverse[:, None] * ties),
        ties @ ((1.0 / np.log(np.maximum(degree, 2.0)))[:, None] * ties),
        normal_two,
        ties @ normal @ ties,
        normal_two @ normal,
        np.linalg.inv(whole - 0.5 / largest * ties) - whole,
        (walk + walk.T) / 2.0,
        np.linalg.inv(whole - 0.7 * normal),
        np.outer(degree, degree),
        np.minimum.outer(degree, degree),
        np.maximum.outer(degree, degree),
        two @ two,
    ]


def _fit(splits: list[tuple[_Pairs, Matrix]], most_untied: int, start: Matrix | None = None) -> Matrix:
    """Learn which pairs were hidden ties; of the untied ones some stand for all."""
    features, hidden, weight = [], [], []
    for number, (pairs, is_hidden) in enumerate(splits):
        untied = np.flatnonzero(is_hidden == 0)
        if len(untied) > most_untied:
            kept = np.random.default_rng(_SEED + number).choice(untied, most_untied, replace=False)
        else:
            kept = untied
        rows = np.concatenate([np.flatnonzero(is_hidden), kept])
        features.append(pairs.features[rows])
        hidden.append(is_hidden[rows])
        weight.append(np.where(is_hidden[rows] > 0, 1.0, len(untied) / max(len(kept), 1)))
    prior = np.zeros(2 * len(MEASURES))
    prior[2 * MEASURES.index("resource allocation")] = _PRIOR
    return fit(features, hidden, weight, prior, start)


def _precision(splits: list[tuple[_Pairs, Matrix]], untied: int, near: Matrix) -> Matrix:
    """Measure, for each rank, the share of hidden ties up to it; each split is ranked by a model of the others."""
    found = []
    for number, (pairs, is_hidden) in enumerate(splits):
        weights = _fit([split for other, split in enumerate(splits) if other != number], untied, near)
        score = pairs.features @ weights[1:] + weights[0]
        found.append(is_hidden[np.lexsort((pairs.right, pairs.left, -score))])
    return precision_up_to(found)


def _reasons(features: Matrix, weights: Matrix) -> tuple[str, ...]:
    """Name the measures that add most to a pair's score."""
    parts = (features * weights[1:]).reshape(len(MEASURES), 2).sum(axis=1)
    best = np.argsort(-parts, kind="stable")[:3]
    return tuple(MEASURES[one] for one in best if parts[one] > 0)

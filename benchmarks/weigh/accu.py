"""The peers of truth discovery: ACCU, and ACCU with copy detection, as published.

Dong, Berti-Equille and Srivastava, "Integrating conflicting data: the role of source dependence" (VLDB 2009). The
constants are theirs: a hundred false values; of two sources one copies the other with .2 before anything is seen
(their alpha); a copier copies .8 of what both tell (their c).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterflow.weigh.truth.candidate import Candidates
from counterflow.weigh.truth.claims import Claims, Floats, Ints, distinct_rows
from counterflow.weigh.truth.pair import pairs_within
from counterflow.weigh.truth.vote import vote

ROUNDS, FALSE_VALUES, COPIES, RATE = 30, 100, 0.2, 0.8


def accu(claims: Claims, candidates: Candidates, *, copying: bool = False) -> Floats:
    """Give the probability of each candidate; accuracies of sources and these follow from each other.

    Args:
        claims: all of them; what they record of lineage is not looked at.
        candidates: their values.
        copying: whether to look for copying, from the second round, as their algorithm does.
    """
    told = candidates.claim >= 0
    candidate, source = distinct_rows(candidates.claim[told], claims.source[told])
    sources, items = len(claims.sources), len(claims.items)
    probability, weight = vote(claims, candidates), np.ones(len(candidate))
    pairs = _agreements(candidates.item[candidate], candidate, source, sources) if copying else None
    for number in range(ROUNDS):
        count = np.maximum(np.bincount(source, minlength=sources), 1)
        accuracy = np.clip(np.bincount(source, probability[candidate], sources) / count, 0.01, 0.99)
        if pairs is not None and number > 0:
            copies = _copies(pairs, probability[candidate], accuracy)
            weight = _independence(pairs, source, accuracy, copies)
        score = np.bincount(
            candidate, weight * np.log(FALSE_VALUES * accuracy / (1 - accuracy))[source], len(candidates)
        )
        top = np.zeros(items)
        np.maximum.at(top, candidates.item, score)
        claimed = np.bincount(candidates.item[candidates.claimed], minlength=items)
        each = np.where(candidates.claimed, np.exp(score - top[candidates.item]), 0.0)
        rest = np.maximum(FALSE_VALUES + 1 - claimed, 0) * np.exp(-top)
        probability = each / (np.bincount(candidates.item, each, items) + rest)[candidates.item]
    return probability


@dataclass(frozen=True)
class _Pairs:
    """Pairs of claims of one item."""

    left: Ints
    """Claim of the source of the smaller number."""
    right: Ints
    agree: Ints
    cell: Ints
    """Both sources in one number."""


def _agreements(item: Ints, candidate: Ints, source: Ints, sources: int) -> _Pairs:
    order = np.argsort(item, kind="stable")
    first, second = pairs_within(item[order])
    first, second = order[first], order[second]
    swap = source[first] > source[second]
    left, right = np.where(swap, second, first), np.where(swap, first, second)
    agree = (candidate[left] == candidate[right]).astype(np.int64)
    return _Pairs(left, right, agree, source[left] * sources + source[right])


def _copies(pairs: _Pairs, probability: Floats, accuracy: Floats) -> Floats:
    """Give the probability that each source (row) copies each other (column)."""
    sources = len(accuracy)
    size = sources * sources
    both = np.bincount(pairs.cell, minlength=size).astype(float)
    same = np.bincount(pairs.cell, pairs.agree, size)
    true = np.bincount(pairs.cell, pairs.agree * probability[pairs.left], size)
    false, differ = same - true, both - same
    one, other = np.repeat(accuracy, sources), np.tile(accuracy, sources)
    alone_true, alone_false = one * other, (1 - one) * (1 - other) / FALSE_VALUES
    alone_differ = 1 - alone_true - alone_false

    def log_of(original: Floats) -> Floats:
        return np.asarray(
            true * np.log(original * RATE + alone_true * (1 - RATE))
            + false * np.log((1 - original) * RATE + alone_false * (1 - RATE))
            + differ * np.log(alone_differ * (1 - RATE))
        )

    alone = true * np.log(alone_true) + false * np.log(alone_false) + differ * np.log(alone_differ)
    ways = np.stack([np.log(1 - COPIES) + alone, np.log(COPIES / 2) + log_of(other), np.log(COPIES / 2) + log_of(one)])
    chance = np.exp(ways - ways.max(axis=0))
    chance = np.where(both > 0, chance / chance.sum(axis=0), 0.0)
    return np.asarray(chance[1].reshape(sources, sources) + chance[2].reshape(sources, sources).T)


def _independence(pairs: _Pairs, source: Ints, accuracy: Floats, copies: Floats) -> Floats:
    """Give the chance of each claim that it is its source's own; of claims that agree, better sources go first."""
    agree = pairs.agree > 0
    left, right = pairs.left[agree], pairs.right[agree]
    later_left = accuracy[source[left]] < accuracy[source[right]]
    later, earlier = np.where(later_left, left, right), np.where(later_left, right, left)
    taken = RATE * copies[source[later], source[earlier]]
    return np.exp(np.bincount(later, np.log1p(-np.minimum(taken, 0.999)), len(source)))

"""Two parties in, one row of features out; many pairs at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled, inlined
from counterflow.compare.fact.feature import FEATURE_COUNT
from counterflow.compare.fact.kernel import compare_facts
from counterflow.compare.frame import Frame, NameKind
from counterflow.compare.kernel.feature import NAME_FEATURES, describe_names
from counterflow.compare.kernel.name import SUMS, NameSum, sum_names
from counterflow.compare.kernel.prospect import PROSPECT, prospect
from counterflow.compare.kernel.space import Space, new_space
from counterflow.compare.kernel.word import MAX_TOKENS, WORD, Words, gather

_LEGAL = int(NameSum.LEGAL)
_PERSON = int(NameKind.PERSON)


class Weights(NamedTuple):
    """What features are worth, in log-odds."""

    name: NDArray[np.float32]
    """(2, NAME_FEATURES): names of persons, of others."""
    fact: NDArray[np.float32]
    """(FEATURE_COUNT)"""


class Rows(NamedTuple):
    """What is found of n pairs of parties."""

    name: NDArray[np.float32]
    """(n, NAME_FEATURES): features of the two names that agree best."""
    fact: NDArray[np.float32]
    """(n, FEATURE_COUNT)"""
    best: NDArray[np.int64]
    """(n, 2): the two names, as numbers in their frames; -1: a party has no name."""
    person: NDArray[np.bool_]
    """(n): both names are persons'."""


def new_rows(count: int) -> Rows:
    """Reserve rows for so many pairs."""
    return Rows(
        name=np.zeros((count, NAME_FEATURES), np.float32),
        fact=np.zeros((count, FEATURE_COUNT), np.float32),
        best=np.full((count, 2), -1, np.int64),
        person=np.zeros(count, np.bool_),
    )


BANK = 16
"""Names of the left party that stay gathered; further ones are gathered for each name of the right party."""


class Scratch(NamedTuple):
    """Memory that one thread works in."""

    bank: Words
    """(BANK, MAX_TOKENS): words of the left party's names."""
    bank_count: NDArray[np.int64]
    """(BANK): how many words each has."""
    left: Words
    right: Words
    space: Space
    sums: NDArray[np.float32]
    trial: NDArray[np.float32]


def new_scratch() -> Scratch:
    """Reserve the memory for one thread."""
    return Scratch(
        bank=np.zeros((BANK, MAX_TOKENS), WORD),
        bank_count=np.zeros(BANK, np.int64),
        left=np.zeros(MAX_TOKENS, WORD),
        right=np.zeros(MAX_TOKENS, WORD),
        space=new_space(),
        sums=np.zeros(SUMS, np.float32),
        trial=np.zeros(NAME_FEATURES, np.float32),
    )


@compiled
def describe_pairs(
    left: Frame,
    l: NDArray[np.int64],
    right: Frame,
    r: NDArray[np.int64],
    weights: Weights,
    scratch: Scratch,
    rows: Rows,
) -> None:
    """Describe pairs of parties: party `l[i]` of one frame, party `r[i]` of the other, in row i of `rows` (overwritten).

    Of all pairs of their names, the one with the highest log-odds counts; pairs without prospect are passed over, unless none
    has any. Pairs with the same left party one after another are faster.
    """
    for row in range(len(l)):
        first, last = np.int64(left.name_at[l[row]]), np.int64(left.name_at[l[row] + 1])
        start, end = np.int64(right.name_at[r[row]]), np.int64(right.name_at[r[row] + 1])
        if row == 0 or l[row] != l[row - 1]:
            for a in range(first, min(last, first + BANK)):
                scratch.bank_count[a - first] = gather(left.vocabulary, left.names, a, scratch.bank[a - first])
        best = np.float32(-np.inf)
        rows.best[row, 0], rows.best[row, 1] = -1, -1
        for b in range(start, end):
            m = gather(right.vocabulary, right.names, b, scratch.right)
            for a in range(first, last):
                if a - first < BANK:
                    words, n = scratch.bank[a - first], scratch.bank_count[a - first]
                else:
                    words, n = scratch.left, gather(left.vocabulary, left.names, a, scratch.left)
                person = left.names.kind[a] == _PERSON and right.names.kind[b] == _PERSON
                if (a > first or b > start) and prospect(words, n, scratch.right, m, person) < PROSPECT:
                    continue
                sum_names(words, n, scratch.right, m, person, scratch.space, scratch.sums)
                scratch.sums[_LEGAL] = _legal(left.names.legal[a], right.names.legal[b])
                describe_names(scratch.sums, max(left.names.rank[a], right.names.rank[b]), scratch.trial)
                odds = np.float32(0)
                for f in range(NAME_FEATURES):
                    odds += weights.name[0 if person else 1, f] * scratch.trial[f]
                if odds > best:
                    best = odds
                    rows.best[row, 0], rows.best[row, 1] = a, b
                    rows.person[row] = person
                    for f in range(NAME_FEATURES):
                        rows.name[row, f] = scratch.trial[f]
        compare_facts(left.facts, l[row], right.facts, r[row], rows.fact[row])


@inlined
def _legal(left: int, right: int) -> float:
    """Compare classes of legal forms as `NameSum.LEGAL`."""
    if left == 0 or right == 0:
        return np.float32(0)
    return np.float32(-1) if left == right else np.float32(1)

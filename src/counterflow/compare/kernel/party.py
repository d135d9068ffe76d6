"""Two parties in, one row of features out; many pairs at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined
from counterflow.compare.fact.feature import FEATURE_COUNT
from counterflow.compare.fact.kernel import compare_facts
from counterflow.compare.frame import Frame, NameKind
from counterflow.compare.kernel.feature import FEATURE_MOST, NAME_FEATURES, describe_names
from counterflow.compare.kernel.name import SUMS, NameSum, sum_names
from counterflow.compare.kernel.prospect import FLOOR, prospect
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


BANK = 32
"""Names of a party that stay gathered while it is compared; further ones are gathered each time they are looked at."""
HOPES = 4096
"""Pairs of names that are bounded before the most hopeful is aligned; parties with more are compared some names at a time."""


class Bank(NamedTuple):
    """Names of one party, gathered."""

    words: Words
    """(BANK + 1, MAX_TOKENS): the last row is for names beyond BANK."""
    count: NDArray[np.int64]
    """(BANK + 1): how many words each has."""


class Scratch(NamedTuple):
    """Memory that one thread works in."""

    left: Bank
    right: Bank
    hope: NDArray[np.float32]
    """(HOPES): what the log-odds of a pair of names can be at most."""
    bonus: NDArray[np.float32]
    """(2): what features other than agreement can add at most, by column."""
    space: Space
    sums: NDArray[np.float32]
    trial: NDArray[np.float32]


def new_scratch() -> Scratch:
    """Reserve the memory for one thread."""
    return Scratch(
        left=_new_bank(),
        right=_new_bank(),
        hope=np.zeros(HOPES, np.float32),
        bonus=np.zeros(2, np.float32),
        space=new_space(),
        sums=np.zeros(SUMS, np.float32),
        trial=np.zeros(NAME_FEATURES, np.float32),
    )


def _new_bank() -> Bank:
    return Bank(np.zeros((BANK + 1, MAX_TOKENS), WORD), np.zeros(BANK + 1, np.int64))


@borrowing
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

    Of all pairs of their names, the one with the highest log-odds counts. The most hopeful is aligned first (`prospect`), then
    the next, until none can outdo the best. Pairs with the same left party one after another are faster.
    """
    scratch.bonus[0], scratch.bonus[1] = _bonus(weights, 0), _bonus(weights, 1)
    hope = scratch.hope
    for row in range(len(l)):
        first, last = np.int64(left.name_at[l[row]]), np.int64(left.name_at[l[row] + 1])
        start, end = np.int64(right.name_at[r[row]]), np.int64(right.name_at[r[row] + 1])
        lefts = last - first
        if row == 0 or l[row] != l[row - 1]:
            for a in range(min(lefts, BANK)):
                scratch.left.count[a] = gather(left.vocabulary, left.names, first + a, scratch.left.words[a])
        best = np.float32(-np.inf)
        rows.best[row, 0], rows.best[row, 1] = -1, -1
        step = max(1, HOPES // max(lefts, 1))
        for begin in range(start, end, step):
            rights = min(step, end - begin)
            for b in range(rights):
                at_b = min(b, BANK)
                scratch.right.count[at_b] = gather(right.vocabulary, right.names, begin + b, scratch.right.words[at_b])
                for a in range(min(lefts, HOPES)):
                    at_a = min(a, BANK)
                    if at_a == BANK:
                        scratch.left.count[BANK] = gather(
                            left.vocabulary, left.names, first + a, scratch.left.words[BANK]
                        )
                    column = _column(left.names.kind[first + a], right.names.kind[begin + b])
                    hope[a * rights + b] = prospect(
                        scratch.left.words[at_a], scratch.left.count[at_a], scratch.right.words[at_b], scratch.right.count[at_b],
                        column, weights.name, scratch.bonus[column],
                    )  # fmt: skip
            while lefts > 0:
                most = _most_hopeful(hope, min(lefts, HOPES) * rights)
                if hope[most] <= best or (hope[most] <= FLOOR and best > -np.inf):
                    break
                hope[most] = -np.inf
                a, b = most // rights, most % rights
                at_a, at_b = min(a, BANK), min(b, BANK)
                if at_a == BANK:
                    scratch.left.count[BANK] = gather(left.vocabulary, left.names, first + a, scratch.left.words[BANK])
                if at_b == BANK:
                    scratch.right.count[BANK] = gather(
                        right.vocabulary, right.names, begin + b, scratch.right.words[BANK]
                    )
                column = _column(left.names.kind[first + a], right.names.kind[begin + b])
                sum_names(
                    scratch.left.words[at_a], scratch.left.count[at_a], scratch.right.words[at_b], scratch.right.count[at_b],
                    column == 0, scratch.space, scratch.sums,
                )  # fmt: skip
                scratch.sums[_LEGAL] = _legal(left.names.legal[first + a], right.names.legal[begin + b])
                describe_names(
                    scratch.sums, max(left.names.rank[first + a], right.names.rank[begin + b]), scratch.trial
                )
                odds = np.float32(0)
                for f in range(NAME_FEATURES):
                    odds += weights.name[column, f] * scratch.trial[f]
                if odds > best:
                    best = odds
                    rows.best[row, 0], rows.best[row, 1] = first + a, begin + b
                    rows.person[row] = column == 0
                    for f in range(NAME_FEATURES):
                        rows.name[row, f] = scratch.trial[f]
        compare_facts(left.facts, l[row], right.facts, r[row], rows.fact[row])


@inlined
def _column(left_kind: int, right_kind: int) -> int:
    """Say how two names are weighed: 0 as persons' names, 1 as others'."""
    return 0 if left_kind == _PERSON and right_kind == _PERSON else 1


@inlined
def _most_hopeful(hope: NDArray[np.float32], count: int) -> int:
    most = 0
    for i in range(1, count):
        if hope[i] > hope[most]:
            most = i
    return most


@inlined
def _bonus(weights: Weights, column: int) -> float:
    """What features other than agreement can add to log-odds at most."""
    total = np.float32(0)
    for f in range(2, NAME_FEATURES):
        total += max(weights.name[column, f], np.float32(0)) * FEATURE_MOST
    return total


@inlined
def _legal(left: int, right: int) -> float:
    """Compare classes of legal forms as `NameSum.LEGAL`."""
    if left == 0 or right == 0:
        return np.float32(0)
    return np.float32(-1) if left == right else np.float32(1)

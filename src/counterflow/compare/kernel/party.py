"""Two parties in, one row of features out; many pairs at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined, signed
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
"""Names of a party that stay gathered while it is compared; further ones are gathered each time."""
HOPES = 4096
"""Pairs of names that are bounded before the most hopeful is aligned; more are compared a block at a time."""


class Bank(NamedTuple):
    """Names of one party, gathered."""

    words: Words
    """(BANK + 1, MAX_TOKENS): the last row is for names beyond BANK."""
    size: NDArray[np.int64]
    """(BANK + 1): how many words each has."""


class Block(NamedTuple):
    """Names of two parties that are looked at together."""

    first: int
    """Number of the first name of the left party in its frame."""
    lefts: int
    """How many follow, with it."""
    begin: int
    """The same of the right party."""
    rights: int


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
    left_party: NDArray[np.int64],
    right: Frame,
    right_party: NDArray[np.int64],
    weights: Weights,
    scratch: Scratch,
    rows: Rows,
) -> None:
    """Describe pairs of parties: `left_party[i]` of one frame, `right_party[i]` of the other, in row i of `rows`.

    Of all pairs of their names, the one with the highest log-odds counts. The most hopeful is aligned first
    (`prospect`), then the next, until none can outdo the best. Pairs with the same left party one after another are
    faster.

    Writes:
        rows: overwritten.
    """
    scratch.bonus[0], scratch.bonus[1] = _bonus(weights, 0), _bonus(weights, 1)
    for row in range(len(left_party)):
        first, last = signed(left.name_at[left_party[row]]), signed(left.name_at[left_party[row] + 1])
        start, end = signed(right.name_at[right_party[row]]), signed(right.name_at[right_party[row] + 1])
        lefts = last - first
        if row == 0 or left_party[row] != left_party[row - 1]:
            for a in range(min(lefts, BANK)):
                _gather(left, first, a, scratch.left)
        best = np.float32(-np.inf)
        rows.best[row, 0], rows.best[row, 1] = -1, -1
        step = max(1, HOPES // max(lefts, 1))
        for begin in range(start, end, step):
            block = Block(first, min(lefts, HOPES), begin, min(step, end - begin))
            _bound(left, right, block, weights, scratch)
            best = _align_hopeful(left, right, block, weights, scratch, best, rows, row)
        compare_facts(left.facts, left_party[row], right.facts, right_party[row], rows.fact[row])


@inlined
def _bound(left: Frame, right: Frame, block: Block, weights: Weights, scratch: Scratch) -> None:
    """Bound the log-odds of each pair of names of a block in `hope`, the right one's place counting fastest."""
    for b in range(block.rights):
        at_b = _gather(right, block.begin, b, scratch.right)
        for a in range(block.lefts):
            at_a = _gather_again(left, block.first, a, scratch.left)
            column = _column(left.names.kind[block.first + a], right.names.kind[block.begin + b])
            scratch.hope[a * block.rights + b] = prospect(
                scratch.left.words[at_a], scratch.left.size[at_a], scratch.right.words[at_b], scratch.right.size[at_b],
                column, weights.name, scratch.bonus[column],
            )  # fmt: skip


@inlined
def _align_hopeful(
    left: Frame,
    right: Frame,
    block: Block,
    weights: Weights,
    scratch: Scratch,
    best: np.float32,
    rows: Rows,
    row: int,
) -> np.float32:
    """Align pairs of names of a block while one may outdo the best so far; gives the best log-odds, noted in `rows`."""
    count = block.lefts * block.rights
    while count > 0:
        most = _most_hopeful(scratch.hope, count)
        if scratch.hope[most] <= best or (scratch.hope[most] <= FLOOR and best > -np.inf):
            break
        scratch.hope[most] = -np.inf
        a, b = most // block.rights, most % block.rights
        at_a = _gather_again(left, block.first, a, scratch.left)
        at_b = _gather_again(right, block.begin, b, scratch.right)
        name, other = block.first + a, block.begin + b
        column = _column(left.names.kind[name], right.names.kind[other])
        sum_names(
            scratch.left.words[at_a], scratch.left.size[at_a], scratch.right.words[at_b], scratch.right.size[at_b],
            column == 0, scratch.space, scratch.sums,
        )  # fmt: skip
        scratch.sums[_LEGAL] = _legal(left.names.legal[name], right.names.legal[other])
        describe_names(scratch.sums, max(left.names.rank[name], right.names.rank[other]), scratch.trial)
        odds = np.float32(0)
        for f in range(NAME_FEATURES):
            odds += weights.name[column, f] * scratch.trial[f]
        if odds > best:
            best = odds
            rows.best[row, 0], rows.best[row, 1] = name, other
            rows.person[row] = column == 0
            for f in range(NAME_FEATURES):
                rows.name[row, f] = scratch.trial[f]
    return best


@inlined
def _gather(frame: Frame, first: int, place: int, bank: Bank) -> int:
    """Gather the name that stands at a place behind the first of a party; gives its row of the bank."""
    at = min(place, BANK)
    bank.size[at] = gather(frame.vocabulary, frame.names, first + place, bank.words[at])
    return at


@inlined
def _gather_again(frame: Frame, first: int, place: int, bank: Bank) -> int:
    """Give the row of the bank that holds a name: names beyond BANK are gathered each time."""
    return _gather(frame, first, place, bank) if place >= BANK else place


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
def _bonus(weights: Weights, column: int) -> np.float32:
    """What features other than agreement can add to log-odds at most."""
    total = np.float32(0)
    for f in range(2, NAME_FEATURES):
        total += max(weights.name[column, f], np.float32(0)) * FEATURE_MOST
    return total


@inlined
def _legal(left: int, right: int) -> np.float32:
    """Compare classes of legal forms as `NameSum.LEGAL`."""
    if left == 0 or right == 0:
        return np.float32(0)
    return np.float32(-1) if left == right else np.float32(1)

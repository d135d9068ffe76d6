"""Two parties in, one row of features out; many pairs at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.fact.feature import FEATURE_COUNT
from counterflow.compare.fact.kernel import compare_facts
from counterflow.compare.frame import Frame, NameKind
from counterflow.compare.kernel.bank import Bank, fill_bank, new_bank, note_parties, note_passing, row_of
from counterflow.compare.kernel.ceiling import ceiling, slack_of
from counterflow.compare.kernel.feature import FEATURE_MOST, NAME_FEATURES, describe_names
from counterflow.compare.kernel.hopeful import most_hopeful, queue_hopeful, take_hopeful
from counterflow.compare.kernel.name import SUMS, NameSum, sum_kin
from counterflow.compare.kernel.prospect import FLOOR, prospect_kin
from counterflow.compare.kernel.reach import look_across
from counterflow.compare.kernel.space import Space, new_space

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


HOPES = 4096
"""Pairs of names that are bounded before the most hopeful is aligned; more are compared a block at a time."""


class Block(NamedTuple):
    """Names of two parties that are looked at together."""

    first: int
    """Number of the first name of the left party in its frame."""
    lefts: int
    """How many follow, with it."""
    start: int
    """Number of the first name of the right party."""
    skipped: int
    """How many names of the right party were looked at before."""
    rights: int
    """How many follow."""


class Scratch(NamedTuple):
    """Memory that one thread works in."""

    left: Bank
    right: Bank
    hope: NDArray[np.float32]
    """(HOPES): what the log-odds of a pair of names can be at most."""
    queue: NDArray[np.int64]
    """(HOPES): pairs of names that are still hopeful."""
    bonus: NDArray[np.float32]
    """(2): what features other than agreement can add at most, by column."""
    slack: NDArray[np.float32]
    """(2): what features that `ceiling` does not count can add at most, by column."""
    space: Space
    sums: NDArray[np.float32]
    trial: NDArray[np.float32]


def new_scratch() -> Scratch:
    """Reserve the memory for one thread."""
    return Scratch(
        left=new_bank(),
        right=new_bank(),
        hope=np.zeros(HOPES, np.float32),
        queue=np.zeros(HOPES, np.int64),
        bonus=np.zeros(2, np.float32),
        slack=np.zeros(2, np.float32),
        space=new_space(),
        sums=np.zeros(SUMS, np.float32),
        trial=np.zeros(NAME_FEATURES, np.float32),
    )


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
    scratch.slack[0], scratch.slack[1] = slack_of(weights.name, 0), slack_of(weights.name, 1)
    for row in range(len(left_party)):
        first, last = signed(left.name_at[left_party[row]]), signed(left.name_at[left_party[row] + 1])
        start, end = signed(right.name_at[right_party[row]]), signed(right.name_at[right_party[row] + 1])
        lefts = last - first
        if row == 0 or left_party[row] != left_party[row - 1]:
            fill_bank(left, first, lefts, scratch.left)
        fill_bank(right, start, end - start, scratch.right)
        note_parties(scratch.left, scratch.right, scratch.space)
        best = np.float32(-np.inf)
        rows.best[row, 0], rows.best[row, 1] = -1, -1
        step = max(1, HOPES // max(lefts, 1))
        for begin in range(start, end, step):
            block = Block(first, min(lefts, HOPES), start, begin - start, min(step, end - begin))
            _bound(left, right, block, weights, scratch)
            best = _align_hopeful(left, right, block, weights, scratch, best, rows, row)
        compare_facts(left.facts, left_party[row], right.facts, right_party[row], rows.fact[row])


@inlined
def _bound(left: Frame, right: Frame, block: Block, weights: Weights, scratch: Scratch) -> None:
    """Bound the log-odds of each pair of names of a block in `hope`, the right one's place counting fastest."""
    one, other = scratch.left, scratch.right
    for place in range(block.rights):
        b = row_of(right, block.start, block.skipped + place, other)
        kind = right.names.kind[block.start + block.skipped + place]
        for name in range(block.lefts):
            a = row_of(left, block.first, name, one)
            note_passing(one, a, other, b, scratch.space)
            column = _column(left.names.kind[block.first + name], kind)
            scratch.hope[name * block.rights + place] = prospect_kin(
                one.words[a], one.size[a], one.outline, a, other.words[b], other.size[b], other.outline, b,
                column, weights.name, scratch.bonus[column], scratch.space,
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
    if count == 0:
        return best
    most = most_hopeful(scratch.hope, count)
    if scratch.hope[most] <= best or (scratch.hope[most] <= FLOOR and best > -np.inf):
        return best
    best = _align_names(left, right, block, most, weights, scratch, best, rows, row)
    scratch.hope[most] = -np.inf
    queued = queue_hopeful(scratch.hope, count, max(best, FLOOR), scratch.queue)
    while queued > 0 and scratch.hope[scratch.queue[0]] > best:
        most = take_hopeful(scratch.hope, scratch.queue, queued)
        queued -= 1
        best = _align_names(left, right, block, most, weights, scratch, best, rows, row)
    return best


@borrowing
def _align_names(
    left: Frame,
    right: Frame,
    block: Block,
    pair: int,
    weights: Weights,
    scratch: Scratch,
    best: np.float32,
    rows: Rows,
    row: int,
) -> np.float32:
    """Align one pair of names of a block; gives the best log-odds with it, noted in `rows`."""
    one, other = scratch.left, scratch.right
    a = row_of(left, block.first, pair // block.rights, one)
    b = row_of(right, block.start, block.skipped + pair % block.rights, other)
    note_passing(one, a, other, b, scratch.space)
    left_name, right_name = block.first + pair // block.rights, block.start + block.skipped + pair % block.rights
    left_kind, right_kind = left.names.kind[left_name], right.names.kind[right_name]
    column = _column(left_kind, right_kind)
    scratch.space[0].mixed = (left_kind == _PERSON) != (right_kind == _PERSON)
    legal = _legal(left.names.legal[left_name], right.names.legal[right_name])
    rank = max(left.names.rank[left_name], right.names.rank[right_name])
    look_across(one.words[a], one.size[a], other.words[b], other.size[b], scratch.space)
    if best > -np.inf and best >= ceiling(
        one.words[a], one.size[a], other.words[b], other.size[b], legal, rank,
        column, weights.name, scratch.slack[column], scratch.space,
    ):  # fmt: skip
        return best
    sum_kin(one.words[a], one.size[a], other.words[b], other.size[b], column == 0, scratch.space, scratch.sums)
    scratch.sums[_LEGAL] = legal
    describe_names(scratch.sums, rank, scratch.trial)
    odds = np.float32(0)
    for f in range(NAME_FEATURES):
        odds += weights.name[column, f] * scratch.trial[f]
    if odds <= best:
        return best
    rows.best[row, 0], rows.best[row, 1] = left_name, right_name
    rows.person[row] = column == 0
    for f in range(NAME_FEATURES):
        rows.name[row, f] = scratch.trial[f]
    return odds


@inlined
def _column(left_kind: int, right_kind: int) -> int:
    """Say how two names are weighed: 0 as persons' names, 1 as others'."""
    return 0 if left_kind == _PERSON and right_kind == _PERSON else 1


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

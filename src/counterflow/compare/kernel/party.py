"""Two parties in, one row of features out; many pairs at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.fact.feature import FEATURE_COUNT
from counterflow.compare.fact.kernel import compare_facts
from counterflow.compare.frame import Frame, NameKind, Names
from counterflow.compare.kernel.bank import Bank, empty_bank, fill_bank, names_held, new_bank
from counterflow.compare.kernel.ceiling import ceiling, most_of, slack_of
from counterflow.compare.kernel.feature import NAME_FEATURES, describe_names
from counterflow.compare.kernel.hopeful import most_hopeful, queue_hopeful, take_hopeful
from counterflow.compare.kernel.kin import note_parties
from counterflow.compare.kernel.name import SUMS, NameSum, sum_kin
from counterflow.compare.kernel.reach import glance_across, look_across
from counterflow.compare.kernel.runs import note_runs
from counterflow.compare.kernel.space import Space, new_space
from counterflow.compare.kernel.word import MAX_NAMES

_LEGAL = int(NameSum.LEGAL)
_PERSON = int(NameKind.PERSON)

OUTDONE = -2
"""In `Rows.best`: whatever the names are, the pair has less than what was asked for."""
ALL = np.float32(-np.inf)
"""Least log-odds where every pair is to be described."""
_ROUNDING = np.float32(1e-3)
"""Log-odds by which sums may differ that are added up in another order."""


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
    """(n, 2): the two names, as numbers in their frames; -1: a party has no name; or `OUTDONE`."""
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


class Pairing(NamedTuple):
    """What is known of two names beside their words."""

    column: int
    """How they are weighed: 0 as persons' names, 1 as others'."""
    mixed: bool
    """One is a person's, the other is not."""
    legal: np.float32
    """`NameSum.LEGAL`."""
    rank: int
    """The weaker `NameRank`."""


class Scratch(NamedTuple):
    """Memory that one thread works in."""

    left: Bank
    right: Bank
    hope: NDArray[np.float32]
    """(MAX_NAMES * MAX_NAMES): what the log-odds of two names can be at most."""
    queue: NDArray[np.int64]
    """(MAX_NAMES * MAX_NAMES): pairs of names that are still hopeful."""
    most: NDArray[np.float32]
    """(2): log-odds of the left party's names at most, whatever the other's are, by column."""
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
        hope=np.zeros(MAX_NAMES * MAX_NAMES, np.float32),
        queue=np.zeros(MAX_NAMES * MAX_NAMES, np.int64),
        most=np.zeros(2, np.float32),
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
    least: np.float32,
    scratch: Scratch,
    rows: Rows,
) -> None:
    """Describe pairs of parties: `left_party[i]` of one frame, `right_party[i]` of the other, in row i of `rows`.

    Of all pairs of their names, the one with the highest log-odds counts. The most hopeful is aligned first, then the
    next, until none can outdo the best (`ceiling`). Pairs with the same left party one after another are faster.
    Of pairs whose names and facts cannot have log-odds `least` or more together, the names are not described; nothing
    takes log-odds up from there (`score.score_row`).

    Writes:
        rows: overwritten.
    """
    scratch.slack[0], scratch.slack[1] = slack_of(weights.name, 0), slack_of(weights.name, 1)
    empty_bank(scratch.left)
    empty_bank(scratch.right)
    for row in range(len(left_party)):
        if least > ALL and (row == 0 or left_party[row] != left_party[row - 1]):
            _note_most(left, left_party[row], weights, scratch)
        compare_facts(left.facts, left_party[row], right.facts, right_party[row], rows.fact[row])
        beyond = least
        if least > ALL:
            beyond -= _ROUNDING
            for f in range(rows.fact.shape[1]):
                beyond -= weights.fact[f] * rows.fact[row, f]
        _describe_names(left, left_party[row], right, right_party[row], weights, beyond, scratch, rows, row)


@inlined
def _describe_names(
    left: Frame,
    left_party: int,
    right: Frame,
    right_party: int,
    weights: Weights,
    beyond: np.float32,
    scratch: Scratch,
    rows: Rows,
    row: int,
) -> None:
    """Describe the names of two parties that have log-odds beyond some, as many of either together as a bank holds."""
    best = beyond
    rows.best[row, 0], rows.best[row, 1] = -1, -1
    start, end = signed(right.name_at[right_party]), signed(right.name_at[right_party + 1])
    a, last = signed(left.name_at[left_party]), signed(left.name_at[left_party + 1])
    if beyond > ALL and a < last and start < end:
        rows.best[row, 0], rows.best[row, 1] = OUTDONE, OUTDONE
        # All names of a party are of one kind (`builder.kind_of`).
        if scratch.most[0 if left.names.kind[a] == _PERSON and right.names.kind[start] == _PERSON else 1] <= beyond:
            return
    while a < last and start < end:
        fill_bank(left, a, last, scratch.left)
        b = start
        while b < end:
            fill_bank(right, b, end, scratch.right)
            note_parties(scratch.left, scratch.right, scratch.space)
            note_runs(scratch.left, scratch.right, 0, scratch.space)
            note_runs(scratch.right, scratch.left, 1, scratch.space)
            _bound(left, a, right, b, weights, scratch)
            best = _align_hopeful(left, a, right, b, weights, scratch, best, rows, row)
            b += names_held(scratch.right)
        a += names_held(scratch.left)


@inlined
def _note_most(frame: Frame, party: int, weights: Weights, scratch: Scratch) -> None:
    """Note what the names of a party can have in log-odds with any others, by what the one that says most says."""
    for column in range(2):
        most = np.float32(0)
        for name in range(frame.name_at[party], frame.name_at[party + 1]):
            total = np.float32(0)
            for at in range(frame.names.token_at[name], frame.names.token_at[name + 1]):
                total += frame.vocabulary.bits[frame.names.token[at], column]
            most = max(most, total)
        scratch.most[column] = most_of(weights.name, column, most, scratch.slack[column])


@inlined
def _bound(left: Frame, first: int, right: Frame, start: int, weights: Weights, scratch: Scratch) -> None:
    """Bound the log-odds of each two names that are held, in `hope`; the right one's row counts fastest."""
    rights = names_held(scratch.right)
    for a in range(names_held(scratch.left)):
        for b in range(rights):
            pairing = _pair_up(left.names, first + a, right.names, start + b)
            glance_across(
                scratch.left.outline, a, scratch.right.outline, b, pairing.column, pairing.mixed, scratch.space
            )
            scratch.hope[a * rights + b] = _ceiling(a, b, pairing, weights, scratch)


@inlined
def _ceiling(a: int, b: int, pairing: Pairing, weights: Weights, scratch: Scratch) -> np.float32:
    return ceiling(
        scratch.left.outline, a, scratch.right.outline, b, pairing.legal, pairing.rank,
        pairing.column, weights.name, scratch.slack[pairing.column], scratch.space,
    )  # fmt: skip


@inlined
def _align_hopeful(
    left: Frame,
    first: int,
    right: Frame,
    start: int,
    weights: Weights,
    scratch: Scratch,
    best: np.float32,
    rows: Rows,
    row: int,
) -> np.float32:
    """Align names that are held while two may outdo the best so far; gives the best log-odds, noted in `rows`."""
    rights = names_held(scratch.right)
    count = names_held(scratch.left) * rights
    most = most_hopeful(scratch.hope, count)
    if scratch.hope[most] <= best:
        return best
    best = _align_names(left, first, right, start, most // rights, most % rights, weights, scratch, best, rows, row)
    scratch.hope[most] = -np.inf
    queued = queue_hopeful(scratch.hope, count, best, scratch.queue)
    while queued > 0 and scratch.hope[scratch.queue[0]] > best:
        most = take_hopeful(scratch.hope, scratch.queue, queued)
        queued -= 1
        best = _align_names(left, first, right, start, most // rights, most % rights, weights, scratch, best, rows, row)
    return best


@inlined
def _align_names(
    left: Frame,
    first: int,
    right: Frame,
    start: int,
    a: int,
    b: int,
    weights: Weights,
    scratch: Scratch,
    best: np.float32,
    rows: Rows,
    row: int,
) -> np.float32:
    """Align the names of two rows; gives the best log-odds with theirs, noted in `rows`."""
    one, other = scratch.left, scratch.right
    pairing = _pair_up(left.names, first + a, right.names, start + b)
    column = pairing.column
    look_across(one, a, other, b, column, pairing.mixed, scratch.space)
    if best > -np.inf and best >= _ceiling(a, b, pairing, weights, scratch):
        return best
    sum_kin(one.words[a], one.size[a], other.words[b], other.size[b], column == 0, scratch.space, scratch.sums)
    scratch.sums[_LEGAL] = pairing.legal
    describe_names(scratch.sums, pairing.rank, scratch.trial)
    odds = np.float32(0)
    for f in range(NAME_FEATURES):
        odds += weights.name[column, f] * scratch.trial[f]
    if odds <= best:
        return best
    rows.best[row, 0], rows.best[row, 1] = first + a, start + b
    rows.person[row] = column == 0
    for f in range(NAME_FEATURES):
        rows.name[row, f] = scratch.trial[f]
    return odds


@inlined
def _pair_up(left: Names, a: int, right: Names, b: int) -> Pairing:
    one, other = left.kind[a] == _PERSON, right.kind[b] == _PERSON
    return Pairing(
        0 if one and other else 1, one != other, _legal(left.legal[a], right.legal[b]), max(left.rank[a], right.rank[b])
    )


@inlined
def _legal(left: int, right: int) -> np.float32:
    """Compare classes of legal forms as `NameSum.LEGAL`."""
    if left == 0 or right == 0:
        return np.float32(0)
    return np.float32(-1) if left == right else np.float32(1)

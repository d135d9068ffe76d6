"""OFAC's 50 percent rule as the fixed point that it is: who is owned by the listed, certainly or possibly.

A party is blocked that blocked parties own by 50 percent or more together, and a party so blocked blocks others with
its whole stake, not with a part of it (OFAC FAQ 399, 401). So the blocked are the smallest set that holds the listed
and every party of which its members own enough. Companies that own each other are blocked only from outside.

Of stakes that are known within bounds two such sets are found: with every stake at its least (certainly), and with
every stake at its most (possibly), where what the others own at least cannot be owned twice. Each is what the rule
gives for some stakes within the bounds, so neither bound can be drawn closer.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from enum import IntFlag, StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled
from counterflow.trace.graph import Flags, Ints
from counterflow.trace.stake import PERCENT, WHOLE

Units = NDArray[np.int64]

HALF = 50 * PERCENT
UNDATED = np.iinfo(np.int32).min
"""Day of what has no date."""


class Answer(StrEnum):
    """What the rule says of a party."""

    CERTAINLY = "certainly"
    POSSIBLY = "possibly"
    NOT = "not"


class Contradiction(IntFlag):
    """What cannot be of the stakes in one party. They are named, and the rule is applied all the same."""

    OVER = 1
    """More than 100 percent are owned, at least."""
    SELF = 2
    """It owns a part of itself. That part is nobody's: what others own weighs up to as much more."""


class Stakes(NamedTuple):
    """Who owns how much of whom, a row a stake; no two rows are one stake."""

    owner: Ints
    owned: Ints
    low: Units
    """In millionths of a percent, as `stake.py` reads them."""
    high: Units
    first_day: Ints
    """Day on which it began; UNDATED where nobody says, or not the day."""


class Owned(NamedTuple):
    """What the rule says of every party."""

    is_listed: Flags
    certain: Flags
    """Listed ones included, as in the next."""
    possible: Flags
    low: Units
    """What certainly blocked parties own together at least."""
    high: Units
    """What possibly blocked parties own together at most."""
    rank: Ints
    """In which order parties became certainly blocked, the listed first: each follows from those before it. -1: not."""
    contradiction: NDArray[np.uint8]
    """`Contradiction` of each party."""

    def answer(self, party: int) -> Answer:
        """Say what the rule says of a party."""
        if self.certain[party]:
            return Answer.CERTAINLY
        return Answer.POSSIBLY if self.possible[party] else Answer.NOT


class Step(NamedTuple):
    """One stake of a proof."""

    owner: int
    owned: int
    stake: int
    """Row of the stake."""


def apply_rule(stakes: Stakes, listed: Flags, threshold: int = HALF) -> Owned:
    """Find who is owned by the listed.

    Args:
        stakes: who owns how much of whom, by number.
        listed: whether each party is listed; as many as there are parties.
        threshold: least stake, in millionths of a percent, that blocks.

    Cost: 300,000 stakes with cycles: benchmarks/trace/owned.py.
    """
    parties = len(listed)
    starts, order = _by_owner(stakes.owner, parties)
    owned, low, high = stakes.owned[order], stakes.low[order], stakes.high[order]
    least, own = _sum_up(starts, owned, low, high)
    contradiction = np.where(least > WHOLE, Contradiction.OVER, 0) | np.where(own >= 0, Contradiction.SELF, 0)
    certain, total, rank = _fix_certain(starts, owned, low, listed, threshold)
    possible, most = _fix_possible(_Bounds(starts, owned, low, high), least, own, listed, threshold)
    return Owned(listed, certain, possible, total, most, rank, contradiction.astype(np.uint8))


def prove(stakes: Stakes, owned: Owned, party: int) -> list[Step]:
    """Give stakes that make a party certainly owned: enough for it, and for each owner on the way, owners first.

    Nothing is given for a listed party, or one that is not certainly owned.
    """
    return prove_all(stakes, owned, [party])


def prove_all(stakes: Stakes, owned: Owned, parties: Sequence[int], threshold: int = HALF) -> list[Step]:
    """Give the stakes that make several parties certainly owned; each stake once."""
    into = _Into(stakes, len(owned.rank))
    waiting = [int(one) for one in parties if owned.certain[one] and not owned.is_listed[one]]
    done, steps = set(waiting), []
    while len(waiting) > 0:
        party = waiting.pop()
        for step in enough(stakes, owned, into.stakes_in(party), threshold):
            steps.append(step)
            if not owned.is_listed[step.owner] and step.owner not in done:
                done.add(step.owner)
                waiting.append(step.owner)
    steps.sort(key=lambda step: (owned.rank[step.owned], owned.rank[step.owner], step.stake))
    return steps


def support(stakes: Stakes, owned: Owned, party: int, most: int = 100) -> list[Step]:
    """Give the stakes by which a party is possibly owned: those of possibly owned owners, nearest first.

    Args:
        stakes: who owns how much of whom.
        owned: what the rule says.
        party: the party.
        most: how many are given at most.
    """
    into, steps = _Into(stakes, len(owned.rank)), []
    waiting, seen = [party], {party}
    for one in waiting:
        for stake in into.stakes_in(one):
            owner = int(stakes.owner[stake])
            if owner == one or not owned.possible[owner] or stakes.high[stake] == 0:
                continue
            steps.append(Step(owner, one, stake))
            if owner not in seen and not owned.is_listed[owner]:
                seen.add(owner)
                waiting.append(owner)
        if len(steps) >= most:
            break
    return steps[:most]


def enough(stakes: Stakes, owned: Owned, into: Sequence[int], threshold: int = HALF) -> list[Step]:
    """Of the stakes in one party, give the largest of owners blocked before it that together reach the threshold."""
    party_rank = min((owned.rank[stakes.owned[one]] for one in into), default=0)
    known = [
        one
        for one in into
        if 0 <= owned.rank[stakes.owner[one]] < party_rank
        and stakes.low[one] > 0
        and stakes.owner[one] != stakes.owned[one]
    ]
    known.sort(
        key=lambda one: (-stakes.low[one], not owned.is_listed[stakes.owner[one]], owned.rank[stakes.owner[one]])
    )
    steps, total = [], 0
    for one in known:
        steps.append(Step(int(stakes.owner[one]), int(stakes.owned[one]), int(one)))
        total += int(stakes.low[one])
        if total >= threshold:
            break
    return steps


def date_answers(stakes: Stakes, owned: Owned, listed_day: Ints, threshold: int = HALF) -> tuple[Ints, Flags]:
    """Say since when the stakes of today make each party certainly owned, and whether that day is sure.

    That is the first day on which enough of the stakes that hold today had begun, and their owners were listed or
    owned; of stakes that have ended since, it knows nothing. UNDATED where nothing has a date, and for who is not
    owned; where some dates are missing, the day is the earliest that the others allow, and not sure.

    Args:
        stakes: those that hold.
        owned: what the rule says by them.
        listed_day: day on which each listed party was listed; UNDATED where that is not known, and for all others.
        threshold: as for `apply_rule`.
    """
    parties = len(owned.rank)
    starts, order = _by_owner(stakes.owner, parties)
    since, sure = np.full(parties, UNDATED, np.int32), np.zeros(parties, np.bool_)
    total, total_sure = np.zeros(parties, np.int64), np.zeros(parties, np.int64)
    settled = owned.is_listed.copy()
    since[owned.is_listed] = listed_day[owned.is_listed]
    sure[owned.is_listed] = listed_day[owned.is_listed] != UNDATED
    waiting: list[tuple[int, int]] = []

    def own(owner: int) -> None:
        for stake in order[starts[owner] : starts[owner + 1]].tolist():
            if owned.certain[stakes.owned[stake]] and stakes.low[stake] > 0:
                heapq.heappush(waiting, (max(int(since[owner]), int(stakes.first_day[stake])), stake))

    for party in np.flatnonzero(owned.is_listed).tolist():
        own(party)
    while len(waiting) > 0:
        day, stake = heapq.heappop(waiting)
        owner, party = int(stakes.owner[stake]), int(stakes.owned[stake])
        if settled[party] or owner == party:
            continue
        total[party] += stakes.low[stake]
        if stakes.first_day[stake] != UNDATED and sure[owner]:
            total_sure[party] += stakes.low[stake]
        if total[party] >= threshold:
            settled[party], since[party], sure[party] = True, day, total_sure[party] >= threshold
            own(party)
    return since, sure


class _Bounds(NamedTuple):
    """Stakes by owner, for compiled code."""

    starts: Ints
    owned: Ints
    low: Units
    high: Units


class _Into:
    """The stakes in each party."""

    def __init__(self, stakes: Stakes, parties: int) -> None:
        self.starts, self.order = _by_owner(stakes.owned, parties)

    def stakes_in(self, party: int) -> list[int]:
        """Give the rows of the stakes in a party."""
        found: list[int] = self.order[self.starts[party] : self.starts[party + 1]].tolist()
        return found


def stakes_in(stakes: Stakes, parties: int) -> _Into:
    """Arrange stakes by whom they are in."""
    return _Into(stakes, parties)


@compiled
def _by_owner(owner: Ints, parties: int) -> tuple[Ints, Ints]:
    """Put the stakes of each party together, in the order of the rows."""
    starts, order = np.zeros(parties + 1, np.int32), np.empty(len(owner), np.int32)
    for one in owner:
        starts[one + 1] += 1
    for party in range(parties):
        starts[party + 1] += starts[party]
    fill = starts[:-1].copy()
    for stake in range(len(owner)):
        order[fill[owner[stake]]] = stake
        fill[owner[stake]] += 1
    return starts, order


@compiled
def _sum_up(starts: Ints, owned: Ints, low: Units, high: Units) -> tuple[Units, Units]:
    """Give what is owned of each party at least, and what it owns of itself at most; -1: it owns none."""
    parties = len(starts) - 1
    least, own = np.zeros(parties, np.int64), np.full(parties, -1, np.int64)
    for owner in range(parties):
        for at in range(starts[owner], starts[owner + 1]):
            least[owned[at]] += low[at]
            if owned[at] == owner:
                own[owner] = max(own[owner], min(high[at], WHOLE))
    return least, own


@compiled
def _fix_certain(starts: Ints, owned: Ints, low: Units, listed: Flags, threshold: int) -> tuple[Flags, Units, Ints]:
    """Find the smallest set by least stakes: each owner is followed once, in the order in which owners enter."""
    parties = len(listed)
    inside, total, rank = listed.copy(), np.zeros(parties, np.int64), np.full(parties, -1, np.int32)
    waiting = np.empty(parties, np.int32)
    first, last = 0, 0
    for party in range(parties):
        if listed[party]:
            waiting[last], rank[party] = party, last
            last += 1
    while first < last:
        owner = waiting[first]
        first += 1
        for at in range(starts[owner], starts[owner + 1]):
            party = owned[at]
            if party == owner:
                continue
            total[party] += low[at]
            if total[party] >= threshold and not inside[party]:
                inside[party] = True
                waiting[last], rank[party] = party, last
                last += 1
    return inside, total, rank


@compiled
def _most(most: int, free: int, least: int, own: int) -> int:
    """Give how much owners can have together that have `most` at most, where others have `free` at least.

    What others have is not owned twice, unless the sources have it so (`least` of all is over the whole). What a
    party has of itself is nobody's: the rest is the whole.
    """
    if own >= 0:
        return min(WHOLE, int(most * (WHOLE / max(WHOLE - own, 1))) + 1)
    if least > WHOLE:
        return min(WHOLE, most)
    return min(most, WHOLE - free)


@compiled
def _fix_possible(bounds: _Bounds, least: Units, own: Units, listed: Flags, threshold: int) -> tuple[Flags, Units]:
    """Find the smallest set by greatest stakes; what the owners outside it have at least bounds what is left."""
    parties, free = len(listed), least.copy()
    inside, most, bound = listed.copy(), np.zeros(parties, np.int64), np.zeros(parties, np.int64)
    waiting = np.empty(parties, np.int32)
    first, last = 0, 0
    for party in range(parties):
        if listed[party]:
            waiting[last] = party
            last += 1
    while first < last:
        owner = waiting[first]
        first += 1
        for at in range(bounds.starts[owner], bounds.starts[owner + 1]):
            party = bounds.owned[at]
            if party == owner:
                continue
            most[party] += bounds.high[at]
            free[party] -= bounds.low[at]
            bound[party] = _most(most[party], free[party], least[party], own[party])
            if bound[party] >= threshold and not inside[party]:
                inside[party] = True
                waiting[last] = party
                last += 1
    return inside, bound

"""Names that promise something in, their parties out: the pool that is looked at more closely."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing
from counterflow.compare.fact import Facts
from counterflow.compare.frame import Frame
from counterflow.compare.index.acronym import MIN_INITIALS, is_acronym
from counterflow.compare.index.ahead import fetch
from counterflow.compare.index.born import MAX_BORN, MAX_BORN_ALL, dates_like
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.estimate import acronym_odds
from counterflow.compare.index.lookup import bucket_range
from counterflow.compare.index.memory import NOTHING, UNKNOWN, Memory, Wanted
from counterflow.compare.index.scalar import Whole

MAX_ABBREVIATED = 512
"""Parties that one acronym brings into the pool: of what more have in common, it tells nothing."""


@borrowing
def fill_pool(
    kept: Whole, party_at: NDArray[np.uint32], name_at: NDArray[np.uint32], pooled: Whole, room: Whole, memory: Memory
) -> Whole:
    """Put the parties of the names that promise most into the pool; give its size.

    Args:
        kept: `scan_postings`.
        party_at: `Derived.party`.
        name_at: of the index.
        pooled: parties in the pool already.
        room: how many it may hold then.
        memory: its `pool` and `best` are written; `touched` names parties then.
    """
    touched, best = memory.touched, memory.best
    for i in range(kept):
        fetch(party_at, np.int64(touched[i] >> 4))
    for i in range(kept):
        fetch(name_at, np.int64(party_at[touched[i] >> 4]))
    for i in range(kept):
        touched[i] = party_of(np.int64(touched[i]), party_at, name_at)
        fetch(best, np.int64(touched[i]))
    for i in range(kept):
        pooled = _add(np.int64(touched[i]), pooled, room, memory)
    return pooled


@borrowing
def add_born(facts: Facts, party: Whole, derived: Derived, memory: Memory) -> Whole:
    """Put parties into the empty pool that may be born on the day of the query's; give its size.

    Args:
        facts: of the query.
        party: its number.
        derived: of the index.
        memory: its `pool` and `best` are written.
    """
    pooled: Whole = np.int64(0)
    for i in range(dates_like(facts, party, memory.date)):
        start, end = np.int64(derived.born_at[memory.date[i]]), np.int64(derived.born_at[memory.date[i] + 1])
        if end - start <= MAX_BORN:
            for at in range(start, end):
                fetch(memory.best, np.int64(derived.born[at]))
            for at in range(start, end):
                pooled = _add(np.int64(derived.born[at]), pooled, MAX_BORN_ALL, memory)
    return pooled


@borrowing
def add_abbreviated(
    wanted: Wanted, frame: Frame, derived: Derived, pooled: Whole, room: Whole, memory: Memory
) -> Whole:
    """Put parties into the pool whose acronym a name of the query is; give its size.

    Args:
        wanted: the query's name.
        frame: of the index.
        derived: of the index.
        pooled: parties in the pool already.
        room: how many it may hold then.
        memory: its `pool` and `best` are written.
    """
    query = wanted.vocabulary
    if wanted.column == 0 or len(wanted.tokens) != 1:
        return pooled
    form = np.int64(query.form_at[wanted.tokens[0]])
    if np.int64(query.letter_at[form + 1]) - np.int64(query.letter_at[form]) < MIN_INITIALS:
        return pooled
    estimate = acronym_odds(query.bits[wanted.tokens[0], wanted.column], wanted.weight)
    start, end = bucket_range(derived.acronym_at, query.digest[form])
    room = min(room, pooled + MAX_ABBREVIATED)
    for at in range(start, end):
        party = np.int64(derived.acronym[at])
        if pooled < room and is_acronym(frame, party, query.digest[form], memory.acronym):
            pooled = _add(party, pooled, room, memory)
            memory.best[party] = max(memory.best[party], estimate)
    return pooled


@borrowing
def _add(party: Whole, pooled: Whole, room: Whole, memory: Memory) -> Whole:
    if memory.best[party] == UNKNOWN and pooled < room:
        memory.pool[pooled] = party
        pooled += 1
        memory.best[party] = NOTHING
    return pooled


@borrowing
def party_of(name: Whole, party_at: NDArray[np.uint32], name_at: NDArray[np.uint32]) -> Whole:
    """Say whose name it is."""
    party = np.int64(party_at[name >> 4])
    while np.int64(name_at[party + 1]) <= name:
        party += 1
    return party

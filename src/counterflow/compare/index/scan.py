"""Names that hold answers, added up; the parties that promise most are put into the pool.

Postings are read block by block of names, so that sums stay in the processor's cache whatever the size of the index. Words
are read in the order of what they cost. Once the words left are worth less than a match must share, no name is taken up for
them alone (Turtle and Flood 1995, "max score"); names taken up before still gain by them.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.derive import BITS_STEP, WEIGHT_SHIFT, Derived, initial_of
from counterflow.compare.index.memory import BLOCK, MAX_POOL, MAX_TOUCHED, STEPS, Memory
from counterflow.compare.lexicon.role import Role

SOFT_BUDGET = 12_000
"""Postings that are read whatever they may bring."""
HARD_BUDGET = 100_000
"""Postings after which no name is taken up any more."""
LOOKED_AT = 500
"""Names that a name of the query puts into the pool; equals come with the last of them while there is room."""
NEEDED = np.float32(0.45)
"""Share of a name's worth that a match must have in common with it."""
CONFLICT, EXTRA = np.float32(0.6), np.float32(0.12)
"""What a bit without an answer takes from an estimate: on both sides, on one side."""

_NOT, _GAINS, _TAKES_UP = 0, 1, 2
_SCALE = np.float32(256.0)
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_LIGHT = int(Role.PARTICLE | Role.STOP | Role.TITLE | Role.SUFFIX)
_LIGHT_SHARE = np.float32(0.15)


@njit(cache=True, nogil=True)
def own_bits(query: Vocabulary, tokens: NDArray[np.uint32], column: int) -> float:
    """Add up what the words of a query's name say; particles and titles say little."""
    total = np.float32(0)
    for i in range(len(tokens)):
        light = query.role[tokens[i]] & _LIGHT
        total += query.bits[tokens[i], column] * (_LIGHT_SHARE if light else np.float32(1))
    return total


@njit(cache=True, nogil=True)
def plan_scan(groups: int, singles: int, total: float, memory: Memory) -> int:
    """Decide which groups are read, in which order, and whether names are taken up for them.

    Args:
        groups: number of groups of answers.
        singles: groups that answer one token; those after answer runs, which are rare.
        total: bits of the query's name.

    Writes:
        order, mode of `memory`.

    Returns:
        How many groups are read.
    """
    planned, spent = 0, 0
    for group in range(singles, groups):
        if memory.postings[group] > 0:
            memory.order[planned], memory.mode[planned] = group, _TAKES_UP
            planned += 1
            spent += memory.postings[group]
    by_cost = np.argsort(memory.postings[:singles], kind="mergesort")
    left = total
    for i in range(singles):
        group = by_cost[i]
        cost = memory.postings[group]
        if cost == 0:
            continue
        takes_up = spent + cost <= SOFT_BUDGET or (left >= NEEDED * total and spent < HARD_BUDGET)
        if not takes_up and spent <= LOOKED_AT:
            break
        memory.order[planned], memory.mode[planned] = group, _TAKES_UP if takes_up else _GAINS
        planned += 1
        left -= memory.worth[memory.group_at[group]]
        spent += cost
    return planned


@njit(cache=True, nogil=True)
def scan_postings(planned: int, total: float, initials: int, derived: Derived, memory: Memory) -> int:
    """Estimate the names that hold answers, block by block.

    Args:
        planned: `plan_scan`.
        total: bits of the query's name.
        initials: letters of the query's initials, as bits.
        derived: of the index.
        memory: its `touched` and `estimate` are written.

    Returns:
        How many names are kept: those that promise most, and some more.
    """
    posting, posting_at, outline = derived.posting, derived.posting_at, derived.outline
    sums, within, cursor, group_at = memory.sum, memory.within, memory.cursor, memory.group_at
    order, mode, cover, worth = memory.order, memory.mode, memory.cover, memory.worth
    names, estimates, word = memory.touched, memory.estimate, memory.word
    counts = np.zeros(STEPS, np.int64)
    for i in range(planned):
        for answer in range(group_at[order[i]], group_at[order[i] + 1]):
            cursor[answer] = posting_at[word[answer]]
    splits = memory.split_at[0]
    for split in range(splits):
        memory.split_cursor[split] = memory.split_at[split + 1]
    kept, least = 0, 0
    step_of = np.float32(STEPS - 1) / (total + np.float32(1))
    for start in range(0, len(outline), BLOCK):
        end = start + BLOCK
        touched = 0
        for split in range(splits):
            touched = _read_split(split, start, end, touched, memory)
        for i in range(planned):
            group = order[i]
            bit = np.uint64(cover[group]) << _SHIFT
            takes_up = mode[i] == _TAKES_UP
            if not takes_up and touched == 0:
                continue
            for answer in range(group_at[group], group_at[group + 1]):
                at, stop = cursor[answer], np.int64(posting_at[np.int64(word[answer]) + 1])
                gain = bit | np.uint64(worth[answer] * _SCALE)
                if not takes_up and at < stop and posting[at] < start:
                    at += np.searchsorted(posting[at:stop], np.uint32(start))
                # Without branches: which names are known already is anybody's guess, and a processor's, too.
                if takes_up:
                    while at < stop and np.int64(posting[at]) < end:
                        place = np.int64(posting[at]) - start
                        known = sums[place]
                        within[touched] = place
                        touched += np.int64(known == 0)
                        sums[place] = known + gain * np.uint64(known & bit == 0)
                        at += 1
                else:
                    while at < stop and np.int64(posting[at]) < end:
                        place = np.int64(posting[at]) - start
                        known = sums[place]
                        sums[place] = known + gain * np.uint64((known & bit == 0) & (known != 0))
                        at += 1
                cursor[answer] = at
        for i in range(touched):
            place = np.int64(within[i])
            estimate = _estimate(sums[place], outline[start + place], total, initials)
            sums[place] = 0
            step = np.int64(min(np.float32(STEPS - 1), estimate * step_of))
            if step > least or (step == least and step > 0):
                counts[step] += 1
                if kept < MAX_TOUCHED:
                    names[kept], estimates[kept] = start + place, estimate
                    kept += 1
        least = _least_step(counts)
    return _drop_least(kept, least, step_of, names, estimates)


@njit(cache=True, nogil=True)
def _drop_least(
    kept: int, least: int, step_of: float, names: NDArray[np.uint32], estimates: NDArray[np.float32]
) -> int:
    """Drop the names of lower steps."""
    count = 0
    for i in range(kept):
        if np.int64(min(np.float32(STEPS - 1), estimates[i] * step_of)) >= least:
            names[count], estimates[count] = names[i], estimates[i]
            count += 1
    return count


@njit(cache=True, nogil=True)
def _read_split(split: int, start: int, end: int, touched: int, memory: Memory) -> int:
    at, stop = memory.split_cursor[split], memory.split_at[split + 2]
    while at < stop and np.int64(memory.split_name[at]) < end:
        place = np.int64(memory.split_name[at]) - start
        gain = memory.split_gain[split]
        if memory.sum[place] == 0:
            memory.within[touched] = place
            touched += 1
        if memory.sum[place] & (gain >> _SHIFT << _SHIFT) == 0:
            memory.sum[place] += gain
        at += 1
    memory.split_cursor[split] = at
    return touched


@njit(cache=True, nogil=True)
def initials_of(query: Vocabulary, tokens: NDArray[np.uint32], column: int) -> int:
    """Give the letters of the initials in a person's name as bits."""
    initials = np.uint32(0)
    for i in range(len(tokens)):
        form = np.int64(query.form_at[tokens[i]])
        if column == 0 and np.int64(query.letter_at[form + 1]) - np.int64(query.letter_at[form]) == 1:
            initials |= initial_of(query, np.int64(tokens[i]))
    return initials


@njit(cache=True, nogil=True)
def fill_pool(kept: int, party_at: NDArray[np.uint32], name_at: NDArray[np.uint32], pooled: int, memory: Memory) -> int:
    """Put the parties of the names that promise most into the pool; give its size.

    Args:
        kept: `scan_postings`.
        party_at: `Derived.party`.
        name_at: of the index.
        pooled: parties in the pool already.
        memory: its `pool` and `best` are written.
    """
    for i in range(kept):
        party = party_of(np.int64(memory.touched[i]), party_at, name_at)
        if memory.best[party] < 0:
            if pooled >= MAX_POOL:
                continue
            memory.pool[pooled] = party
            pooled += 1
            memory.best[party] = memory.estimate[i]
        else:
            memory.best[party] = max(memory.best[party], memory.estimate[i])
    return pooled


@njit(cache=True, nogil=True)
def party_of(name: int, party_at: NDArray[np.uint32], name_at: NDArray[np.uint32]) -> int:
    """Say whose name it is."""
    party = np.int64(party_at[name >> 4])
    while np.int64(name_at[party + 1]) <= name:
        party += 1
    return party


@njit(cache=True, nogil=True, forceinline=True)
def _estimate(known: int, outline: int, total: float, initials: int) -> float:
    common = np.float32(known & _LOW) / _SCALE
    if initials & outline:
        common += np.float32(2)
    own = np.float32(outline >> np.uint32(WEIGHT_SHIFT)) * np.float32(BITS_STEP) + np.float32(BITS_STEP / 2)
    return estimate_of(common, total, own)


@njit(cache=True, nogil=True, forceinline=True)
def estimate_of(common: float, total: float, own: float) -> float:
    """Estimate how well two names agree: bits in common, less what either side has beyond. Never less than 0."""
    left, right = max(np.float32(0), total - common), max(np.float32(0), own - common)
    return max(np.float32(0), common - CONFLICT * min(left, right) - EXTRA * abs(left - right))


@njit(cache=True, nogil=True)
def _least_step(counts: NDArray[np.int64]) -> int:
    """Find the step from which on `LOOKED_AT` names remain."""
    kept = 0
    for step in range(STEPS - 1, 0, -1):
        kept += counts[step]
        if kept >= LOOKED_AT:
            return step
    return 0

"""Names that hold answers, added up; the parties that promise most are put into the pool.

Postings are read block by block of names, so that sums stay in the processor's cache whatever the size of the index.
Words are read in the order of what they cost. Once the words left are worth less than a match must share, no name is
taken up for them alone (Turtle and Flood 1995, "max score"); names taken up before still gain by them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled, inlined
from counterflow.compare.index.derive import BITS_STEP, WEIGHT_SHIFT, Derived, initial_of
from counterflow.compare.index.memory import BLOCK, MAX_POOL, MAX_TOUCHED, STEPS, Memory, Wanted
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.kernel.feature import NameFeature
from counterflow.compare.kernel.party import Weights
from counterflow.compare.lexicon.role import Role

SOFT_BUDGET = 16_000
"""Postings that are read whatever they may bring."""
HARD_BUDGET = 100_000
"""Postings after which no name is taken up any more."""
LOOKED_AT = 600
"""Names that a name of the query puts into the pool; equals come with the last of them while there is room."""
NEEDED = np.float32(0.45)
"""Share of a name's worth that a match must have in common with it."""
LEAST, MOST = np.float32(-20.0), np.float32(10.0)
"""Range of estimates that are told apart. Log-odds."""
UNKNOWN = np.float32(-1e30)
"""The estimate of a party that is not in the pool."""

_NOT, _GAINS, _TAKES_UP = 0, 1, 2
_SCALE = np.float32(256.0)
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_LIGHT = int(Role.PARTICLE | Role.STOP | Role.TITLE | Role.SUFFIX)
_LIGHT_SHARE = np.float32(0.15)


@compiled
def own_bits(wanted: Wanted) -> Real:
    """Add up what the words of a query's name say; particles and titles say little."""
    query, tokens, column = wanted.vocabulary, wanted.tokens, wanted.column
    total = np.float32(0)
    for i in range(len(tokens)):
        light = query.role[tokens[i]] & _LIGHT
        total += query.bits[tokens[i], column] * (_LIGHT_SHARE if light else np.float32(1))
    return total


@compiled
def plan_scan(groups: Whole, singles: Whole, total: Real, memory: Memory) -> Whole:
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


@compiled
def scan_postings(
    planned: Whole, total: Real, initials: Whole, slopes: NDArray[np.float32], derived: Derived, memory: Memory
) -> Whole:
    """Estimate the names that hold answers, block by block.

    Args:
        planned: `plan_scan`.
        total: bits of the query's name.
        initials: letters of the query's initials, as bits.
        slopes: `slopes_of` the query's kind of name.
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
    splits = _begin(planned, posting_at, memory)
    kept, least = 0, 0
    touched: Whole
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
                if takes_up:
                    cursor[answer], touched = _take_up(posting, at, stop, start, bit, gain, sums, within, touched)
                else:
                    cursor[answer] = _gain(posting, at, stop, start, bit, gain, sums)
        for i in range(touched):
            place = np.int64(within[i])
            estimate = _estimate(sums[place], outline[start + place], total, initials, slopes)
            sums[place] = 0
            step = _step(estimate)
            if step >= least:
                counts[step] += 1
                if kept < MAX_TOUCHED:
                    names[kept], estimates[kept] = start + place, estimate
                    kept += 1
        least = _least_step(counts)
    return _drop_least(kept, least, names, estimates)


@compiled
def _begin(planned: Whole, posting_at: NDArray[np.uint32], memory: Memory) -> Whole:
    """Set out at the first posting of each answer and the first name of each split; give the number of splits."""
    for i in range(planned):
        group = memory.order[i]
        for answer in range(memory.group_at[group], memory.group_at[group + 1]):
            memory.cursor[answer] = posting_at[memory.word[answer]]
    splits = memory.split_at[0]
    for split in range(splits):
        memory.split_cursor[split] = memory.split_at[split + 1]
    return splits


@inlined
def _take_up(  # noqa: PLR0913, PLR0917 - columns, taken out of their tuples for speed
    posting: NDArray[np.uint32],
    at: Whole,
    stop: Whole,
    start: Whole,
    bit: Whole,
    gain: Whole,
    sums: NDArray[np.uint64],
    within: NDArray[np.uint32],
    touched: Whole,
) -> tuple[Whole, Whole]:
    """Read the postings of one answer in one block. Without branches: which names are known is anybody's guess."""
    while at < stop and np.int64(posting[at]) < start + BLOCK:
        place = np.int64(posting[at]) - start
        known = sums[place]
        within[touched] = place
        touched += np.int64(known == 0)
        sums[place] = known + gain * np.uint64(known & bit == 0)
        at += 1
    return at, touched


@inlined
def _gain(  # noqa: PLR0913, PLR0917 - columns, taken out of their tuples for speed
    posting: NDArray[np.uint32],
    at: Whole,
    stop: Whole,
    start: Whole,
    bit: Whole,
    gain: Whole,
    sums: NDArray[np.uint64],
) -> Whole:
    """Read the postings of one answer in one block for the names that are known already."""
    if at < stop and np.int64(posting[at]) < start:
        at += np.searchsorted(posting[at:stop], np.uint32(start))
    while at < stop and np.int64(posting[at]) < start + BLOCK:
        place = np.int64(posting[at]) - start
        known = sums[place]
        sums[place] = known + gain * np.uint64((known & bit == 0) & (known != 0))
        at += 1
    return at


@compiled
def _drop_least(kept: Whole, least: Whole, names: NDArray[np.uint32], estimates: NDArray[np.float32]) -> Whole:
    """Drop the names of lower steps."""
    count = 0
    for i in range(kept):
        if _step(estimates[i]) >= least:
            names[count], estimates[count] = names[i], estimates[i]
            count += 1
    return count


@compiled
def _read_split(split: Whole, start: Whole, end: Whole, touched: Whole, memory: Memory) -> Whole:
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


@compiled
def initials_of(wanted: Wanted) -> Whole:
    """Give the letters of the initials in a person's name as bits."""
    query, tokens, column = wanted.vocabulary, wanted.tokens, wanted.column
    initials = np.uint32(0)
    for i in range(len(tokens)):
        form = np.int64(query.form_at[tokens[i]])
        if column == 0 and np.int64(query.letter_at[form + 1]) - np.int64(query.letter_at[form]) == 1:
            initials |= initial_of(query, np.int64(tokens[i]))
    return initials


@compiled
def fill_pool(
    kept: Whole, party_at: NDArray[np.uint32], name_at: NDArray[np.uint32], pooled: Whole, memory: Memory
) -> Whole:
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
        if memory.best[party] == UNKNOWN:
            if pooled >= MAX_POOL:
                continue
            memory.pool[pooled] = party
            pooled += 1
            memory.best[party] = memory.estimate[i]
        else:
            memory.best[party] = max(memory.best[party], memory.estimate[i])
    return pooled


@compiled
def party_of(name: Whole, party_at: NDArray[np.uint32], name_at: NDArray[np.uint32]) -> Whole:
    """Say whose name it is."""
    party = np.int64(party_at[name >> 4])
    while np.int64(name_at[party + 1]) <= name:
        party += 1
    return party


@inlined
def _estimate(known: Whole, outline: Whole, total: Real, initials: Whole, slopes: NDArray[np.float32]) -> Real:
    common = np.float32(known & _LOW) / _SCALE
    if initials & outline:
        common += np.float32(2)
    own = np.float32(outline >> np.uint32(WEIGHT_SHIFT)) * np.float32(BITS_STEP) + np.float32(BITS_STEP / 2)
    return estimate_of(common, total, own, slopes)


def slopes_of(weights: Weights) -> NDArray[np.float32]:
    """Pick the weights of an estimate: (2, 4), by kind of name: agreement, conflict, its bits, what is extra."""
    features = [NameFeature.AGREEMENT, NameFeature.CONFLICT, NameFeature.CONFLICT_BITS, NameFeature.EXTRA]
    slopes: NDArray[np.float32] = np.ascontiguousarray(weights.name[:, features])
    return slopes


@inlined
def estimate_of(common: Real, total: Real, own: Real, slopes: NDArray[np.float32]) -> Real:
    """Estimate how well two names agree by their bits, as the kernel would (`feature.describe_names`). Log-odds."""
    one = np.float32(1)
    left, right = max(np.float32(0), total - common), max(np.float32(0), own - common)
    conflict, extra, base = min(left, right), abs(left - right), common + one
    odds = slopes[0] * np.log2(base) + slopes[3] * extra / (base + extra)
    if conflict > 0:
        odds += slopes[1] * conflict / (base + conflict) + slopes[2] * np.log2(one + conflict)
    return np.float32(odds)


@inlined
def _step(estimate: Real) -> Whole:
    share = (estimate - LEAST) / (MOST - LEAST)
    return np.int64(np.float32(STEPS - 1) * min(np.float32(1), max(np.float32(0), share)))


@compiled
def _least_step(counts: NDArray[np.int64]) -> Whole:
    """Find the step from which on `LOOKED_AT` names remain."""
    kept = 0
    for step in range(STEPS - 1, 0, -1):
        kept += counts[step]
        if kept >= LOOKED_AT:
            return step
    return 0

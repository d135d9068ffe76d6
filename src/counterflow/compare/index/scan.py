"""Names that hold answers, added up; those that promise most are kept.

Postings are read block by block of names, so that sums stay in the processor's cache whatever the size of the index.
Words are read in the order of what they cost. Once the words left are worth less than a match must share, no name is
taken up for them alone (Turtle and Flood 1995, "max score"); names taken up before still gain by them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.estimate import SCALE, estimate_of, least_common, own_of, step_of
from counterflow.compare.index.memory import BLOCK, MAX_TOUCHED, STEPS, Memory
from counterflow.compare.index.plan import LOOKED_AT, TAKES_UP
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.kernel.bits import bit_count

_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_NO_MORE = np.uint32(0xFFFFFFFF)


class Sought(NamedTuple):
    """What a scan must know of a query's name."""

    total: Real
    """Bits of its words."""
    initials: Whole
    """Letters of its initials, as bits."""
    letter_bits: Real
    """What an initial says."""
    slopes: NDArray[np.float32]
    """`estimate.slopes_of` its kind of name."""
    floor: Real
    """Least estimate that is of any use."""


@borrowing
def scan_postings(planned: Whole, sought: Sought, derived: Derived, memory: Memory) -> Whole:
    """Estimate the names that hold answers, block by block.

    Args:
        planned: `plan_scan`.
        sought: the name.
        derived: of the index.
        memory: its `touched` and `estimate` are written.

    Returns:
        How many names are kept: those that promise most, and some more.
    """
    posting, posting_at, outline = derived.posting, derived.posting_at, derived.outline
    sums, within, cursor, group_at = memory.sum, memory.within, memory.cursor, memory.group_at
    order, mode, cover, worth = memory.order, memory.mode, memory.cover, memory.worth
    names, estimates, word = memory.touched, memory.estimate, memory.word
    counts = memory.counts
    counts[:] = 0
    splits = _begin(planned, posting_at, memory)
    total, initials, slopes, ahead = sought.total, sought.initials, sought.slopes, memory.ahead
    kept, least = 0, step_of(sought.floor)
    given = np.int64(sought.letter_bits * np.float32(bit_count(initials)) * SCALE)
    touched: Whole
    for start in range(0, len(outline), BLOCK):
        end = start + BLOCK
        touched = 0
        for split in range(splits):
            touched = _read_split(split, start, end, touched, memory)
        for i in range(planned):
            group = order[i]
            bit = np.uint64(cover[group]) << _SHIFT
            takes_up = mode[i] == TAKES_UP
            if not takes_up and touched == 0:
                continue
            for answer in range(group_at[group], group_at[group + 1]):
                if np.int64(ahead[answer]) >= end:
                    continue
                at, stop = cursor[answer], np.int64(posting_at[np.int64(word[answer]) + 1])
                gain = bit | np.uint64(worth[answer] * SCALE)
                if takes_up:
                    cursor[answer], touched = _take_up(posting, at, stop, start, bit, gain, sums, within, touched)
                else:
                    cursor[answer] = _gain(posting, at, stop, start, bit, gain, sums)
                ahead[answer] = posting[cursor[answer]] if cursor[answer] < stop else _NO_MORE
        needed = np.uint64(max(0, least_common(least, total, slopes) - given))
        for i in range(touched):
            place = np.int64(within[i])
            known = sums[place] & _LOW
            sums[place] = 0
            if known < needed:
                continue
            sketch = outline[start + place]
            common = np.float32(known) / SCALE + sought.letter_bits * np.float32(bit_count(initials & sketch))
            estimate = estimate_of(common, total, own_of(sketch), slopes)
            step = step_of(estimate)
            if step >= least:
                counts[step] += 1
                if kept < MAX_TOUCHED:
                    names[kept], estimates[kept] = start + place, estimate
                    kept += 1
        least = max(least, _least_step(counts))
    return _drop_least(kept, least, names, estimates)


@borrowing
def _begin(planned: Whole, posting_at: NDArray[np.uint32], memory: Memory) -> Whole:
    """Set out at the first posting of each answer and the first name of each split; give the number of splits."""
    for i in range(planned):
        group = memory.order[i]
        for answer in range(memory.group_at[group], memory.group_at[group + 1]):
            memory.cursor[answer], memory.ahead[answer] = posting_at[memory.word[answer]], 0
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


@borrowing
def _drop_least(kept: Whole, least: Whole, names: NDArray[np.uint32], estimates: NDArray[np.float32]) -> Whole:
    """Drop the names of lower steps."""
    count = 0
    for i in range(kept):
        if step_of(estimates[i]) >= least:
            names[count], estimates[count] = names[i], estimates[i]
            count += 1
    return count


@borrowing
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


@borrowing
def _least_step(counts: NDArray[np.int64]) -> Whole:
    """Find the step from which on `LOOKED_AT` names remain."""
    kept = 0
    for step in range(STEPS - 1, 0, -1):
        kept += counts[step]
        if kept >= LOOKED_AT:
            return step
    return 0

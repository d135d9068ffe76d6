"""Names that hold answers, added up; those that promise most are kept.

Sums lie in a table that stays in the processor's cache. A name's slot is its number's lowest bits, or the next one that
is free. Where few names are taken up, the table is a hash table of all names at once; where many are, names are worked
off in windows as wide as the table, in which each name has a slot of its own.

Words are read in the order of what they cost. Once the words left are worth less than a match must share, no name is
taken up for them alone (Turtle and Flood 1995, "max score"); names taken up before still gain by them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined
from counterflow.compare.index.ahead import fetch
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.estimate import (
    SCALE,
    common_of,
    covering,
    estimate_of,
    excess_of,
    least_common,
    own_of,
    priced_of,
    step_of,
)
from counterflow.compare.index.memory import MAX_TOUCHED, SLOTS, STEPS, Memory
from counterflow.compare.index.plan import LOOKED_AT, MOST_LOOKED_AT, TAKES_UP
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.index.trait import odds_of
from counterflow.compare.kernel.alone import LETTER_BITS, LIGHT_SHARE
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.word import MAX_TOKENS

_SHIFT = np.uint64(32)
_SPARSE = SLOTS // 4
"""Postings and names of splits, at most, for which names are taken up in one window of all names."""
_PART = np.uint32(1) << np.uint32(MAX_TOKENS)
"""The first bit of `Memory.cover` that stands for a part of a token."""
_OFTEN = 1024
"""After so many names, the least that is kept is found anew."""
_AHEAD = 12
"""Postings by which slots are fetched ahead."""


class Sought(NamedTuple):
    """What a scan must know of a query's name."""

    total: Real
    """`plan.weigh_words`: what its words weigh without an answer."""
    light: Whole
    """Which of them are easily left out, as bits by their places."""
    initials: Whole
    """Classes of the letters of its initials, as bits (`derive.classes_of`)."""
    letters: Whole
    """Which of its words they are, as bits by their places."""
    letter_bits: Real
    """What an initial says."""
    letter_price: Real
    """What a bit of it costs (`estimate.letter_price`)."""
    slopes: NDArray[np.float32]
    """`estimate.slopes_of` its kind of name."""
    promising: Real
    """Least estimate of a name that promises a match."""
    floor: Real
    """Least estimate that is of any use."""
    traits: Real
    """The most that traits may be worth (`trait.weigh_traits`)."""


@borrowing
def scan_postings(planned: Whole, sought: Sought, derived: Derived, memory: Memory) -> Whole:
    """Estimate the names that hold answers, window by window.

    Args:
        planned: `plan_scan`.
        sought: the name.
        derived: of the index.
        memory: its `touched` and `estimate` are written.

    Returns:
        How many names are kept: those that promise most, and some more.
    """
    memory.counts[:] = 0
    names: Whole = np.int64(len(derived.outline))
    splits = _begin(planned, derived, memory)
    width = names if _count_taken_up(planned, memory) <= _SPARSE else np.int64(SLOTS)
    kept, least = np.int64(0), step_of(sought.floor)
    for start in range(0, names, max(width, 1)):
        touched = _add_up(planned, splits, start, start + width, derived, memory)
        kept, least = _keep_promising(touched, kept, least, sought, derived, memory)
    return _drop_least(kept, least, memory.touched, memory.estimate)


@borrowing
def _count_taken_up(planned: Whole, memory: Memory) -> Whole:
    """Count the postings for which names are taken up."""
    total: Whole = np.int64(memory.split_at[memory.split_at[0] + 1])
    for i in range(planned):
        if memory.mode[i] == TAKES_UP:
            total += memory.postings[memory.order[i]]
    return total


@borrowing
def _add_up(planned: Whole, splits: Whole, start: Whole, end: Whole, derived: Derived, memory: Memory) -> Whole:
    """Add up the gains of the names of a window, from `start` to before `end`; give how many are in the table."""
    posting, posting_at = derived.posting, derived.posting_at
    slot_name, sums, within, cursor = memory.slot_name, memory.sum, memory.within, memory.cursor
    touched: Whole = np.int64(0)
    for split in range(splits):
        touched = _read_split(split, end, touched, memory)
    for takes_up in (True, False):
        for i in range(planned):
            if (memory.mode[i] == TAKES_UP) != takes_up:
                continue
            group = memory.order[i]
            bit = np.uint64(memory.cover[group]) << _SHIFT
            for answer in range(memory.group_at[group], memory.group_at[group + 1]):
                at, stop = cursor[answer], np.int64(posting_at[np.int64(memory.word[answer]) + 1])
                gain = covering(memory.cover[group], memory.gain[answer])
                if takes_up:
                    cursor[answer], touched = _take_up(
                        posting, at, stop, end, bit, gain, slot_name, sums, within, touched
                    )
                elif touched > 0:
                    cursor[answer] = _gain(posting, at, stop, start, end, bit, gain, slot_name, sums)
    return touched


@borrowing
def _keep_promising(
    touched: Whole, kept: Whole, least: Whole, sought: Sought, derived: Derived, memory: Memory
) -> tuple[Whole, Whole]:
    """Estimate the names in the table, and empty it; give how many names are kept so far, and from which step on."""
    counts, names, estimates = memory.counts, memory.touched, memory.estimate
    found_name, found_sum = memory.within, memory.found_sum
    total, slopes, promising = sought.total, sought.slopes, step_of(sought.promising)
    given = np.int64(sought.letter_bits * np.float32(bit_count(sought.initials)) * SCALE)
    for begin in range(0, touched, _OFTEN):
        least = max(least, _least_step(counts, promising))
        needed = np.uint64(max(0, least_common(least, sought.traits, total, slopes) - given))
        for i in range(_empty_table(begin, min(begin + _OFTEN, touched), needed, derived, memory)):
            known, sketch = found_sum[i], derived.outline[found_name[i]]
            # Initials that no posting answers may be those of the name's words.
            met = np.uint32(known >> _SHIFT) & sought.letters
            lettered: Whole = np.int64(bit_count(sought.initials & sketch)) - np.int64(bit_count(met))
            by_letter = sought.letter_bits * np.float32(max(lettered, 0))
            common = np.float32(common_of(known)) / SCALE + by_letter
            priced = priced_of(known) + sought.letter_price * by_letter
            covered = np.uint32(known >> _SHIFT)
            uneven = sought.light | sought.letters
            more, own = _gained_weight(covered & uneven, sought.light, memory)
            more += by_letter - LETTER_BITS * np.float32(max(lettered, 0))
            own += own_of(sketch)
            words = bit_count(covered & ~uneven)
            estimate = estimate_of(common, excess_of(known), priced, words, total + more, own, slopes)
            estimate += odds_of(derived.trait[found_name[i]], memory.trait_odds)
            step = step_of(estimate)
            if step >= least:
                counts[step] += 1
                names[kept], estimates[kept] = found_name[i], estimate
                kept += 1
            if kept == MAX_TOUCHED:
                # Room for better ones: the least go; of equals too many for the room, the first stay.
                least = max(least, _least_step(counts, promising))
                kept = _drop_least(kept, least, names, estimates)
                if kept == MAX_TOUCHED:
                    kept = _drop_equals(kept, least, names, estimates)
                    least += 1
    return kept, max(least, _least_step(counts, promising))


@inlined
def _gained_weight(met: Whole, light: Whole, memory: Memory) -> tuple[Real, Real]:
    """Say how much more words weigh that have an answer than without one: the query's, and the index's."""
    left, right, place = np.float32(0), np.float32(0), np.int64(0)
    while met != 0:
        if met & np.uint32(1):
            left += memory.own[place] - memory.alone[place]
            if light & np.uint32(1):
                right += memory.own[place] * (np.float32(1) - LIGHT_SHARE)
        met >>= np.uint32(1)
        light >>= np.uint32(1)
        place += 1
    return left, right


@borrowing
def _empty_table(begin: Whole, end: Whole, needed: Whole, derived: Derived, memory: Memory) -> Whole:
    """Take some of the names out of the table; give how many have enough bits in common.

    Writes:
        within (names instead of slots) and found_sum of `memory`, from their beginning on.
    """
    slot_name, sums, within, found_sum = memory.slot_name, memory.sum, memory.within, memory.found_sum
    count: Whole = np.int64(0)
    for i in range(begin, end):
        slot = np.int64(within[i])
        name, known = slot_name[slot] - np.uint32(1), sums[slot]
        slot_name[slot], sums[slot] = 0, 0
        if common_of(known) >= needed:
            within[count], found_sum[count] = name, known
            fetch(derived.outline, np.int64(name))
            fetch(derived.trait, np.int64(name))
            count += 1
    return count


@borrowing
def _begin(planned: Whole, derived: Derived, memory: Memory) -> Whole:
    """Set out at the first posting of each answer and the first name of each split; give the number of splits."""
    posting, posting_at = derived.posting, derived.posting_at
    for i in range(planned):
        group = memory.order[i]
        for answer in range(memory.group_at[group], memory.group_at[group + 1]):
            word = np.int64(memory.word[answer])
            # A word of a name answers one of the query's: the one that it is nearest to.
            memory.cursor[answer] = posting_at[word + _is_nearer_elsewhere(answer, word, memory)]
            fetch(posting, memory.cursor[answer])
    splits = memory.split_at[0]
    for split in range(splits):
        memory.split_cursor[split] = memory.split_at[split + 1]
    return splits


@inlined
def _is_nearer_elsewhere(answer: Whole, word: Whole, memory: Memory) -> Whole:
    """Tell whether an answer of one token answers another token better."""
    cover, other = memory.cover[memory.group_of[answer]], memory.first[word]
    while other >= 0:
        cover_of_other = memory.cover[memory.group_of[other]]
        are_tokens = _is_token(cover) & _is_token(cover_of_other)
        if are_tokens and cover_of_other != cover and memory.share[other] > memory.share[answer]:
            return np.int64(1)
        other = memory.next[other]
    return np.int64(0)


@inlined
def _is_token(cover: Whole) -> bool:
    """Tell whether a group stands for one token, neither for several nor for a part of one."""
    return bool(bit_count(cover) == 1 and cover < _PART)


@inlined
def _slot_of(name: Whole, slot_name: NDArray[np.uint32]) -> Whole:
    """Find the slot of a name, or the one that it may take (`slot_name` 0)."""
    slot = name & (SLOTS - 1)
    # One question, not two of which either may end it: the processor guesses that one right.
    while (slot_name[slot] != 0) & (np.int64(slot_name[slot]) != name + 1):
        slot = (slot + 1) & (SLOTS - 1)
    return slot


@inlined
def _fetch_slot(
    posting: NDArray[np.uint32], at: Whole, stop: Whole, slot_name: NDArray[np.uint32], sums: NDArray[np.uint64]
) -> None:
    """Fetch the slot of a posting some way ahead."""
    slot = np.int64(posting[min(at + _AHEAD, stop - 1)] & np.uint32(SLOTS - 1))
    fetch(slot_name, slot)
    fetch(sums, slot)


@inlined
def _take_up(  # noqa: PLR0913, PLR0917 - columns, taken out of their tuples for speed
    posting: NDArray[np.uint32],
    at: Whole,
    stop: Whole,
    end: Whole,
    bit: Whole,
    gain: Whole,
    slot_name: NDArray[np.uint32],
    sums: NDArray[np.uint64],
    within: NDArray[np.uint32],
    touched: Whole,
) -> tuple[Whole, Whole]:
    """Read the postings of one answer in one window."""
    while at < stop and np.int64(posting[at]) < end:
        _fetch_slot(posting, at, stop, slot_name, sums)
        name = np.int64(posting[at])
        slot = _slot_of(name, slot_name)
        within[touched] = slot
        touched += np.int64(slot_name[slot] == 0)
        slot_name[slot] = name + 1
        known = sums[slot]
        sums[slot] = known + gain * np.uint64(known & bit == 0)
        at += 1
    return at, touched


@inlined
def _gain(  # noqa: PLR0913, PLR0917 - columns, taken out of their tuples for speed
    posting: NDArray[np.uint32],
    at: Whole,
    stop: Whole,
    start: Whole,
    end: Whole,
    bit: Whole,
    gain: Whole,
    slot_name: NDArray[np.uint32],
    sums: NDArray[np.uint64],
) -> Whole:
    """Read the postings of one answer in one window for the names that are known already.

    Windows in which none was known are skipped: names outside of the window have no slot.
    """
    if at < stop and np.int64(posting[at]) < start:
        at += np.searchsorted(posting[at:stop], np.uint32(start))
    while at < stop and np.int64(posting[at]) < end:
        _fetch_slot(posting, at, stop, slot_name, sums)
        slot = _slot_of(np.int64(posting[at]), slot_name)
        known = sums[slot]
        sums[slot] = known + gain * np.uint64((known & bit == 0) & (slot_name[slot] != 0))
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
def _drop_equals(kept: Whole, least: Whole, names: NDArray[np.uint32], estimates: NDArray[np.float32]) -> Whole:
    """Drop the names of the lowest step, but for the first that are looked at."""
    count, equals = 0, 0
    for i in range(kept):
        is_equal = step_of(estimates[i]) == least
        equals += is_equal
        if not is_equal or equals <= LOOKED_AT:
            names[count], estimates[count] = names[i], estimates[i]
            count += 1
    return count


@borrowing
def _read_split(split: Whole, end: Whole, touched: Whole, memory: Memory) -> Whole:
    """Read the names of one split in one window."""
    at, stop, gain = memory.split_cursor[split], memory.split_at[split + 2], memory.split_gain[split]
    while at < stop and np.int64(memory.split_name[at]) < end:
        name = np.int64(memory.split_name[at])
        slot = _slot_of(name, memory.slot_name)
        if memory.slot_name[slot] == 0:
            memory.within[touched] = slot
            touched += 1
            memory.slot_name[slot] = name + 1
        if memory.sum[slot] & (gain >> _SHIFT << _SHIFT) == 0:
            memory.sum[slot] += gain
        at += 1
    memory.split_cursor[split] = at
    return touched


@borrowing
def _least_step(counts: NDArray[np.int64], promising: Whole) -> Whole:
    """Find the step from which on `LOOKED_AT` names remain, or more that promise a match: steps from `promising` on."""
    kept = 0
    for step in range(STEPS - 1, 0, -1):
        kept += counts[step]
        if kept >= (MOST_LOOKED_AT if step >= promising else LOOKED_AT):
            return step
    return 0

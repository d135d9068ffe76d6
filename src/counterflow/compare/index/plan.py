"""Which postings are read for a name, and in which order."""

from __future__ import annotations

import numpy as np

from counterflow.compare.compiled import borrowing, compiled, inlined
from counterflow.compare.index.derive import initial_of
from counterflow.compare.index.memory import Memory, Wanted
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.kernel.alone import LIGHT, lone_bits
from counterflow.compare.kernel.bits import bit_count

SOFT_BUDGET = 16_000
"""Postings that are read whatever they may bring."""
HARD_BUDGET = 100_000
"""Postings after which no name is taken up any more."""
LOOKED_AT = 400
"""Names that a name of the query puts into the pool; equals come with the last of them while there is room."""
MOST_LOOKED_AT = 2500
"""Names that it puts there if they promise a match."""
NEEDED = np.float32(0.45)
"""Share of a name's worth that a match must have in common with it."""
GAINS, TAKES_UP = 1, 2
"""Values of `Memory.mode`: names that are known gain by a group; names are taken up for it."""


@borrowing
def weigh_words(wanted: Wanted, memory: Memory) -> Real:
    """Note what each word of a query's name weighs without an answer, in `memory.alone`; give what all do."""
    query, tokens, column = wanted.vocabulary, wanted.tokens, wanted.column
    total = np.float32(0)
    for i in range(len(tokens)):
        bits = query.bits[tokens[i], column]
        memory.alone[i] = lone_bits(bits, query.role[tokens[i]], i == len(tokens) - 1, column)
        total += memory.alone[i]
    return total


@borrowing
def light_of(wanted: Wanted) -> Whole:
    """Say which tokens of a name are easily left out, as bits by their places."""
    places = np.uint32(0)
    for i in range(len(wanted.tokens)):
        if wanted.vocabulary.role[wanted.tokens[i]] & LIGHT and not is_letter(wanted, i):
            places |= np.uint32(1) << np.uint32(i)
    return places


@inlined
def is_letter(wanted: Wanted, i: Whole) -> bool:
    """Tell whether token i is an initial of a person's name."""
    query, token = wanted.vocabulary, wanted.tokens[i]
    form = np.int64(query.form_at[token])
    length = np.int64(query.letter_at[form + 1]) - np.int64(query.letter_at[form])
    return bool(wanted.column == 0 and length == 1)


@borrowing
def initials_of(wanted: Wanted) -> Whole:
    """Give the letters of the initials in a person's name as bits."""
    query, tokens = wanted.vocabulary, wanted.tokens
    initials = np.uint32(0)
    for i in range(len(tokens)):
        if is_letter(wanted, i):
            initials |= initial_of(query, np.int64(tokens[i]))
    return initials


@borrowing
def letters_of(wanted: Wanted) -> Whole:
    """Say which tokens of a person's name are initials, as bits by their places."""
    places = np.uint32(0)
    for i in range(len(wanted.tokens)):
        if is_letter(wanted, i):
            places |= np.uint32(1) << np.uint32(i)
    return places


@borrowing
def letter_bits_of(wanted: Wanted) -> Real:
    """Say what an initial of a person's name says: the least of them; 0: there is none."""
    query, tokens = wanted.vocabulary, wanted.tokens
    least = np.float32(0)
    for i in range(len(tokens)):
        if is_letter(wanted, i):
            bits = query.bits[tokens[i], 0]
            least = bits if least == 0 else min(least, bits)
    return least


@compiled
def plan_scan(groups: Whole, singles: Whole, total: Real, letters: Whole, memory: Memory) -> Whole:
    """Decide which groups are read, in which order, and whether names are taken up for them.

    Initials are read last, and names that are known gain by them: who is meant writes the name in full.

    Args:
        groups: number of groups of answers.
        singles: groups that answer one token each; those after answer runs, which are rare, or the tail of a token.
        total: `weigh_words` of the query's name.
        letters: `letters_of` the name.
        memory: its `order` and `mode` are written.

    Returns:
        How many groups are read.
    """
    planned, spent = 0, 0
    for group in range(singles, groups):
        if memory.postings[group] > 0 and bit_count(memory.cover[group]) > 1:
            memory.order[planned], memory.mode[planned] = group, TAKES_UP
            planned += 1
            spent += memory.postings[group]
    by_cost = np.argsort(memory.postings[:groups], kind="mergesort")
    words: Real = total
    for group in range(singles):
        if memory.cover[group] & letters:
            words -= memory.alone[group]
    left, read = words, planned
    for i in range(groups):
        group = by_cost[i]
        cost = memory.postings[group]
        if cost <= 0 or memory.cover[group] & letters or bit_count(memory.cover[group]) > 1:
            continue
        takes_up = spent + cost <= SOFT_BUDGET or (left >= NEEDED * words and spent < HARD_BUDGET)
        if not takes_up and spent <= LOOKED_AT:
            # All names read so far are looked at anyway: a dear word would add nothing.
            break
        memory.order[planned], memory.mode[planned] = group, TAKES_UP if takes_up else GAINS
        planned += 1
        if group < singles:
            best = memory.group_at[group]
            left -= memory.both[best] * memory.share[best]
        spent += cost
    mode = GAINS if planned > read else TAKES_UP
    for group in range(singles):
        if memory.postings[group] > 0 and memory.cover[group] & letters:
            memory.order[planned], memory.mode[planned] = group, mode
            planned += 1
    return planned

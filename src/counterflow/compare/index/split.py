"""Words of a query that are two words in the index, run together: Goodwill, Good Will."""

from __future__ import annotations

import numpy as np

from counterflow.compare.compiled import borrowing, compiled
from counterflow.compare.digest import FNV_OFFSET, FNV_PRIME
from counterflow.compare.frame import Frame
from counterflow.compare.index.answer import Answer, close_group, take_up
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.estimate import covering, gain_of
from counterflow.compare.index.memory import MAX_GROUPS, MAX_SPLIT, MAX_SPLITS, Memory, Wanted
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.index.spelling import hash_letters, word_of
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.word import MAX_TOKENS

MIN_LETTERS = 5
"""Shorter words are not cut."""
MIN_PART = 2
MAX_CHECKED = 20_000
"""Names of both parts that are checked for their standing side by side."""
_FAR_MORE = 16
"""Times as many names of the other part, from which on each is searched for instead of read up to."""
_RUN = np.float32(0.97)
_JOINED = int(Relation.JOINED)


@compiled
def split_name(wanted: Wanted, frame: Frame, derived: Derived, groups: Whole, memory: Memory) -> Whole:
    """Cut the tokens of a name where both parts stand side by side in names of the index; give the number of groups.

    The names found so are kept in `memory.split_name`; the parts are answers whose postings need not be scanned.
    """
    query, tokens = wanted.vocabulary, wanted.tokens
    memory.split_at[0], memory.split_at[1] = 0, 0
    bit = MAX_TOKENS
    for i in range(len(tokens)):
        for form in range(np.int64(query.form_at[tokens[i]]), np.int64(query.form_at[tokens[i] + 1])):
            groups, bit = _split_form(wanted, i, form, bit, frame, derived, groups, memory)
    return groups


@compiled
def _split_form(  # noqa: PLR0913, PLR0917 - one step of `split_name`
    wanted: Wanted, i: Whole, form: Whole, bit: Whole, frame: Frame, derived: Derived, groups: Whole, memory: Memory
) -> tuple[Whole, Whole]:
    """Cut one form of token i; give the number of groups, and the bit of the next part."""
    query, token, digest = wanted.vocabulary, wanted.tokens[i], frame.vocabulary.digest
    letters = query.letter[np.int64(query.letter_at[form]) : np.int64(query.letter_at[form + 1])]
    if len(letters) < MIN_LETTERS:
        return groups, bit
    hashed = FNV_OFFSET
    for cut in range(1, len(letters) - MIN_PART + 1):
        hashed = (hashed ^ np.uint64(letters[cut - 1])) * FNV_PRIME
        if cut < MIN_PART or memory.split_at[0] >= MAX_SPLITS or groups + 2 >= MAX_GROUPS:
            continue
        one = word_of(hashed, digest, derived)
        if one < 0:
            continue
        other = word_of(hash_letters(letters[cut:]), digest, derived)
        if other < 0:
            continue
        worth = query.bits[token, wanted.column] * _RUN
        cover = np.uint32(1) << np.uint32(i) | np.uint32(3) << np.uint32(bit)
        gain = covering(cover, gain_of(worth, np.float32(0), np.float32(0)))
        memory.split_token[memory.split_at[0]] = i
        if _find_adjacent(one, other, gain, frame, derived, memory):
            share = frame.vocabulary.bits[one, wanted.column]
            share /= share + frame.vocabulary.bits[other, wanted.column]
            groups = _add_part(one, worth * share, bit, groups, derived, memory)
            groups = _add_part(other, worth * (np.float32(1) - share), bit + 1, groups, derived, memory)
            bit += 2
    return groups, bit


@borrowing
def _find_adjacent(one: Whole, other: Whole, gain: Whole, frame: Frame, derived: Derived, memory: Memory) -> bool:
    """Note the names in which two words stand side by side; tell whether there are any."""
    posting_at, posting = derived.posting_at, derived.posting
    token_at, token = frame.names.token_at, frame.names.token
    at, end = np.int64(posting_at[one]), np.int64(posting_at[one + 1])
    to, stop = np.int64(posting_at[other]), np.int64(posting_at[other + 1])
    if end - at > stop - to:
        at, end, to, stop = to, stop, at, end
    is_far_more = stop - to > _FAR_MORE * (end - at)
    split = memory.split_at[0]
    before = memory.split_at[split + 1]
    found, checked = before, 0
    while at < end and to < stop and checked < MAX_CHECKED and found < MAX_SPLIT:
        name = np.int64(posting[at])
        if is_far_more:
            to += np.searchsorted(posting[to:stop], np.uint32(name))
        else:
            while to < stop and np.int64(posting[to]) < name:
                to += 1
        if to < stop and np.int64(posting[to]) == name:
            checked += 1
            for place in range(np.int64(token_at[name]), np.int64(token_at[name + 1]) - 1):
                if token[place] == one and token[place + 1] == other:
                    memory.split_name[found] = name
                    found += 1
                    break
        at += 1
    if found == before:
        return False
    memory.split_gain[split] = gain
    memory.split_at[split + 2] = found
    memory.split_at[0] = split + 1
    return True


@compiled
def _add_part(word: Whole, worth: Real, bit: Whole, group: Whole, derived: Derived, memory: Memory) -> Whole:
    memory.own[group] = worth
    memory.cover[group] = np.uint32(1) << np.uint32(bit)
    memory.group_at[group + 1] = memory.group_at[group]
    take_up(
        Answer(word, worth, _RUN, gain_of(worth, np.float32(0), np.float32(0)), _JOINED, np.float32(0)), group, memory
    )
    close_group(group, derived.posting_at, memory)
    memory.postings[group] = -1
    return group + 1

"""Words of a query that are two words in the index, run together: Goodwill, Good Will."""

from __future__ import annotations

import numpy as np

from counterflow.compare.compiled import borrowing, compiled
from counterflow.compare.digest import FNV_OFFSET, FNV_PRIME
from counterflow.compare.frame import Frame
from counterflow.compare.index.answer import Answer, close_group, take_up
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.estimate import gain_of
from counterflow.compare.index.memory import MAX_GROUPS, MAX_SPLIT, MAX_SPLITS, Memory, Wanted
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.index.spelling import hash_letters, word_of
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.word import MAX_TOKENS

MIN_LETTERS = 5
"""Shorter words are not cut."""
MIN_PART = 2
MAX_CHECKED = 3000
"""Names of the rarer part that are checked for the other part beside it."""
_RUN = np.float32(0.97)
_JOINED = int(Relation.JOINED)


@compiled
def split_name(wanted: Wanted, frame: Frame, derived: Derived, groups: Whole, memory: Memory) -> Whole:
    """Cut the tokens of a name where both parts stand side by side in names of the index; give the number of groups.

    The names found so are kept in `memory.split_name`; the parts are answers whose postings need not be scanned.
    """
    query, tokens, column = wanted.vocabulary, wanted.tokens, wanted.column
    memory.split_at[0], memory.split_at[1] = 0, 0
    bit = MAX_TOKENS
    for i in range(len(tokens)):
        form = np.int64(query.form_at[tokens[i]])
        letters = query.letter[np.int64(query.letter_at[form]) : np.int64(query.letter_at[form + 1])]
        if len(letters) < MIN_LETTERS:
            continue
        hashed = FNV_OFFSET
        for cut in range(1, len(letters) - MIN_PART + 1):
            hashed = (hashed ^ np.uint64(letters[cut - 1])) * FNV_PRIME
            if cut < MIN_PART or memory.split_at[0] >= MAX_SPLITS or groups + 2 >= MAX_GROUPS:
                continue
            one = word_of(hashed, frame.vocabulary.digest, derived)
            if one < 0:
                continue
            other = word_of(hash_letters(letters[cut:]), frame.vocabulary.digest, derived)
            if other < 0:
                continue
            worth = query.bits[tokens[i], column] * _RUN
            cover = np.uint32(1) << np.uint32(i) | np.uint32(3) << np.uint32(bit)
            gain = gain_of(cover, worth, np.float32(0))
            memory.split_token[memory.split_at[0]] = i
            if _find_adjacent(one, other, gain, frame, derived, memory):
                share = frame.vocabulary.bits[one, column]
                share /= share + frame.vocabulary.bits[other, column]
                groups = _add_part(one, worth * share, bit, groups, derived, memory)
                groups = _add_part(other, worth * (np.float32(1) - share), bit + 1, groups, derived, memory)
                bit += 2
    return groups


@borrowing
def _find_adjacent(one: Whole, other: Whole, gain: Whole, frame: Frame, derived: Derived, memory: Memory) -> bool:
    """Note the names in which two words stand side by side; tell whether there are any."""
    posting_at, posting = derived.posting_at, derived.posting
    token_at, token = frame.names.token_at, frame.names.token
    one_count: Whole = np.int64(posting_at[one + 1]) - np.int64(posting_at[one])
    other_count: Whole = np.int64(posting_at[other + 1]) - np.int64(posting_at[other])
    rarer = one if one_count <= other_count else other
    start = np.int64(posting_at[rarer])
    split = memory.split_at[0]
    before = memory.split_at[split + 1]
    found = before
    for at in range(start, start + min(MAX_CHECKED, one_count, other_count)):
        name = np.int64(posting[at])
        for place in range(np.int64(token_at[name]), np.int64(token_at[name + 1]) - 1):
            if token[place] == one and token[place + 1] == other and found < MAX_SPLIT:
                memory.split_name[found] = name
                found += 1
                break
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
    take_up(Answer(word, worth, _RUN, np.float32(0), _JOINED, np.float32(0)), group, memory)
    close_group(group, derived.posting_at, memory)
    memory.postings[group] = -1
    return group + 1

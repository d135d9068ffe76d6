"""Which words of the index may answer the words of a query's name: found by lookups, weighed by spelling or sound.

The kernel decides later what each is worth; here a word that answers is only to be found, and the nearest first.
Compiled code passes large tuples of arrays slowly, so the loops take the columns that they need out first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled, inlined
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.deletion import MIN_LETTERS, hash_without
from counterflow.compare.index.derive import NICKNAME, NUMBER, SENSE, Derived, meaning_hash
from counterflow.compare.index.lookup import bucket_range
from counterflow.compare.index.memory import MAX_ANSWERS, MAX_GROUPS, Memory, Wanted
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.edit import edit_cost
from counterflow.compare.kernel.space import Space

MAX_WORDS = 250
"""Words of the index that may answer one word."""
MAX_OFFERED = 2000
"""Words that lookups may find for one word before the best are chosen."""
MAX_RUN = 5
"""Words that may be run together."""

_SOUND = np.array([0.55, 0.93, 0.9, 0.85], np.float32)
"""Share of a word's worth that is kept when it merely sounds the same, by `script.key.Culture`."""
_NICKNAME, _SENSE, _INITIAL, _RUN = np.float32(0.9), np.float32(0.97), np.float32(0.3), np.float32(0.97)
_MISSPELT, _LOSS_WEIGHT = np.float32(0.95), np.float32(1.5)
_LETTER = np.float32(0.07)
_COMMONER = np.float32(0.001)
_LETTERS = 40
_MAX_COST: Real = np.float32(1.6)
"""Letters that one edit may cost at most."""


@compiled
def expand_name(wanted: Wanted, index: Vocabulary, derived: Derived, memory: Memory) -> Whole:
    """Find the answers of every token of a name, and of runs of tokens; give the number of groups.

    Group i of the first `len(tokens)` answers token i; those after answer runs.
    """
    groups, tokens = 0, wanted.tokens
    memory.group_at[0] = 0
    for i in range(len(tokens)):
        memory.cover[groups] = np.uint32(1) << np.uint32(i)
        memory.group_at[groups + 1] = memory.group_at[groups]
        _expand_spelling(wanted, np.int64(tokens[i]), index, derived, groups, memory)
        _expand_sound(wanted, np.int64(tokens[i]), index, derived, groups, memory)
        _expand_meaning(wanted, np.int64(tokens[i]), index, derived, groups, memory)
        close_group(groups, derived.posting_at, memory)
        groups += 1
    for i in range(len(tokens) - 1):
        groups = _expand_runs(wanted, i, index, derived, groups, memory)
    return groups


@compiled
def forget_answers(groups: Whole, memory: Memory) -> None:
    """Leave the memory as the next name expects it."""
    for answer in range(memory.group_at[groups]):
        memory.first[memory.word[answer]] = -1


@compiled
def _expand_spelling(
    wanted: Wanted, token: Whole, index: Vocabulary, derived: Derived, group: Whole, memory: Memory
) -> None:
    """Take up words equal to a form of the token, an edit apart, or an initial of it."""
    query, column = wanted.vocabulary, wanted.column
    digest, mask, letter_at, letter = index.digest, index.mask, index.letter_at, index.letter
    bucket_at, spelling, form_token, bits = derived.spelling_at, derived.spelling, derived.form_token, index.bits
    own_bits, space = query.bits[token, column], memory.space
    for form in range(np.int64(query.form_at[token]), np.int64(query.form_at[token + 1])):
        letters = query.letter[np.int64(query.letter_at[form]) : np.int64(query.letter_at[form + 1])]
        length, own_mask, own_digest = len(letters), query.mask[form], query.digest[form]
        for gap in range(-2 if column == 0 else -1, length if length >= MIN_LETTERS else 0):
            if gap == -2:
                hashed = hash_without(letters[:1], -1)
            elif gap == -1:
                hashed = own_digest
            elif gap > 0 and letters[gap] == letters[gap - 1]:
                continue
            else:
                hashed = hash_without(letters, gap)
            start, end = bucket_range(bucket_at, hashed)
            for at in range(start, end):
                found = np.int64(spelling[at])
                begin = np.int64(letter_at[found])
                size = np.int64(letter_at[found + 1]) - begin
                if digest[found] == own_digest:
                    kept = np.float32(1)
                elif size == 1 or length == 1:
                    kept = _INITIAL if column == 0 and size != length and letter[begin] == letters[0] else np.float32(0)
                elif abs(length - size) > 1 or bit_count(own_mask ^ mask[found]) > 2:
                    continue
                else:
                    kept = _share_kept(letters, letter[begin : begin + size], space)
                word = np.int64(form_token[found])
                worth = min(own_bits, bits[word, column]) * kept
                if kept > 0:
                    take_up(word, worth, kept, group, memory)


@compiled
def _share_kept(left: NDArray[np.uint8], right: NDArray[np.uint8], space: Space) -> Real:
    """Weigh a misspelling: what is kept of the word's worth; 0 when it is another word."""
    n, m = min(len(left), _LETTERS), min(len(right), _LETTERS)
    cost = edit_cost(left, n, right, m, _MAX_COST, space)
    if cost > _MAX_COST:
        return np.float32(0)
    return max(np.float32(0), _MISSPELT - _LOSS_WEIGHT * np.float32(cost) / np.float32(max(n, m)))


@compiled
def _expand_sound(
    wanted: Wanted, token: Whole, index: Vocabulary, derived: Derived, group: Whole, memory: Memory
) -> None:
    """Take up words that sound like the token in some culture."""
    query, column = wanted.vocabulary, wanted.column
    form_at, mask = index.form_at, index.mask
    key_at, key, sound, bits = index.key_at, index.key, derived.sound, index.bits
    own_bits = query.bits[token, column]
    own_mask = query.mask[np.int64(query.form_at[token])]
    for own in range(np.int64(query.key_at[token]), np.int64(query.key_at[token + 1])):
        spoken = query.key[own]
        culture = spoken >> np.uint32(30)
        start, end = bucket_range(derived.sound_at, spoken)
        for at in range(start, end):
            word = np.int64(sound[at])
            if not _has_key(key, np.int64(key_at[word]), np.int64(key_at[word + 1]), spoken):
                continue
            kept = _SOUND[culture]
            if culture == 0:
                # Spellings that share their letters are likelier than those that share the sound alone.
                kept += _LETTER * np.float32(max(0, 4 - np.int64(bit_count(own_mask ^ mask[np.int64(form_at[word])]))))
            worth = min(own_bits, bits[word, column]) * kept
            take_up(word, worth, kept, group, memory)


@compiled
def _has_key(key: NDArray[np.uint32], start: Whole, end: Whole, wanted: Whole) -> bool:
    return bool((key[start:end] == wanted).any())


@compiled
def _expand_meaning(
    wanted: Wanted, token: Whole, index: Vocabulary, derived: Derived, group: Whole, memory: Memory
) -> None:
    """Take up words that mean the same: a given name's nicknames, a word in another language, a number."""
    query, column = wanted.vocabulary, wanted.column
    own_bits = query.bits[token, column]
    for sort in range(3):
        if sort == NICKNAME:
            value, is_known, kept = (
                np.int64(query.nickname[token]),
                query.nickname[token] != 0 and column == 0,
                _NICKNAME,
            )
        elif sort == SENSE:
            value, is_known, kept = np.int64(query.sense[token]), query.sense[token] != 0 and column == 1, _SENSE
        else:
            value, is_known, kept = np.int64(query.number[token]), query.number[token] >= 0 and column == 1, _SENSE
        if not is_known:
            continue
        start, end = bucket_range(derived.meaning_at, meaning_hash(sort, value))
        for at in range(start, end):
            word = np.int64(derived.meaning[at])
            same = index.number[word] == value if sort == NUMBER else False
            same |= sort == NICKNAME and index.nickname[word] == value
            same |= sort == SENSE and index.sense[word] == value
            if same:
                worth = min(own_bits, index.bits[word, column]) * kept
                take_up(word, worth, kept, group, memory)


@inlined
def take_up(word: Whole, worth: Real, share: Real, group: Whole, memory: Memory) -> None:
    """Take a word up as an answer of a group, or raise its worth if it is one."""
    group_at = memory.group_at
    answer = memory.first[word]
    if answer >= 0 and memory.group_of[answer] == group:
        memory.worth[answer] = max(memory.worth[answer], worth)
        memory.share[answer] = max(memory.share[answer], share)
        return
    at = group_at[group + 1]
    if at >= MAX_ANSWERS or at - group_at[group] >= MAX_OFFERED:
        return
    memory.word[at], memory.worth[at], memory.share[at], memory.group_of[at] = word, worth, share, group
    memory.next[at] = answer
    memory.first[word] = at
    group_at[group + 1] = at + 1


@compiled
def close_group(group: Whole, posting_at: NDArray[np.uint32], memory: Memory) -> None:
    """Put the answers of a group in order, nearest first, and count their postings; the farthest are left out."""
    start, end = memory.group_at[group], memory.group_at[group + 1]
    words, worths, first, follow, shares = memory.word, memory.worth, memory.first, memory.next, memory.share
    for place in range(start, end):
        first[words[place]] = follow[place]
    # Of words that are as near, the commoner ones, of which the query more likely is one.
    key = np.empty(end - start, np.float32)
    for place in range(end - start):
        found = words[start + place]
        holders = np.float32(np.int64(posting_at[found + 1]) - np.int64(posting_at[found]))
        key[place] = -shares[start + place] - _COMMONER * min(holders, np.float32(100))
    order = np.argsort(key, kind="mergesort")
    word, worth = words[start:end][order], worths[start:end][order]
    count = min(len(order), MAX_WORDS)
    total: Whole = 0
    for i in range(count):
        at = start + i
        words[at], worths[at] = word[i], worth[i]
        follow[at] = first[word[i]]
        first[word[i]] = at
        total += np.int64(posting_at[word[i] + 1]) - np.int64(posting_at[word[i]])
    memory.postings[group] = total
    memory.group_at[group + 1] = start + count


@compiled
def _expand_runs(
    wanted: Wanted, start: Whole, index: Vocabulary, derived: Derived, groups: Whole, memory: Memory
) -> Whole:
    """Find words of the index that are the tokens from `start` on, run together."""
    query, tokens, column = wanted.vocabulary, wanted.tokens, wanted.column
    hashed = np.uint64(0xCBF29CE484222325)
    cover, bits = np.uint32(0), np.float32(0)
    for i in range(start, min(start + MAX_RUN, len(tokens))):
        form = np.int64(query.form_at[tokens[i]])
        for at in range(np.int64(query.letter_at[form]), np.int64(query.letter_at[form + 1])):
            hashed = (hashed ^ np.uint64(query.letter[at])) * np.uint64(0x100000001B3)
        cover |= np.uint32(1) << np.uint32(i)
        bits += query.bits[tokens[i], column]
        if i == start or groups >= MAX_GROUPS:
            continue
        memory.cover[groups] = cover
        memory.group_at[groups + 1] = memory.group_at[groups]
        low, high = bucket_range(derived.spelling_at, hashed)
        for at in range(low, high):
            found = np.int64(derived.spelling[at])
            if index.digest[found] == hashed:
                word = np.int64(derived.form_token[found])
                worth = min(bits, index.bits[word, column]) * _RUN
                take_up(word, worth, _RUN, groups, memory)
        if memory.group_at[groups + 1] > memory.group_at[groups]:
            close_group(groups, derived.posting_at, memory)
            groups += 1
    return groups

"""Which words of the index may answer the words of a query's name: found by lookups, weighed by spelling or sound.

The kernel decides later what each is worth; here a word that answers is only to be found, and the nearest first.
Compiled code passes large tuples of arrays slowly, so the loops take the columns that they need out first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled, inlined
from counterflow.compare.digest import FNV_OFFSET, FNV_PRIME
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.answer import Answer, close_group, take_up
from counterflow.compare.index.cut import take_up_longer, take_up_parts
from counterflow.compare.index.deletion import MIN_LETTERS, hash_without
from counterflow.compare.index.derive import NICKNAME, NUMBER, SENSE, Derived, meaning_hash
from counterflow.compare.index.lookup import bucket_range
from counterflow.compare.index.memory import MAX_GROUPS, Memory, Wanted
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.edit import edit_cost
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.space import Space

MAX_RUN = 5
"""Words that may be run together."""

_SOUND = np.array([0.55, 0.93, 0.9, 0.85], np.float32)
"""Share of a word's worth that is kept when it merely sounds the same, by `script.key.Culture`."""
_NICKNAME, _SENSE, _INITIAL, _RUN = np.float32(0.9), np.float32(0.97), np.float32(0.3), np.float32(0.97)
_MISSPELT, _LOSS_WEIGHT = np.float32(0.95), np.float32(1.5)
_LETTER = np.float32(0.07)
_LETTERS = 40
_SHORT = np.float32(0.5)
_ACRONYM = int(Relation.ACRONYM)
_EQUAL, _EDIT, _JOINED = int(Relation.EQUAL), int(Relation.EDIT), int(Relation.JOINED)
_NICKNAMED, _SAME_SENSE, _LETTER_FOR = int(Relation.NICKNAME), int(Relation.SENSE), int(Relation.INITIAL)
_OF_CULTURE = np.array([Relation.EDIT, Relation.KOREAN, Relation.CHINESE, Relation.ABJAD], np.uint8)
_SAME_SOUND_LOSS = np.float32(0.22)
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
        memory.own[groups] = wanted.vocabulary.bits[tokens[i], wanted.column]
        memory.group_at[groups + 1] = memory.group_at[groups]
        _expand_spelling(wanted, np.int64(tokens[i]), index, derived, groups, memory)
        _expand_sound(wanted, np.int64(tokens[i]), index, derived, groups, memory)
        _expand_meaning(wanted, np.int64(tokens[i]), index, derived, groups, memory)
        take_up_parts(wanted, np.int64(tokens[i]), index, derived, groups, memory)
        if i == len(tokens) - 1:
            take_up_longer(wanted, np.int64(tokens[i]), index, derived, groups, memory)
        close_group(groups, derived.posting_at, memory)
        groups += 1
    for i in range(len(tokens) - 1):
        groups = _expand_runs(wanted, i, index, derived, groups, memory)
    return groups


@borrowing
def forget_answers(groups: Whole, memory: Memory) -> None:
    """Leave the memory as the next name expects it."""
    for answer in range(memory.group_at[groups]):
        memory.first[memory.word[answer]] = -1


@borrowing
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
                relation, loss = _EQUAL, np.float32(0)
                if digest[found] == own_digest:
                    kept = np.float32(1)
                elif size == 1 or length == 1:
                    relation = _LETTER_FOR
                    kept = _INITIAL if column == 0 and size != length and letter[begin] == letters[0] else np.float32(0)
                elif abs(length - size) > 1 or bit_count(own_mask ^ mask[found]) > 2:
                    continue
                else:
                    relation, loss = _EDIT, _loss(letters, letter[begin : begin + size], space)
                    kept = _share_kept(loss)
                word = np.int64(form_token[found])
                worth = min(own_bits, bits[word, column]) * kept
                if kept > 0:
                    take_up(Answer(word, worth, kept, relation, loss), group, memory)


@inlined
def _loss(left: NDArray[np.uint8], right: NDArray[np.uint8], space: Space) -> Real:
    """Letters edited a letter of the longer word; 1 when it is another word."""
    n, m = min(len(left), _LETTERS), min(len(right), _LETTERS)
    cost = edit_cost(left, n, right, m, _MAX_COST, space)
    return np.float32(1) if cost > _MAX_COST else np.float32(cost) / np.float32(max(n, m))


@inlined
def _share_kept(loss: Real) -> Real:
    """Weigh a misspelling: what is kept of the word's worth."""
    return max(np.float32(0), _MISSPELT - _LOSS_WEIGHT * loss)


@borrowing
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
            kept, loss = _SOUND[culture], np.float32(0)
            if culture == 0:
                # Spellings that share their letters are likelier than those that share the sound alone.
                differing: Whole = np.int64(bit_count(own_mask ^ mask[np.int64(form_at[word])]))
                kept += _LETTER * np.float32(max(0, 4 - differing))
                loss = _SAME_SOUND_LOSS * np.float32(min(differing + 1, 4)) * np.float32(0.25)
            worth = min(own_bits, bits[word, column]) * kept
            take_up(Answer(word, worth, kept, _OF_CULTURE[culture], loss), group, memory)


@inlined
def _has_key(key: NDArray[np.uint32], start: Whole, end: Whole, wanted: Whole) -> bool:
    for at in range(start, end):  # noqa: SIM110 - no generators in compiled code
        if key[at] == wanted:
            return True
    return False


@borrowing
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
                relation = _NICKNAMED if sort == NICKNAME else _SAME_SENSE
                take_up(Answer(word, worth, kept, relation, np.float32(0)), group, memory)


@compiled
def _expand_runs(
    wanted: Wanted, start: Whole, index: Vocabulary, derived: Derived, groups: Whole, memory: Memory
) -> Whole:
    """Find words of the index that are the tokens from `start` on, run together, or their initials."""
    query, tokens, column = wanted.vocabulary, wanted.tokens, wanted.column
    joined, acronym = FNV_OFFSET, FNV_OFFSET
    cover, bits = np.uint32(0), np.float32(0)
    for i in range(start, min(start + MAX_RUN, len(tokens))):
        form = np.int64(query.form_at[tokens[i]])
        begin, end = np.int64(query.letter_at[form]), np.int64(query.letter_at[form + 1])
        if begin < end:
            acronym = (acronym ^ np.uint64(query.letter[begin])) * FNV_PRIME
        for at in range(begin, end):
            joined = (joined ^ np.uint64(query.letter[at])) * FNV_PRIME
        cover |= np.uint32(1) << np.uint32(i)
        bits += query.bits[tokens[i], column]
        if i > start:
            groups = _expand_run(joined, cover, bits, _JOINED, wanted, index, derived, groups, memory)
        if i - start >= (1 if column == 0 else 2):
            groups = _expand_run(acronym, cover, bits, _ACRONYM, wanted, index, derived, groups, memory)
    return groups


@compiled
def _expand_run(  # noqa: PLR0913, PLR0917 - one step of `_expand_runs`
    hashed: Whole,
    cover: Whole,
    bits: Real,
    relation: Whole,
    wanted: Wanted,
    index: Vocabulary,
    derived: Derived,
    groups: Whole,
    memory: Memory,
) -> Whole:
    """Make words that are spelt so a group."""
    if groups >= MAX_GROUPS:
        return groups
    share = _RUN if relation == _JOINED else _SHORT
    memory.cover[groups], memory.own[groups] = cover, bits
    memory.group_at[groups + 1] = memory.group_at[groups]
    low, high = bucket_range(derived.spelling_at, hashed)
    for at in range(low, high):
        found = np.int64(derived.spelling[at])
        if index.digest[found] == hashed:
            word = np.int64(derived.form_token[found])
            worth = min(bits, index.bits[word, wanted.column]) * share
            take_up(Answer(word, worth, share, relation, np.float32(0)), groups, memory)
    if memory.group_at[groups + 1] > memory.group_at[groups]:
        close_group(groups, derived.posting_at, memory)
        groups += 1
    return groups

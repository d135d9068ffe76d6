"""Which words of the index may answer the words of a query's name.

A word is found by what it most likely has in common with the query's: spelling, consonants, sound, meaning. Whether and
how it answers, the kernel says (`relation.relate`).
"""

from __future__ import annotations

import numpy as np

from counterflow.compare.compiled import borrowing, compiled
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.ahead import fetch, fetch_forms, fetch_letters, fetch_word
from counterflow.compare.index.answer import (
    LOSS_WEIGHT,
    MAX_OFFERED,
    Answer,
    close_group,
    is_taken_up,
    keep_group,
    recall_group,
    take_up,
)
from counterflow.compare.index.cut import take_up_longer, take_up_parts, take_up_servants
from counterflow.compare.index.derive import NICKNAME, NUMBER, SENSE, Derived, meaning_hash
from counterflow.compare.index.estimate import gain_of, price_of
from counterflow.compare.index.lookup import bucket_range
from counterflow.compare.index.memory import MAX_ANSWERS, MAX_LISTED, Memory, Wanted
from counterflow.compare.index.near import find_near
from counterflow.compare.index.recall import is_kept, key_of
from counterflow.compare.index.run import expand_initials, expand_runs, expand_tail
from counterflow.compare.index.scalar import Whole
from counterflow.compare.index.spelling import has_key, hash_letters, word_of
from counterflow.compare.kernel.align import KEPT
from counterflow.compare.kernel.alone import LIGHT
from counterflow.compare.kernel.relation import Relation, are_equal, is_servant, relate
from counterflow.compare.kernel.word import gather_word

_PARTICLE = 3
"""Bytes of a particle (al, bin, of), at most: its misspellings are not looked for."""
_BATCH = 32
"""Words of the index that are read ahead together."""
_NONE, _EQUAL, _NUMBER = int(Relation.NONE), int(Relation.EQUAL), int(Relation.NUMBER)


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
        token: Whole = np.int64(tokens[i])
        gather_word(wanted.vocabulary, token, memory.asked, i)
        key = key_of(wanted.vocabulary, token, wanted.column, i == len(tokens) - 1)
        # Where room may run short, answers depend on those of the words before.
        has_room = memory.group_at[groups] + MAX_OFFERED <= MAX_ANSWERS
        if has_room and is_kept(key, memory.recall):
            recall_group(key, groups, derived.posting_at, memory)
        else:
            _expand_token(wanted, i, index, derived, groups, memory)
            close_group(groups, derived.posting_at, memory)
            if has_room:
                keep_group(key, groups, memory)
        groups += 1
    for i in range(len(tokens) - 1):
        groups = expand_runs(wanted, i, index, derived, groups, memory)
        groups = expand_initials(wanted, i, index, derived, groups, memory)
    for i in range(len(tokens)):
        if is_servant(memory.asked, i):
            groups = expand_tail(wanted, i, index, derived, groups, memory)
    return groups


@borrowing
def _expand_token(wanted: Wanted, i: int, index: Vocabulary, derived: Derived, group: Whole, memory: Memory) -> None:
    """Find the answers of token i."""
    token: Whole = np.int64(wanted.tokens[i])
    memory.listing[0] = 0
    _expand_spelling(wanted, i, index, derived, group, memory)
    _expand_near(wanted, i, index, derived, group, memory)
    _expand_sound(wanted, i, index, derived, group, memory)
    _expand_meaning(wanted, i, index, derived, group, memory)
    _relate_listed(wanted, i, index, group, memory)
    take_up_parts(wanted, token, index, derived, group, memory)
    if wanted.column == 0:
        take_up_servants(wanted, token, index, derived, group, memory)
    if i == len(wanted.tokens) - 1:
        take_up_longer(wanted, token, index, derived, group, memory)


@borrowing
def forget_answers(groups: Whole, memory: Memory) -> None:
    """Leave the memory as the next name expects it."""
    for answer in range(memory.group_at[groups]):
        memory.first[memory.word[answer]] = -1


@borrowing
def _expand_spelling(wanted: Wanted, i: int, index: Vocabulary, derived: Derived, group: Whole, memory: Memory) -> None:
    """Take up words that are spelt as a form of token i, and the letter that is its initial."""
    query, token = wanted.vocabulary, np.int64(wanted.tokens[i])
    for form in range(np.int64(query.form_at[token]), np.int64(query.form_at[token + 1])):
        start, end = bucket_range(derived.spelling_at, query.digest[form])
        for at in range(start, end):
            found = np.int64(derived.spelling[at])
            if index.digest[found] == query.digest[form]:
                _list(wanted, i, np.int64(derived.form_token[found]), index, group, memory)
        begin, stop = np.int64(query.letter_at[form]), np.int64(query.letter_at[form + 1])
        if wanted.column == 0 and stop - begin > 1:
            letter = word_of(hash_letters(query.letter[begin : begin + 1]), index.digest, derived)
            if letter >= 0:
                _list(wanted, i, letter, index, group, memory)


@borrowing
def _expand_near(wanted: Wanted, i: int, index: Vocabulary, derived: Derived, group: Whole, memory: Memory) -> None:
    """Take up words that token i may be a misspelling of."""
    query, token = wanted.vocabulary, np.int64(wanted.tokens[i])
    if query.role[token] & LIGHT and np.int64(query.text_at[token + 1]) - np.int64(query.text_at[token]) <= _PARTICLE:
        return
    for form in range(np.int64(query.form_at[token]), np.int64(query.form_at[token + 1])):
        letters = query.letter[np.int64(query.letter_at[form]) : np.int64(query.letter_at[form + 1])]
        for near in range(find_near(letters, query.mask[form], query.writing[token], index, derived, memory)):
            _list(wanted, i, np.int64(derived.form_token[memory.near_form[near]]), index, group, memory)


@borrowing
def _expand_sound(wanted: Wanted, i: int, index: Vocabulary, derived: Derived, group: Whole, memory: Memory) -> None:
    """Take up words that sound like token i in some culture."""
    query, token = wanted.vocabulary, np.int64(wanted.tokens[i])
    for own in range(np.int64(query.key_at[token]), np.int64(query.key_at[token + 1])):
        start, end = bucket_range(derived.sound_at, query.key[own])
        for at in range(start, end):
            fetch(index.key_at, np.int64(derived.sound[at]))
        for at in range(start, end):
            fetch(index.key, np.int64(index.key_at[derived.sound[at]]))
        for at in range(start, end):
            word = np.int64(derived.sound[at])
            if has_key(index, word, query.key[own]):
                _list(wanted, i, word, index, group, memory)


@borrowing
def _expand_meaning(wanted: Wanted, i: int, index: Vocabulary, derived: Derived, group: Whole, memory: Memory) -> None:
    """Take up words that mean the same: a given name's nicknames, a word in another language, a number."""
    query, token = wanted.vocabulary, np.int64(wanted.tokens[i])
    if wanted.column == 0:
        if query.nickname[token] != 0:
            _expand_meant(wanted, i, NICKNAME, np.int64(query.nickname[token]), index, derived, group, memory)
        return
    if query.sense[token] != 0:
        _expand_meant(wanted, i, SENSE, np.int64(query.sense[token]), index, derived, group, memory)
    if query.number[token] >= 0:
        _expand_meant(wanted, i, NUMBER, np.int64(query.number[token]), index, derived, group, memory)


@borrowing
def _expand_meant(  # noqa: PLR0913, PLR0917 - one step of `_expand_meaning`
    wanted: Wanted,
    i: int,
    sort: Whole,
    value: Whole,
    index: Vocabulary,
    derived: Derived,
    group: Whole,
    memory: Memory,
) -> None:
    start, end = bucket_range(derived.meaning_at, meaning_hash(sort, value))
    for at in range(start, end):
        _list(wanted, i, np.int64(derived.meaning[at]), index, group, memory)


@borrowing
def _list(wanted: Wanted, i: int, word: Whole, index: Vocabulary, group: Whole, memory: Memory) -> None:
    """Put a word of the index on the list of those that are to be related to token i."""
    if memory.listing[0] == MAX_LISTED:
        _relate_listed(wanted, i, index, group, memory)
    memory.listed[memory.listing[0]] = word
    memory.listing[0] += 1


@borrowing
def _relate_listed(wanted: Wanted, i: int, index: Vocabulary, group: Whole, memory: Memory) -> None:
    """Relate the words on the list to token i, and empty it."""
    listed, first = memory.listed, memory.first
    for start in range(0, memory.listing[0], _BATCH):
        end = min(start + _BATCH, memory.listing[0])
        for at in range(start, end):
            fetch(first, np.int64(listed[at]))
            fetch_word(index, np.int64(listed[at]))
        for at in range(start, end):
            fetch_forms(index, np.int64(listed[at]))
        for at in range(start, end):
            fetch_letters(index, np.int64(listed[at]))
        for at in range(start, end):
            _relate_to(wanted, i, np.int64(listed[at]), index, group, memory)
    memory.listing[0] = 0


@borrowing
def _relate_to(wanted: Wanted, i: int, word: Whole, index: Vocabulary, group: Whole, memory: Memory) -> None:
    """Take a word of the index up if it has to do with token i, as the kernel says."""
    if is_taken_up(word, group, memory):
        return
    asked, found, column = memory.asked, memory.found_word, wanted.column
    gather_word(index, word, found, 0)
    relation, loss = _EQUAL, np.float32(0)
    if not are_equal(asked, i, found, 0):
        relation, loss = relate(asked, i, found, 0, column == 0, memory.space)
        if relation in (_NONE, _NUMBER):
            return
    own, bits = asked[i].bits[column], found[0].bits[column]
    both, share = min(own, bits), KEPT[relation] * (np.float32(1) - LOSS_WEIGHT * loss)
    gain = gain_of(own, bits - own, price_of(relation, both, own, bits, loss, wanted.weight))
    take_up(Answer(word, both, share, gain, relation, loss), group, memory)

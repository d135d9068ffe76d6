"""Words of the index that are several words of the query: run together, also misspelt, or given by their initials."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled, inlined
from counterflow.compare.digest import FNV_OFFSET
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.acronym import spell_next
from counterflow.compare.index.answer import LOSS_WEIGHT, Answer, close_group, is_taken_up, take_up
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.estimate import gain_of, price_of
from counterflow.compare.index.form import form_of, mask_of
from counterflow.compare.index.lookup import bucket_range
from counterflow.compare.index.memory import MAX_GROUPS, Memory, Wanted
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.index.spelling import has_key, hash_letters, word_of
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.consonant import near_hashes
from counterflow.compare.kernel.edit import edit_cost
from counterflow.compare.kernel.leftover import (
    JOIN_LOSS,
    JOINED_GAP,
    MAX_JOINED,
    MAX_SERVANT_GAP,
    MIN_JOINED_LETTERS,
    MIN_SERVANT_GAP,
    MIN_TAIL_LETTERS,
    are_syllables,
    compose,
    is_vowel,
    relation_of_key,
)
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.word import MAX_LETTERS

_RUN, _SHORT = np.float32(0.97), np.float32(0.5)
"""Share of words' worth that is kept when they are run together, and given by their initials."""
_MAX_INITIALS = 12
"""Words whose initials are looked up."""
_MAX_MISSPELT_RUN = 3
"""Words run together that are looked for misspelt."""
_JOINED, _CUT, _ACRONYM = int(Relation.JOINED), int(Relation.CUT), int(Relation.ACRONYM)


class Run(NamedTuple):
    """Consecutive tokens of a query's name."""

    cover: Whole
    """Their places, as bits."""
    bits: Real
    """What they say."""
    told: Real
    """Their letters, those of commoner words for less (`leftover.joined_loss`)."""
    mask: Whole
    """Their letters, as `Vocabulary.mask`."""
    column: Whole
    weight: NDArray[np.float32]
    """(NAME_FEATURES)"""


@compiled
def expand_runs(
    wanted: Wanted, start: Whole, index: Vocabulary, derived: Derived, groups: Whole, memory: Memory
) -> Whole:
    """Find words of the index that are the tokens from `start` on, run together."""
    query, tokens, column = wanted.vocabulary, wanted.tokens, wanted.column
    letters, length = memory.letters, np.int64(0)
    cover, bits, mask = np.uint32(0), np.float32(0), np.uint32(0)
    rarest, told = np.float32(0), np.float32(0)
    shortest: Whole = np.int64(MAX_LETTERS)
    for i in range(start, min(start + MAX_JOINED, len(tokens))):
        if groups + 1 > MAX_GROUPS:
            break
        form = np.int64(query.form_at[tokens[i]])
        begin, end = np.int64(query.letter_at[form]), np.int64(query.letter_at[form + 1])
        if length + end - begin > MAX_LETTERS:
            break
        # An initial run together with a name is hardly told from the name misspelt.
        shortest = min(shortest, end - begin)
        letters[length : length + end - begin] = query.letter[begin:end]
        length += end - begin
        cover |= np.uint32(1) << np.uint32(i)
        word_bits = query.bits[tokens[i], column]
        bits += word_bits
        rarest = max(rarest, word_bits)
        told += word_bits * np.float32(end - begin)
        mask |= query.mask[form]
        run = Run(cover, bits, told / rarest, mask, column, wanted.weight)
        if i > start:
            _open_group(run, groups, memory)
            _take_up_spelt(hash_letters(letters[:length]), _JOINED, run, index, derived, groups, memory)
            if i == start + 1:
                _take_up_syllables(query, tokens[start], tokens[i], run, index, derived, groups, memory)
            if i - start < _MAX_MISSPELT_RUN and shortest > 1:
                _take_up_misspelt(letters[:length], run, index, derived, groups, memory)
            groups = _close(groups, derived, memory)
    return groups


@compiled
def expand_initials(
    wanted: Wanted, start: Whole, index: Vocabulary, derived: Derived, groups: Whole, memory: Memory
) -> Whole:
    """Find words of the index that are initials of the tokens from `start` on (`leftover.may_abbreviate`)."""
    query, tokens, column = wanted.vocabulary, wanted.tokens, wanted.column
    cover, bits, acronyms = np.uint32(0), np.float32(0), memory.acronym
    acronyms[0] = FNV_OFFSET
    before: Whole = np.int64(1)
    for i in range(start, min(start + _MAX_INITIALS, len(tokens))):
        if groups + 1 > MAX_GROUPS:
            break
        count = spell_next(query, np.int64(tokens[i]), before, acronyms)
        cover |= np.uint32(1) << np.uint32(i)
        bits += query.bits[tokens[i], column]
        if i > start + column:
            run = Run(cover, bits, np.float32(0), np.uint32(0), column, wanted.weight)
            _open_group(run, groups, memory)
            # Where this word is left out, the run ends before it.
            for k in range(before):
                _take_up_spelt(acronyms[k], _ACRONYM, run, index, derived, groups, memory)
            groups = _close(groups, derived, memory)
        before = np.int64(1) if i == start else count
    return groups


@compiled
def expand_tail(wanted: Wanted, i: int, index: Vocabulary, derived: Derived, groups: Whole, memory: Memory) -> Whole:
    """Find the words that token i, a compound of Abd, ends with (`leftover`): Rahman for Abdul Rahman."""
    if groups >= MAX_GROUPS:
        return groups
    query, token = wanted.vocabulary, np.int64(wanted.tokens[i])
    form = np.int64(query.form_at[token])
    letters = query.letter[np.int64(query.letter_at[form]) : np.int64(query.letter_at[form + 1])]
    cover = np.uint32(1) << np.uint32(i)
    run = Run(cover, query.bits[token, wanted.column], np.float32(0), query.mask[form], wanted.column, wanted.weight)
    _open_group(run, groups, memory)
    for start in range(MIN_SERVANT_GAP, min(MAX_SERVANT_GAP, len(letters) - MIN_TAIL_LETTERS) + 1):
        word = word_of(hash_letters(letters[start:]), index.digest, derived)
        if word >= 0:
            bits = index.bits[word, run.column]
            both = min(run.bits, bits)
            price = price_of(_CUT, both, run.bits, bits, np.float32(0), run.weight)
            gain = gain_of(run.bits, bits - run.bits, price)
            take_up(Answer(word, both, _SHORT, gain, _CUT, np.float32(0)), groups, memory)
    return _close(groups, derived, memory)


@inlined
def _open_group(run: Run, group: Whole, memory: Memory) -> None:
    """Begin a group."""
    memory.cover[group], memory.own[group] = run.cover, run.bits
    memory.group_at[group + 1] = memory.group_at[group]


@compiled
def _close(group: Whole, derived: Derived, memory: Memory) -> Whole:
    """Keep a group that has answers; give the number of groups."""
    if memory.group_at[group + 1] == memory.group_at[group]:
        return group
    close_group(group, derived.posting_at, memory)
    return group + 1


@borrowing
def _take_up_spelt(  # noqa: PLR0913, PLR0917 - one step of `expand_runs`
    hashed: Whole,
    relation: Whole,
    run: Run,
    index: Vocabulary,
    derived: Derived,
    group: Whole,
    memory: Memory,
) -> None:
    low, high = bucket_range(derived.spelling_at, hashed)
    for at in range(low, high):
        found = np.int64(derived.spelling[at])
        if index.digest[found] != hashed:
            continue
        if relation != _ACRONYM or run.column == 1 or not _has_vowel(index, found):
            word = np.int64(derived.form_token[found])
            _take_up_run(word, relation, np.float32(0), run, index, group, memory)


@inlined
def _has_vowel(index: Vocabulary, form: Whole) -> bool:
    for at in range(np.int64(index.letter_at[form]), np.int64(index.letter_at[form + 1])):
        if is_vowel(index.letter[at]):
            return True
    return False


@inlined
def _take_up_run(  # noqa: PLR0913, PLR0917 - one step of the two around it
    word: Whole, relation: Whole, loss: Real, run: Run, index: Vocabulary, group: Whole, memory: Memory
) -> None:
    bits = index.bits[word, run.column]
    # Of words given by their initials none is left without an answer: more is in common than the acronym says.
    both = run.bits * _SHORT if relation == _ACRONYM else min(run.bits, bits)
    share = (_SHORT if relation == _ACRONYM else _RUN) * (np.float32(1) - LOSS_WEIGHT * loss)
    price = price_of(relation, both, run.bits, bits, loss, run.weight)
    gain = gain_of(run.bits, bits - run.bits, price)
    take_up(Answer(word, both, share, gain, relation, loss), group, memory)


@borrowing
def _take_up_syllables(  # noqa: PLR0913, PLR0917 - one step of `expand_runs`
    query: Vocabulary,
    first: Whole,
    second: Whole,
    run: Run,
    index: Vocabulary,
    derived: Derived,
    group: Whole,
    memory: Memory,
) -> None:
    """Take up words that two tokens make in Korean or Chinese syllables (`leftover.same_syllables`)."""
    for one in range(np.int64(query.key_at[first]), np.int64(query.key_at[first + 1])):
        for other in range(np.int64(query.key_at[second]), np.int64(query.key_at[second + 1])):
            if not are_syllables(query.key[one], query.key[other]):
                continue
            made = compose(query.key[one], query.key[other])
            low, high = bucket_range(derived.sound_at, made)
            for at in range(low, high):
                word = np.int64(derived.sound[at])
                if has_key(index, word, made):
                    _take_up_run(word, relation_of_key(made), np.float32(0), run, index, group, memory)


@borrowing
def _take_up_misspelt(
    letters: NDArray[np.uint8], run: Run, index: Vocabulary, derived: Derived, group: Whole, memory: Memory
) -> None:
    """Take up words that are words run together and misspelt, as `leftover` joins them."""
    length: Whole = np.int64(len(letters))
    for i in range(near_hashes(letters, memory.skeleton, memory.hashes)):
        start, end = bucket_range(derived.near_at, memory.hashes[i])
        for at in range(start, end):
            if bit_count(run.mask ^ mask_of(derived.near[at])) > JOINED_GAP:
                continue
            found = form_of(derived.near[at])
            begin = np.int64(index.letter_at[found])
            size: Whole = min(np.int64(index.letter_at[found + 1]) - begin, MAX_LETTERS)
            word = np.int64(derived.form_token[found])
            if size < MIN_JOINED_LETTERS or abs(size - length) > JOINED_GAP or is_taken_up(word, group, memory):
                continue
            other, most = index.letter[begin : begin + size], np.float32(JOIN_LOSS * run.told)
            cost = edit_cost(letters, length, other, size, most, memory.space)
            if cost <= most:
                _take_up_run(word, _JOINED, np.float32(cost / run.told), run, index, group, memory)

"""Words of a query that are two or three in the index, run together: Goodwill, Good Will; Yongjong, Yo'ng Chong.

The parts stand side by side in a name of the index. They are spelt there as in the query; of two, one may be misspelt
(`beside`), or both may sound so in Korean or Chinese.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled, inlined
from counterflow.compare.digest import FNV_OFFSET, FNV_PRIME
from counterflow.compare.frame import Frame, Vocabulary
from counterflow.compare.index.answer import LOSS_WEIGHT, Answer, close_group, take_up
from counterflow.compare.index.beside import (
    MAX_CHECKED,
    RUN_SHARE,
    Beside,
    Split,
    is_korean,
    letters_that_tell,
    note_adjacent,
    note_three,
    take_up_near,
)
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.estimate import covering, gain_of
from counterflow.compare.index.lookup import bucket_range
from counterflow.compare.index.memory import MAX_GROUPS, MAX_SPLITS, Memory, Wanted
from counterflow.compare.index.near import find_near
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.index.spelling import has_key, hash_letters, word_of
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.edit import edit_cost
from counterflow.compare.kernel.leftover import JOIN_LOSS, are_syllables, compose, relation_of_key
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.word import MAX_LETTERS, MAX_TOKENS

MIN_LETTERS = 5
"""Shorter words are not cut."""
MIN_PART = 2
MIN_KNOWN = 4
"""Letters of a part beside which the other is looked for misspelt."""
MAX_HOLDERS = 100
"""Names that hold a word which may be two run together and misspelt, at most: what more hold is a word of its own."""
MAX_MISSPELT = 5_000
"""Names of one part that are read for the other standing beside it misspelt: of more, those of near words are read."""
MIN_NEAR_PART = 3
"""Letters of a part that is looked for misspelt where both parts stand side by side."""
_GROUPS = 6
"""Groups that one cut opens at most."""
_MAX_PARTS = 32 - MAX_TOKENS
"""Parts of all words that are cut: bits of `Memory.cover` behind those of the name's tokens."""
_JOINED = int(Relation.JOINED)


@compiled
def split_name(wanted: Wanted, frame: Frame, derived: Derived, groups: Whole, memory: Memory) -> Whole:
    """Cut the tokens of a name where both parts stand side by side in names of the index; give the number of groups.

    The names found so are kept in `memory.split_name`; the parts are answers whose postings need not be scanned.
    """
    query, tokens = wanted.vocabulary, wanted.tokens
    memory.split_at[0], memory.split_at[1] = 0, 0
    for i in range(len(tokens)):
        token = np.int64(tokens[i])
        worth = query.bits[token, wanted.column] * RUN_SHARE
        for form in range(np.int64(query.form_at[token]), np.int64(query.form_at[token + 1])):
            letters = query.letter[np.int64(query.letter_at[form]) : np.int64(query.letter_at[form + 1])]
            if MIN_LETTERS <= len(letters) <= MAX_LETTERS:
                is_rare = _is_rare(letters, frame, derived)
                split = Split(
                    np.int64(i), token, wanted.column, letters, query.mask[form], query.writing[token], worth, is_rare
                )
                groups = _split_form(wanted, split, frame, derived, groups, memory)
    return groups


@borrowing
def _is_rare(letters: NDArray[np.uint8], frame: Frame, derived: Derived) -> bool:
    word = word_of(hash_letters(letters), frame.vocabulary.digest, derived)
    return bool(word < 0 or derived.posting_at[word + 1] - derived.posting_at[word] <= MAX_HOLDERS)


@compiled
def _split_form(wanted: Wanted, split: Split, frame: Frame, derived: Derived, groups: Whole, memory: Memory) -> Whole:
    """Cut a form wherever that leads to names of the index; give the number of groups."""
    letters, index, hashed = split.letters, frame.vocabulary, FNV_OFFSET
    for cut in range(1, len(letters) - MIN_PART + 1):
        hashed = (hashed ^ np.uint64(letters[cut - 1])) * FNV_PRIME
        if cut < MIN_PART or not _has_room(2, groups, memory):
            continue
        one = word_of(hashed, index.digest, derived)
        other = word_of(hash_letters(letters[cut:]), index.digest, derived)
        share = np.float32(cut) / np.float32(len(letters))
        begin = memory.split_at[memory.split_at[0] + 1]
        end, excess, last = begin, np.float32(0), groups
        if one >= 0 and other >= 0:
            bits = index.bits[one, wanted.column] + index.bits[other, wanted.column]
            share, excess = index.bits[one, wanted.column] / bits, bits - split.worth
            end, last = _note_both(wanted.vocabulary, split, share, one, other, False, frame, derived, groups, memory)
            if end > begin and split.is_rare and not (is_korean(index, one) and is_korean(index, other)):
                # That they stand side by side tells where to cut: now also what is nearly so.
                _take_back(groups, last, memory)
                end, last = _note_both(
                    wanted.vocabulary, split, share, one, other, True, frame, derived, groups, memory
                )
        if split.is_rare and one >= 0 and cut >= MIN_KNOWN:
            end, last = _note_misspelt(split, share, one, 1, frame, derived, end, last, memory)
        if split.is_rare and other >= 0 and len(letters) - cut >= MIN_KNOWN:
            end, last = _note_misspelt(split, share, other, -1, frame, derived, end, last, memory)
        if end > begin:
            _keep_split(end, excess, 2, split, memory)
            groups = last
        else:
            _take_back(groups, last, memory)
    if split.is_rare:
        groups = _split_in_three(wanted, split, frame, derived, groups, memory)
    return groups


@compiled
def _split_in_three(
    wanted: Wanted, split: Split, frame: Frame, derived: Derived, groups: Whole, memory: Memory
) -> Whole:
    """Cut a form where three words stand side by side in names of the index (Kimjongun); give the number of groups."""
    letters, index = split.letters, frame.vocabulary
    words = np.empty(3, np.int64)
    for cut in range(MIN_PART, len(letters) - 2 * MIN_PART + 1):
        words[0] = word_of(hash_letters(letters[:cut]), index.digest, derived)
        for after in range(cut + MIN_PART, len(letters) - MIN_PART + 1):
            if words[0] < 0 or not _has_room(3, groups, memory):
                break
            words[2] = word_of(hash_letters(letters[after:]), index.digest, derived)
            words[1] = word_of(hash_letters(letters[cut:after]), index.digest, derived) if words[2] >= 0 else -1
            if words[1] < 0:
                continue
            end = note_three(words, frame, derived, memory)
            if end > memory.split_at[memory.split_at[0] + 1]:
                bits = index.bits[words[0], wanted.column] + index.bits[words[1], wanted.column]
                bits += index.bits[words[2], wanted.column]
                for part in range(3):
                    worth = split.worth * index.bits[words[part], wanted.column] / bits
                    _open_part(words[part], worth, part, groups + part, memory)
                    _close_part(groups + part, derived, memory)
                _keep_split(end, bits - split.worth, 3, split, memory)
                groups += 3
    return groups


@inlined
def _has_room(parts: int, groups: Whole, memory: Memory) -> bool:
    """Tell whether one more word may be cut in so many parts."""
    is_full = memory.split_at[0] >= MAX_SPLITS or groups + _GROUPS > MAX_GROUPS
    return bool(not is_full and _parts_so_far(memory) + parts <= _MAX_PARTS)


@inlined
def _parts_so_far(memory: Memory) -> Whole:
    parts: Whole = np.int64(0)
    for split in range(memory.split_at[0]):
        parts += np.int64(bit_count(memory.split_parts[split]))
    return parts


@compiled
def _keep_split(end: Whole, excess: Real, parts: int, split: Split, memory: Memory) -> None:
    """Keep the names that were noted, up to `end`, and what their having all parts is worth."""
    number = memory.split_at[0]
    begin = memory.split_at[number + 1]
    names = np.unique(memory.split_name[begin:end])
    memory.split_name[begin : begin + len(names)] = names
    memory.split_at[number + 2] = begin + len(names)
    told = np.uint32(_part_bit(parts, memory) - _part_bit(0, memory))
    cover = np.uint32(1) << np.uint32(split.place) | told
    memory.split_gain[number] = covering(cover, gain_of(split.worth, excess, np.float32(0)))
    memory.split_parts[number] = told
    memory.split_token[number], memory.split_at[0] = split.place, number + 1


@borrowing
def _take_back(groups: Whole, last: Whole, memory: Memory) -> None:
    """Forget groups whose answers led to no names."""
    for i in range(memory.group_at[last] - memory.group_at[groups]):
        at = memory.group_at[last] - 1 - i
        memory.first[memory.word[at]] = memory.next[at]


@compiled
def _note_both(  # noqa: PLR0913, PLR0917 - one step of `_split_form`
    query: Vocabulary,
    split: Split,
    share: Real,
    one: Whole,
    other: Whole,
    nearly: bool,
    frame: Frame,
    derived: Derived,
    groups: Whole,
    memory: Memory,
) -> tuple[Whole, Whole]:
    """Note the names in which two words, or their syllables, stand side by side; give where they end, and groups.

    `nearly`: or words of which they are misspellings.
    """
    index, end = frame.vocabulary, memory.split_at[memory.split_at[0] + 1]
    own = split.worth * share
    _open_part(one, own, 0, groups, memory)
    _take_up_syllables(query, split, one, other, True, own, groups, index, derived, memory)
    if nearly:
        _take_up_misspelt(one, other, split, own, groups, index, derived, memory)
    names = _close_part(groups, derived, memory)
    _open_part(other, split.worth - own, 1, groups + 1, memory)
    _take_up_syllables(query, split, one, other, False, split.worth - own, groups + 1, index, derived, memory)
    if nearly:
        _take_up_misspelt(other, one, split, split.worth - own, groups + 1, index, derived, memory)
    others = _close_part(groups + 1, derived, memory)
    nothing: Whole = np.int64(-1)
    most = MAX_MISSPELT if nearly else MAX_CHECKED
    if names <= others:
        beside = Beside(groups + 1, 1, nothing, own)
        return note_adjacent(groups, split, beside, most, frame, derived, end, memory), groups + 2
    beside = Beside(groups, -1, nothing, own)
    return note_adjacent(groups + 1, split, beside, most, frame, derived, end, memory), groups + 2


@compiled
def _note_misspelt(  # noqa: PLR0913, PLR0917 - one step of `_split_form`
    split: Split,
    share: Real,
    known: Whole,
    step: int,
    frame: Frame,
    derived: Derived,
    end: Whole,
    groups: Whole,
    memory: Memory,
) -> tuple[Whole, Whole]:
    """Note the names in which a word stands beside one that, run together with it, is the form misspelt."""
    posting_at = derived.posting_at
    own = split.worth * share
    worth, rest = (own, split.worth - own) if step > 0 else (split.worth - own, own)
    _open_part(known, worth, (1 - step) // 2, groups, memory)
    _close_part(groups, derived, memory)
    memory.own[groups + 1] = rest
    memory.cover[groups + 1] = _part_bit((1 + step) // 2, memory)
    memory.group_at[groups + 2] = memory.group_at[groups + 1]
    beside = Beside(groups + 1, step, known, rest)
    if np.int64(posting_at[known + 1]) - np.int64(posting_at[known]) <= MAX_MISSPELT:
        noted = note_adjacent(groups, split, beside, MAX_MISSPELT, frame, derived, end, memory)
    else:
        take_up_near(split, beside, frame.vocabulary, derived, memory)
        beside = Beside(groups, -step, np.int64(-1), worth)
        noted = note_adjacent(groups + 1, split, beside, MAX_CHECKED, frame, derived, end, memory)
    if noted == end:
        _take_back(groups, groups + 2, memory)
        return end, groups
    close_group(groups + 1, posting_at, memory)
    # The names are known: postings need not be read.
    memory.postings[groups + 1] = -1
    return noted, groups + 2


@compiled
def _take_up_syllables(  # noqa: PLR0913, PLR0917 - one step of `_note_both`
    query: Vocabulary,
    split: Split,
    one: Whole,
    other: Whole,
    first: bool,
    worth: Real,
    group: Whole,
    index: Vocabulary,
    derived: Derived,
    memory: Memory,
) -> None:
    """Take up words with the syllables of the first part, or the second, if both make the word (`same_syllables`)."""
    for k in range(np.int64(index.key_at[one]), np.int64(index.key_at[one + 1])):
        for m in range(np.int64(index.key_at[other]), np.int64(index.key_at[other + 1])):
            if not are_syllables(index.key[k], index.key[m]):
                continue
            if not has_key(query, split.token, compose(index.key[k], index.key[m])):
                continue
            key = index.key[k] if first else index.key[m]
            start, end = bucket_range(derived.sound_at, key)
            for at in range(start, end):
                word = np.int64(derived.sound[at])
                if has_key(index, word, key):
                    _take_up_part(word, worth, relation_of_key(key), np.float32(0), group, memory)


@compiled
def _take_up_misspelt(  # noqa: PLR0913, PLR0917 - one step of `_note_both`
    word: Whole,
    other: Whole,
    split: Split,
    worth: Real,
    group: Whole,
    index: Vocabulary,
    derived: Derived,
    memory: Memory,
) -> None:
    """Take up words of which a part may be a misspelling, as far as that is little for both parts."""
    form = np.int64(index.form_at[word])
    letters = index.letter[np.int64(index.letter_at[form]) : np.int64(index.letter_at[form + 1])]
    if len(letters) < MIN_NEAR_PART:
        return
    told = letters_that_tell(word, other, split.column, index)
    most = np.float32(JOIN_LOSS * told)
    for near in range(find_near(letters, index.mask[form], split.writing, index, derived, memory)):
        found = np.int64(memory.near_form[near])
        begin, end = np.int64(index.letter_at[found]), np.int64(index.letter_at[found + 1])
        size: Whole = min(end - begin, MAX_LETTERS)
        cost = edit_cost(letters, len(letters), index.letter[begin : begin + size], size, most, memory.space)
        if cost <= most:
            _take_up_part(np.int64(derived.form_token[found]), worth, _JOINED, np.float32(cost / told), group, memory)


@inlined
def _part_bit(part: int, memory: Memory) -> np.uint32:
    """Give the bit of the first (0), second (1) or third part (2) of the next split."""
    return np.uint32(np.uint64(1) << np.uint64(MAX_TOKENS + _parts_so_far(memory) + part))


@compiled
def _open_part(word: Whole, worth: Real, part: int, group: Whole, memory: Memory) -> None:
    """Open the group of a part with the word that is spelt so."""
    memory.own[group] = worth
    memory.cover[group] = _part_bit(part, memory)
    memory.group_at[group + 1] = memory.group_at[group]
    _take_up_part(word, worth, _JOINED, np.float32(0), group, memory)


@inlined
def _take_up_part(word: Whole, worth: Real, relation: Whole, loss: Real, group: Whole, memory: Memory) -> None:
    share = RUN_SHARE * (np.float32(1) - LOSS_WEIGHT * loss)
    gain = gain_of(worth, np.float32(0), np.float32(0))
    take_up(Answer(word, worth, share, gain, relation, loss), group, memory)


@compiled
def _close_part(group: Whole, derived: Derived, memory: Memory) -> Whole:
    """Close the group of a part; give how many names hold one of its words, of which none need be read."""
    close_group(group, derived.posting_at, memory)
    names = memory.postings[group]
    memory.postings[group] = -1
    return names

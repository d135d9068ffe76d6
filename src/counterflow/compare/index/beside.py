"""Words of the index that stand beside a part of a query's word, so that both run together are that word.

The names that hold the part are read and asked what stands there: a word of the other part, or one that makes it the
query's word misspelt (Tsatsizein, Tsitsi Zein). Beside a part of very many names, those of near words are read instead.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled, inlined
from counterflow.compare.frame import Frame, Vocabulary
from counterflow.compare.index.ahead import fetch
from counterflow.compare.index.answer import LOSS_WEIGHT, Answer, take_up
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.estimate import gain_of
from counterflow.compare.index.memory import MAX_SPLIT, Memory
from counterflow.compare.index.near import find_near
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.edit import edit_cost
from counterflow.compare.kernel.leftover import JOIN_LOSS, JOINED_GAP, is_korean_key
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.word import MAX_LETTERS
from counterflow.compare.vocabulary import letter_bit

MAX_CHECKED = 20_000
"""Names of one part that are checked for the other standing beside it."""
MIN_NEAR = 4
"""Letters of a part that is looked for misspelt by itself."""
RUN_SHARE = np.float32(0.97)
"""Share of words' worth that is kept when they are run together."""
_BATCH = 16
"""Names that are read ahead."""
_JOINED = int(Relation.JOINED)


class Split(NamedTuple):
    """A form of a query's word that may be two words run together."""

    place: Whole
    """Of the word in the query's name."""
    token: Whole
    column: Whole
    """Of `Vocabulary.bits`."""
    letters: NDArray[np.uint8]
    mask: Whole
    """As `Vocabulary.mask`."""
    writing: Whole
    """As `Vocabulary.writing`."""
    worth: Real
    """Bits that are kept when it is answered so."""
    is_rare: bool
    """Few names hold it as it is, so that its parts are looked for misspelt too."""


class Beside(NamedTuple):
    """What must stand beside a part."""

    group: Whole
    """The group that it answers."""
    step: int
    """Where it stands: 1 behind, -1 before."""
    known: Whole
    """The part beside which it may stand misspelt; -1: it may not."""
    worth: Real
    """Bits that it answers."""


@compiled
def note_adjacent(  # noqa: PLR0913, PLR0917 - who, beside whom, where
    group: Whole,
    split: Split,
    beside: Beside,
    most: Whole,
    frame: Frame,
    derived: Derived,
    end: Whole,
    memory: Memory,
) -> Whole:
    """Note the names in which a word of a group has beside it what must stand there; give where they end."""
    left = most
    for answer in range(memory.group_at[group], memory.group_at[group + 1]):
        word = np.int64(memory.word[answer])
        start = np.int64(derived.posting_at[word])
        names = derived.posting[start : min(np.int64(derived.posting_at[word + 1]), start + left)]
        left -= len(names)
        end = _note_names(names, word, split, beside, frame, end, memory)
    return end


@borrowing
def _note_names(  # noqa: PLR0913, PLR0917 - one step of `note_adjacent`
    names: NDArray[np.uint32], word: Whole, split: Split, beside: Beside, frame: Frame, end: Whole, memory: Memory
) -> Whole:
    """Note names behind those noted so far; give where they end."""
    token_at, token = frame.names.token_at, frame.names.token
    for i in range(len(names)):
        if i % _BATCH == 0:
            for ahead in range(i, min(i + _BATCH, len(names))):
                fetch(token_at, np.int64(names[ahead]))
            for ahead in range(i, min(i + _BATCH, len(names))):
                fetch(token, np.int64(token_at[names[ahead]]))
        low, high = np.int64(token_at[names[i]]), np.int64(token_at[names[i] + 1])
        for place in range(low, high):
            at = place + beside.step
            if token[place] == word and low <= at < high:
                if end < MAX_SPLIT and _stands_beside(np.int64(token[at]), split, beside, frame.vocabulary, memory):
                    memory.split_name[end] = names[i]
                    end += 1
                break
    return end


@borrowing
def _stands_beside(word: Whole, split: Split, beside: Beside, index: Vocabulary, memory: Memory) -> bool:
    """Tell whether a word is what must stand beside a part; if it is so misspelt, it becomes an answer."""
    answer = memory.first[word]
    while answer >= 0:
        if memory.group_of[answer] == beside.group:
            return True
        answer = memory.next[answer]
    return bool(beside.known >= 0 and _take_up_misspelt(word, split, beside, index, memory))


@borrowing
def take_up_near(split: Split, beside: Beside, index: Vocabulary, derived: Derived, memory: Memory) -> None:
    """Take up words that are near to what a form is beside its known part, which is too common to read its names."""
    form = np.int64(index.form_at[beside.known])
    known = np.int64(index.letter_at[form + 1]) - np.int64(index.letter_at[form])
    rest = split.letters[known:] if beside.step > 0 else split.letters[: len(split.letters) - known]
    if len(rest) < MIN_NEAR:
        return
    mask = np.uint32(0)
    for at in range(len(rest)):
        mask |= letter_bit(rest[at])
    for near in range(find_near(rest, mask, split.writing, index, derived, memory)):
        _take_up_misspelt(np.int64(derived.form_token[memory.near_form[near]]), split, beside, index, memory)


@borrowing
def _take_up_misspelt(word: Whole, split: Split, beside: Beside, index: Vocabulary, memory: Memory) -> bool:
    """Take a word up that, run together with the known part, is a form misspelt; tell whether it is."""
    loss = _misspelt_loss(word, split, beside, index, memory)
    if loss < 0:
        return False
    share, gain = RUN_SHARE * (np.float32(1) - LOSS_WEIGHT * loss), gain_of(beside.worth, np.float32(0), np.float32(0))
    take_up(Answer(word, beside.worth, share, gain, _JOINED, loss), beside.group, memory)
    return True


@borrowing
def _misspelt_loss(word: Whole, split: Split, beside: Beside, index: Vocabulary, memory: Memory) -> Real:
    """Letters edited a letter between two words run together and the form that is cut (`leftover`); -1: too many."""
    no, letters = np.float32(-1), memory.letters
    one, other = np.int64(index.form_at[word]), np.int64(index.form_at[beside.known])
    told = letters_that_tell(word, beside.known, split.column, index)
    if bit_count((index.mask[one] | index.mask[other]) ^ split.mask) > JOINED_GAP:
        return no
    if beside.step > 0:
        one, other = other, one
    length: Whole = np.int64(0)
    for form in (one, other):
        for at in range(np.int64(index.letter_at[form]), np.int64(index.letter_at[form + 1])):
            if length < MAX_LETTERS:
                letters[length] = index.letter[at]
            length += 1
    if abs(length - len(split.letters)) > JOINED_GAP or length > MAX_LETTERS:
        return no
    if is_korean(index, word) and is_korean(index, beside.known):
        return no
    most = np.float32(JOIN_LOSS * told)
    cost = edit_cost(letters, length, split.letters, len(split.letters), most, memory.space)
    return np.float32(cost / told) if cost <= most else no


@inlined
def letters_that_tell(one: Whole, other: Whole, column: Whole, index: Vocabulary) -> Real:
    """Count the letters of two words, those of the commoner one for less (`leftover.joined_loss`)."""
    told: Real = np.float32(0)
    most: Real = np.float32(0)
    bits: Real
    for word in (one, other):
        form, bits = np.int64(index.form_at[word]), index.bits[word, column]
        told += bits * np.float32(np.int64(index.letter_at[form + 1]) - np.int64(index.letter_at[form]))
        most = max(most, bits)
    return np.float32(told / most)


@inlined
def is_korean(index: Vocabulary, word: Whole) -> bool:
    """Tell whether a word can be read as Korean syllables."""
    for at in range(np.int64(index.key_at[word]), np.int64(index.key_at[word + 1])):
        if is_korean_key(index.key[at]):
            return True
    return False


@borrowing
def note_three(words: NDArray[np.int64], frame: Frame, derived: Derived, memory: Memory) -> Whole:
    """Note the names in which three words stand side by side; give where they end."""
    posting_at, token_at, token = derived.posting_at, frame.names.token_at, frame.names.token
    rarest = 0
    for part in range(1, 3):
        word, known = words[part], words[rarest]
        if posting_at[word + 1] - posting_at[word] < posting_at[known + 1] - posting_at[known]:
            rarest = part
    start, stop = np.int64(posting_at[words[rarest]]), np.int64(posting_at[words[rarest] + 1])
    end = memory.split_at[memory.split_at[0] + 1]
    for at in range(start, stop if stop - start <= MAX_CHECKED else start):
        name = np.int64(derived.posting[at])
        for first in range(np.int64(token_at[name]), np.int64(token_at[name + 1]) - 2):
            if token[first] == words[0] and token[first + 1] == words[1] and token[first + 2] == words[2]:
                if end < MAX_SPLIT:
                    memory.split_name[end] = name
                    end += 1
                break
    return end

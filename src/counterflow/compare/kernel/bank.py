"""Names of one party, gathered, and their distinct words numbered."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import inlined, signed
from counterflow.compare.frame import Frame
from counterflow.compare.kernel.outline import OUTLINE, Outlines, outline_name
from counterflow.compare.kernel.word import MAX_FORMS, MAX_NAMES, MAX_TOKENS, MAX_WORDS, WORD, Words, gather_word

_FIRST, _NAMES, _WORDS = 0, 1, 2
_NOTHING = -1


class Bank(NamedTuple):
    """Some names of one party."""

    words: Words
    """(MAX_NAMES, MAX_TOKENS): the words of each name."""
    size: NDArray[np.int64]
    """(MAX_NAMES): how many words each has."""
    outline: Outlines
    """(MAX_NAMES)"""
    known: Words
    """(MAX_WORDS): distinct words, by the place that words have of them."""
    token: NDArray[np.uint32]
    """(MAX_WORDS): their tokens."""
    form: NDArray[np.uint8]
    """(MAX_WORDS * MAX_FORMS): the forms of all distinct words, one after another: which of its word's each is."""
    form_place: NDArray[np.uint8]
    """(MAX_WORDS * MAX_FORMS): the place of its word."""
    form_length: NDArray[np.uint8]
    """(MAX_WORDS * MAX_FORMS): how many letters it has."""
    form_mask: NDArray[np.uint32]
    """(MAX_WORDS * MAX_FORMS): which (`Vocabulary.mask`)."""
    forms: NDArray[np.int64]
    """(1): how many forms there are."""
    longest: NDArray[np.int64]
    """(1): letters of the longest."""
    syllables: NDArray[np.int64]
    """(2): how many Korean or Chinese syllables distinct words can have: the sets of all (`WORD`) together."""
    held: NDArray[np.int64]
    """(3): number of the first name in its frame, -1 for none; how many are held, with it; distinct words."""


def new_bank() -> Bank:
    """Reserve the memory for one party."""
    return Bank(
        words=np.zeros((MAX_NAMES, MAX_TOKENS), WORD),
        size=np.zeros(MAX_NAMES, np.int64),
        outline=np.zeros(MAX_NAMES, OUTLINE),
        known=np.zeros(MAX_WORDS, WORD),
        token=np.zeros(MAX_WORDS, np.uint32),
        form=np.zeros(MAX_WORDS * MAX_FORMS, np.uint8),
        form_place=np.zeros(MAX_WORDS * MAX_FORMS, np.uint8),
        form_length=np.zeros(MAX_WORDS * MAX_FORMS, np.uint8),
        form_mask=np.zeros(MAX_WORDS * MAX_FORMS, np.uint32),
        forms=np.zeros(1, np.int64),
        longest=np.zeros(1, np.int64),
        syllables=np.zeros(2, np.int64),
        held=np.array([_NOTHING, 0, 0], np.int64),
    )


@inlined
def empty_bank(bank: Bank) -> None:
    """Forget what a bank holds: the next names are another frame's."""
    bank.held[_FIRST] = _NOTHING


@inlined
def fill_bank(frame: Frame, first: int, end: int, bank: Bank) -> None:
    """Hold the names of a party from a first one on, as many before `end` as there is room for, and one at least."""
    if bank.held[_FIRST] == first:
        return
    bank.held[_FIRST], bank.held[_NAMES], bank.held[_WORDS] = first, 0, 0
    for row in range(min(end - first, MAX_NAMES)):
        if not _gather_row(frame, first + row, row, bank):
            break
        outline_name(bank.words[row], bank.size[row], bank.outline, row)
        bank.held[_NAMES] += 1
    _list_forms(bank)


@inlined
def _gather_row(frame: Frame, name: int, row: int, bank: Bank) -> bool:
    """Gather the words of a name, each but once for the party; False: there are too many distinct ones."""
    start, words = signed(frame.names.token_at[name]), bank.held[_WORDS]
    size = min(signed(frame.names.token_at[name + 1]) - start, MAX_TOKENS)
    for i in range(size):
        token = frame.names.token[start + i]
        place = 0
        while place < words and bank.token[place] != token:
            place += 1
        if place == words:
            if words == MAX_WORDS:
                return False
            bank.token[place] = token
            gather_word(frame.vocabulary, token, bank.known, place)
            bank.known[place].place = place
            words += 1
        bank.words[row, i] = bank.known[place]
    bank.size[row] = size
    bank.held[_WORDS] = words
    return True


@inlined
def _list_forms(bank: Bank) -> None:
    """List the forms of all distinct words."""
    forms, longest = 0, 0
    bank.syllables[:] = 0
    for place in range(bank.held[_WORDS]):
        word = bank.known[place]
        for culture in range(2):
            bank.syllables[culture] |= signed(word.syllables[culture])
        for f in range(word.forms):
            bank.form[forms], bank.form_place[forms] = f, place
            bank.form_length[forms], bank.form_mask[forms] = word.length[f], word.mask[f]
            longest = max(longest, signed(word.length[f]))
            forms += 1
    bank.forms[0], bank.longest[0] = forms, longest


@inlined
def names_held(bank: Bank) -> int:
    """Give how many names are held."""
    return int(bank.held[_NAMES])


@inlined
def words_held(bank: Bank) -> int:
    """Give how many distinct words they have."""
    return int(bank.held[_WORDS])

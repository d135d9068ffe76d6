"""The names of one party, gathered, and its distinct words numbered."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.frame import Frame
from counterflow.compare.kernel.kin import note_kin, note_pair
from counterflow.compare.kernel.prospect import OUTLINE, Outlines, outline_name
from counterflow.compare.kernel.space import Space
from counterflow.compare.kernel.word import MAX_TOKENS, MAX_WORDS, WORD, Words, gather

BANK = 64
"""Names of a party that stay gathered while it is compared; further ones are gathered each time."""
_NAMES, _WORDS = 0, 1


class Bank(NamedTuple):
    """Names of one party; the last row is for one beyond those that stay gathered."""

    words: Words
    """(BANK + 1, MAX_TOKENS)"""
    flat: Words
    """((BANK + 1) * MAX_TOKENS): the same memory."""
    size: NDArray[np.int64]
    """(BANK + 1): how many words each has."""
    outline: Outlines
    """(BANK + 1)"""
    token: NDArray[np.uint32]
    """(MAX_WORDS): distinct tokens, by the place that words have of them."""
    first: NDArray[np.int64]
    """(MAX_WORDS): where in `flat` each stands first."""
    held: NDArray[np.int64]
    """(2): names that stay gathered, which are the party's first; distinct tokens."""


def new_bank() -> Bank:
    """Reserve the memory for one party."""
    words = np.zeros((BANK + 1, MAX_TOKENS), WORD)
    return Bank(
        words=words,
        flat=words.reshape(-1),
        size=np.zeros(BANK + 1, np.int64),
        outline=np.zeros(BANK + 1, OUTLINE),
        token=np.zeros(MAX_WORDS, np.uint32),
        first=np.zeros(MAX_WORDS, np.int64),
        held=np.zeros(2, np.int64),
    )


@borrowing
def fill_bank(frame: Frame, first: int, names: int, bank: Bank) -> None:
    """Gather so many names of a party, from its first on, as far as there is room for them and their words."""
    bank.held[_NAMES], bank.held[_WORDS] = 0, 0
    for a in range(min(names, BANK)):
        _gather_row(frame, first + a, a, bank)
        if not _number_words(frame, first + a, a, bank):
            break
        bank.held[_NAMES] += 1


@inlined
def _gather_row(frame: Frame, name: int, row: int, bank: Bank) -> None:
    bank.size[row] = gather(frame.vocabulary, frame.names, name, bank.words[row])
    outline_name(bank.words[row], bank.size[row], bank.outline, row)


@inlined
def _number_words(frame: Frame, name: int, row: int, bank: Bank) -> bool:
    """Give each word of a name its token's place; False: there are too many."""
    at, words = signed(frame.names.token_at[name]), bank.held[_WORDS]
    for i in range(bank.size[row]):
        token = frame.names.token[at + i]
        place = 0
        while place < words and bank.token[place] != token:
            place += 1
        if place == words:
            if words == MAX_WORDS:
                return False
            bank.token[words] = token
            bank.first[words] = row * MAX_TOKENS + i
            words += 1
        bank.words[row, i].place = place
    bank.held[_WORDS] = words
    return True


@inlined
def row_of(frame: Frame, first: int, place: int, bank: Bank) -> int:
    """Give the row of the name at a place behind the party's first; one that did not stay is gathered again."""
    if place < bank.held[_NAMES]:
        return place
    _gather_row(frame, first + place, BANK, bank)
    for i in range(bank.size[BANK]):
        bank.words[BANK, i].place = MAX_WORDS + i
    return BANK


@borrowing
def note_parties(left: Bank, right: Bank, space: Space) -> None:
    """Note what the distinct words of two parties are to each other (`kin`)."""
    for u in range(left.held[_WORDS]):
        for v in range(right.held[_WORDS]):
            note_pair(left.flat, left.first[u], right.flat, right.first[v], space)


@inlined
def note_passing(left: Bank, a: int, right: Bank, b: int, space: Space) -> None:
    """Note the same of two names by their rows, where one of them did not stay gathered."""
    if BANK in (a, b):
        note_kin(left.words[a], left.size[a], right.words[b], right.size[b], space)

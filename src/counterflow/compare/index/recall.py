"""Answers of words kept from query to query: names share their words, and finding what answers one is dear.

What answers a word follows from the word, its kind of name and whether it is the last, so that a search gives the same
whether it finds them here or anew. The newest are kept, as far as there is room: in a ring that is written round and
round, and that says by a running number what was written over.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined
from counterflow.compare.digest import FNV_OFFSET, FNV_PRIME
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.scalar import Whole

ROOM = 1 << 19
"""Answers that are kept: a power of two; thirteen megabytes, for some five thousand words."""
WORDS = 1 << 13
"""Words whose answers are kept, at most: a power of two."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WORD_SHIFT = np.uint64(64 - (WORDS.bit_length() - 1))


class Recall(NamedTuple):
    """Answers by word. A word has one place in the first three, and gives it up to the next that has it."""

    key: NDArray[np.uint64]
    """(WORDS): `key_of` the word."""
    start: NDArray[np.int64]
    """(WORDS): running number of its first answer, whose place in the ring is the rest of it by `ROOM`."""
    answers: NDArray[np.int64]
    """(WORDS): how many it has; -1: the place is free."""
    written: NDArray[np.int64]
    """(1): running number of the next answer that is written."""
    word: NDArray[np.uint32]
    """(ROOM), as are all below: as in `Memory`."""
    both: NDArray[np.float32]
    share: NDArray[np.float32]
    gain: NDArray[np.uint64]
    relation: NDArray[np.uint8]
    loss: NDArray[np.float32]


def new_recall() -> Recall:
    """Reserve memory in which nothing is kept yet."""
    return Recall(
        key=np.zeros(WORDS, np.uint64),
        start=np.zeros(WORDS, np.int64),
        answers=np.full(WORDS, -1, np.int64),
        written=np.zeros(1, np.int64),
        word=np.zeros(ROOM, np.uint32),
        both=np.zeros(ROOM, np.float32),
        share=np.zeros(ROOM, np.float32),
        gain=np.zeros(ROOM, np.uint64),
        relation=np.zeros(ROOM, np.uint8),
        loss=np.zeros(ROOM, np.float32),
    )


@borrowing
def key_of(vocabulary: Vocabulary, token: Whole, column: Whole, is_last: bool) -> Whole:
    """Hash all that a word's answers follow from: its text, its column of bits, and whether it is the name's last."""
    value = (FNV_OFFSET ^ np.uint64(2 * column + is_last)) * FNV_PRIME
    for at in range(np.int64(vocabulary.text_at[token]), np.int64(vocabulary.text_at[token + 1])):
        value = (value ^ np.uint64(vocabulary.text[at])) * FNV_PRIME
    return value


@inlined
def place_of(key: Whole) -> Whole:
    """Give the place of a word."""
    return np.int64((np.uint64(key) * _MIX) >> _WORD_SHIFT)


@borrowing
def is_kept(key: Whole, recall: Recall) -> bool:
    """Tell whether a word's answers are kept."""
    place = place_of(key)
    is_whole = recall.written[0] - recall.start[place] <= ROOM
    return bool(recall.answers[place] >= 0 and recall.key[place] == key and is_whole)


@borrowing
def reserve(key: Whole, count: Whole, recall: Recall) -> Whole:
    """Note that so many answers of a word are kept; give the place in the ring from which on they are to be written."""
    start = recall.written[0]
    if start % ROOM + count > ROOM:
        # They stand side by side: what is left at the end of the ring is too short.
        start += ROOM - start % ROOM
    place = place_of(key)
    recall.key[place], recall.start[place], recall.answers[place] = key, start, count
    recall.written[0] = start + count
    return np.int64(start % ROOM)

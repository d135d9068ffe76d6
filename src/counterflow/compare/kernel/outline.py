"""A name at a glance: what bounding a pair of names asks of their words, packed closely."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing
from counterflow.compare.kernel.alone import is_full, weigh_alone
from counterflow.compare.kernel.leftover import may_abbreviate
from counterflow.compare.kernel.word import MAX_TOKENS, Words
from counterflow.compare.lexicon.role import Role

OUTLINE = np.dtype(
    [
        ("places", np.uint64),
        ("bits", np.float32, (2, MAX_TOKENS)),
        ("alone", np.float32, (2, MAX_TOKENS)),
        ("mask", np.uint32, (MAX_TOKENS,)),
        ("acronyms", np.uint32, (2,)),
        ("full", np.uint32),
        ("numerals", np.uint32),
        ("initials", np.uint32),
        ("size", np.uint8),
        ("place", np.uint8, (MAX_TOKENS,)),
        ("length", np.uint8, (MAX_TOKENS,)),
    ],
    align=True,
)
"""`size`: how many words the name has. Of each: its `place` (`word.WORD`), `bits` and what it weighs `alone`, by column
(0: as a person's name, 1: as another's); `mask` and `length` of its first form. `places`: the set of all places.
Sets of words, bit i for word i: `acronyms` that may be one (`leftover.may_abbreviate`), by column; `full` count as a
word (`alone.is_full`); `numerals`. `initials`: the letters that words begin with (`Vocabulary.mask`)."""

Outlines = NDArray[np.void]
"""(n) of OUTLINE."""

_NUMERAL = int(Role.NUMERAL)
_ONE = np.uint32(1)


@borrowing
def outline_name(words: Words, n: int, outlines: Outlines, row: int) -> None:
    """Write the outline of a name of n words."""
    outline = outlines[row]
    places, full, numerals, initials = np.uint64(0), np.uint32(0), np.uint32(0), np.uint32(0)
    for i in range(n):
        word, bit = words[i], _ONE << np.uint32(i)
        places |= np.uint64(1) << np.uint64(word.place)
        initials |= word.initial
        if is_full(words, i, n):
            full |= bit
        if word.role & _NUMERAL:
            numerals |= bit
        outline.place[i], outline.mask[i], outline.length[i] = word.place, word.mask[0], word.length[0]
    outline.size, outline.places, outline.initials = n, places, initials
    outline.full, outline.numerals = full, numerals
    for column in range(2):
        acronyms = np.uint32(0)
        for i in range(n):
            outline.bits[column, i] = words[i].bits[column]
            outline.alone[column, i] = weigh_alone(words, i, n, column)
            if may_abbreviate(words, i, column == 0):
                acronyms |= _ONE << np.uint32(i)
        outline.acronyms[column] = acronyms

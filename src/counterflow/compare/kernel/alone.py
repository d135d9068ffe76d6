"""What a word without an answer weighs: one rule for the alignment, its bound and the index's estimate."""

from __future__ import annotations

import numpy as np

from counterflow.compare.compiled import inlined
from counterflow.compare.kernel.word import Words
from counterflow.compare.lexicon.role import Role

LIGHT = int(Role.PARTICLE | Role.STOP | Role.TITLE)
"""Roles of words that are easily left out."""
LIGHT_SHARE = np.float32(0.15)
"""What such a word weighs, of its bits."""
LETTER_BITS = np.float32(10)
"""What an initial weighs: it stands for a whole name."""
KNOWN_BITS = np.float32(15)
"""Words of fewer bits were seen in many names."""
_LETTER = int(Role.INITIAL)


@inlined
def weigh_alone(words: Words, i: int, n: int, column: int) -> np.float32:
    """Bits of word i of n where it has no answer."""
    return lone_bits(words[i].bits[column], words[i].role, i == n - 1, column)


@inlined
def lone_bits(bits: np.float32, role: int, is_last: bool, column: int) -> np.float32:
    """Bits of a word that has no answer, given its bits, its role and whether it is the last of its name."""
    if column == 0 and role & _LETTER:
        return LETTER_BITS
    # A particle stands before a name; what ends one is a name (Ko Tae Bin).
    return np.float32(bits * LIGHT_SHARE) if role & LIGHT and not is_last else bits


@inlined
def is_full(words: Words, i: int, n: int) -> bool:
    """Tell whether word i of n counts as a word that agrees: a particle does at the end alone."""
    return bool(not words[i].role & LIGHT or i == n - 1)

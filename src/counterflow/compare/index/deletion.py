"""Words with one letter left out: two words one edit apart share such a word, whatever the edit.

Symmetric deletion (Garbe 2012, SymSpell; Bocek et al. 2007, FastSS), one deletion on either side.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled
from counterflow.compare.digest import FNV_OFFSET, FNV_PRIME
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.scalar import Whole

MIN_LETTERS = 2
"""Shorter words are not misspelt but others."""


@borrowing
def hash_without(letters: NDArray[np.uint8], gap: Whole) -> Whole:
    """Hash a word (FNV-1a, as `vocabulary` does) without the letter at `gap`; -1 leaves out none."""
    value = FNV_OFFSET
    for at in range(len(letters)):
        if at != gap:
            value = (value ^ np.uint64(letters[at])) * FNV_PRIME
    return value


@compiled
def form_deletions(vocabulary: Vocabulary) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Give the hashes of every form without one of its letters, and whole, and the number of the form."""
    count: Whole = 0
    for form in range(len(vocabulary.digest)):
        length = np.int64(vocabulary.letter_at[form + 1]) - np.int64(vocabulary.letter_at[form])
        count += 1 + (length if length >= MIN_LETTERS else 0)
    hashed, forms = np.empty(count, np.uint64), np.empty(count, np.uint32)
    at = 0
    for form in range(len(vocabulary.digest)):
        letters = vocabulary.letter[vocabulary.letter_at[form] : vocabulary.letter_at[form + 1]]
        hashed[at], forms[at] = vocabulary.digest[form], form
        at += 1
        if len(letters) < MIN_LETTERS:
            continue
        for gap in range(len(letters)):
            # A letter that is doubled is left out once.
            hashed[at], forms[at] = hash_without(letters, gap), form
            at += 1
    return hashed, forms

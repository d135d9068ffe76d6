"""Forms by their consonants, all and without one of them, so that a word finds those that may be it misspelt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled, inlined
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.scalar import Whole
from counterflow.compare.kernel.consonant import near_hashes
from counterflow.compare.kernel.space import MAX_HASHES
from counterflow.compare.kernel.word import MAX_LETTERS


@compiled
def form_skeletons(vocabulary: Vocabulary) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Give the hashes by which every form is looked up, and the number of the form."""
    skeleton, hashes = np.zeros(MAX_LETTERS, np.uint8), np.zeros(MAX_HASHES, np.uint64)
    count: Whole = 0
    for form in range(len(vocabulary.digest)):
        letters = vocabulary.letter[vocabulary.letter_at[form] : vocabulary.letter_at[form + 1]]
        count += near_hashes(letters, skeleton, hashes)
    hashed, forms = np.empty(count, np.uint64), np.empty(count, np.uint32)
    at = 0
    for form in range(len(vocabulary.digest)):
        letters = vocabulary.letter[vocabulary.letter_at[form] : vocabulary.letter_at[form + 1]]
        for i in range(near_hashes(letters, skeleton, hashes)):
            hashed[at], forms[at] = hashes[i], form
            at += 1
    return hashed, forms


FORM_BITS, MASK_BITS = 32, 27
"""Bits of a packed form that are its number, and its letters; the rest are their count."""
MAX_PACKED = 31
"""Letters that are counted at most."""


@compiled
def pack_forms(
    forms: NDArray[np.uint32], mask: NDArray[np.uint32], letter_at: NDArray[np.uint32]
) -> NDArray[np.uint64]:
    """Put a form's number, its letters (`Vocabulary.mask`) and their count side by side, so that one look tells all."""
    packed = np.empty(len(forms), np.uint64)
    for i in range(len(forms)):
        form = np.int64(forms[i])
        size = min(np.uint64(letter_at[form + 1] - letter_at[form]), np.uint64(MAX_PACKED))
        letters = np.uint64(mask[form]) << np.uint64(FORM_BITS)
        packed[i] = np.uint64(form) | letters | size << np.uint64(FORM_BITS + MASK_BITS)
    return packed


@inlined
def form_of(packed: Whole) -> Whole:
    """Give the number of a packed form."""
    return np.int64(packed & np.uint64((1 << FORM_BITS) - 1))


@inlined
def mask_of(packed: Whole) -> Whole:
    """Give the letters of a packed form."""
    return np.uint32((packed >> np.uint64(FORM_BITS)) & np.uint64((1 << MASK_BITS) - 1))


@inlined
def size_of(packed: Whole) -> Whole:
    """Give the number of letters of a packed form."""
    return np.int64(packed >> np.uint64(FORM_BITS + MASK_BITS))

"""A form of the index packed into one number: which it is, its letters, and how many they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled, inlined
from counterflow.compare.index.scalar import Whole

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

"""Words of the index by how they are spelt, and how they sound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined
from counterflow.compare.digest import FNV_OFFSET, FNV_PRIME
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.lookup import bucket_range
from counterflow.compare.index.scalar import Whole


@borrowing
def hash_letters(letters: NDArray[np.uint8]) -> Whole:
    """Hash a spelling as `vocabulary` does."""
    value = FNV_OFFSET
    for at in range(len(letters)):
        value = (value ^ np.uint64(letters[at])) * FNV_PRIME
    return value


@borrowing
def word_of(hashed: Whole, digest: NDArray[np.uint64], derived: Derived) -> Whole:
    """Give a token of the index that is spelt so; -1: none."""
    start, end = bucket_range(derived.spelling_at, hashed)
    for at in range(start, end):
        if digest[derived.spelling[at]] == hashed:
            return np.int64(derived.form_token[derived.spelling[at]])
    return np.int64(-1)


@inlined
def has_key(vocabulary: Vocabulary, token: Whole, key: Whole) -> bool:
    """Tell whether a token has a sound key."""
    for at in range(np.int64(vocabulary.key_at[token]), np.int64(vocabulary.key_at[token + 1])):
        if vocabulary.key[at] == key:
            return True
    return False

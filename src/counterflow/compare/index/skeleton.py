"""Forms by their consonants, all and without one of them, so that a word finds those that may be it misspelt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled
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

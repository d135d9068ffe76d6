"""Consonants of a word: what misspelling and transliteration mostly leave as it is.

Two spellings that the kernel takes for one (`relation.relate`) mostly have the same consonants, or differ by one. So
words are looked up by their consonants, and by these without one of them, on either side: symmetric deletion (Garbe
2012, SymSpell; Bocek et al. 2007, FastSS), which finds far more of the kernel's misspellings on consonants than on
letters, where two letters' difference is lost already. Short words, of which a letter is much, are looked up by their
consonants and by their letters without one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled, inlined
from counterflow.compare.digest import FNV_OFFSET, FNV_PRIME
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.scalar import Whole
from counterflow.compare.kernel.word import MAX_LETTERS

MIN_CONSONANTS = 2
"""A skeleton of fewer is not looked up without one of them: what is left tells nothing."""
MAX_SHORT = 4
"""Letters of a short word, at most."""
MAX_HASHES = MAX_LETTERS + 2
"""Hashes by which one word is looked up, at most."""
VOWEL = np.uint8(ord("a"))
"""Stands for any vowel that begins a word."""

_IS_SILENT = np.zeros(256, np.bool_)
_IS_SILENT[[ord(letter) for letter in "aeiouyh"]] = True
_H = np.uint8(ord("h"))


@borrowing
def near_hashes(letters: NDArray[np.uint8], skeleton: NDArray[np.uint8], hashes: NDArray[np.uint64]) -> Whole:
    """Say by which hashes a word is looked up, and looks others up.

    Args:
        letters: of the word.
        skeleton: (MAX_LETTERS), overwritten.
        hashes: (MAX_HASHES), overwritten as far as there are any.

    Returns:
        How many there are.
    """
    size: Whole = np.int64(min(len(letters), MAX_LETTERS))
    length = _consonants_of(letters, size, skeleton)
    hashes[0] = _hash_skeleton(skeleton, length, -1)
    count: Whole = np.int64(1)
    if size > MAX_SHORT and length >= MIN_CONSONANTS:
        for gap in range(length):
            hashes[count] = _hash_skeleton(skeleton, length, gap)
            count += 1
    if size <= MAX_SHORT + 1:
        # Whole, and without one of them: a word that is longer by one is met by its letters too.
        for gap in range(-1, size):
            hashes[count] = _hash_letters(letters, size, gap)
            count += 1
    return count


@borrowing
def _consonants_of(letters: NDArray[np.uint8], size: Whole, skeleton: NDArray[np.uint8]) -> Whole:
    """Write a word's skeleton and give its length: a vowel that begins it, consonants but h, and digits."""
    count: Whole = np.int64(0)
    for at in range(size):
        letter = letters[at]
        if _IS_SILENT[letter]:
            if at > 0 or letter == _H:
                continue
            letter = VOWEL
        skeleton[count] = letter
        count += 1
    return count


@borrowing
def _hash_skeleton(skeleton: NDArray[np.uint8], length: Whole, gap: Whole) -> Whole:
    """Hash a skeleton without its letter at `gap`, equal neighbours once; -1 leaves out none."""
    value, before = FNV_OFFSET, np.uint8(0)
    for at in range(length):
        if at != gap and skeleton[at] != before:
            before = skeleton[at]
            value = (value ^ np.uint64(before)) * FNV_PRIME
    return value


@borrowing
def _hash_letters(letters: NDArray[np.uint8], size: Whole, gap: Whole) -> Whole:
    """Hash a word without its letter at `gap`, apart from skeletons; -1 leaves out none."""
    value = FNV_OFFSET * FNV_PRIME
    for at in range(size):
        if at != gap:
            value = (value ^ np.uint64(letters[at])) * FNV_PRIME
    return value


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

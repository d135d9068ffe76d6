"""Consonants of a word: what misspelling and transliteration mostly leave as it is.

A word that is misspelt has the same consonants still, but for one left out, put in or changed: Zvinchuk is not Pinchuk.
Short words, of which a letter is much, may have other consonants if their letters are the same but for one. Both are
symmetric deletion (Garbe 2012, SymSpell; Bocek et al. 2007, FastSS): hashes of what is left without one of them. An
index looks words up by the same hashes, and so finds all that the kernel takes for misspellings.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, signed
from counterflow.compare.digest import FNV_OFFSET, FNV_PRIME
from counterflow.compare.kernel.space import Space
from counterflow.compare.kernel.word import MAX_LETTERS

MIN_CONSONANTS = 2
"""Without one of fewer, what is left tells nothing."""
MAX_SHORT = 4
"""Letters of a short word, at most."""
VOWEL = np.uint8(ord("a"))
"""Stands for any vowel that begins a word."""

_IS_SILENT = np.zeros(256, np.bool_)
_IS_SILENT[[ord(letter) for letter in "aeiouyh"]] = True
_H = np.uint8(ord("h"))


@borrowing
def near_hashes(letters: NDArray[np.uint8], skeleton: NDArray[np.uint8], hashes: NDArray[np.uint64]) -> int:
    """Hash a word's consonants, whole and without one of them: words that share a hash may be one misspelt.

    Args:
        letters: of the word.
        skeleton: (MAX_LETTERS), overwritten.
        hashes: (MAX_HASHES), overwritten as far as there are any.

    Returns:
        How many there are.
    """
    size = signed(min(len(letters), MAX_LETTERS))
    length = _consonants_of(letters, size, skeleton)
    hashes[0] = _hash_skeleton(skeleton, length, -1)
    count = signed(1)
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
def _consonants_of(letters: NDArray[np.uint8], size: int, skeleton: NDArray[np.uint8]) -> int:
    """Write a word's skeleton and give its length: a vowel that begins it, consonants but h, and digits."""
    count = signed(0)
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
def _hash_skeleton(skeleton: NDArray[np.uint8], length: int, gap: int) -> np.uint64:
    """Hash a skeleton without its letter at `gap`, equal neighbours once; -1 leaves out none."""
    value, before = FNV_OFFSET, np.uint8(0)
    for at in range(length):
        if at != gap and skeleton[at] != before:
            before = skeleton[at]
            value = (value ^ np.uint64(before)) * FNV_PRIME
    return value


@borrowing
def _hash_letters(letters: NDArray[np.uint8], size: int, gap: int) -> np.uint64:
    """Hash a word without its letter at `gap`, apart from skeletons; -1 leaves out none."""
    value = FNV_OFFSET * FNV_PRIME
    for at in range(size):
        if at != gap:
            value = (value ^ np.uint64(letters[at])) * FNV_PRIME
    return value


@borrowing
def share_hash(a: NDArray[np.uint8], b: NDArray[np.uint8], space: Space) -> bool:
    """Tell whether two words have a hash in common (`near_hashes`)."""
    work = space[0]
    count, others = near_hashes(a, work.skeleton, work.hashes[0]), near_hashes(b, work.skeleton, work.hashes[1])
    for i in range(count):
        for j in range(others):
            if work.hashes[0, i] == work.hashes[1, j]:
                return True
    return False


@borrowing
def have_same_consonants(a: NDArray[np.uint8], b: NDArray[np.uint8], space: Space) -> bool:
    """Tell whether two words have the same consonants, none left out: the first of their hashes."""
    skeleton = space[0].skeleton
    own = _hash_skeleton(skeleton, _consonants_of(a, signed(len(a)), skeleton), -1)
    return bool(own == _hash_skeleton(skeleton, _consonants_of(b, signed(len(b)), skeleton), -1))

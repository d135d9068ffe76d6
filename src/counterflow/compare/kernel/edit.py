"""How far two spellings are apart: edit distance whose steps cost what they tell.

Optimal string alignment (Damerau 1964; each substring edited once) over ASCII letters, with the costs of
`SUBSTITUTION` and `GAP`: a vowel for a vowel, a silent h, a doubled letter and letters of one sound cost less than a
change of consonant, because that is how one name comes to be spelt in two ways; a changed digit costs more, because
numbers have no spelling.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.kernel.space import Space

_A, _Z = ord("a"), ord("z")
_VOWELS = b"aeiouy"
_VOWEL_COST = np.float32(0.65)
_SOUND_COST = np.float32(0.6)
_LOOK_COST = np.float32(0.6)
_DIGIT_COST = np.float32(1.5)
_H_COST = np.float32(0.4)
_VOWEL_GAP = np.float32(0.8)
_DOUBLE_GAP = np.float32(0.3)
_SWAP_COST = np.float32(0.9)

EDIT_LEAST = np.float32(0.55)
"""What an edit costs at least, on average, where there are several; one doubled letter or silent h costs less."""

# Consonants that transliterations of one name put for each other.
_SOUNDS = (
    "ckqg",
    "gj",
    "jyiz",
    "sz",
    "bp",
    "dt",
    "vwfb",
    "pf",
    "lr",
    "mn",
    "cs",
    "cz",
    "kh",
    "xs",
    "xk",
    "iy",
    "uw",
    "oa",
)
_LOOKS = ("0o", "1il", "5s", "9g", "8b", "2z", "3e", "4a", "7t", "6g")


def _substitution() -> NDArray[np.float32]:
    """Cost of one character for another, 128 by 128, symmetric."""
    cost = np.ones((128, 128), np.float32)
    for one in range(ord("0"), ord("9") + 1):
        cost[one, ord("0") : ord("9") + 1] = _DIGIT_COST
    for group, worth in (
        (_VOWELS.decode(), _VOWEL_COST),
        *((s, _SOUND_COST) for s in _SOUNDS),
        *((s, _LOOK_COST) for s in _LOOKS),
    ):
        for letter in group:
            for other in group:
                cost[ord(letter), ord(other)] = worth
    np.fill_diagonal(cost, 0)
    return cost


def _gap() -> NDArray[np.float32]:
    """Cost of one character more or less."""
    cost = np.ones(128, np.float32)
    for vowel in _VOWELS:
        cost[vowel] = _VOWEL_GAP
    cost[ord("h")] = _H_COST
    cost[ord("0") : ord("9") + 1] = _DIGIT_COST
    return cost


SUBSTITUTION = _substitution()
GAP = _gap()


@borrowing
def edit_cost(
    left: NDArray[np.uint8], n: int, right: NDArray[np.uint8], m: int, budget: np.float32, space: Space
) -> np.float32:
    """Cost of turning the first n letters of one spelling into the first m of the other.

    Returns:
        The cost; more than `budget` when it is not worth knowing exactly.
    """
    # Lengths come as bytes, whose difference would wrap around.
    n, m = signed(n), signed(m)
    if abs(n - m) * _DOUBLE_GAP > budget:
        return np.float32(budget + 1)
    row = space[0].row
    before, above, current = 0, 1, 2
    least_above = np.float32(0)
    row[above, 0] = 0
    for j in range(1, m + 1):
        row[above, j] = row[above, j - 1] + _gap_at(right, j - 1)
    for i in range(1, n + 1):
        a = left[i - 1]
        gap_left = _gap_at(left, i - 1)
        row[current, 0] = row[above, 0] + gap_left
        least = row[current, 0]
        for j in range(1, m + 1):
            b = right[j - 1]
            best = row[above, j - 1] + SUBSTITUTION[a, b]
            best = min(best, row[above, j] + gap_left)
            best = min(best, row[current, j - 1] + _gap_at(right, j - 1))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2] and a != b:
                best = min(best, row[before, j - 2] + _SWAP_COST)
            row[current, j] = best
            least = min(least, best)
        # A swap reaches back two rows.
        if least > budget and least_above > budget:
            return np.float32(budget + 1)
        before, above, current, least_above = above, current, before, least
    return np.float32(row[above, m])


@borrowing
def edit_count(left: NDArray[np.uint8], n: int, right: NDArray[np.uint8], m: int, space: Space) -> int:
    """Count the edits between two spellings, each of one: what tells cheaply that two words are not near."""
    places = space[0].letter_at
    note_places(left, n, places)
    count = count_edits(places, n, right, m)
    forget_places(left, n, places)
    return count


@inlined
def note_places(letters: NDArray[np.uint8], n: int, places: NDArray[np.uint64]) -> None:
    """Note where each letter stands in a word, as bits of `places` (128), which are 0 before."""
    for i in range(n):
        places[letters[i]] |= np.uint64(1) << np.uint64(i)


@inlined
def forget_places(letters: NDArray[np.uint8], n: int, places: NDArray[np.uint64]) -> None:
    """Undo `note_places`."""
    for i in range(n):
        places[letters[i]] = np.uint64(0)


@borrowing
def count_edits(places: NDArray[np.uint64], n: int, right: NDArray[np.uint8], m: int) -> int:
    """Count the edits between a spelling of n letters, noted in `places`, and the first m letters of another.

    Bit-parallel optimal string alignment (Hyyrö 2003, "A bit-vector algorithm for computing Levenshtein and Damerau
    edit distances"); words of 64 letters at most.
    """
    if n == 0:
        return signed(m)
    last = np.uint64(1) << np.uint64(max(signed(n) - 1, 0))
    positive, negative, diagonal, before = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    count = signed(n)
    one = np.uint64(1)
    for j in range(m):
        same = places[right[j]]
        swapped = (((~diagonal) & same) << one) & before
        diagonal = (((same & positive) + positive) ^ positive) | same | negative | swapped
        plus = negative | ~(diagonal | positive)
        minus = diagonal & positive
        if plus & last:
            count += 1
        elif minus & last:
            count -= 1
        plus = (plus << one) | one
        minus = minus << one
        positive = minus | ~(diagonal | plus)
        negative = plus & diagonal
        before = same
    return count


@inlined
def _gap_at(letters: NDArray[np.uint8], i: int) -> np.float32:
    """Cost of the i-th letter being there in one spelling only; a doubled letter is hardly heard."""
    if i > 0 and letters[i] == letters[i - 1] and letters[i] >= _A:
        return _DOUBLE_GAP
    return np.float32(GAP[letters[i]])

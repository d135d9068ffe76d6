"""The cheap question before the dear one: can two names agree at all?

Parties have several names, most of which are not the one that agrees; a list's longest have hundreds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.kernel.alone import LIGHT, LIGHT_SHARE
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.feature import NameFeature
from counterflow.compare.kernel.relation import is_initial, may_be_edited
from counterflow.compare.kernel.word import Words

FLOOR = np.float32(-1.5)
"""Log-odds that two names must be able to reach to be worth aligning."""

_CONSTANT, _AGREEMENT, _EXTRA = int(NameFeature.CONSTANT), int(NameFeature.AGREEMENT), int(NameFeature.EXTRA)
_CONFLICT, _CONFLICT_BITS = int(NameFeature.CONFLICT), int(NameFeature.CONFLICT_BITS)
_JOINED_GAP = 2


@borrowing
def prospect(
    left: Words, n: int, right: Words, m: int, column: int, weights: NDArray[np.float32], bonus: np.float32
) -> np.float32:
    """Bound the log-odds of two names: as if every word that may have an answer were answered by its equal.

    Args:
        left: words of one name (`word.gather`), n of them.
        right: words of the other, m of them.
        column: 0 for two persons' names, else 1.
        weights: (2, NAME_FEATURES), by `column`.
        bonus: what features other than agreement can add at most.

    Returns:
        Log-odds, whichever name is called left.
    """
    if _may_be_joined(left, n, right, m) or _may_be_acronym(left, n, right, m) or _may_be_acronym(right, m, left, n):
        left_bits, right_bits = _add_bits(left, n, column), _add_bits(right, m, column)
        return np.float32(
            weights[column, _CONSTANT]
            + weights[column, _AGREEMENT] * np.log2(np.float32(1) + min(left_bits, right_bits))
            + bonus
        )
    found = np.uint32(0)
    left_part, left_rest, right_part, right_rest = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
    for i in range(n):
        is_found = False
        for j in range(m):
            if _may_answer(left, i, right, j):
                is_found = True
                found |= np.uint32(1) << np.uint32(j)
        if is_found:
            left_part += left[i].bits[column]
        else:
            left_rest += _weight_alone(left, i, column)
    for j in range(m):
        if found & (np.uint32(1) << np.uint32(j)):
            right_part += right[j].bits[column]
        else:
            right_rest += _weight_alone(right, j, column)
    agreement = np.float32(1) + min(left_part, right_part)
    conflict, extra = min(left_rest, right_rest), abs(left_rest - right_rest)
    return np.float32(
        weights[column, _CONSTANT]
        + weights[column, _AGREEMENT] * np.log2(agreement)
        + weights[column, _CONFLICT] * conflict / (agreement + conflict)
        + weights[column, _CONFLICT_BITS] * np.log2(np.float32(1) + conflict)
        + weights[column, _EXTRA] * extra / (agreement + extra)
        + bonus
    )


@inlined
def _may_be_joined(left: Words, n: int, right: Words, m: int) -> bool:
    """Tell whether two names of unlike word counts have about the same letters, as when words are run together."""
    if n == m:
        return False
    left_mask, right_mask, left_length, right_length = np.uint32(0), np.uint32(0), signed(0), signed(0)
    for i in range(n):
        left_mask |= left[i].mask[0]
        left_length += left[i].length[0]
    for j in range(m):
        right_mask |= right[j].mask[0]
        right_length += right[j].length[0]
    return abs(left_length - right_length) <= _JOINED_GAP and bit_count(left_mask ^ right_mask) <= _JOINED_GAP


@inlined
def _may_be_acronym(short: Words, n: int, long: Words, m: int) -> bool:
    """Tell whether a word of one name has about as many letters as the other has words, and begins as it does."""
    for i in range(n):
        length = signed(short[i].length[0])
        if 2 <= length <= m and m - length <= _JOINED_GAP and short[i].letter[0, 0] == long[0].letter[0, 0]:
            return True
    return False


@inlined
def _add_bits(words: Words, n: int, column: int) -> np.float32:
    total = np.float32(0)
    for i in range(n):
        total += words[i].bits[column]
    return total


@inlined
def _weight_alone(words: Words, i: int, column: int) -> np.float32:
    """Bits of a word without an answer, at least."""
    return np.float32(words[i].bits[column] * (LIGHT_SHARE if words[i].role & LIGHT else np.float32(1)))


@inlined
def _may_answer(left: Words, i: int, right: Words, j: int) -> bool:
    """Tell whether a word can be related to another; wrong only to say that it can."""
    one, other = left[i], right[j]
    for f in range(one.forms):
        for g in range(other.forms):
            if may_be_edited(one.mask[f], one.length[f], other.mask[g], other.length[g]):
                return True
    if one.number >= 0 and one.number == other.number:
        return True
    if (one.sense != 0 and one.sense == other.sense) or (one.nickname != 0 and one.nickname == other.nickname):
        return True
    if is_initial(left, i) or is_initial(right, j):
        return bool(one.letter[0, 0] == other.letter[0, 0])
    for k in range(one.keys):
        for m in range(other.keys):
            if one.key[k] == other.key[m]:
                return True
    return False

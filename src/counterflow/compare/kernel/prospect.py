"""The cheap question before the dear one: can two names agree at all?

Parties have several names, most of which are not the one that agrees; a list's longest have hundreds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.feature import NameFeature
from counterflow.compare.kernel.kin import Kin, may_answer
from counterflow.compare.kernel.leftover import JOINED_GAP
from counterflow.compare.kernel.name import weigh_alone
from counterflow.compare.kernel.space import Space
from counterflow.compare.kernel.word import Words

FLOOR = np.float32(-1.5)
"""Log-odds that two names must be able to reach to be worth aligning."""

OUTLINE = np.dtype([("mask", np.uint32), ("length", np.int32), ("shortest", np.int32)], align=True)
"""A name at a glance: the letters of its words (`Vocabulary.mask`), how many letters they have together, and how many
the shortest has that has several."""

Outlines = NDArray[np.void]
"""(n) of OUTLINE."""

_FOUND = int(Kin.LIKELY | Kin.OPEN | Kin.SHORT)
_CONSTANT, _AGREEMENT, _EXTRA = int(NameFeature.CONSTANT), int(NameFeature.AGREEMENT), int(NameFeature.EXTRA)
_CONFLICT, _CONFLICT_BITS = int(NameFeature.CONFLICT), int(NameFeature.CONFLICT_BITS)
_NO_LENGTH = 255


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
    if _may_be_whole(left, n, *_outline(left, n), right, m, *_outline(right, m)):
        return _weigh_whole(left, n, right, m, column, weights, bonus)
    found_left, found_right = np.uint32(0), np.uint32(0)
    for i in range(n):
        for j in range(m):
            if may_answer(left, i, right, j):
                found_left |= np.uint32(1) << np.uint32(i)
                found_right |= np.uint32(1) << np.uint32(j)
    return _weigh_found(left, n, right, m, found_left, found_right, column, weights, bonus)


@borrowing
def prospect_kin(
    left: Words,
    n: int,
    left_outline: Outlines,
    a: int,
    right: Words,
    m: int,
    right_outline: Outlines,
    b: int,
    column: int,
    weights: NDArray[np.float32],
    bonus: np.float32,
    space: Space,
) -> np.float32:
    """Give the `prospect` of two names whose words were noted (`kin`); their outlines are a and b of the two arrays."""
    one, other = left_outline[a], right_outline[b]
    if _may_be_whole(
        left, n, one.mask, one.length, one.shortest, right, m, other.mask, other.length, other.shortest
    ):  # fmt: skip
        return _weigh_whole(left, n, right, m, column, weights, bonus)
    kin = space[0].kin
    found_left, found_right = np.uint32(0), np.uint32(0)
    for i in range(n):
        u = left[i].place
        for j in range(m):
            likely = np.uint32((kin[u, right[j].place] & _FOUND) != 0)
            found_left |= likely << np.uint32(i)
            found_right |= likely << np.uint32(j)
    return _weigh_found(left, n, right, m, found_left, found_right, column, weights, bonus)


@inlined
def outline_name(words: Words, n: int, outlines: Outlines, row: int) -> None:
    """Write the outline of a name of n words."""
    mask, length, shortest = _outline(words, n)
    outlines[row].mask = mask
    outlines[row].length = length
    outlines[row].shortest = shortest


@inlined
def _outline(words: Words, n: int) -> tuple[np.uint32, int, int]:
    mask, length, shortest = np.uint32(0), signed(0), signed(_NO_LENGTH)
    for i in range(n):
        letters = signed(words[i].length[0])
        mask |= words[i].mask[0]
        length += letters
        if letters > 1:
            shortest = min(shortest, letters)
    return mask, length, shortest


@inlined
def _may_be_whole(
    left: Words, n: int, mask: np.uint32, length: int, shortest: int,
    right: Words, m: int, other_mask: np.uint32, other_length: int, other_shortest: int,
) -> bool:  # fmt: skip
    """Tell whether two names may agree as wholes, though their words do not: run together, or as an acronym."""
    if (
        n != m
        and abs(signed(length) - signed(other_length)) <= JOINED_GAP
        and bit_count(mask ^ other_mask) <= JOINED_GAP
    ):
        return True
    return (shortest <= m and _may_be_acronym(left, n, right, m)) or (
        other_shortest <= n and _may_be_acronym(right, m, left, n)
    )


@inlined
def _may_be_acronym(short: Words, n: int, long: Words, m: int) -> bool:
    """Tell whether a word of one name has about as many letters as the other has words, and begins as it does."""
    for i in range(n):
        length = signed(short[i].length[0])
        if 2 <= length <= m and m - length <= JOINED_GAP and short[i].letter[0, 0] == long[0].letter[0, 0]:
            return True
    return False


@inlined
def _weigh_whole(
    left: Words, n: int, right: Words, m: int, column: int, weights: NDArray[np.float32], bonus: np.float32
) -> np.float32:
    """Bound the log-odds of two names of which all may agree."""
    left_bits, right_bits = _add_bits(left, n, column), _add_bits(right, m, column)
    return np.float32(
        weights[column, _CONSTANT]
        + weights[column, _AGREEMENT] * np.log2(np.float32(1) + min(left_bits, right_bits))
        + bonus
    )


@inlined
def _add_bits(words: Words, n: int, column: int) -> np.float32:
    total = np.float32(0)
    for i in range(n):
        total += words[i].bits[column]
    return total


@inlined
def _weigh_found(
    left: Words, n: int, right: Words, m: int, found_left: np.uint32, found_right: np.uint32,
    column: int, weights: NDArray[np.float32], bonus: np.float32,
) -> np.float32:  # fmt: skip
    """Bound the log-odds of two names of which those words may be answered whose bits are set."""
    left_part, left_rest = _share(left, n, found_left, column)
    right_part, right_rest = _share(right, m, found_right, column)
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
def _share(words: Words, n: int, found: np.uint32, column: int) -> tuple[np.float32, np.float32]:
    """Give the bits of words that may be answered, and what the others weigh alone."""
    part, rest = np.float32(0), np.float32(0)
    for i in range(n):
        if found >> np.uint32(i) & np.uint32(1):
            part += words[i].bits[column]
        else:
            rest += weigh_alone(words, i, n, column)
    return part, rest

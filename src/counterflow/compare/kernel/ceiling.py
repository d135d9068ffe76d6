"""The most that two names can reach, proven: what cannot outdo the best so far need not be aligned.

A feature that is new is no less bounded: it lies between 0 and FEATURE_MOST, so that its weight adds to `slack_of` what
it can at most when positive, and nothing when negative. A feature that can be more than that is to be counted here, as
AGREEMENT and CONFLICT_BITS are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.feature import FEATURE_MOST, NAME_FEATURES, NameFeature, commonness
from counterflow.compare.kernel.outline import Outlines
from counterflow.compare.kernel.space import Space

_CONSTANT, _AGREEMENT, _EXTRA = int(NameFeature.CONSTANT), int(NameFeature.AGREEMENT), int(NameFeature.EXTRA)
_CONFLICT, _CONFLICT_BITS = int(NameFeature.CONFLICT), int(NameFeature.CONFLICT_BITS)
_JOINED, _WEAK, _NUMBER = int(NameFeature.JOINED), int(NameFeature.WEAK), int(NameFeature.NUMBER)
_LEGAL_DIFFERS, _LEGAL_SAME = int(NameFeature.LEGAL_DIFFERS), int(NameFeature.LEGAL_SAME)
_SINGLE, _NO_WORD, _COMMON = int(NameFeature.SINGLE), int(NameFeature.NO_WORD), int(NameFeature.COMMON)
_COUNTED = (
    _CONSTANT, _AGREEMENT, _CONFLICT, _CONFLICT_BITS, _EXTRA, _JOINED, _WEAK, _LEGAL_DIFFERS, _LEGAL_SAME, _SINGLE,
    _NO_WORD,
)  # fmt: skip
"""COMMON and NUMBER are counted where their weights are negative."""
_ROUNDING = np.float32(1e-3)
"""Log-odds by which sums may differ that are added up in another order."""
_WEAK_RANK = 2
_MOST_NUMBERS = 2
"""NUMBER counts no more."""
_PERSONS = 0


@borrowing
def slack_of(weights: NDArray[np.float32], column: int) -> np.float32:
    """Give the log-odds that features which `ceiling` does not count can add at most; infinite with unusual signs."""
    for f in (_CONFLICT, _CONFLICT_BITS, _EXTRA):
        if weights[column, f] > 0:
            return np.float32(np.inf)
    if weights[column, _AGREEMENT] < 0:
        return np.float32(np.inf)
    total = _ROUNDING
    for f in range(NAME_FEATURES):
        if f not in _COUNTED:
            total += max(weights[column, f], np.float32(0)) * FEATURE_MOST
    return total


@borrowing
def most_of(weights: NDArray[np.float32], column: int, bits: np.float32, slack: np.float32) -> np.float32:
    """Bound the log-odds of any two names of which one says no more than some bits: what `ceiling` gives is no more."""
    total = weights[column, _CONSTANT] + slack + weights[column, _AGREEMENT] * np.log2(np.float32(1) + bits)
    total += max(np.float32(0), weights[column, _JOINED]) + max(np.float32(0), weights[column, _WEAK])
    total += max(np.float32(0), weights[column, _LEGAL_DIFFERS], weights[column, _LEGAL_SAME])
    return np.float32(total + max(np.float32(0), weights[column, _NO_WORD], weights[column, _SINGLE]))


@borrowing
def ceiling(
    left: Outlines, a: int, right: Outlines, b: int, legal: np.float32, rank: int, column: int,
    weights: NDArray[np.float32], slack: np.float32, space: Space,
) -> np.float32:  # fmt: skip
    """Bound the log-odds of two names by which of their words can have an answer (`reach`).

    Args:
        left: outlines, of which row a is that of one name.
        a: see `left`.
        right: outlines, of which row b is that of the other.
        b: see `right`.
        legal: `NameSum.LEGAL`.
        rank: the weaker `NameRank`.
        column: 0 for two persons' names, else 1.
        weights: (2, NAME_FEATURES), by `column`.
        slack: see `slack_of`.
        space: what was seen of the two names: `related` and `may_join`.
    """
    work = space[0]
    left_part, left_least, left_most = _alone(left, a, work.related[0], column)
    right_part, right_least, right_most = _alone(right, b, work.related[1], column)
    total = weights[column, _CONSTANT] + slack
    if work.may_join:
        total += max(weights[column, _JOINED], np.float32(0))
    if legal != 0:
        total += weights[column, _LEGAL_DIFFERS if legal > 0 else _LEGAL_SAME]
    if rank == _WEAK_RANK:
        total += weights[column, _WEAK]
    if column != _PERSONS:
        lacking = bit_count(left[a].numerals & ~work.related[0]) + bit_count(right[b].numerals & ~work.related[1])
        total += min(weights[column, _NUMBER], np.float32(0)) * np.float32(min(signed(lacking), _MOST_NUMBERS))
    agreement = min(left_part, right_part)
    total += weights[column, _AGREEMENT] * np.log2(np.float32(1) + agreement)
    words = min(bit_count(left[a].full & work.related[0]), bit_count(right[b].full & work.related[1]))
    if left_least < right_least:
        left_least, right_least, right_most = right_least, left_least, left_most
    # Words of the right may stay without an answer as well, and make a conflict of what is extra. The penalty is convex
    # between none and all of that, so one end is the best.
    most = min(left_least, right_most)
    extra = weights[column, _EXTRA]
    no_word, single = weights[column, _NO_WORD], weights[column, _SINGLE]
    if words == 0:
        return np.float32(
            total + no_word + _least_penalty(right_least, most, left_least, agreement, extra, column, weights)
        )
    if words > 1:
        return np.float32(
            total
            + max(np.float32(0), no_word, single)
            + _least_penalty(right_least, most, left_least, agreement, extra, column, weights)
        )
    # Either no word agrees after all, or one alone: then what is extra tells the more, the commoner the word is.
    common = extra + min(weights[column, _COMMON], np.float32(0)) * commonness(agreement, np.float32(1))
    return np.float32(
        total
        + max(
            no_word + _least_penalty(right_least, most, left_least, agreement, extra, column, weights),
            single + _least_penalty(right_least, most, left_least, agreement, common, column, weights),
        )
    )


@inlined
def _alone(outlines: Outlines, row: int, related: int, column: int) -> tuple[np.float32, np.float32, np.float32]:
    """Give the bits of words that may be answered, what the others weigh alone, and what all would."""
    outline = outlines[row]
    part, least, most = np.float32(0), np.float32(0), np.float32(0)
    for i in range(outline.size):
        alone = outline.alone[column, i]
        is_related = related >> np.uint32(i) & np.uint32(1) != 0
        most += alone
        part += outline.bits[column, i] if is_related else np.float32(0)
        least += np.float32(0) if is_related else alone
    return part, least, most


@inlined
def _least_penalty(
    least: np.float32, most: np.float32, larger: np.float32, agreement: np.float32, extra: np.float32, column: int,
    weights: NDArray[np.float32],
) -> np.float32:  # fmt: skip
    """Log-odds of what has no answer, of a conflict between least and most the one that costs less."""
    penalty = _penalty(least, larger - least, agreement, extra, column, weights)
    if most <= least:
        return penalty
    return max(penalty, _penalty(most, larger - most, agreement, extra, column, weights))


@inlined
def _penalty(
    conflict: np.float32, extra: np.float32, agreement: np.float32, weight: np.float32, column: int,
    weights: NDArray[np.float32],
) -> np.float32:  # fmt: skip
    """Log-odds of what has no answer, with the weight of what is extra; see `feature.describe_names`."""
    base = np.float32(1) + agreement
    penalty = weight * extra / (base + extra)
    if conflict > 0:
        penalty += weights[column, _CONFLICT] * conflict / (base + conflict)
        penalty += weights[column, _CONFLICT_BITS] * np.log2(np.float32(1) + conflict)
    return np.float32(penalty)

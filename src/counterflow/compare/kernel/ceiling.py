"""The most that two names can reach, proven: what cannot outdo the best so far need not be aligned.

`prospect` puts names in order, by what is likely; this is never too low, as long as the weights have their signs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined
from counterflow.compare.kernel.feature import FEATURE_MOST, NAME_FEATURES, NameFeature
from counterflow.compare.kernel.name import weigh_alone
from counterflow.compare.kernel.space import Space
from counterflow.compare.kernel.word import Words

_CONSTANT, _AGREEMENT, _EXTRA = int(NameFeature.CONSTANT), int(NameFeature.AGREEMENT), int(NameFeature.EXTRA)
_CONFLICT, _CONFLICT_BITS = int(NameFeature.CONFLICT), int(NameFeature.CONFLICT_BITS)
_JOINED, _WEAK = int(NameFeature.JOINED), int(NameFeature.WEAK)
_LEGAL_DIFFERS, _LEGAL_SAME = int(NameFeature.LEGAL_DIFFERS), int(NameFeature.LEGAL_SAME)
_COUNTED = (
    _CONSTANT, _AGREEMENT, _CONFLICT, _CONFLICT_BITS, _EXTRA, _JOINED, _WEAK, _LEGAL_DIFFERS, _LEGAL_SAME,
)  # fmt: skip
_ROUNDING = np.float32(1e-3)
"""Log-odds by which sums may differ that are added up in another order."""
_WEAK_RANK = 2


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
def ceiling(
    left: Words, n: int, right: Words, m: int, legal: np.float32, rank: int, column: int,
    weights: NDArray[np.float32], slack: np.float32, space: Space,
) -> np.float32:  # fmt: skip
    """Bound the log-odds of two names by which of their words can have an answer (`reach.look_across`).

    Args:
        left: words of one name, n of them.
        right: words of the other, m of them.
        legal: `NameSum.LEGAL`.
        rank: the weaker `NameRank`.
        column: 0 for two persons' names, else 1.
        weights: (2, NAME_FEATURES), by `column`.
        slack: see `slack_of`.
        space: what was seen of the two names.
    """
    work = space[0]
    left_part, left_least, left_most = _alone(left, n, work.related[0], column)
    right_part, right_least, right_most = _alone(right, m, work.related[1], column)
    total = weights[column, _CONSTANT] + slack
    if work.may_join:
        total += max(weights[column, _JOINED], np.float32(0))
    if legal != 0:
        total += weights[column, _LEGAL_DIFFERS if legal > 0 else _LEGAL_SAME]
    if rank == _WEAK_RANK:
        total += weights[column, _WEAK]
    base = np.float32(1) + min(left_part, right_part)
    if left_least < right_least:
        left_least, right_least, right_most = right_least, left_least, left_most
    # Words of the right may stay without an answer as well, and make a conflict of what is extra. The penalty is convex
    # between none and all of that, so one end is the best.
    most = min(left_least, right_most)
    return np.float32(
        total
        + weights[column, _AGREEMENT] * np.log2(base)
        + max(
            _penalty(right_least, left_least - right_least, base, column, weights),
            _penalty(most, left_least - most, base, column, weights),
        )
    )


@inlined
def _alone(words: Words, n: int, related: int, column: int) -> tuple[np.float32, np.float32, np.float32]:
    """Give the bits of words that may be answered, what the others weigh alone, and what all would."""
    part, least, most = np.float32(0), np.float32(0), np.float32(0)
    for i in range(n):
        alone = weigh_alone(words, i, n, column)
        most += alone
        if related >> np.uint32(i) & np.uint32(1):
            part += words[i].bits[column]
        else:
            least += alone
    return part, least, most


@inlined
def _penalty(
    conflict: np.float32, extra: np.float32, base: np.float32, column: int, weights: NDArray[np.float32]
) -> np.float32:
    """Log-odds of what has no answer; see `feature.describe_names`."""
    return np.float32(
        weights[column, _CONFLICT] * conflict / (base + conflict)
        + weights[column, _CONFLICT_BITS] * np.log2(np.float32(1) + conflict)
        + weights[column, _EXTRA] * extra / (base + extra)
    )

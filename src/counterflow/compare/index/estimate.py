"""What a name promises by the bits it shares, before its words are looked at one by one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined
from counterflow.compare.index.derive import BITS_STEP, WEIGHT_SHIFT
from counterflow.compare.index.memory import STEPS
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.kernel.alone import KNOWN_BITS
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.feature import NameFeature, commonness
from counterflow.compare.kernel.party import Weights
from counterflow.compare.kernel.word import MAX_TOKENS

LEAST, MOST = np.float32(-20.0), np.float32(10.0)
"""Range of estimates that are told apart. Log-odds."""
SCALE = np.float32(16.0)
"""Parts of a bit that sums count in."""
PRICE_SCALE = np.float32(0.5)
"""Parts of a unit that prices are counted in."""
EXCESS_SHIFT, PRICE_SHIFT, TOKEN_SHIFT = np.uint64(13), np.uint64(23), np.uint64(32)
"""Where excess, price and tokens begin in a sum: below them are bits in common, of as many words as a name may have."""
_COMMON, _EXCESS, _PRICE = np.uint64((1 << 13) - 1), np.uint64((1 << 10) - 1), np.uint64((1 << 9) - 1)
_MAX_PRICE = np.float32(((1 << 9) - 1) // MAX_TOKENS) / PRICE_SCALE
"""What one word may cost, so that those of a name fit: more than that makes no difference."""
_MAX_EXCESS = np.float32(20)
"""Bits, at most, by which a word of the index is counted as rarer or commoner than what it answers. Sums count from so
many below nought for each token, so that none is negative."""

_EDIT_LOSS, _KNOWN_LOSS, _INITIAL = int(NameFeature.EDIT_LOSS), int(NameFeature.KNOWN_LOSS), int(NameFeature.INITIAL)
_CONSTANT, _SINGLE = int(NameFeature.CONSTANT), int(NameFeature.SINGLE)
_AGREEMENT, _SHORT = int(NameFeature.AGREEMENT), int(NameFeature.SHORT)
# The feature that is the share of what agrees by a relation, in the order of Relation; 0: none.
_SHARE_OF = np.array(
    [
        0, 0, 0, NameFeature.JOINED, NameFeature.SOUND, NameFeature.SOUND, NameFeature.SOUND, NameFeature.SOUND,
        0, NameFeature.INITIAL, NameFeature.SHORT, NameFeature.SHORT, 0,
    ],
    np.int64,
)  # fmt: skip


def slopes_of(weights: Weights) -> NDArray[np.float32]:
    """Pick the weights of an estimate: (2, 7), by kind of name.

    Agreement, conflict, its bits, what is extra; then, where they lower it, one word in common, a common one, none.
    """
    lower = np.minimum(weights.name[:, [NameFeature.SINGLE, NameFeature.COMMON, NameFeature.NO_WORD]], np.float32(0))
    features = [NameFeature.AGREEMENT, NameFeature.CONFLICT, NameFeature.CONFLICT_BITS, NameFeature.EXTRA]
    slopes: NDArray[np.float32] = np.ascontiguousarray(np.hstack([weights.name[:, features], lower]))
    return slopes


@inlined
def price_of(relation: Whole, both: Real, own: Real, bits: Real, loss: Real, weight: NDArray[np.float32]) -> Real:
    """Say what log-odds, times all bits that agree, a word costs that answers by something less than equality.

    The features of such words are shares of what agrees (`feature.describe_names`), so that prices add up.

    Args:
        relation: `kernel.relation.Relation`.
        both: bits in common.
        own: bits of the query's word.
        bits: bits of the index's.
        loss: letters edited a letter.
        weight: (NAME_FEATURES).
    """
    price = np.float32(0)
    if _SHARE_OF[relation] > 0:
        price -= weight[_SHARE_OF[relation]] * both
    price -= weight[_EDIT_LOSS] * np.float32(0.5) * (own + bits) * loss
    if max(own, bits) < KNOWN_BITS:
        price -= weight[_KNOWN_LOSS] * max(own, bits) * loss
    return max(np.float32(0), price)


@inlined
def letter_price(weight: NDArray[np.float32]) -> Real:
    """Say what a bit that an initial has in common costs."""
    return max(np.float32(0), -weight[_INITIAL])


@inlined
def gain_of(common: Real, excess: Real, price: Real) -> Whole:
    """Put what an answer adds to the sum of a name into one number, as if it answered one token (`covering`).

    Args:
        common: bits of the query's that are answered.
        excess: how many bits more the answer has.
        price: `price_of`.
    """
    more = np.round(max(-_MAX_EXCESS, min(_MAX_EXCESS, excess))) + _MAX_EXCESS
    priced = np.uint64(np.round(min(price, _MAX_PRICE) * PRICE_SCALE)) << PRICE_SHIFT
    return priced | np.uint64(more) << EXCESS_SHIFT | np.uint64(common * SCALE)


@inlined
def covering(cover: Whole, gain: Whole) -> Whole:
    """Say in a gain which tokens it answers."""
    others = np.uint64(_MAX_EXCESS) * np.uint64(bit_count(np.uint32(cover)) - 1)
    return np.uint64(gain) + (np.uint64(cover) << TOKEN_SHIFT) + (others << EXCESS_SHIFT)


@inlined
def common_of(total: Whole) -> Whole:
    """Read the bits that are answered, in parts of `SCALE`, from a sum of gains."""
    return total & _COMMON


@inlined
def excess_of(total: Whole) -> Real:
    """Read from a sum of gains how many bits more the answers have than what they answer."""
    told = np.float32((total >> EXCESS_SHIFT) & _EXCESS)
    return told - _MAX_EXCESS * np.float32(bit_count(np.uint32(total >> TOKEN_SHIFT)))


@inlined
def priced_of(total: Whole) -> Real:
    """Read the price from a sum of gains."""
    return np.float32((total >> PRICE_SHIFT) & _PRICE) / PRICE_SCALE


@inlined
def estimate_of(  # noqa: PLR0913, PLR0917 - what a sum of gains holds, both names
    common: Real, excess: Real, price: Real, words: Whole, total: Real, own: Real, slopes: NDArray[np.float32]
) -> Real:
    """Estimate how well two names agree by their bits, as the kernel would (`feature.describe_names`). Log-odds."""
    one, zero = np.float32(1), np.float32(0)
    left, right = max(zero, total - common), max(zero, own - common - excess)
    conflict, extra, base = min(left, right), abs(left - right), max(zero, common + min(zero, excess)) + one
    odds = slopes[0] * np.log2(base) + slopes[3] * extra / (base + extra) - price / base
    if conflict > 0:
        odds += slopes[1] * conflict / (base + conflict) + slopes[2] * np.log2(one + conflict)
    if words == 1:
        odds += slopes[4] + slopes[5] * commonness(base - one, one) * extra / (base + extra)
    elif words == 0:
        odds += slopes[6]
    return np.float32(odds)


@inlined
def own_of(outline: Whole) -> Real:
    """Read what the words of an index's name say from its `Derived.outline`."""
    return np.float32(outline >> np.uint32(WEIGHT_SHIFT)) * np.float32(BITS_STEP)


@inlined
def step_of(estimate: Real) -> Whole:
    """Give the step that an estimate is counted in."""
    share = (estimate - LEAST) / (MOST - LEAST)
    return np.int64(np.float32(STEPS - 1) * min(np.float32(1), max(np.float32(0), share)))


@inlined
def acronym_odds(bits: Real, weight: NDArray[np.float32]) -> Real:
    """Estimate how well a name that is one word agrees with one whose initials it is. Log-odds."""
    base = bits + np.float32(1)
    return np.float32(
        weight[_CONSTANT] + weight[_SINGLE] + weight[_AGREEMENT] * np.log2(base) + weight[_SHORT] * bits / base
    )


@borrowing
def least_common(step: Whole, traits: Real, total: Real, slopes: NDArray[np.float32]) -> Whole:
    """Find the bits (in parts of `SCALE`) without which no name reaches a step, not even one that says nothing else.

    `traits`: what the party's facts may add.
    """
    low: Whole = np.int64(0)
    high: Whole = np.int64(total * SCALE)
    while low < high:
        middle = (low + high) // 2
        common = np.float32(middle) / SCALE
        if step_of(_most_of(common, total, slopes) + traits) >= step:
            high = middle
        else:
            low = middle + 1
    return low


@inlined
def _most_of(common: Real, total: Real, slopes: NDArray[np.float32]) -> Real:
    """Bound the estimate of a name with so much in common: what is left over costs most in between (`ceiling`)."""
    zero = np.float32(0)
    bare = estimate_of(common, zero, zero, MAX_TOKENS, total, common, slopes)
    return max(bare, estimate_of(common, zero, zero, MAX_TOKENS, total, max(common, total), slopes))

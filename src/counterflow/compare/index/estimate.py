"""What a name promises by the bits it shares, before its words are looked at one by one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined
from counterflow.compare.index.derive import BITS_STEP, WEIGHT_SHIFT
from counterflow.compare.index.memory import STEPS
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.kernel.feature import NameFeature
from counterflow.compare.kernel.party import Weights

LEAST, MOST = np.float32(-20.0), np.float32(10.0)
"""Range of estimates that are told apart. Log-odds."""
SCALE = np.float32(256.0)
"""Parts of a bit that sums count in."""


def slopes_of(weights: Weights) -> NDArray[np.float32]:
    """Pick the weights of an estimate: (2, 4), by kind of name: agreement, conflict, its bits, what is extra."""
    features = [NameFeature.AGREEMENT, NameFeature.CONFLICT, NameFeature.CONFLICT_BITS, NameFeature.EXTRA]
    slopes: NDArray[np.float32] = np.ascontiguousarray(weights.name[:, features])
    return slopes


@inlined
def estimate_of(common: Real, total: Real, own: Real, slopes: NDArray[np.float32]) -> Real:
    """Estimate how well two names agree by their bits, as the kernel would (`feature.describe_names`). Log-odds."""
    one = np.float32(1)
    left, right = max(np.float32(0), total - common), max(np.float32(0), own - common)
    conflict, extra, base = min(left, right), abs(left - right), common + one
    odds = slopes[0] * np.log2(base) + slopes[3] * extra / (base + extra)
    if conflict > 0:
        odds += slopes[1] * conflict / (base + conflict) + slopes[2] * np.log2(one + conflict)
    return np.float32(odds)


@inlined
def own_of(outline: Whole) -> Real:
    """Read what the words of an index's name say from its `Derived.outline`."""
    return np.float32(outline >> np.uint32(WEIGHT_SHIFT)) * np.float32(BITS_STEP) + np.float32(BITS_STEP / 2)


@inlined
def step_of(estimate: Real) -> Whole:
    """Give the step that an estimate is counted in."""
    share = (estimate - LEAST) / (MOST - LEAST)
    return np.int64(np.float32(STEPS - 1) * min(np.float32(1), max(np.float32(0), share)))


@borrowing
def least_common(step: Whole, total: Real, slopes: NDArray[np.float32]) -> Whole:
    """Find the bits (in parts of `SCALE`) without which no name reaches a step, not even one that says nothing else."""
    low: Whole = np.int64(0)
    high: Whole = np.int64(total * SCALE)
    while low < high:
        middle = (low + high) // 2
        common = np.float32(middle) / SCALE
        if step_of(estimate_of(common, total, common, slopes)) >= step:
            high = middle
        else:
            low = middle + 1
    return low

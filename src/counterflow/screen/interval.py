"""How sure a share or a mean is that was counted in a sample."""

from __future__ import annotations

import math

from counterflow.screen.answer import Estimate

Z_95 = 1.959964
"""Standard normal deviate that leaves 2.5 % on either side."""


def estimate_share(count: int, total: int) -> Estimate | None:
    """Give a share with its 95 % interval; None where nothing was counted.

    Source: Wilson 1927, JASA 22, 209-212: without correction for continuity.
    """
    if total == 0:
        return None
    share, square = count / total, Z_95**2 / total
    middle = (share + square / 2) / (1 + square)
    half = Z_95 / (1 + square) * math.sqrt(share * (1 - share) / total + square / (4 * total))
    # At 0 and at all the formula's end is the share itself, but for rounding.
    low = 0.0 if count == 0 else middle - half
    return Estimate(share, low, 1.0 if count == total else middle + half)


def estimate_mean(total: float, squares: float, number: int) -> Estimate:
    """Give a mean of counts with its 95 % interval, taken as normal.

    Args:
        total: sum of the counts.
        squares: sum of their squares.
        number: how many there are; 0 gives zeros.
    """
    if number == 0:
        return Estimate(0.0, 0.0, 0.0)
    mean = total / number
    half = Z_95 * math.sqrt(max(0.0, squares / number - mean**2) / number)
    return Estimate(mean, max(0.0, mean - half), mean + half)

"""Intervals: what an amount can be, and how two amounts stand to each other, told in one unit or in two.

Amounts in the same unit are compared as they are written: "25,500 tons" and "26,500 tons" differ, whichever ton is
meant. Amounts in different units were converted by somebody, and rounded: "330 pounds" is "150 kg" where each is the
other within half of its last digit. An ambiguous unit reaches from its least to its most reading.
"""

from __future__ import annotations

import math
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

MOST_ROUNDED = 0.1
"""Largest share of a number by which it can be rounded: "100" may stand for 90, and not for 50."""


class Relation(StrEnum):
    """How one amount stands to another."""

    SAME = "same"
    WITHIN = "within"
    """All that the first can be, the second can be; and more."""
    WIDER = "wider"
    """The other way round."""
    OVERLAPS = "overlaps"
    """Something both can be."""
    APART = "apart"
    """Nothing that both can be, or units that are not converted into each other."""


class Interval(NamedTuple):
    """What an amount can be: from `low` to `high`, in the unit that it is told in."""

    low: float
    """-inf: open below."""
    high: float
    """inf: open above."""
    unit: str = ""
    """The unit that it is converted to, its rate and what it is an amount of: intervals of others are not compared."""
    least: float = 1.0
    """How many of `unit` one of the unit as told is, at least."""
    most: float = 1.0
    """The same at most; more than `least` of "tons"."""

    @property
    def is_point(self) -> bool:
        """Whether it can be one number only."""
        return self.low == self.high and self.least == self.most

    @property
    def bounds(self) -> tuple[float, float]:
        """From what to what, in `unit`."""
        ends = [end * one for end in (self.low, self.high) for one in (self.least, self.most)]
        return min(ends), max(ends)


def make_interval(
    low: float | None,
    high: float | None,
    modifier: str = "=",
    unit: str = "",
    scale: tuple[float, float] = (1.0, 1.0),
) -> Interval:
    """Make an interval of the bounds and the modifier of a quantity, as the table `quantity` has them.

    Args:
        low: null is open, as is `high`.
        high: in the unit as told.
        modifier: "about" reaches half of the last digit on either side; "more than" leaves its number out.
        unit: that it is converted to.
        scale: how many of that one of the unit as told is, at least and at most.
    """
    least = -math.inf if low is None else low
    most = math.inf if high is None else high
    if modifier == "~":
        least, most = least - half_digit(least), most + half_digit(most)
    elif modifier == ">":
        least = math.nextafter(least, math.inf)
    elif modifier == "<":
        most = math.nextafter(most, -math.inf)
    return Interval(least, most, unit, *scale)


def half_digit(number: float) -> float:
    """Give half of the last digit of a number that is not 0: 5 of 150, .05 of 2.4; at most a tenth of the number.

    Three digits of which the last is 5 are taken as rounded to fives: 2.5 of 275.
    """
    digits, exponent = Decimal(repr(number)).normalize().as_tuple()[1:] if math.isfinite(number) else ((0,), 0)
    step = (5.0 if digits[-1] == 5 and len(digits) > 2 else 1.0) * 10.0 ** int(exponent)
    return min(0.5 * step, MOST_ROUNDED * abs(number)) if number != 0 and math.isfinite(number) else 0.0


def compare_intervals(left: Interval, right: Interval) -> Relation:
    """Tell how one amount stands to another; turned round, WITHIN and WIDER change places and the others stay."""
    if left.unit != right.unit:
        return Relation.APART
    if (left.least, left.most) == (right.least, right.most):
        return _relate((left.low, left.high), (right.low, right.high), (0.0, 0.0), (0.0, 0.0))
    if left.least == left.most and right.least == right.most and _is_rounded(left, right):
        return Relation.SAME
    return _relate(left.bounds, right.bounds, _slack(left), _slack(right))


def _relate(
    left: tuple[float, float], right: tuple[float, float], slack: tuple[float, float], other: tuple[float, float]
) -> Relation:
    """Compare bounds; each may pass the other's ends by its own slack and still lie within."""
    if left == right:
        return Relation.SAME
    if _lies_in(left, right, slack):
        return Relation.WITHIN
    if _lies_in(right, left, other):
        return Relation.WIDER
    return Relation.OVERLAPS if left[0] <= right[1] and right[0] <= left[1] else Relation.APART


def _lies_in(inner: tuple[float, float], outer: tuple[float, float], slack: tuple[float, float]) -> bool:
    """Whether one lies in the other; by its slack only if the other is the longer.

    Two numbers that are not one are apart, however roughly they were rounded.
    """
    if outer[0] <= inner[0] and inner[1] <= outer[1]:
        return True
    is_longer = outer[1] - outer[0] > inner[1] - inner[0]
    return is_longer and outer[0] <= inner[0] + slack[0] and inner[1] - slack[1] <= outer[1]


def _slack(one: Interval) -> tuple[float, float]:
    """By how much its ends may be rounded, in its `unit`."""
    return half_digit(one.low) * one.most, half_digit(one.high) * one.most


def _is_rounded(left: Interval, right: Interval) -> bool:
    """Whether two intervals in different units are one, each end rounded."""
    return all(
        mine == theirs or abs(mine - theirs) <= min(slack, other)
        for mine, theirs, slack, other in zip(left.bounds, right.bounds, _slack(left), _slack(right), strict=True)
    )

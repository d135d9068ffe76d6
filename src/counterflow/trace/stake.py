"""A stake as an interval: what a source says of how much one party owns of another, as whole numbers.

A stake is counted in millionths of a percent, so that 50 is 50 and three thirds written as 33.333333 fall short of 100
and not of 50 by rounding. What is not said is an interval: between nothing and all, unless words say more.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import NamedTuple

PERCENT = 1_000_000
"""Units of one percent."""
WHOLE = 100 * PERCENT

_NUMBER = r"(\d{1,3}(?:[ ,]?\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_SIGN = r"\s*(?:%|percent|per cent|pct\.?|prozent|pour cent)?"
_RANGE = re.compile(rf"(?:between\s+)?{_NUMBER}{_SIGN}\s*(?:-|–|—|to|and|\.\.)\s*{_NUMBER}{_SIGN}$")
_OVER = re.compile(rf"(?:>|more than|over|above|exceeding)\s*{_NUMBER}{_SIGN}$")
_LEAST = re.compile(rf"(?:>=|≥|at least|min(?:imum|\.)?(?: of)?|not less than)\s*{_NUMBER}{_SIGN}$")
_LEAST_AFTER = re.compile(rf"{_NUMBER}{_SIGN}\s*(?:\+|or more|and more|or over|and above)$")
_UNDER = re.compile(rf"(?:<|less than|under|below)\s*{_NUMBER}{_SIGN}$")
_MOST = re.compile(rf"(?:<=|≤|at most|up to|max(?:imum|\.)?(?: of)?|not more than)\s*{_NUMBER}{_SIGN}$")
_OPEN_RANGE = re.compile(rf"more than\s+{_NUMBER}{_SIGN},? (?:but|and) (?:not more|less) than\s+{_NUMBER}{_SIGN}$")
_ONE = re.compile(rf"(?:=|~|ca\.?|circa|about|approx\.?|approximately)?\s*{_NUMBER}{_SIGN}$")
_WORDS = (
    (re.compile(r"\b(?:whol+y|fully|solely|100\s*%)[ -]?owned|\bsole (?:owner|shareholder)\b"), (WHOLE, WHOLE)),
    (re.compile(r"\bmajority\b|\bmajority[ -]owned\b"), (50 * PERCENT + 1, WHOLE)),
    (re.compile(r"\bminority\b"), (0, 50 * PERCENT - 1)),
    (re.compile(r"\bhalf\b|\bequal (?:partner|shareholder)"), (50 * PERCENT, 50 * PERCENT)),
)
"""What words alone say. A majority is more than half."""


class Stake(NamedTuple):
    """How much one party owns of another, in `PERCENT`."""

    low: int
    high: int


UNKNOWN = Stake(0, WHOLE)
"""Some stake, or none worth naming: nobody says how much."""
ALL = Stake(WHOLE, WHOLE)


def read_stake(text: str) -> Stake | None:
    """Read a stake as sources write it: "51", "25 - 50 %", "more than 75 percent", "majority"; None for other words.

    A stake over 100 percent is read as written: it is a contradiction for who looks at all stakes of a party.
    """
    words = " ".join(text.lower().replace("\u00a0", " ").split())
    number = re.match(r"^\d+,\d{1,2}(?!\d)", words)
    if number is not None:  # a decimal comma: 33,3
        words = words.replace(",", ".", 1)
    found = _read_bounds(words)
    if found is not None:
        return found
    return next((Stake(*bounds) for form, bounds in _WORDS if form.search(words) is not None), None)


def _read_bounds(words: str) -> Stake | None:
    for form in (_OPEN_RANGE, _RANGE):
        both = form.match(words)
        if both is not None:
            low, high = _units(both[1]).low, _units(both[2]).high
            return Stake(low + (form is _OPEN_RANGE), high) if low <= high else None
    for form, low_of, high_of in (
        (_OVER, 1, None),
        (_LEAST, 0, None),
        (_LEAST_AFTER, 0, None),
        (_UNDER, None, -1),
        (_MOST, None, 0),
        (_ONE, 0, 0),
    ):
        one = form.match(words)
        if one is not None:
            at = _units(one[1])
            low = 0 if low_of is None else at.low + low_of
            return Stake(low, max(WHOLE, low) if high_of is None else at.high + high_of)
    return None


def _units(number: str) -> Stake:
    """Count the units of a number: of more digits than there are units, those below and above."""
    exact = Fraction(number.replace(",", "").replace(" ", "")) * PERCENT
    return Stake(math.floor(exact), math.ceil(exact))


def merge_stakes(stakes: list[Stake]) -> Stake:
    """Give the stake that several reports of one stake allow: what they have in common, or else all that they say.

    Who says 30 and who says nothing mean 30; who says 30 and who says 60 leave it between the two.
    """
    low, high = max(one.low for one in stakes), min(one.high for one in stakes)
    if low <= high:
        return Stake(low, high)
    return Stake(min(one.low for one in stakes), max(one.high for one in stakes))


def show_stake(low: int, high: int) -> str:
    """Write a stake for people: "51 %", "25 to 50 %"."""
    ends = [f"{one / PERCENT:.6f}".rstrip("0").rstrip(".") for one in (low, high)]
    return f"{ends[0]} %" if ends[0] == ends[1] else f"{ends[0]} to {ends[1]} %"

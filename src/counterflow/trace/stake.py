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
MOST = 10_000 * WHOLE
"""What a stake is counted up to: a larger number is none, and is as much a contradiction; sums of them stay exact."""

_NUMBER = r"(\d{1,3}(?:[ ,]?\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_SIGN = r"\s*(?:%|percent|per cent|pct\.?|prozent|pour cent)?"
_ABOUT = r"~|ca\.?|circa|about|around|roughly|some|approx\.?|approximately"
_RANGE = re.compile(rf"(?:between\s+)?{_NUMBER}{_SIGN}\s*(?:-|to|and|\.\.)\s*{_NUMBER}{_SIGN}$")
_OVER = re.compile(rf"(?:>|more than|over|above|exceeding)\s*{_NUMBER}{_SIGN}$")
_LEAST = re.compile(rf"(?:>=|≥|at least|min(?:imum|\.)?(?: of)?|not less than)\s*{_NUMBER}{_SIGN}$")
_LEAST_AFTER = re.compile(rf"{_NUMBER}{_SIGN}\s*(?:\+|or more|and more|or over|and above)$")
_UNDER = re.compile(rf"(?:<|less than|under|below)\s*{_NUMBER}{_SIGN}$")
_MOST = re.compile(rf"(?:<=|≤|at most|up to|max(?:imum|\.)?(?: of)?|not more than)\s*{_NUMBER}{_SIGN}$")
_OPEN_RANGE = re.compile(
    rf"(?:more than|over)\s+{_NUMBER}{_SIGN},? (?:but|and) (not more|less) than\s+{_NUMBER}{_SIGN}$"
)
_ONE = re.compile(rf"=?\s*{_NUMBER}{_SIGN}$")
_NEAR = re.compile(rf"(?P<way>{_ABOUT}|nearly|almost|just under|just over|slightly over)\s*{_NUMBER}{_SIGN}$")
_SHARE = re.compile(
    rf"{_NUMBER}{_SIGN}\s*(?P<way>plus|and|\+|less|minus|-)\s*(?:one|1|a)(?: (?:single )?(?:share|vote))?$"
)

_CODE = re.compile(r"ownership-of-shares-(?:(\d+)-to-(\d+)|more-than-(\d+))-percent(?:-registered-overseas-entity)?$")
"""A nature of control of Companies House; shares that a trust or a firm holds ("-as-trust") are not the person's."""
_LEAD = re.compile(r"^(?:(?:owns|holds|ownership of shares)\s*[-:]?\s*)")
_TAIL = re.compile(
    r"(?:[-\s]*owned|\s*(?:of )?(?:the |its |all )?(?:(?:ordinary|issued|share|equity) )*"
    r"(?:shares?|stock|capital|equity|stake|interest|shareholding|ownership))?(?:\s*\((?:in)?direct(?:ly)?\))?[.;]?$"
)
_PARTS = (
    (re.compile(r"\b(?:two[- ]thirds|2/3)\b"), "66.6666666666 %"),
    (re.compile(r"\b(?:(?:one|a)[- ]third|1/3)\b"), "33.3333333333 %"),
    (re.compile(r"\b(?:three[- ]quarters|3/4)\b"), "75 %"),
    (re.compile(r"\b(?:(?:one|a)[- ]quarter|1/4)\b"), "25 %"),
    (re.compile(r"\b(?:one[- ]half|half|1/2)\b"), "50 %"),
)
_WORDS = (
    (re.compile(r"\b(?:whol+y|fully|solely|100\s*%)[ -]?owned|\bsole (?:owner|shareholder)\b"), (WHOLE, WHOLE)),
    (re.compile(r"\bmajority\b"), (50 * PERCENT + 1, WHOLE)),
    (re.compile(r"\bminority\b"), (0, 50 * PERCENT - 1)),
    (re.compile(r"\bhalf[- ]owned\b|\bequal (?:partner|shareholder)"), (50 * PERCENT, 50 * PERCENT)),
)
"""What words alone say. A majority is more than half."""
_NOT_OWNED = re.compile(r"\b(?:not|non|no|never|former|formerly|ex|vot\w*|director\w*|board|member\w*)\b")
"""With these, words alone say nothing: a denial, what was, and a majority of something else than shares."""


class Stake(NamedTuple):
    """How much one party owns of another, in `PERCENT`."""

    low: int
    high: int


UNKNOWN = Stake(0, WHOLE)
"""Some stake, or none worth naming: nobody says how much."""
ALL = Stake(WHOLE, WHOLE)


def read_stake(text: str) -> Stake | None:
    """Read a stake as sources write it: "51", "25 - 50 %", "more than 75 percent", "majority"; None for other words.

    A stake over 100 percent is read as written: it is a contradiction for who looks at all stakes of a party. "About
    50" is what rounds to it: to tens or fives, as it is one, else to its last digit. "50 % plus one share" is just over
    50, a share being a percent at most.
    """
    words = " ".join(re.sub("[\u2010-\u2015]", "-", text.lower().replace("\u00a0", " ")).split())
    code = _CODE.match(words)
    if code is not None:
        return _read_code(code)
    words = re.sub(r"(?<![\d.,])(\d+),(\d{1,2})(?![\d.,])", r"\1.\2", words)  # a decimal comma: 33,3
    numbers = _TAIL.sub("", _LEAD.sub("", words), count=1)
    for form, number in _PARTS:
        numbers = form.sub(number, numbers)
    found = _read_bounds(numbers)
    if found is not None:
        return Stake(min(found.low, MOST), min(found.high, MOST))
    if _NOT_OWNED.search(words) is not None:
        return None
    return next((Stake(*bounds) for form, bounds in _WORDS if form.search(words) is not None), None)


def _read_code(code: re.Match[str]) -> Stake:
    """Read a band of Companies House: over 25 to 50, over 50 and under 75, 75 and more."""
    if code[3] is not None:
        return Stake(int(code[3]) * PERCENT + 1, WHOLE)
    low, high = int(code[1]), int(code[2])
    return Stake(low * PERCENT + (low < 75), high * PERCENT - (high == 75))


def _read_bounds(words: str) -> Stake | None:
    open_range, both = _OPEN_RANGE.match(words), _RANGE.match(words)
    if open_range is not None:
        low, high = _units(open_range[1]).low + 1, _units(open_range[3]).high - (open_range[2] == "less")
        return Stake(low, high) if low <= high else None
    if both is not None:
        low, high = _units(both[1]).low, _units(both[2]).high
        return Stake(low, high) if low <= high else None
    near, share = _NEAR.match(words), _SHARE.match(words)
    if near is not None:
        return _near(near[2], near["way"])
    if share is not None:
        at = _units(share[1])
        if share["way"] in ("less", "minus", "-"):
            return Stake(max(at.low - PERCENT, 0), at.high - 1)
        return Stake(at.low + 1, at.high + PERCENT)
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
            return Stake(low, max(WHOLE, low) if high_of is None else max(at.high + high_of, 0))
    return None


def _near(number: str, way: str) -> Stake:
    """Give what a number that is not meant exactly may be."""
    at = _units(number)
    step = Fraction(PERCENT, 10 ** len(number.partition(".")[2]))
    if "." not in number:
        step *= next(size for size in (10, 5, 1) if int(re.sub("[ ,]", "", number)) % size == 0)
    if way in ("nearly", "almost", "just under"):
        return Stake(max(math.floor(at.low - step), 0), max(at.high - 1, 0))
    if way in ("just over", "slightly over"):
        return Stake(at.low + 1, math.ceil(at.high + step))
    high = math.ceil(at.high + step / 2)
    return Stake(max(math.floor(at.low - step / 2), 0), max(at.high, min(high, WHOLE)))


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

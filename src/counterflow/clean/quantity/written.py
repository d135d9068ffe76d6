"""A text that is one amount and nothing else: "150 kg", "$100 million to $200 million", "about 40 percent"."""

from __future__ import annotations

import functools
import re

from counterflow.clean.quantity.amount import find_amounts
from counterflow.clean.quantity.bound import find_modifier, find_rate, open_end
from counterflow.clean.quantity.interval import Interval, make_interval
from counterflow.clean.quantity.range import Range, join_ranges, read_or_more
from counterflow.clean.quantity.unit import Unit

_WHAT = re.compile(r"\s+(?:of\s+)?(?P<what>[^\W\d_][^\d]{0,23})$")
_DASH = re.compile(r"\s*[-–—]\s*")


@functools.lru_cache(maxsize=65_536)
def read_interval(text: str) -> Interval | None:
    """Read a text that is one amount or range, at most with what it is an amount of; None: it is something else.

    A number that nothing stands with is an amount; two that only a dash joins are none, as it may be a code ("10-12").
    """
    plain = " ".join(text.split()).rstrip(" .,;")
    if plain[:1] in ("-", "−", "+") and plain[1:2].isdigit():
        return _signed(plain)
    ranges = list(join_ranges(plain, list(find_amounts(plain))))
    if len(ranges) != 1:
        return None
    return _measure(plain, ranges[0])


def _measure(text: str, one: Range) -> Interval | None:
    start, modifier = find_modifier(text, one.start)
    end, modifier = read_or_more(text, one, "range" if one.is_range else modifier)
    end, per = find_rate(text, end)
    what = _WHAT.match(text, end)
    is_code = one.unit is None and one.is_range and _DASH.fullmatch(text[one.first.end : one.last.start]) is not None
    if start != 0 or (what is None and end != len(text)) or is_code:
        return None
    low, high = open_end(one.first.value, one.last.value, modifier)
    unit, scale = _unit(one.unit, one.spelling)
    told = unit if per is None else f"{unit}/{per}"
    named = told if what is None else f"{told} {what['what'].strip().casefold()}".strip()
    return make_interval(low, high, modifier, named, scale)


def _unit(unit: Unit | None, spelling: str) -> tuple[str, tuple[float, float]]:
    """Give the unit that one is converted to, and how many of it one is; a word of several currencies stays itself."""
    if unit is None:
        return "", (1.0, 1.0)
    if unit.norm_unit is None:
        return spelling.casefold(), (1.0, 1.0)
    return unit.norm_unit, unit.scale


def _signed(text: str) -> Interval | None:
    found = read_interval(text[1:])
    if found is None or text[0] == "+" or not found.is_point:
        return found
    return found._replace(low=-found.low, high=-found.high)

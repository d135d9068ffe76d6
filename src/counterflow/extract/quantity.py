"""Quantities: amounts with their bounds, modifier and rate, from a grammar of our own.

Nothing is averaged: a range stays a range, an open end stays open, and tons keep their ambiguity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from counterflow.extract.amount import Amount, find_amounts, is_reference
from counterflow.extract.count import counts_nouns
from counterflow.extract.measured import COUNT, LEAD_CHARS, Measured, bound, find_bearer, find_modifier, find_rate
from counterflow.extract.passage import Span
from counterflow.extract.unit import Unit
from counterflow.extract.vague import find_fractions, find_vague


class _Range(NamedTuple):
    """One amount, or two that a word of range joins."""

    start: int
    end: int
    first: Amount
    last: Amount
    unit: Unit | None
    spelling: str

    @property
    def is_range(self) -> bool:
        return self.first is not self.last


_JOINT = re.compile(r"\s*[-–—]\s*|\s+(?:to|and|or)\s+(?:about\s+|over\s+|up\s+to\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:anywhere\s+)?between\s+(?:about\s+|an\s+estimated\s+)?$|\bfrom\s+(?:about\s+)?$", re.IGNORECASE
)
_OR_MORE = re.compile(r"\s+(?:or|and)\s+(?P<way>more|over|above|less|fewer|under)\b", re.IGNORECASE)
_AGE = re.compile(r"[\s-](?:old|ago|earlier|later|prior|before|after)\b", re.IGNORECASE)
_PERIOD = re.compile(r"\b(?:past|last|next|previous|coming)\s+$", re.IGNORECASE)


def find_quantities(text: str, taken: Sequence[Span]) -> list[Measured]:
    """Find the quantities of a folded run of text, in order.

    `taken` are the spans of names and dates: their numbers are no quantities.
    """
    found: list[Measured] = []
    for kind in (find_fractions(text), _measured(text), find_vague(text)):
        for one in kind:
            span = Span(one.start, one.end)
            others = (Span(other.start, other.end) for other in found)
            if not any(span.overlaps(other) for other in (*taken, *others)):
                found.append(one)
    return sorted(found, key=lambda one: (one.start, one.end))


def _measured(text: str) -> Iterator[Measured]:
    for one in _ranges(text, list(find_amounts(text))):
        measured = _measure(text, one)
        if measured is not None:
            yield measured


def _ranges(text: str, amounts: Sequence[Amount]) -> Iterable[_Range]:
    at = 0
    while at < len(amounts):
        first = amounts[at]
        joined = _join(text, first, amounts[at + 1]) if at + 1 < len(amounts) else None
        yield _Range(first.start, first.end, first, first, first.unit, first.spelling) if joined is None else joined
        at += 1 if joined is None else 2


def _join(text: str, first: Amount, last: Amount) -> _Range | None:
    """Join two amounts into a range, if the words between and before them and their units allow it."""
    gap = text[first.end : last.start]
    if _JOINT.fullmatch(gap) is None:
        return None
    opening = _BETWEEN.search(text, max(0, first.start - LEAD_CHARS), first.start)
    word = gap.strip().lower()
    if (word.startswith("and") and opening is None) or (word.startswith("or") and last.unit is None):
        return None
    if first.unit is not None and last.unit is not None and first.unit.norm_unit != last.unit.norm_unit:
        return None
    if first.scale is None and last.scale is not None and first.value < 1000:
        first = first._replace(value=first.value * last.scale)  # "$1-2bn", "100 to 200 million"
    if last.value < first.value:
        return None
    named = first if first.unit is not None else last
    start = first.start if opening is None else opening.start()
    return _Range(start, last.end, first, last, named.unit, named.spelling)


def _measure(text: str, one: _Range) -> Measured | None:
    if one.unit is None:
        if is_reference(text, one.start) or not counts_nouns(text, one.first.start, one.end, one.first.number):
            return None
    elif one.unit.kind == "duration" and _is_age_or_period(text, one):
        return None
    unit = COUNT if one.unit is None else one.unit
    start, modifier = find_modifier(text, one.start)
    modifier = "range" if one.is_range else modifier
    end, modifier = _or_more(text, one, modifier)
    end, per = find_rate(text, end)
    if unit.kind in ("money", "mass"):
        per = find_bearer(text, start, per)
    low, high = bound(one.first.value, one.last.value, modifier)
    return Measured(
        *(start, end, unit.kind, low, high, one.spelling, unit.norm_unit, unit.factor, modifier, per),
        is_ambiguous=unit.is_ambiguous,
    )


def _is_age_or_period(text: str, one: _Range) -> bool:
    """Whether a duration is an age ("35 years old"), a date ("two years ago") or only an article with a unit."""
    return (
        _AGE.match(text, one.end) is not None
        or _PERIOD.search(text, max(0, one.start - LEAD_CHARS), one.start) is not None
        or one.first.number.lower() in ("a", "an")
    )


def _or_more(text: str, one: _Range, modifier: str) -> tuple[int, str]:
    """Read "or more" and "+" after an amount."""
    match = _OR_MORE.match(text, one.end)
    if match is not None and not one.is_range:
        return match.end(), ">=" if match["way"].lower() in ("more", "over", "above") else "<="
    is_open = one.last.number.endswith("+") and not one.is_range
    return one.end, ">=" if is_open else modifier

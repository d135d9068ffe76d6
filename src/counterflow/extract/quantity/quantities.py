"""Quantities: amounts with their bounds, modifier and rate, from a grammar of our own.

Nothing is averaged: a range stays a range, an open end stays open, and tons keep their ambiguity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from counterflow.extract.parse.passage import Span
from counterflow.extract.quantity.amount import Amount, find_amounts, is_reference
from counterflow.extract.quantity.count import counts_nouns
from counterflow.extract.quantity.measured import (
    COUNT,
    LEAD_CHARS,
    Measured,
    bound,
    find_bearer,
    find_modifier,
    find_period,
    find_rate,
)
from counterflow.extract.quantity.unit import Unit, load_units
from counterflow.extract.quantity.vague import find_fractions, find_vague


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
_AGE = re.compile(r"[\s-](?:old|ago|earlier|later)\b", re.IGNORECASE)
_PERIOD = re.compile(r"(?:the\s+)?(?:past|last|next|previous|coming)\s", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:increas|grow|grew|grown|ris|rose|rais|fall|fell|drop|decreas|declin|reduc|cut|expand|doubl)[a-z]*\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_ONE_OR_MORE = re.compile(r"\s+or\s+(?P<more>more|several|two)\b", re.IGNORECASE)
_TIMES = re.compile(r"\s+times(?=\s+(?:more|less|as|higher|lower|greater|larger|the)\b)", re.IGNORECASE)
_PLUS = re.compile(r"\d(?:\+|-plus\b)")
_FEET = re.compile(r"\s+(?P<inches>\d{1,2}(?:\.\d+)?)\s?(?:inches|inch|in)\b", re.IGNORECASE)


def find_quantities(text: str, taken: Sequence[Span]) -> list[Measured]:
    """Find the quantities of a folded run of text, in order.

    `taken` are the spans of names and dates: their numbers are no quantities.
    """
    found: list[Measured] = []
    for kind in (find_fractions(text), _measured(text, taken), find_vague(text)):
        for one in kind:
            span = Span(one.start, one.end)
            others = (Span(other.start, other.end) for other in found)
            if not any(span.overlaps(other) for other in (*(_barring(text, taken, one)), *others)):
                found.append(one)
    return sorted(found, key=lambda one: (one.start, one.end))


def _barring(text: str, taken: Sequence[Span], one: Measured) -> Iterable[Span]:
    """Give the taken spans that bar a quantity: "the past two weeks" is a time, and its two weeks a duration; the
    country in "3 million Russian rubles" bars nothing.
    """
    if one.kind == "money":
        return (span for span in taken if not (one.start < span.start and span.end < one.end))
    if one.kind not in ("duration", "vague"):
        return taken
    return (span for span in taken if one.end > span.end or _PERIOD.match(text, span.start) is None)


def _measured(text: str, taken: Sequence[Span]) -> Iterator[Measured]:
    barring = [span for span in taken if _PERIOD.match(text, span.start) is None]
    amounts = [
        one
        for one in find_amounts(text)
        if not any(span.start <= one.start and one.end <= span.end for span in barring)
    ]
    for one in _ranges(text, amounts):
        measured = _measure(text, one)
        if measured is not None:
            yield measured


def _ranges(text: str, amounts: Sequence[Amount]) -> Iterable[_Range]:
    at = 0
    while at < len(amounts):
        first = _with_unit(text, amounts[at])
        joined = _join(text, first, amounts[at + 1]) if at + 1 < len(amounts) else None
        yield _Range(first.start, first.end, first, first, first.unit, first.spelling) if joined is None else joined
        at += 1 if joined is None else 2
        while at < len(amounts) and amounts[at].start < first.end:
            at += 1


def _with_unit(text: str, amount: Amount) -> Amount:
    """Complete an amount of two parts: "5 feet 6 inches", "one or more days"."""
    if amount.unit is not None and amount.spelling.lower() in ("feet", "foot", "ft"):
        inches = _FEET.match(text, amount.end)
        if inches is not None:
            return amount._replace(end=inches.end(), value=round(amount.value + float(inches["inches"]) / 12, 6))
    if amount.unit is None and amount.number.lower() == "one":
        more = _ONE_OR_MORE.match(text, amount.end)
        word = None if more is None else re.match(r"\s+([A-Za-z]+)\b", text[more.end() : more.end() + 24])
        unit = None if word is None else load_units().get(word[1].lower())
        if more is not None and word is not None and unit is not None:
            return amount._replace(end=more.end() + word.end(), unit=unit, spelling=word[1], number="one or more")
    return amount


def _join(text: str, first: Amount, last: Amount) -> _Range | None:
    """Join two amounts into a range, if the words between and before them and their units allow it."""
    gap = text[first.end : last.start]
    if _JOINT.fullmatch(gap) is None:
        return None
    opening = _BETWEEN.search(text, max(0, first.start - LEAD_CHARS), first.start)
    word = gap.strip().lower()
    if (word.startswith("and") and opening is None) or (word.startswith("or") and last.unit is None):
        return None
    if first.unit is not None and last.unit is not None and first.unit != last.unit:
        return None  # also "6 inches - 168 cm": one length said twice
    if word == "to" and opening is not None and _CHANGE.search(text, max(0, opening.start() - 100), opening.start()):
        return None  # "increased from $2 to $3 million": two amounts, no range
    if first.scale is None and last.scale is not None and first.value < 1000:
        first = first._replace(value=first.value * last.scale)  # "$1-2bn", "100 to 200 million"
    if last.value < first.value:
        return None
    named = first if first.unit is not None else last
    start = first.start if opening is None else opening.start()
    return _Range(start, last.end, first, last, named.unit, named.spelling)


def _measure(text: str, one: _Range) -> Measured | None:
    unit = COUNT if one.unit is None else one.unit
    start, modifier = find_modifier(text, one.start)
    more = _ONE_OR_MORE.match(text, one.first.end) if one.first.number.lower() == "one" else None
    is_open = modifier != "=" or more is not None or _PLUS.search(one.last.number) is not None
    if one.unit is None:
        if is_reference(text, one.start):
            return None
        after = one.end if more is None else more.end()
        is_times = _TIMES.match(text, one.end) is not None
        if not is_times and not counts_nouns(text, one.first.start, after, one.first.number, is_bounded=is_open):
            return None
    elif one.unit.kind == "duration" and _is_age(text, one):
        return None
    modifier = "range" if one.is_range else ">=" if one.first.number == "one or more" else modifier
    end, modifier = _or_more(text, one, modifier)
    if one.unit is None:
        times = _TIMES.match(text, end)
        end = end if times is None else times.end()
    end, per = find_rate(text, end)
    if unit.kind in ("money", "mass"):
        per = find_bearer(text, start, find_period(text, start, end, per))
    elif unit is COUNT and modifier != "=":
        per = find_bearer(text, start, per)
    elif unit.kind in ("volume", "percent"):
        per = find_period(text, start, end, per)
    low, high = bound(one.first.value, one.last.value, modifier)
    return Measured(
        *(start, end, unit.kind, low, high, one.spelling, unit.norm_unit, unit.factor, modifier, per),
        is_ambiguous=unit.is_ambiguous,
    )


def _is_age(text: str, one: _Range) -> bool:
    """Whether a duration is an age ("35 years old"), a date ("two years ago") or only an article with a unit."""
    return _AGE.match(text, one.end) is not None or one.first.number.lower() in ("a", "an")


def _or_more(text: str, one: _Range, modifier: str) -> tuple[int, str]:
    """Read "or more" and "+" after an amount."""
    match = _OR_MORE.match(text, one.end)
    if match is not None and not one.is_range:
        return match.end(), ">=" if match["way"].lower() in ("more", "over", "above") else "<="
    is_open = _PLUS.search(one.last.number) is not None and not one.is_range
    return one.end, ">=" if is_open else modifier

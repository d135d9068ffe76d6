"""Quantities: amounts with their bounds, modifier and rate, from a grammar of our own.

Nothing is averaged: a range stays a range, an open end stays open, and tons keep their ambiguity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from counterflow.clean.quantity.amount import find_amounts
from counterflow.clean.quantity.bound import find_modifier, open_end
from counterflow.clean.quantity.range import ONE_OR_MORE, PLUS, Range, join_ranges, read_or_more
from counterflow.extract.parse.passage import Span
from counterflow.extract.quantity.count import counts_nouns
from counterflow.extract.quantity.measured import COUNT, Measured, find_bearer, find_period, find_rate
from counterflow.extract.quantity.reference import is_reference
from counterflow.extract.quantity.vague import find_fractions, find_vague

_AGE = re.compile(r"[\s-](?:old|ago|earlier|later)\b", re.IGNORECASE)
_PERIOD = re.compile(r"(?:the\s+)?(?:past|last|next|previous|coming)\s", re.IGNORECASE)
_TIMES = re.compile(r"\s+times(?=\s+(?:more|less|as|higher|lower|greater|larger|the)\b)", re.IGNORECASE)


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
    for one in join_ranges(text, amounts):
        measured = _measure(text, one)
        if measured is not None:
            yield measured


def _measure(text: str, one: Range) -> Measured | None:
    unit = COUNT if one.unit is None else one.unit
    start, modifier = find_modifier(text, one.start)
    more = ONE_OR_MORE.match(text, one.first.end) if one.first.number.lower() == "one" else None
    is_open = modifier != "=" or more is not None or PLUS.search(one.last.number) is not None
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
    end, modifier = read_or_more(text, one, modifier)
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
    low, high = open_end(one.first.value, one.last.value, modifier)
    return Measured(
        *(start, end, unit.kind, low, high, one.spelling, unit.norm_unit, unit.factor, modifier, per),
        is_ambiguous=unit.is_ambiguous,
    )


def _is_age(text: str, one: Range) -> bool:
    """Whether a duration is an age ("35 years old"), a date ("two years ago") or only an article with a unit."""
    return _AGE.match(text, one.end) is not None or one.first.number.lower() in ("a", "an")

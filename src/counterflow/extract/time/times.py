"""Times: the dates of a text, from our grammar first and the language model second.

The grammar decides the value. What only the language model takes for a date is kept without a value when a word of
time stands in it.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from counterflow.extract.parse.passage import Span
from counterflow.extract.time import edtf
from counterflow.extract.time.date import Found, find_dates
from counterflow.extract.time.relative_date import find_relative_dates, find_sets

_TIME_WORD = re.compile(
    r"\b(?:decades?|centur(?:y|ies)|years?|months?|weeks?|days?|weekends?|morning|afternoon|evening|night|(?:Mon|Tues|Wednes"
    r"|Thurs|Fri|Satur|Sun)day|spring|summer|autumn|winter|ago|recent|past|earlier|later)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:ago|recent|past|last|next|this|that|previous|same|earlier|later|following|coming)\b", re.IGNORECASE
)


class Times(NamedTuple):
    """The dates of a text."""

    sure: list[Found]
    """Dates of the grammar: no amount can stand on them."""
    weak: list[Found]
    """Repeating times and what only the language model takes for a date: an amount ("a year") goes first."""


def find_times(
    folded: str, runs: Sequence[Span], model_dates: Sequence[Span], references: Sequence[Span], published: str | None
) -> Times:
    """Find the dates of a folded text, in order; the year in a reference ("resolution 1718 (2006)") is none."""
    today = edtf.parse_full(published)
    dates = _Dates(model_dates)
    sure: list[Found] = []
    weak: list[Found] = []
    for run in runs:
        text = folded[run.start : run.end]
        calendar = find_dates(text, dates.within(run))
        found = [*calendar, *(one for one in _free(find_relative_dates(text, today), calendar))]
        sure += [_moved(one, run.start) for one in found]
        weak += [_moved(one, run.start) for one in _free(find_sets(text), found)]
    weak += [
        Found(span.start, span.end, None)
        for span in model_dates
        if _is_period(folded[span.start : span.end])
        and all(not span.overlaps(Span(one.start, one.end)) for one in sure)
    ]
    return Times(
        _clear(sorted(sure, key=lambda one: one[:2]), references),
        _clear(sorted(set(weak), key=lambda one: one[:2]), references),
    )


def _is_period(text: str) -> bool:
    return _TIME_WORD.search(text) is not None and _PERIOD.search(text) is not None


def _clear(found: Sequence[Found], references: Sequence[Span]) -> list[Found]:
    return [one for one in found if not any(Span(one.start, one.end).overlaps(span) for span in references)]


class _Dates:
    """The spans that the language model takes for dates."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def within(self, run: Span) -> Callable[[int, int], bool]:
        """Give the test whether the model takes a span, relative to a run, for a date."""
        return lambda start, end: self.cover(Span(run.start + start, run.start + end))

    def cover(self, span: Span) -> bool:
        """Whether a span lies in one of them."""
        at = bisect.bisect_right(self._starts, span.start) - 1
        return at >= 0 and span.end <= self._spans[at].end


def _free(found: Sequence[Found], taken: Sequence[Found]) -> list[Found]:
    """Keep what overlaps neither `taken` nor one found before it."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        span = Span(one.start, one.end)
        if all(not span.overlaps(Span(other.start, other.end)) for other in [*taken, *kept]):
            kept.append(one)
    return kept


def _moved(found: Found, by: int) -> Found:
    return found._replace(start=found.start + by, end=found.end + by)

"""Days and times of day as sources write them: "2:07 PMDec 01", "12/1/11 2:06 PM (-05:00)", "2011-12-01 14:07".

Zones are not applied: sources that tell of one place write its local time, and one that adds a zone writes local time
with it. A year or day that a text lacks is taken from what others say of the same item (see `value.py`).
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

MINUTES_PER_DAY = 1440

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?:([ap])\.?\s?(?:m\b\.?|m(?=[A-Z])|(?![a-z])|(?=[A-Z])))?",
    re.I,
)
_ZONE = re.compile(r"\(?[+-]\d{2}:?\d{2}\)?\s*$")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NAMED_FIRST = re.compile(rf"(?<![a-z]){_MONTH}\.?\s*(\d{{1,2}})(?!\d)(?:,?\s*(\d{{4}}))?", re.I)
_NAMED_LAST = re.compile(rf"(?<!\d)(\d{{1,2}})[-\s.]*{_MONTH}\.?[-\s,]*(\d{{4}})?", re.I)


class Moment(NamedTuple):
    """What a text tells of a day and a time of day; None: not told."""

    year: int | None
    month: int | None
    day: int | None
    minute: int | None
    """Of the day."""

    @property
    def has_day(self) -> bool:
        """Whether it names a day of some year."""
        return self.month is not None and self.day is not None


def read_moment(text: str, *, day_first: bool = False) -> Moment | None:
    """Read a day, a time of day or both; None: the text holds neither.

    Args:
        text: as written.
        day_first: of a date in numbers alone (12/1/2011), whether its first is the day.
    """
    clock = _CLOCK.search(text)
    minute = None if clock is None else _minute(clock)
    rest = text if clock is None else f"{text[: clock.start()]} {text[clock.end() :]}"
    year, month, day = _read_day(_ZONE.sub("", rest), day_first=day_first)
    if minute is None and month is None:
        return None
    return Moment(year, month, day, minute)


def _minute(clock: re.Match[str]) -> int | None:
    hour, minute, half = int(clock[1]), int(clock[2]), (clock[3] or "").lower()
    if hour > 24 or minute > 59 or (half != "" and not 1 <= hour <= 12):
        return None
    if half != "":
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour * 60 + minute) % MINUTES_PER_DAY


def _read_day(text: str, *, day_first: bool) -> tuple[int | None, int | None, int | None]:
    if (found := _ISO.search(text)) is not None:
        return _check(int(found[1]), int(found[2]), int(found[3]))
    if (found := _NUMBERS.search(text)) is not None:
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        year = year if year > 99 else 2000 + year
        month, day = (second, first) if (day_first or first > 12) and second <= 12 else (first, second)
        return _check(year, month, day)
    if (found := _NAMED_FIRST.search(text)) is not None:
        return _check(None if found[3] is None else int(found[3]), _MONTHS[found[1].lower()], int(found[2]))
    if (found := _NAMED_LAST.search(text)) is not None:
        return _check(None if found[3] is None else int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    return None, None, None


def _check(year: int | None, month: int, day: int) -> tuple[int | None, int | None, int | None]:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None, None, None
    return year, month, day


def is_day_first(texts: list[str]) -> bool:
    """Whether dates in numbers alone put the day first: some first number is above 12, and no second one is."""
    first = second = False
    for text in texts:
        if (found := _NUMBERS.search(text)) is not None:
            first |= int(found[1]) > 12
            second |= int(found[2]) > 12
    return first and not second

"""EDTF values (Library of Congress, Extended Date/Time Format, levels 0 to 2): made, never guessed.

A digit that the text does not give is `X`; `~` marks what the text itself calls approximate.
"""

from __future__ import annotations

import datetime
import re

_FULL = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_LEAP_YEAR = 2000
"""A year in which every day of the calendar exists, to check days whose year is not known."""

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


def day(year: int | None, month: int, number: int) -> str | None:
    """Write a day, `XXXX` for a year not given; None when the calendar has no such day."""
    try:
        datetime.date(_LEAP_YEAR if year is None else year, month, number)
    except ValueError:
        return None
    return f"{'XXXX' if year is None else f'{year:04d}'}-{month:02d}-{number:02d}"


def month(year: int | None, number: int) -> str:
    """Write a month, `XXXX` for a year not given."""
    return f"{'XXXX' if year is None else f'{year:04d}'}-{number:02d}"


def approximate(value: str | None) -> str | None:
    """Mark a value as approximate."""
    return None if value is None else value.rstrip("~") + "~"


def interval(start: str | None, end: str | None) -> str | None:
    """Write an interval; None when an end has no value or they stand in the wrong order."""
    if start is None or end is None or "/" in start or "/" in end:
        return None
    known = "X" not in start + end
    if known and start[:4] > end[:4]:
        return None
    return f"{start}/{end}"


def parse_full(value: str | None) -> datetime.date | None:
    """Read a full date; None for every other value."""
    found = None if value is None else _FULL.match(value)
    if found is None:
        return None
    try:
        return datetime.date(*(int(part) for part in found.groups()))
    except ValueError:
        return None

"""Dates as intervals of packed days, so that a year, a decade and a day are compared by one rule."""

from __future__ import annotations

import functools
import re
from datetime import date

from counterflow.clean.date import edtf_bounds, read_date

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")
_ONE_OF = re.compile(r"\[(.+)\]$")
_CIRCA_YEARS = 2
"""How far "circa 1965" reaches on either side; OFAC writes 1963 to 1967 where others write circa 1965. Years."""
_YEARS_OF_A_RANGE = 10
"""Two bare years no farther apart are the ends of a range, as FtM writes "1960 to 1962". Years."""

Interval = tuple[int, int]
"""First and last day, packed."""


def pack_day(year: int, month: int, day: int) -> int:
    """Pack a day: the order of packed days is that of time, and the parts are shifts away."""
    return year << 9 | month << 5 | day


@functools.lru_cache(maxsize=65_536)
def read_intervals(text: str) -> tuple[Interval, ...]:
    """Read a date as FtM, EDTF or a list writes it; one of several gives several, what is no date none.

    A month or year covers all its days, "circa" two years on either side. An open end and a date without a year give
    nothing: they exclude nearly nobody.
    """
    iso = _ISO.match(text)
    if iso is not None:
        year, month, day = (None if part is None else int(part) for part in iso.groups())
        interval = None if year is None else _iso_interval(year, month, day)
        return () if interval is None else (interval,)
    edtf = read_date(text)
    if edtf is None:
        return ()
    one_of = _ONE_OF.match(edtf)
    parts = [edtf] if one_of is None else one_of[1].split(",")
    return tuple(interval for part in parts if (interval := _edtf_interval(part)) is not None)


def _iso_interval(year: int, month: int | None, day: int | None) -> Interval | None:
    if month is None:
        return pack_day(year, 1, 1), pack_day(year, 12, 31)
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return (pack_day(year, month, 1), pack_day(year, month, 31)) if day is None else (pack_day(year, month, day),) * 2


def _edtf_interval(edtf: str) -> Interval | None:
    first, last = edtf_bounds(edtf)
    if first == date.min or last == date.max:
        return None
    reach = _CIRCA_YEARS if "~" in edtf or "%" in edtf else 0
    if reach > 0:
        return pack_day(first.year - reach, 1, 1), pack_day(last.year + reach, 12, 31)
    # The last day of a month is 31 throughout, so that February compares like any other.
    is_day = first == last
    return pack_day(first.year, first.month, first.day), pack_day(
        last.year, last.month, last.day if is_day or last.day < 28 else 31
    )


@functools.lru_cache(maxsize=65_536)
def birth_intervals(texts: tuple[str, ...]) -> tuple[Interval, ...]:
    """Read the birth dates of one party.

    1 January is a form's default far more often than a birthday: it is read as its year. Two bare years are also the
    ends of a range, since FtM has no other way to write one.
    """
    found = {_without_default(interval) for text in texts for interval in read_intervals(text)}
    years = sorted(interval for interval in found if _is_year(interval))
    if len(years) == len(found) == 2 and (years[1][0] >> 9) - (years[0][0] >> 9) <= _YEARS_OF_A_RANGE:
        found.add((years[0][0], years[1][1]))
    return tuple(sorted(found))


def _without_default(interval: Interval) -> Interval:
    first, last = interval
    if first == last and first & 511 == pack_day(0, 1, 1):
        return first, first & ~511 | pack_day(0, 12, 31)
    return interval


def _is_year(interval: Interval) -> bool:
    return interval[1] - interval[0] == pack_day(0, 12, 31) - pack_day(0, 1, 1)

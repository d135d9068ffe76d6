"""Periods of a series: which dates are years, months, weeks or days, and their numbers in a row."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from counterflow.exc import InputError


class Frequency(StrEnum):
    """What a period is."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True)
class Dated:
    """A date as it was written."""

    day: dt.date
    """The first day, where a longer period was written."""
    written: Frequency
    zone: str = ""
    """Offset of the time zone as written; empty: none was."""


_FORMS = (
    (re.compile(r"\d{4}"), Frequency.YEAR),
    (re.compile(r"\d{4}-\d\d"), Frequency.MONTH),
    (re.compile(r"\d{4}-W\d\d"), Frequency.WEEK),
    (re.compile(r"\d{4}-\d\d-\d\d"), Frequency.DAY),
)
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?")
_DAYS_A_WEEK = 7


def parse_date(cell: object, where: str) -> Dated:
    """Read a date, or a time stamp at midnight.

    Raises:
        InputError: it is none, or has a time of day.
    """
    text = "" if cell is None else str(cell).strip()
    zone = ""
    stamp = _STAMP.fullmatch(text)
    if stamp is not None:
        text, time, zone = stamp[1], stamp[2], (stamp[3] or "").replace("Z", "+00:00")
        if re.sub(r"[0:.]", "", time) != "":
            raise InputError(
                f"{cell!s} is a moment, not a period",
                where=where,
                expected="a date",
                next_step="Add up what happened in each period first",
            )
    written = next((frequency for form, frequency in _FORMS if form.fullmatch(text) is not None), None)
    try:
        match written:
            case Frequency.YEAR:
                day = dt.date(int(text), 1, 1)
            case Frequency.MONTH:
                day = dt.date(int(text[:4]), int(text[5:]), 1)
            case Frequency.WEEK:
                day = dt.date.fromisocalendar(int(text[:4]), int(text[6:]), 1)
            case Frequency.DAY:
                day = dt.date.fromisoformat(text)
            case None:
                raise ValueError
    except ValueError:
        raise InputError(
            f"the date is {text!r}", where=where, expected="2021, 2021-07, 2021-W28 or 2021-07-31"
        ) from None
    assert written is not None
    return Dated(day, written, zone)


def find_frequency(dates: Sequence[Dated], where: str) -> Frequency:
    """Say what a period is: as it is written, or of days what their distances say.

    Days are months if all have one day of the month or all are a month's last, years if they also have one month, weeks
    if all have one day of the week.

    Raises:
        InputError: dates are written in more than one way.
    """
    written = {one.written for one in dates}
    if len(written) > 1:
        raise InputError(
            f"some dates are a {' and some a '.join(sorted(written))}", where=where, expected="dates of one form"
        )
    (form,) = written
    if form is not Frequency.DAY or len(dates) == 1:
        return form
    days = [one.day for one in dates]
    if len({day.day for day in days}) == 1 or all(_is_last(day) for day in days):
        return Frequency.YEAR if len({day.month for day in days}) == 1 else Frequency.MONTH
    return Frequency.WEEK if len({day.weekday() for day in days}) == 1 else Frequency.DAY


def _is_last(day: dt.date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def number_of(date: Dated, frequency: Frequency, where: str) -> int:
    """Give the number of a date's period; those of neighbours differ by 1.

    Raises:
        InputError: the date is longer than a period, or a week that a longer period cuts.
    """
    sizes = list(Frequency)
    is_cut = date.written is Frequency.WEEK and frequency in {Frequency.YEAR, Frequency.MONTH}
    if sizes.index(date.written) < sizes.index(frequency) or is_cut:
        raise InputError(
            f"a {date.written} does not lie in one {frequency}", where=where, expected="dates within a period"
        )
    match frequency:
        case Frequency.YEAR:
            return date.day.year
        case Frequency.MONTH:
            return date.day.year * 12 + date.day.month - 1
        case Frequency.WEEK:
            return (date.day.toordinal() - 1) // _DAYS_A_WEEK
        case Frequency.DAY:
            return date.day.toordinal()


def name_period(number: int, frequency: Frequency) -> str:
    """Write a period: "2021", "2021-07", "2021-W28" or "2021-07-31"."""
    match frequency:
        case Frequency.YEAR:
            return f"{number:04}"
        case Frequency.MONTH:
            return f"{number // 12:04}-{number % 12 + 1:02}"
        case Frequency.WEEK:
            year, week, _ = dt.date.fromordinal(number * _DAYS_A_WEEK + 1).isocalendar()
            return f"{year:04}-W{week:02}"
        case Frequency.DAY:
            return dt.date.fromordinal(number).isoformat()

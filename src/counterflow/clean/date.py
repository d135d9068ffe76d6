"""Dates as lists and reports write them, turned into EDTF: what was written, with its precision and its doubt.

EDTF (Extended Date/Time Format, ISO 8601-2:2019) is used with these forms:

    1955-06-04  1955-06  1955      a day, a month, a year
    1941~  1941?  1941%            approximate, uncertain, both
    196X                           some year of a decade
    1962/1964  1960/..  ../1960    an interval, with an open end
    [1965,1966]                    one of several
    XXXX-05-05                     a date without a year has no year

A notation that can be read in two ways (04/05/1941) is no date here: a guessed birthday is a wrong birthday.
"""

from __future__ import annotations

import calendar
import functools
import re
from datetime import date

from counterflow.clean._date_text import MONTHS, normalise_date_text

FIRST_YEAR, LAST_YEAR = 1700, 2199
"""Years outside are typing errors or another calendar (Hijri and Jalali years of today are 13xx and 14xx)."""

_EDTF_DATE = r"(?:XXXX-\d\d(?:-\d\d)?|\d{3}X|\d{4}(?:-\d\d(?:-\d\d)?)?)[~?%]?"
_IS_EDTF = re.compile(rf"{_EDTF_DATE}$")
_SET = re.compile(rf"\[({_EDTF_DATE}(?:,{_EDTF_DATE})+)\]$")

_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>\d{4})"
_NAME = rf"(?P<name>{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_FORMS = tuple(
    re.compile(form + "$")
    for form in (
        rf"{_YEAR}",
        rf"{_YEAR}-{_MONTH}",
        rf"{_YEAR}-{_MONTH}-{_DAY}",
        rf"{_YEAR}\.{_MONTH}\.{_DAY}",
        rf"{_YEAR}/{_MONTH}/{_DAY}",
        rf"{_DAY}\.{_MONTH}\.{_YEAR}",
        rf"{_MONTH}[./]{_YEAR}",
        rf"{_DAY}[ -]{_NAME}[ -]{_YEAR}",
        rf"{_NAME} {_DAY} {_YEAR}",
        rf"{_NAME}[ -]{_YEAR}",
        rf"{_YEAR} {_NAME}",
        rf"{_YEAR} {_NAME} {_DAY}",
        rf"{_DAY} {_NAME}",
        rf"{_NAME} {_DAY}",
    )
)
_EITHER_ORDER = re.compile(rf"(?P<first>\d{{1,2}})(?P<sign>[/-])(?P<second>\d{{1,2}})(?P=sign){_YEAR}$")


@functools.lru_cache(maxsize=65_536)
def read_date(text: str) -> str | None:
    """Read a date as a list or a report writes it; None when it is no date or can be read in two ways.

    Reads days, months, years, decades, ranges, alternatives ("1965 or 1966"), "circa", "before" and "after", ISO dates
    and times (the time is dropped), and EDTF itself: `read_date(read_date(x)) == read_date(x)`.
    """
    text = text.strip()
    if _is_edtf(text):
        return text
    text, mark = normalise_date_text(text)
    if text == "":
        return None
    found = _read_alternatives(text) or _read_open(text) or _read_interval(text) or _read_one(text)
    return None if found is None else _mark(found, mark)


def _is_edtf(text: str) -> bool:
    one_of = _SET.match(text)
    if one_of is not None:
        return all(_is_edtf_date(part) for part in one_of[1].split(","))
    start, slash, end = text.partition("/")
    if slash == "":
        return _is_edtf_date(text)
    if start == ".." or end == "..":
        return _is_edtf_date(start if end == ".." else end) and not text.startswith("XXXX")
    return _is_edtf_date(start) and _is_edtf_date(end) and _is_ordered(start, end)


def _is_edtf_date(text: str) -> bool:
    if _IS_EDTF.match(text) is None:
        return False
    text = text.rstrip("~?%")
    if text[2:4] != "XX" and text[3] == "X":
        return _is_year(int(text[:3]) * 10)
    year, month, day = (*(None if part == "XXXX" else int(part) for part in text.split("-")), None, None)[:3]
    return _compose(year, month, day) == text


def _is_year(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def _compose(year: int | None, month: int | None, day: int | None) -> str | None:
    """Write a date of the parts known; zero stands for an unknown part, as in 00/00/1955."""
    if year is not None and not _is_year(year):
        return None
    if month is not None and day not in (None, 0) and month == 0:
        return None
    written = "XXXX" if year is None else f"{year:04d}"
    if month is None or month == 0:
        return None if year is None else written
    if not 1 <= month <= 12:
        return None
    if day is None or day == 0:
        return f"{written}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year or 2000, month)[1]:
        return None
    return f"{written}-{month:02d}-{day:02d}"


def _read_one(text: str) -> str | None:
    text, mark = normalise_date_text(text)
    decade = re.match(r"(\d{3})0'?s$", text)
    if decade is not None:
        return _mark(f"{decade[1]}X", mark) if _is_year(int(decade[1]) * 10) else None
    either = _EITHER_ORDER.match(text)
    if either is not None:
        return _mark(_read_either_order(int(either["first"]), int(either["second"]), int(either["year"])), mark)
    for form in _FORMS:
        found = form.match(text)
        if found is not None:
            part = found.groupdict()
            name = part.get("name")
            month = part.get("month") if name is None else str(MONTHS[name])
            return _mark(
                _compose(*(None if x is None else int(x) for x in (part.get("year"), month, part.get("day")))), mark
            )
    return _mark(text, mark) if _is_edtf_date(text) else None


def _read_either_order(first: int, second: int, year: int) -> str | None:
    """Read 24/08/1941 and 08/24/1941, which can be read in one way only, and 04/04/1941, where both are the same."""
    if first == second or first > 12 or first == 0:
        return _compose(year, second, first)
    return _compose(year, first, second) if second > 12 else None


def _read_alternatives(text: str) -> str | None:
    parts = [part.strip() for part in re.split(r",? (?:and/)?or ", text)]
    if len(parts) == 1:
        return None
    year = re.search(r" (\d{4})$", parts[-1])
    found = []
    for part in parts:
        # "4 or 5 Jun 1955" names month and year once.
        tail = "" if year is None or re.search(r"\d{4}", part) is not None else year[0]
        one = _read_one(part + tail)
        if one is None:
            return None
        found.append(one)
    found = sorted(set(found))
    return found[0] if len(found) == 1 else f"[{','.join(found)}]"


def _read_open(text: str) -> str | None:
    bound = re.match(r"(before|prior to|until|up to|not later than|after|since|not before|from) (.*)$", text)
    if bound is None or _read_interval(bound[2]) is not None:
        return None
    one = _read_one(bound[2])
    if one is None or one.startswith("XXXX"):
        return None
    return f"{one}/.." if bound[1] in ("after", "since", "not before", "from") else f"../{one}"


def _read_interval(text: str) -> str | None:
    """Read "1962 to 1964", "between Aug and Sep 1977", "1962-64" and "1 Jan 1962 - 31 Dec 1964"."""
    between = re.match(r"between (.*) and (.*)$", text)
    if between is not None:
        return _interval(between[1], between[2])
    text = re.sub(r"^from ", "", text)
    if _read_one(text) is not None:
        return None
    for sign in (" to ", " until ", " - ", "-", "/"):
        start, found, end = text.partition(sign)
        if found != "" and sign not in end:
            if re.match(r"\d{4}$", start) is not None and re.match(r"\d\d$", end) is not None:
                end = start[:2] + end
            return _interval(start, end)
    return None


def _interval(start: str, end: str) -> str | None:
    year = re.search(r"\d{4}~?$", end.strip())
    if year is not None and re.search(r"\d{4}|\d{3}0'?s", start) is None:
        start = f"{start} {year[0]}"
    left, right = _read_one(start), _read_one(end)
    if left is None or right is None or left.startswith("XXXX") or right.startswith("XXXX"):
        return None
    if left == right:
        return left
    return f"{left}/{right}" if _is_ordered(left, right) else None


def _is_ordered(start: str, end: str) -> bool:
    if "XXXX" in start or "XXXX" in end:
        return False
    return _bounds_of_date(start)[0] <= _bounds_of_date(end)[1]


def _mark(edtf: str | None, mark: str) -> str | None:
    """Mark every date of an expression as approximate or uncertain, unless it is marked already."""
    if edtf is None or mark == "":
        return edtf
    return re.sub(rf"({_EDTF_DATE})", lambda found: found[1] if found[1][-1] in "~?%" else found[1] + mark, edtf)


def ftm_dates(edtf: str) -> tuple[str, ...]:
    """Give the FtM dates that may stand for an EDTF date: FtM knows prefixes (1955, 1955-06), no ranges and no doubt.

    An interval gives the years of its start and its end (their common part, where they share year or month): its first
    day is not a day that anybody stated. A date without a year gives none.
    """
    one_of = _SET.match(edtf)
    if one_of is not None:
        return tuple(dict.fromkeys(value for part in one_of[1].split(",") for value in ftm_dates(part)))
    start, slash, end = (part.rstrip("~?%") for part in edtf.partition("/"))
    if start.startswith("XXXX"):
        return ()
    if slash == "":
        return (f"{start[:3]}0", f"{start[:3]}9") if start.endswith("X") else (start,)
    sides = [ftm_dates(side) for side in (start, end) if side != ".."]
    if len(sides) == 1:
        return (sides[0][0][:4],)
    for length in (7, 4):
        if sides[0][0][:length] == sides[1][-1][:length]:
            return (sides[0][0][:length],)
    return (sides[0][0][:4], sides[1][-1][:4])


def edtf_bounds(edtf: str) -> tuple[date, date]:
    """Give the earliest and the latest day that an EDTF date as written covers.

    An approximate date covers what is written, no more: how far "circa" reaches is the reader's judgement. A date
    without a year covers every day, an open end the rest of time.

    Raises:
        ValueError: not one of the forms above.
    """
    if not _is_edtf(edtf):
        raise ValueError(
            f"{edtf!r} is not an EDTF date. Expected e.g. 1955-06-04, 1941~, 196X, 1962/1964 or [1965,1966]."
        )
    one_of = _SET.match(edtf)
    if one_of is not None:
        bounds = [_bounds_of_date(part) for part in one_of[1].split(",")]
        return min(low for low, _ in bounds), max(high for _, high in bounds)
    start, slash, end = edtf.partition("/")
    if slash == "":
        return _bounds_of_date(start)
    low = date.min if start == ".." else _bounds_of_date(start)[0]
    high = date.max if end == ".." else _bounds_of_date(end)[1]
    return low, high


def _bounds_of_date(text: str) -> tuple[date, date]:
    text = text.rstrip("~?%")
    if text.startswith("XXXX"):
        return date.min, date.max
    if text.endswith("X"):
        return date(int(text[:3]) * 10, 1, 1), date(int(text[:3]) * 10 + 9, 12, 31)
    parts = [int(part) for part in text.split("-")]
    year, month, last_month = parts[0], (*parts, 1)[1], (*parts, 12)[1]
    day, last_day = (1, calendar.monthrange(year, last_month)[1]) if len(parts) < 3 else (parts[2], parts[2])
    return date(year, month, day), date(year, last_month, last_day)

"""Dates that a text gives by the calendar: the grammar of days, months, years, seasons, decades and centuries."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from counterflow.extract.lexica import any_of, load_map, load_set
from counterflow.extract.time import edtf

YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_NO_MORE = r"(?![\w%])(?!,\d{3}\b)(?!\.\d)"
_NOT_BEFORE = r"(?<![\w$€£¥#/])(?<!\d[.,:-])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINAL = rf"{_DAY}(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b\.?,?\s+"
_PART = (
    r"(?:(?:very\s+)?(?:early|late|mid|middle)(?:[\s-]+(?:to|or)[\s-]+(?:early|late|mid))?[\s-]+(?:in\s+|of\s+)?"
    r"|(?:the\s+)?(?:beginning|start|middle|end)\s+of\s+)"
)
_ABOUT = r"(?:circa|approximately|around|about|roughly|ca?\.)\s*"
_ORDINAL_WORD = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}


_DIGIT = re.compile(r"\d")
_MONTH_SIGN = re.compile(
    r"\b(?:J(?:an|un|ul)|F(?:eb)|Ma[ry]|A(?:pr|ug)|Sep|Oct|Nov|Dec|J(?:AN|UN|UL)|FEB|MA[RY]|A(?:PR|UG)|SEP|OCT|NOV|DEC)"
)
_YEAR_SIGN = re.compile(rf"{YEAR}|\d(?:st|nd|rd|th)\b|\d0'?s\b", re.IGNORECASE)


class Found(NamedTuple):
    """A date as found: its span and its value in EDTF, None where the grammar cannot tell."""

    start: int
    end: int
    edtf: str | None


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    value: Callable[[re.Match[str]], str | None]
    sign: re.Pattern[str] | None
    """What must stand in a text for the rule to be tried: most texts have none of it."""


def find_dates(text: str, is_dated: Callable[[int, int], bool]) -> list[Found]:
    """Find the calendar dates of a folded text, in order and without overlap.

    `is_dated` says whether the language model took a span for a date; it decides where figures or a month's name alone
    may be something else.
    """
    found: list[Found] = []
    has_digit, signs = _DIGIT.search(text) is not None, dict[re.Pattern[str], bool]()
    for rule in _rules() if has_digit else ():
        if rule.sign is not None:
            if rule.sign not in signs:
                signs[rule.sign] = rule.sign.search(text) is not None
            if not signs[rule.sign]:
                continue
        for match in rule.pattern.finditer(text):
            start, end = match.span("date")
            if all(end <= other.start or other.end <= start for other in found):
                found.append(Found(start, end, rule.value(match)))
    for start, end, value in _lone(text, is_dated):
        if all(end <= other.start or other.end <= start for other in found):
            found.append(Found(start, end, value))
    return _join(text, sorted(found, key=lambda one: one[:2]))


def month_number(name: str) -> int:
    """Give the number of a month's name or abbreviation."""
    return int(load_map("month")[name.capitalize()])


def _int(text: str | None) -> int | None:
    return None if text is None else int(re.sub(r"\D", "", text))


def _about(match: re.Match[str], value: str | None) -> str | None:
    return value if match["part"] is None else edtf.approximate(value)


def _day(match: re.Match[str]) -> str | None:
    return edtf.day(_int(match["year"]), month_number(match["month"]), _int(match["day"]) or 0)


def _days(match: re.Match[str]) -> str | None:
    year, month = _int(match["year"]), month_number(match["month"])
    return edtf.interval(*(edtf.day(year, month, _int(match[name]) or 0) for name in ("day", "last")))


def _slashed(match: re.Match[str]) -> str | None:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if first > 12 or first == second:
        return edtf.day(year, second, first) if second <= 12 else None
    if second > 12:
        return edtf.day(year, first, second)
    return f"{year}-XX-XX"  # day first or month first: only the year is certain


def _month(match: re.Match[str]) -> str | None:
    return _about(match, edtf.month(_int(match["year"]), month_number(match["month"])))


def _part_of_year(match: re.Match[str]) -> str | None:
    number = _ORDINAL_WORD[match["ordinal"].lower()]
    if match["unit"].lower() == "half":
        return f"{match['year']}-{39 + min(number, 2)}"
    return f"{match['year']}-{32 + number}"


def _month_pattern() -> str:
    # With their capital: "may 5" is no date.
    names = list(load_map("month"))
    return rf"(?-i:(?P<month>{any_of([*names, *(name.upper() for name in names if len(name) > 3)])}))"


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    month = _month_pattern()
    year = rf"(?P<year>{YEAR}){_NO_MORE}"
    part = rf"(?P<part>{_PART})?"
    dash = r"\s?(?:[-–—]|to|through|until)\s?"

    def rule(pattern: str, value: Callable[[re.Match[str]], str | None], flags: int = 0) -> _Rule:
        sign = _MONTH_SIGN if month in pattern else _YEAR_SIGN
        return _Rule(re.compile(rf"{_NOT_BEFORE}(?P<date>{pattern})", flags), value, sign)

    def rule_i(pattern: str, value: Callable[[re.Match[str]], str | None]) -> _Rule:
        return rule(pattern, value, re.IGNORECASE)

    return (
        rule(
            rf"(?P<year>{YEAR})-(?P<m>0\d|1[0-2])-(?P<d>[0-3]\d)(?!\w|-\d)(?=$|[^T\d])",
            lambda m: edtf.day(int(m["year"]), int(m["m"]), int(m["d"])) if m["m"] != "00" else None,
        ),
        rule(
            rf"(?P<d>{_DAY})\.(?P<m>0?[1-9]|1[0-2])\.{year}",
            lambda m: edtf.day(int(m["year"]), int(m["m"]), int(m["d"])),
        ),
        rule(rf"(?P<first>{_DAY})/(?P<second>{_DAY})/{year}", _slashed),
        rule_i(
            rf"(?:from\s+)?(?P<day>{_ORDINAL}){dash}(?P<last>{_ORDINAL})\s+(?:of\s+)?{month}(?!\w)(?:,?\s+{year})?",
            _days,
        ),
        rule_i(
            rf"between\s+(?:the\s+)?(?P<day>{_ORDINAL})\s+and\s+(?:the\s+)?(?P<last>{_ORDINAL})\s+(?:of\s+)?{month}(?!\w)"
            rf"(?:,?\s+{year})?",
            _days,
        ),
        rule_i(rf"{month}\s+(?P<day>{_ORDINAL}){dash}(?P<last>{_ORDINAL})(?!\w)(?:,?\s+{year})?", _days),
        rule_i(
            rf"(?:{_WEEKDAY})?(?:the\s+(?=\d+[a-z]))?(?P<day>{_ORDINAL})[\s-]+(?:of\s+)?{month}(?!\w)(?:[,.]?[\s-]+{year})?",
            _day,
        ),
        rule_i(
            rf"(?:{_WEEKDAY})?{month}\s+(?:the\s+)?(?P<day>{_ORDINAL})(?![\w%])(?!,\d{{3}}\b)(?!\.\d)"
            rf"(?:,?\s+{year})?",
            _day,
        ),
        rule_i(rf"{part}{month}(?:,|\s+of)?[\s-]+{year}", _month),
        rule_i(
            rf"(?:the\s+)?(?P<part>{_PART})?(?:the\s+)?(?P<season>spring|summer|autumn|fall|winter)(?:,?\s+of)?\s+{year}",
            lambda m: _about(m, f"{m['year']}-{edtf.SEASONS[m['season'].lower()]}"),
        ),
        rule_i(
            rf"(?:the\s+)?(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|last)\s+(?P<unit>quarter|half)"
            rf"(?:\s+of)?\s+{year}",
            _part_of_year,
        ),
        rule(rf"Q(?P<ordinal>[1-4])\s+{year}", lambda m: f"{m['year']}-{32 + int(m['ordinal'])}"),
        rule_i(
            rf"(?:the\s+)?{part}(?:the\s+)?(?P<year>1[5-9]\d|20\d)0'?s\b",
            lambda m: _about(m, f"{m['year']}X"),
        ),
        rule_i(
            rf"(?:the\s+)?{part}(?:the\s+)?(?P<century>1\d|20|21|[5-9])(?:st|nd|rd|th)[\s-]+century\b",
            lambda m: _about(m, f"{int(m['century']) - 1:02d}XX"),
        ),
        rule_i(rf"(?P<part>{_PART}){year}", lambda m: edtf.approximate(m["year"])),
        rule_i(rf"{_ABOUT}{year}(?!\s+[a-z]+s\b)", lambda m: edtf.approximate(m["year"])),
        rule_i(rf"(?:FY|fiscal\s+year\s+|financial\s+year\s+)\s?{year}", lambda m: None),
        rule_i(
            rf"(?:from\s+)?(?P<year>{YEAR})\s?[-–—]\s?(?P<last>{YEAR}){_NO_MORE}",
            lambda m: edtf.interval(m["year"], m["last"]),
        ),
        rule(rf"(?P<year>{YEAR})\s?[-–/]\s?(?P<short>\d\d){_NO_MORE}", _short_range),
    )


def _short_range(match: re.Match[str]) -> str | None:
    """Read "1998-99"; "2009-10" may be a month as well, so it has no value."""
    year, short = match["year"], int(match["short"])
    if short <= int(year[2:]) or short <= 12:
        return None
    return edtf.interval(year, year[:2] + match["short"])


def _lone(text: str, is_dated: Callable[[int, int], bool]) -> Iterator[Found]:
    """Find years and months that stand alone, where what stands around them says that they are dates."""
    for match in _lone_year().finditer(text):
        start, end = match.span()
        word = re.search(r"([\w-]+)?\W*$", text[max(0, start - 24) : start])
        lead = "" if word is None or word[1] is None else word[1].lower()
        if _is_reference(text, start):
            continue
        counts = re.match(r"\s+(?!was\b|as\b|is\b|has\b|its\b)[a-z]+s\b", text[end : end + 24]) is not None
        if is_dated(start, end) or (lead in load_set("year_lead") and not counts):
            yield Found(start, end, match[0])
    for match in _lone_month().finditer(text):
        start, end = match.span("month")
        if match["lead"] is not None or is_dated(start, end):
            yield Found(start, end, edtf.month(None, month_number(match["month"])))


@functools.cache
def _lone_year() -> re.Pattern[str]:
    return re.compile(rf"{_NOT_BEFORE}(?<![A-Za-z][-–]){YEAR}{_NO_MORE}(?!\s*\()")


@functools.cache
def _lone_month() -> re.Pattern[str]:
    full = any_of(name for name in load_map("month") if len(name) > 4 or name in ("May", "June", "July"))
    return re.compile(
        rf"(?<![\w-])(?P<lead>(?i:in|since|by|until|during|last|next|of|between)\s+|\()?(?P<month>{full})(?![\w-])"
    )


def _is_reference(text: str, start: int) -> bool:
    """Whether the number at `start` is one of a resolution, page, paragraph ..."""
    before = re.search(r"([A-Za-z.]+(?:\s+[A-Za-z.]+)?)[\s:#]*$", text[max(0, start - 32) : start])
    if before is None:
        return False
    words = before[1].lower().split()
    references = load_set("reference_word")
    return words[-1] in references or " ".join(words) in references


_CONNECTOR = re.compile(r"\s*[-–—]\s*|\s+(?:to|through|until|till)\s+", re.IGNORECASE)
_LISTING = re.compile(r",?\s+(?:and|or)\s+(?:on\s+)?|,\s*", re.IGNORECASE)
_OPENING = re.compile(r"\b(from|between)\s+$", re.IGNORECASE)


def _join(text: str, found: list[Found]) -> list[Found]:
    """Join two dates into a range where words say so; hand a year on inside a list.

    "13 April and 12 December 2012" gives both days the year.
    """
    joined: list[Found] = []
    for date in reversed(found):
        after = joined[-1] if len(joined) > 0 else None
        if after is None:
            joined.append(date)
            continue
        gap = text[date.end : after.start]
        opening = _OPENING.search(text, max(0, date.start - 12), date.start)
        is_between = opening is not None and opening[1].lower() == "between" and gap.strip().lower() == "and"
        if is_between or (_CONNECTOR.fullmatch(gap) is not None):
            start = date.start if opening is None else opening.start()
            value = edtf.interval(_with_year_of(date.edtf, after.edtf), after.edtf)
            joined[-1] = Found(start, after.end, value)
        elif _LISTING.fullmatch(gap) is not None:
            joined.append(date._replace(edtf=_with_year_of(date.edtf, after.edtf)))
        else:
            joined.append(date)
    return joined[::-1]


def _with_year_of(value: str | None, later: str | None) -> str | None:
    """Give a day or month without a year the year of the one it is listed with, if it comes before it in the year."""
    if value is None or later is None or not value.startswith("XXXX-") or not re.match(r"\d{4}-\d\d", later):
        return value
    later = later.split("/")[0]
    return later[:4] + value[4:] if value[5:] <= later[5:] else value

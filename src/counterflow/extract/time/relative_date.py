"""Dates that a text gives by its own day: "last month", "two years ago", "yesterday".

They have a value only when the day of publication is known and the words leave one reading.
"""

from __future__ import annotations

import datetime
import re

from counterflow.clean.quantity.number import NUMBER, parse_number
from counterflow.extract.time import edtf
from counterflow.extract.time.date import Found

_UNIT = r"(?:second|minute|hour|day|week|month|year|decade|century)"
_VAGUE = r"(?:several|a\s+few|few|many|some|a\s+couple\s+of|couple\s+of|recent)"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"

_AGO = re.compile(
    rf"\b(?:(?P<about>about|around|nearly|almost|over|more\s+than|some|roughly)\s+)?"
    rf"(?:(?P<number>{NUMBER})|(?P<one>an?|one)|(?P<vague>{_VAGUE}|decades|years|months|weeks|centuries))"
    rf"(?:\s+(?P<unit>{_UNIT})s?)?\s+(?:ago|earlier)\b",
    re.IGNORECASE,
)
_NEAR = re.compile(
    rf"\b(?P<article>the\s+)?(?P<which>last|this|next|past|previous|current|coming|recent)\s+"
    rf"(?:(?P<many>{NUMBER}|{_VAGUE})\s+)?(?:(?P<unit>{_UNIT})(?P<plural>s?)(?:\s+(?:and|or)\s+{_UNIT}s)?|(?P<other>spring|summer|autumn|fall|winter"
    rf"|weekend|{_WEEKDAY}))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\b(?:the\s+day\s+(?:before|after)\s+)?(?P<word>yesterday|tomorrow|today|tonight)\b", re.IGNORECASE)
_ADVERB = re.compile(
    r"(?:(?<=[.!?;]\s)|(?<=[.!?][\"')]\s)|^)(?:Initially|Later|Subsequently|Afterwards?|Thereafter|Eventually)(?=,?\s)"
    r"|\b(?i:at\s+(?:present|(?:that|the|this)\s+time)(?!\s+of)|by\s+then|by\s+a\s+certain\s+(?:time|date|day)|(?:war|peace)time"
    r"|(?:the\s+)?(?:same|following|previous)\s+(?:day|night|morning|evening|week|month|year))\b",
    re.MULTILINE,
)
"""Times that point at others of the text; a narrative's order is told by them."""
_LONE_WEEKDAY = re.compile(rf"\b{_WEEKDAY}\b")
_SET = re.compile(rf"\b(?:each|every)\s+(?:other\s+)?(?:single\s+)?(?:{_UNIT}|{_WEEKDAY})\b", re.IGNORECASE)


_SIGN = re.compile(
    r"\b(?:ago|earlier|last|this|next|past|previous|current|coming|recent|yesterday|tomorrow|today|tonight|initially|later"
    r"|subsequently|after\w*|thereafter|eventually|present|time|then|wartime|peacetime|same|following)\b|day\b",
    re.IGNORECASE,
)
"""One of these stands in every text with a relative date."""


def find_relative_dates(text: str, published: datetime.date | None) -> list[Found]:
    """Find relative dates of a folded text, in no special order."""
    if _SIGN.search(text) is None:
        return []
    found = [Found(*match.span(), _value_ago(match, published)) for match in _AGO.finditer(text) if _is_ago(match)]
    found += [Found(*match.span(), _value_near(match, published)) for match in _NEAR.finditer(text)]
    found += [Found(*match.span(), _value_word(match, published)) for match in _WORD.finditer(text)]
    found += [Found(*match.span(), None) for match in _ADVERB.finditer(text)]
    days = [Found(*match.span(), None) for match in _LONE_WEEKDAY.finditer(text)]
    return found + [day for day in days if all(day.end <= one.start or one.end <= day.start for one in found)]


def find_sets(text: str) -> list[Found]:
    """Find repeating times ("each year"); they have no value in EDTF."""
    return [Found(*match.span(), None) for match in _SET.finditer(text)]


def _is_ago(match: re.Match[str]) -> bool:
    return (match["unit"] is not None) != (match["vague"] is not None and match["vague"].lower().endswith("s"))


def _value_ago(match: re.Match[str], published: datetime.date | None) -> str | None:
    if published is None or match["vague"] is not None or match["unit"] is None or "earlier" in match[0].lower():
        return None
    number = 1.0 if match["one"] is not None else parse_number(match["number"])
    if number != int(number) or number > 1000:
        return None
    return _before(published, int(number), match["unit"].lower(), exact=match["about"] is None)


def _before(published: datetime.date, number: int, unit: str, *, exact: bool) -> str | None:
    """Give the time `number` units before; units longer than a day are named without pretending to a day."""
    if unit == "day" and exact:
        return (published - datetime.timedelta(days=number)).isoformat()
    if unit == "week":
        return edtf.approximate((published - datetime.timedelta(weeks=number)).isoformat())
    if unit == "month":
        months = published.year * 12 + published.month - 1 - number
        return edtf.approximate(edtf.month(months // 12, months % 12 + 1)) if months >= 12 * 1000 else None
    if unit == "year" and published.year - number >= 1000:
        return edtf.approximate(f"{published.year - number:04d}")
    return None


_STEP = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}


def _value_near(match: re.Match[str], published: datetime.date | None) -> str | None:
    step = _STEP.get(match["which"].lower())
    is_period = match["many"] is not None or match["unit"] is None or match["plural"] == "s"
    # "the last year" is the twelve months before; "last year" is the year before.
    if published is None or step is None or is_period or (match["article"] is not None and step != 0):
        return None
    unit = match["unit"].lower()
    if unit == "year":
        return f"{published.year + step:04d}"
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return edtf.month(months // 12, months % 12 + 1)
    return None


def _value_word(match: re.Match[str], published: datetime.date | None) -> str | None:
    # "today" is as often "nowadays".
    step = {"yesterday": -1, "tomorrow": 1}.get(match[0].lower())
    return None if published is None or step is None else (published + datetime.timedelta(days=step)).isoformat()

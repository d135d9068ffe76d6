"""What a quantity is before it is a row, and the words around an amount that bound it or make it a rate."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from counterflow.extract.lexica import any_of, load_map, load_set
from counterflow.extract.quantity.unit import Unit


class Measured(NamedTuple):
    """A quantity as found; the columns of the table `quantity` that the text decides."""

    start: int
    end: int
    kind: str
    low: float | None
    high: float | None
    unit: str
    norm_unit: str | None
    factor: float
    """Normalised units in one unit as written."""
    modifier: str
    per: str | None
    is_ambiguous: bool


COUNT = Unit("count", "1", 1.0, is_ambiguous=False)
LEAD_CHARS = 40
"""How far before an amount its modifier is looked for."""

_TIME_UNIT = r"(?:second|minute|hour|day|night|week|month|quarter|year|decade)"
_PER = re.compile(
    r"\s(?P<latin>per\s+annum|p\.a\.)"
    rf"|\s*/\s?(?P<slash>{_TIME_UNIT}|kg|kilogram|gram|tonne|ton|person|barrel)\b"
    r"|\s(?:per|each|every)\s+(?P<per>(?:metric\s+|short\s+)?[a-z]+)\b"
    rf"|\s(?:an?)\s+(?P<article>{_TIME_UNIT}|person|head|piece|shipment|gram|kilogram|kilo|ton|tonne|barrel|pound|ounce)\b"
    r"|\s(?P<adverb>annually|yearly|monthly|weekly|daily|hourly)\b",
    re.IGNORECASE,
)
_ADVERB = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour"}
_PERSON = ("head", "capita")
_NO_RATE = frozenset(["cent", "of", "other", "one", "the", "time"])
_EACH = re.compile(
    r"\b(?:(?:each|every)\s+(?:of\s+(?:the|its|their)\s+)?(?P<noun>[a-z]+)\b"
    r"|(?P<nouns>[a-z]+[^s\W])s\s+(?:(?:can|could|may|must|will|would|should)\s+)?(?:each|individually)\b)(?=[^.;:]{0,90}$)",
    re.IGNORECASE,
)


@functools.cache
def _modifiers() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<modifier>{any_of(load_map('modifier'))})\s+(?:a\s+total\s+of\s+)?$", re.IGNORECASE)


def find_modifier(text: str, start: int) -> tuple[int, str]:
    """Find the modifier before the amount at `start`: where the quantity begins with it, and what it means."""
    match = _modifiers().search(text, max(0, start - LEAD_CHARS), start)
    if match is None:
        return start, "="
    return match.start(), load_map("modifier")[re.sub(r"\s+", " ", match["modifier"]).lower()]


def bound(low: float, high: float, modifier: str) -> tuple[float | None, float | None]:
    """Open the end that the modifier leaves open."""
    if modifier in (">", ">="):
        return low, None
    if modifier in ("<", "<="):
        return None, high
    return low, high


def find_rate(text: str, end: int) -> tuple[int, str | None]:
    """Find the rate after the amount that ends at `end`: "per year", "a month", "annually", "/kg"."""
    match = _PER.match(text, end)
    if match is None:
        return end, None
    if match["latin"] is not None:
        return match.end(), "year"
    if match["adverb"] is not None:
        return match.end(), _ADVERB[match["adverb"].lower()]
    noun = re.sub(r"\s+", " ", match["slash"] or match["per"] or match["article"]).lower()
    if noun in _NO_RATE or noun in load_set("closed_class"):
        return end, None
    return match.end(), "person" if noun in _PERSON else noun


_PERIOD_BEFORE = re.compile(
    r"\b(?P<adjective>annual|yearly|monthly|weekly|daily)(?:ly)?\s+[a-z][^.;:\d$€£¥]{0,70}$", re.IGNORECASE
)
_PERIOD_AFTER = re.compile(
    rf"(?:\s*\([^()]{{1,40}}\)|\s*\))?\s+(?:(?:of|in)\s+(?:[\w'-]+\s+){{1,4}}?)?"
    rf"(?:(?:per|each|every|an?)\s+(?P<noun>{_TIME_UNIT})\b|(?:for|from|by|to|in)\s+each\s+(?P<bearer>[a-z]+)\b"
    r"|(?P<adverb>annually|yearly|monthly)\b)",
    re.IGNORECASE,
)
_PERIOD = {"annual": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day"}


def find_period(text: str, start: int, end: int, per: str | None) -> str | None:
    """Find the period that stands apart from an amount: "annual income of $5 million", "two tons of coal each year"."""
    if per is not None:
        return per
    after = _PERIOD_AFTER.match(text, end)
    if after is not None:
        if after["adverb"] is not None:
            return _ADVERB[after["adverb"].lower()]
        return (after["noun"] or after["bearer"]).lower()
    before = _PERIOD_BEFORE.search(text, max(0, start - 90), start)
    return None if before is None else _PERIOD[before["adjective"].lower()]


def find_bearer(text: str, start: int, per: str | None) -> str | None:
    """Add whom each amount falls on to its rate: "each embassy is expected to send back $100,000 per year"."""
    sentence = max(text.rfind(". ", 0, start) + 1, 0)
    found = ((match["noun"] or match["nouns"]).lower() for match in _EACH.finditer(text[sentence:start]))
    bearers = [noun for noun in found if noun not in load_set("closed_class")]
    if len(bearers) == 0 or re.fullmatch(_TIME_UNIT + "|one|other", bearers[-1]) is not None:
        return per
    return bearers[-1] if per is None else f"{bearers[-1]}/{per}"

"""What a quantity is before it is a row, and the words of its sentence that make it a rate."""

from __future__ import annotations

import re
from typing import NamedTuple

from counterflow.clean.quantity import bound
from counterflow.clean.quantity.bound import ADVERB, TIME_UNIT
from counterflow.clean.quantity.unit import Unit
from counterflow.extract.lexica import load_set


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
_EACH = re.compile(
    r"\b(?:(?:each|every)\s+(?:of\s+(?:the|its|their)\s+)?(?P<noun>[a-z]+)\b"
    r"|(?P<nouns>[a-z]+[^s\W])s\s+(?:(?:can|could|may|must|will|would|should)\s+)?(?:each|individually)\b)(?=[^.;:]{0,90}$)",
    re.IGNORECASE,
)


def find_rate(text: str, end: int) -> tuple[int, str | None]:
    """Find the rate after the amount that ends at `end`; a word of a closed class is none: "per our"."""
    found, per = bound.find_rate(text, end)
    return (end, None) if per in load_set("closed_class") else (found, per)


_PERIOD_BEFORE = re.compile(
    r"\b(?P<adjective>annual|yearly|monthly|weekly|daily)(?:ly)?\s+[a-z][^.;:\d$€£¥]{0,70}$", re.IGNORECASE
)
_PERIOD_AFTER = re.compile(
    rf"(?:\s*\([^()]{{1,40}}\)|\s*\))?\s+(?:(?:of|in)\s+(?:[\w'-]+\s+){{1,4}}?)?"
    rf"(?:(?:per|each|every|an?)\s+(?P<noun>{TIME_UNIT})\b|(?:for|from|by|to|in)\s+each\s+(?P<bearer>[a-z]+)\b"
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
            return ADVERB[after["adverb"].lower()]
        return (after["noun"] or after["bearer"]).lower()
    before = _PERIOD_BEFORE.search(text, max(0, start - 90), start)
    return None if before is None else _PERIOD[before["adjective"].lower()]


def find_bearer(text: str, start: int, per: str | None) -> str | None:
    """Add whom each amount falls on to its rate: "each embassy is expected to send back $100,000 per year"."""
    sentence = max(text.rfind(". ", 0, start) + 1, 0)
    found = ((match["noun"] or match["nouns"]).lower() for match in _EACH.finditer(text[sentence:start]))
    bearers = [noun for noun in found if noun not in load_set("closed_class")]
    if len(bearers) == 0 or re.fullmatch(TIME_UNIT + "|one|other", bearers[-1]) is not None:
        return per
    return bearers[-1] if per is None else f"{bearers[-1]}/{per}"

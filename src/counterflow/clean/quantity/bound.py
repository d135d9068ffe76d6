"""The words around an amount that bound it or make it a rate: "more than", "about", "or less", "a year"."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from counterflow.clean.lexica import any_of, read_map
from counterflow.clean.quantity.unit import LEXICON_PATH

LEAD_CHARS = 40
"""How far before an amount its modifier is looked for. Code points."""

TIME_UNIT = r"(?:second|minute|hour|day|night|week|month|quarter|year|decade)"
"""Regular expression of the times that a rate is told by."""

ADVERB = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour"}
"""What a rate is told by, by the adverb that tells it."""

_PER = re.compile(
    r"\s(?P<latin>per\s+annum|p\.a\.)"
    rf"|\s*/\s?(?P<slash>{TIME_UNIT}|kg|kilogram|gram|tonne|ton|person|barrel)\b"
    r"|\s(?:per|each|every)\s+(?P<per>(?:metric\s+|short\s+)?[a-z]+)\b"
    rf"|\s(?:an?)\s+(?P<article>{TIME_UNIT}|person|head|piece|shipment|gram|kilogram|kilo|ton|tonne|barrel|pound|ounce)\b"
    r"|\s(?P<adverb>annually|yearly|monthly|weekly|daily|hourly)\b",
    re.IGNORECASE,
)
_PERSON = ("head", "capita")
_NO_RATE = frozenset(["cent", "of", "other", "one", "the", "time"])


@functools.cache
def load_modifiers() -> Mapping[str, str]:
    """Read the words that bound an amount, with the modifier of the table `quantity` that each is."""
    return read_map(LEXICON_PATH, "modifier")


@functools.cache
def _modifiers() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<modifier>{any_of(load_modifiers())})\s+(?:a\s+total\s+of\s+)?$", re.IGNORECASE)


def find_modifier(text: str, start: int) -> tuple[int, str]:
    """Find the modifier before the amount at `start`: where the quantity begins with it, and what it means."""
    match = _modifiers().search(text, max(0, start - LEAD_CHARS), start)
    if match is None:
        return start, "="
    return match.start(), load_modifiers()[re.sub(r"\s+", " ", match["modifier"]).lower()]


def open_end(low: float, high: float, modifier: str) -> tuple[float | None, float | None]:
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
        return match.end(), ADVERB[match["adverb"].lower()]
    noun = re.sub(r"\s+", " ", match["slash"] or match["per"] or match["article"]).lower()
    if noun in _NO_RATE:
        return end, None
    return match.end(), "person" if noun in _PERSON else noun

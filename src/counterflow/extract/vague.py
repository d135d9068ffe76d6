"""Amounts without a number: "millions of dollars", "dozens of ships", "half of", "a large amount"; and ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.extract.measured import COUNT, Measured, bound, find_modifier, find_rate
from counterflow.extract.unit import load_currency_words, load_units

_VAGUE = re.compile(
    r"\b(?:an?\s+)?(?:very\s+)?(?:large|huge|vast|small|significant|substantial|considerable|massive|enormous|growing|"
    r"unknown|great|limited|sizable|sizeable|modest|tiny)\s+(?:amount|quantity|quantities|number|sum|volume)s?\b(?!\s+one\b)",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(?:(?P<tens>tens|dozens|hundreds)\s+of\s+)?(?P<many>dozens|scores|hundreds|thousands|millions|billions|trillions)"
    r"(?=\s+of\s+(?P<noun>(?:US\s+|U\.S\.\s+|metric\s+)?[A-Za-z€]+))",
    re.IGNORECASE,
)
_MANY_VALUE = {
    "tens": 10.0,
    "dozens": 12.0,
    "scores": 20.0,
    "hundreds": 1e2,
    "thousands": 1e3,
    "millions": 1e6,
    "billions": 1e9,
    "trillions": 1e12,
}
_ORDINAL = re.compile(
    r"(?<![\w.,/-])(?P<value>\d{1,3}(?:,\d{3})*)(?:st|nd|rd|th)\b(?!\s+(?:century|Street|Avenue|Floor|St\b|Ave\b))"
)
_FRACTION = re.compile(
    r"\b(?P<fraction>half|(?:a|one)\s+(?:third|quarter|fifth|tenth)|two[\s-]thirds|three[\s-]quarters)(?=\s+of\b)",
    re.IGNORECASE,
)
_FRACTION_VALUE = {
    "half": 50.0,
    "third": 100 / 3,
    "quarter": 25.0,
    "fifth": 20.0,
    "tenth": 10.0,
    "thirds": 200 / 3,
    "quarters": 75.0,
}


def find_fractions(text: str) -> Iterator[Measured]:
    """Find "half of" and "two-thirds of": a percentage."""
    for match in _FRACTION.finditer(text):
        value = _FRACTION_VALUE[re.split(r"[\s-]", match["fraction"].lower())[-1]]
        start, modifier = find_modifier(text, match.start())
        low, high = bound(value, value, modifier)
        yield Measured(start, match.end(), "percent", low, high, "", "%", 1.0, modifier, None, is_ambiguous=False)


def find_vague(text: str) -> Iterator[Measured]:
    """Find amounts that have a lower bound at most, and ordinals."""
    yield from _many(text)
    for match in _VAGUE.finditer(text):
        yield Measured(*match.span(), "vague", None, None, "", None, 1.0, "=", None, is_ambiguous=False)
    for match in _ORDINAL.finditer(text):
        value = float(match["value"].replace(",", ""))
        yield Measured(*match.span(), "ordinal", value, value, "", "1", 1.0, "=", None, is_ambiguous=False)


def _many(text: str) -> Iterator[Measured]:
    """Read "tens of millions of dollars" and "dozens of ships": at least one of the smallest, open above."""
    for match in _MANY.finditer(text):
        low = _MANY_VALUE[match["many"].lower()]
        if match["tens"] is not None:
            low *= _MANY_VALUE[match["tens"].lower()]
        noun = re.sub(r"\s+", " ", match["noun"]).lower()
        unit = load_currency_words().get(noun) or load_units().get(noun)
        if unit is None:
            found, spelling, end, per = COUNT, "", match.end(), None
        else:
            found, spelling = unit, match["noun"]
            end, per = find_rate(text, match.end("noun"))
        yield Measured(
            *(match.start(), end, found.kind, low, None, spelling, found.norm_unit, found.factor, ">=", per),
            is_ambiguous=found.is_ambiguous,
        )

"""Amounts: one number with its unit, currency or noun, as the text writes it ("$1.5bn", "150 kilograms", "five")."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from counterflow.clean.lexica import any_of
from counterflow.clean.quantity.number import NUMBER, SHORT_SCALES, parse_number
from counterflow.clean.quantity.unit import Unit, load_currency_symbols, load_currency_words, load_units


class Amount(NamedTuple):
    """One amount: a number, and the unit if it stands with it."""

    start: int
    end: int
    value: float
    unit: Unit | None
    """None for a number alone."""
    spelling: str
    """The unit as written; empty for a number alone."""
    number: str
    """The number as written, with its scale."""
    scale: float | None
    """Short or long scale word of the number, for ranges that write it once ("$1-2bn")."""


@functools.cache
def _amount() -> re.Pattern[str]:
    symbols = any_of(load_currency_symbols())
    words = any_of([*load_currency_words(), *load_units()])
    short = "|".join(sorted(SHORT_SCALES, key=len, reverse=True))
    return re.compile(
        rf"(?:(?<![A-Za-z])(?P<symbol>{symbols})\s?)?"
        rf"(?<![\w.,/])(?P<number>(?i:{NUMBER}))"
        rf"(?:(?P<short>(?i:{short}))(?![A-Za-z])(?=\W|$))?"
        rf"(?P<plus>\+|-plus\b)?"
        rf"(?:\s?-?(?P<word>(?i:{words}))(?![\w]))?"
    )


def find_amounts(text: str) -> Iterator[Amount]:
    """Find every number of a folded text with the unit that stands with it, in order."""
    for match in _amount().finditer(text):
        amount = _read(text, match)
        if amount is not None:
            yield amount


def _read(text: str, match: re.Match[str]) -> Amount | None:
    symbol, word, short = match["symbol"], match["word"], match["short"]
    unit, spelling, end = None, "", match.end("number")
    if short is not None:
        end = match.end("short")
    if match["plus"] is not None:
        end = match.end("plus")
    if symbol is not None:
        unit, spelling = load_currency_symbols()[re.sub(r"\s+", " ", symbol)], symbol
    if word is not None:
        found = _unit_of(word, text[match.end() : match.end() + 12])
        if found.kind == "money" or symbol is None:
            unit, spelling, end = found, word, match.end("word")
    if short is not None and unit is not None and unit.kind != "money":
        return None  # "5b tons": the letter is no scale of what is not money
    number = match["number"]
    if unit is None and "," in number and re.search(r"\d,\d{1,2}(?!\d)", number) is not None:
        return None  # "paragraphs 12,13": a decimal comma is read only before a unit
    value = parse_number(number) * (1.0 if short is None else SHORT_SCALES[short.lower()])
    return Amount(match.start(), end, value, unit, spelling, text[match.start("number") : end], _scale(number, short))


def _unit_of(word: str, after: str) -> Unit:
    plain = re.sub(r"\s+", " ", word).lower()
    units = load_units()
    if plain in ("pounds", "pound") and re.match(r"\s+sterling", after) is not None:
        return load_currency_words()["pounds sterling"]
    return units[plain] if plain in units else load_currency_words()[plain]


def _scale(number: str, short: str | None) -> float | None:
    if short is not None:
        return SHORT_SCALES[short.lower()]
    words = re.findall(r"hundred|thousand|million|billion|trillion", number.lower())
    return None if len(words) == 0 else parse_number("one " + words[-1])

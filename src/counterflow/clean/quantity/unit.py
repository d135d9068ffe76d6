"""Units and currencies, as the lexica list them: what a spelling means and how it is normalised."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from counterflow.clean.lexica import alternatives, read_records


class Unit(NamedTuple):
    """What a unit or currency means."""

    kind: str
    norm_unit: str | None
    """Normalised unit; None for a currency word of several countries."""
    factor: float
    """Normalised units in one of this unit."""
    is_ambiguous: bool
    """Whether the word has several readings: `tons`, an unnamed dollar."""
    readings: tuple[float, float] | None = None
    """Of an ambiguous unit: normalised units in one of it, at least and at most; None: it has one reading."""

    @property
    def scale(self) -> tuple[float, float]:
        """Normalised units in one of it, at least and at most."""
        return (self.factor, self.factor) if self.readings is None else self.readings


LEXICON_PATH = Path(__file__).parent / "lexicon"

_AMBIGUOUS = "ambiguous"
_BARE_DOLLAR = ("$", "dollar", "dollars", "cents")
_CENTS = "cents"


@functools.cache
def load_units() -> Mapping[str, Unit]:
    """Read the units that follow a number, by spelling in lower case."""
    units = {}
    for kind, norm_unit, factor, spellings, note in read_records(LEXICON_PATH, "unit", 5):
        word, *readings = note.split()[:3] or [""]
        bounds = None if len(readings) == 0 else (float(readings[0]), float(readings[1]))
        for spelling in alternatives(spellings):
            units[spelling.lower()] = Unit(kind, norm_unit, float(factor), word == _AMBIGUOUS, bounds)
    return MappingProxyType(units)


@functools.cache
def load_currency_symbols() -> Mapping[str, Unit]:
    """Read the symbols and codes that stand before an amount of money, as written."""
    return MappingProxyType(
        {
            symbol: _currency(code, symbol)
            for code, before, _ in read_records(LEXICON_PATH, "currency", 3)
            for symbol in alternatives(before)
        }
    )


@functools.cache
def load_currency_words() -> Mapping[str, Unit]:
    """Read the words and codes that stand after an amount of money, by spelling in lower case."""
    return MappingProxyType(
        {
            word.lower(): _currency(code, word)
            for code, _, after in read_records(LEXICON_PATH, "currency", 3)
            for word in alternatives(after)
        }
    )


def _currency(code: str, spelling: str) -> Unit:
    is_shared = code.startswith("[")
    factor = 0.01 if spelling == _CENTS else 1.0
    return Unit("money", None if is_shared else code, factor, is_shared or spelling in _BARE_DOLLAR)

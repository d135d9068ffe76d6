"""Units and currencies, as the lexica list them: what a spelling means and how it is normalised."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from counterflow.extract.lexica import alternatives, load_records


class Unit(NamedTuple):
    """What a unit or currency means."""

    kind: str
    norm_unit: str | None
    """Normalised unit; None for a currency word of several countries."""
    factor: float
    """Normalised units in one of this unit."""
    is_ambiguous: bool


_BARE_DOLLAR = ("$", "dollar", "dollars", "cents")
_CENTS = "cents"


@functools.cache
def load_units() -> Mapping[str, Unit]:
    """Read the units that follow a number, by spelling in lower case."""
    units = {}
    for kind, norm_unit, factor, spellings, note in load_records("unit", 5):
        for spelling in alternatives(spellings):
            units[spelling.lower()] = Unit(kind, norm_unit, float(factor), note == "ambiguous")
    return MappingProxyType(units)


@functools.cache
def load_currency_symbols() -> Mapping[str, Unit]:
    """Read the symbols and codes that stand before an amount of money, as written."""
    return MappingProxyType(
        {
            symbol: _currency(code, symbol)
            for code, before, _ in load_records("currency", 3)
            for symbol in alternatives(before)
        }
    )


@functools.cache
def load_currency_words() -> Mapping[str, Unit]:
    """Read the words and codes that stand after an amount of money, by spelling in lower case."""
    return MappingProxyType(
        {
            word.lower(): _currency(code, word)
            for code, _, after in load_records("currency", 3)
            for word in alternatives(after)
        }
    )


def _currency(code: str, spelling: str) -> Unit:
    is_shared = code.startswith("[")
    factor = 0.01 if spelling == _CENTS else 1.0
    return Unit("money", None if is_shared else code, factor, is_shared or spelling in _BARE_DOLLAR)

"""Units: what an amount is counted in, so that a formula that adds kilograms to dollars is refused.

A small algebra of our own. Pint does more, and takes 0.6 s to load; what is counted here (embassies, posts, diplomats)
would have to be taught to it case by case, and money of different years is beyond a fixed factor.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterflow.estimate.deflator import price_ratio

UNIT_PATH = Path(__file__).parent / "unit.toml"
_CURRENCY = re.compile(r"([A-Z]{3})((?:19|20)\d\d)?")
_TOKEN = re.compile(r"\s*(/|\*|[^\s/*]+)")
TIME = "year"
"""Base unit of time: rates are a year."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of base units, and how many of it one is."""

    powers: tuple[tuple[str, int], ...] = ()
    """Base unit and its power, sorted; none of them 0."""
    low: float = 1.0
    """One of this in base units, at least."""
    high: float = 1.0
    """At most: more than `low` where the unit has several readings (tons)."""
    year: int | None = None
    """Year in whose prices money is given; None: not stated."""

    def __mul__(self, other: Unit) -> Unit:
        year = other.year if self.year is None else self.year
        return Unit(_product(self.powers, other.powers, 1), self.low * other.low, self.high * other.high, year)

    def __truediv__(self, other: Unit) -> Unit:
        year = other.year if self.year is None else self.year
        return Unit(_product(self.powers, other.powers, -1), self.low / other.high, self.high / other.low, year)

    @property
    def is_plain(self) -> bool:
        """Whether it is a plain number."""
        return len(self.powers) == 0

    @property
    def is_rate(self) -> bool:
        """Whether it is so much a year."""
        return (TIME, -1) in self.powers

    def fits(self, other: Unit) -> bool:
        """Whether amounts of the two can be added."""
        return self.powers == other.powers

    def scale(self, price_year: int | None) -> tuple[float, float]:
        """Say how many base units one is, at least and at most, money in the prices of `price_year`."""
        ratio = 1.0
        if self.year is not None and price_year is not None:
            ratio = price_ratio(self.year, price_year)
        return self.low * ratio, self.high * ratio

    def __str__(self) -> str:
        """Write the base units: `kg USD/year`."""
        above = [_power_text(name, power) for name, power in self.powers if power > 0]
        below = [_power_text(name, -power) for name, power in self.powers if power < 0]
        return "/".join([" ".join(above) or "1", *below])


def _power_text(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


def _product(one: tuple[tuple[str, int], ...], other: tuple[tuple[str, int], ...], sign: int) -> Any:
    powers = dict(one)
    for name, power in other:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power != 0))


def read_unit(text: str) -> Unit:
    """Read a unit: "kg/year", "million USD", "USD2013/kg", "USD/embassy/year", "%", "1".

    Raises:
        ValueError: there is nothing to read, or a `/` with nothing after it.
    """
    unit, divides, multiple, count = Unit(), False, 1.0, 0
    tokens = _TOKEN.findall(text)
    if len(tokens) == 0 or tokens[-1] in ("/", "*"):
        raise ValueError(f"{text!r} is no unit")
    for word in tokens:
        if word in ("/", "*"):
            divides = word == "/"
        elif word in _load()["multiple"]:
            multiple *= _load()["multiple"][word]
        else:
            factor = _read_word(word)
            unit = unit / factor if divides else unit * factor
            divides, count = False, count + 1
    if count == 0:
        raise ValueError(f"{text!r} is no unit")
    return Unit(unit.powers, unit.low * multiple, unit.high * multiple, unit.year)


def _read_word(word: str) -> Unit:
    currency = _CURRENCY.fullmatch(word)
    if currency is not None:
        return Unit(((currency[1], 1),), year=None if currency[2] is None else int(currency[2]))
    units = _load()["unit"]
    row = next((units[form] for form in (word, *_singular(word)) if form in units), None)
    if row is None:
        return Unit((((_singular(word.lower()) or (word.lower(),))[0], 1),))
    becomes = row["becomes"]
    low = float(row["low"])
    return Unit(((becomes, 1),) if becomes != "" else (), low, float(row.get("high", low)))


def _singular(word: str) -> tuple[str, ...]:
    """Give what a plural may be the plural of; nothing where it is none."""
    if word.endswith("ies") and len(word) > 4:
        return (word[:-3] + "y",)
    if word.endswith(("shes", "ches", "xes", "sses")):
        return (word[:-2],)
    if word.endswith("s") and not word.endswith("ss") and len(word) > 2:
        return (word[:-1],)
    return ()


@functools.cache
def _load() -> Mapping[str, Any]:
    return tomllib.loads(UNIT_PATH.read_text(encoding="utf-8"))

"""Units of registers: what an amount is in the unit that its like are added up in, at least and at most."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

UNIT_PATH = Path(__file__).parent / "unit.toml"

NOT_STATED = "unit not stated"
"""Unit of an amount that stands without one: it is kept, and added to nothing else."""


class Reading(NamedTuple):
    """What one of a unit is."""

    becomes: str
    """kg, l, km2, or what is counted."""
    low: float
    """How many of that at least."""
    high: float
    """How many of that at most; more than `low` where the unit has several readings."""
    is_known: bool = True
    """False: the unit stands in no table, so it stays as it is written."""

    @property
    def is_ambiguous(self) -> bool:
        """Whether the unit has several readings."""
        return self.low < self.high


@functools.cache
def load_units() -> Mapping[str, Reading]:
    """Read the units, by spelling in lower case."""
    rows = tomllib.loads(UNIT_PATH.read_text(encoding="utf-8"))["unit"]
    return MappingProxyType(
        {
            word: Reading(row["becomes"], float(row["low"]), float(row.get("high", row["low"])))
            for row in rows
            for word in row["words"]
        }
    )


def read_unit(text: str | None) -> Reading:
    """Read a unit; one that no table knows, or that is not stated, stays what it is."""
    if text is None or text.strip() == "":
        return Reading(NOT_STATED, 1.0, 1.0)
    word = " ".join(text.split())
    return load_units().get(word.lower(), Reading(word, 1.0, 1.0, is_known=False))

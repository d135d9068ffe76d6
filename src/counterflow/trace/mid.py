"""Which state a radio number is of: the first three digits of an MMSI say who assigned it."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

MID_PATH = Path(__file__).parent / "mid.toml"


def mmsi_state(digits: str) -> str | None:
    """Give the state that assigned an MMSI; null: its first digits are nobody's."""
    code = _assigned().get(int(digits[:3]))
    return None if code is None else state_of(code)


def state_of(code: str) -> str:
    """Give the state whose flag a territory's ships fly, use the numbers of, or are told under; others are their own.

    Args:
        code: FtM's code of a country.
    """
    return _states().get(code, code)


@functools.cache
def _read() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(MID_PATH.read_text(encoding="utf-8"))


@functools.cache
def _assigned() -> Mapping[int, str]:
    """Give the code of each three digits."""
    return MappingProxyType({number: code for code, numbers in _read()["assigned"].items() for number in numbers})


@functools.cache
def _states() -> Mapping[str, str]:
    return MappingProxyType({code: str(state) for code, state in _read()["state"].items()})

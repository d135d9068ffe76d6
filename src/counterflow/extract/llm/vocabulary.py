"""The words that an answer may use: frame types, their roles, polarities, hedges. Any other word is refused."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from counterflow.model.frame import load_frame_schemata

POLARITIES = ("affirmed", "negated", "denied")
HEDGES = ("fact", "reported", "estimated", "planned", "possible", "opinion", "former")
DOUBTFUL = frozenset(["planned", "possible", "former"])
"""Hedges under which nothing is claimed to be so."""
NUMBER_ROLES = frozenset(["quantity", "count", "money"])
"""Roles whose span must read as one quantity."""

_FRAMES = Path(__file__).parents[1] / "frame" / "type"


@functools.cache
def load_roles() -> Mapping[str, frozenset[str]]:
    """Read the roles of each frame type that the rules have; an amount may stand in any type."""
    return MappingProxyType({type_: _read_roles(_FRAMES / f"{type_}.toml") | NUMBER_ROLES for type_ in frame_types()})


def _read_roles(path: Path) -> frozenset[str]:
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["roles"])


def frame_types() -> tuple[str, ...]:
    """Give the frame types, in the order of their table."""
    return tuple(load_frame_schemata())


def all_roles() -> tuple[str, ...]:
    """Give every role of any type, sorted."""
    return tuple(sorted(frozenset().union(*load_roles().values())))


_INTERCHANGEABLE = (("trafficking", "shipment", "transfer"), ("sale", "supplies"), ("revenue", "remittance"))
_GROUP = {type_: group[0] for group in _INTERCHANGEABLE for type_ in group}


def is_same_type(one: str, other: str) -> bool:
    """Whether two frame types tell one thing: equal, or of those that are told apart by emphasis alone."""
    return _GROUP.get(one, one) == _GROUP.get(other, other)

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
NUMBER_ROLES = frozenset(["quantity", "count", "money"])
"""Roles whose span must read as one quantity."""

_PATH = Path(__file__).parent / "role.toml"


@functools.cache
def load_roles() -> Mapping[str, frozenset[str]]:
    """Read the roles of each frame type."""
    table = tomllib.loads(_PATH.read_text(encoding="utf-8"))
    return MappingProxyType({type_: frozenset(roles) for type_, roles in table.items()})


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

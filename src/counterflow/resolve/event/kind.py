"""Kinds of event: which frame types can tell of one happening, and what their roles mean (`kind.toml`)."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from counterflow.model.frame import RELATIONS, load_frame_schemata

KIND_PATH = Path(__file__).parent / "kind.toml"


class Kinds(NamedTuple):
    """The table `kind.toml`."""

    types: Mapping[str, frozenset[str]]
    """Frame type to the kinds of event that it can tell of."""
    sides: Mapping[str, str]
    """Role to the side that its filler stands on."""
    place_roles: frozenset[str]
    good_roles: frozenset[str]
    totals: frozenset[str]
    """Frame types that tell of totals and rates."""

    def of_type(self, type_: str) -> frozenset[str]:
        """Give the kinds of event that a frame type can tell of; none for a relation."""
        return self.types.get(type_, frozenset())


def event_types() -> tuple[str, ...]:
    """Give the frame types that tell of events."""
    return tuple(type_ for type_ in load_frame_schemata() if type_ not in RELATIONS or type_ in load_kinds().types)


@functools.cache
def load_kinds() -> Kinds:
    """Read the table, once a process."""
    table = tomllib.loads(KIND_PATH.read_text(encoding="utf-8"))
    types: dict[str, set[str]] = {}
    for kind, names in table["kind"].items():
        for name in names:
            types.setdefault(name, set()).add(kind)
    return Kinds(
        types={name: frozenset(kinds) for name, kinds in types.items()},
        sides={role: side for side, roles in table["side"].items() for role in roles},
        place_roles=frozenset(table["role"]["place"]),
        good_roles=frozenset(table["role"]["good"]),
        totals=frozenset(table["total"]["types"]),
    )

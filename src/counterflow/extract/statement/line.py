"""Which property each role of a frame fills: the table `property.toml`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from counterflow.exc import InputError
from counterflow.model.frame import frame_schema, load_frame_schemata
from counterflow.model.schema import get_schema

TABLE_PATH = Path(__file__).parent / "property.toml"


class Line(NamedTuple):
    """What the frames of one type become."""

    schema: str
    roles: Mapping[str, Sequence[str]]
    """Role to the properties that its filler may be the value of, the first that fits."""
    ends: tuple[str, str] | None
    """Properties of the two sides of a tie."""
    property: str | None
    """Property of the party at the second end that says the tie, where its schema has it."""
    holder: str | None
    """Role of the party whose properties the others are; None: the frame is an entity of its own."""


@functools.cache
def load_lines() -> Mapping[str, Line]:
    """Read the table, once a process: frame type to line.

    Raises:
        InputError: an unknown frame type, or a property that its schema lacks.
    """
    table: dict[str, dict[str, Any]] = tomllib.loads(TABLE_PATH.read_text(encoding="utf-8"))
    if table.keys() != load_frame_schemata().keys():
        wrong = sorted(table.keys() ^ load_frame_schemata().keys())
        raise InputError(f"{', '.join(wrong)} in one table of frame types alone", where=TABLE_PATH.name)
    return MappingProxyType({type_: _line(type_, entry) for type_, entry in table.items()})


def _line(type_: str, entry: Mapping[str, Any]) -> Line:
    schema, holder = frame_schema(type_).schema, entry.get("holder")
    roles = {role: tuple(props) for role, props in entry.items() if role not in ("ends", "property", "holder")}
    known = get_schema("LegalEntity" if schema == "Thing" else schema)
    for prop in (*entry.get("ends", ()), *(one for props in roles.values() for one in props)):
        if known.get(prop) is None:
            raise InputError(f"[{type_}]: {schema} has no property {prop!r}", where=TABLE_PATH.name)
    return Line(
        schema,
        MappingProxyType(roles),
        tuple(entry["ends"]) if "ends" in entry else None,
        entry.get("property"),
        holder,
    )

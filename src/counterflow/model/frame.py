"""Which schema a frame becomes: the table `frame_schema.toml`, one line a frame type."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from counterflow.exc import InputError

TABLE_PATH = Path(__file__).parent / "frame_schema.toml"


RELATIONS = frozenset(
    "owns controls officer_of member_of acts_for supplies trades_with works_with family located_in flag_of"
    " alias_of".split()
)
"""Frame types that hold for a time, where the others happen at one."""


class FrameSchema(NamedTuple):
    """What a frame of one type becomes."""

    type: str
    schema: str
    """FtM schema, or one of ours."""
    prop: str | None = None
    """Property of that schema, where the frame is a fact of one party and no entity of its own."""


@functools.cache
def load_frame_schemata() -> Mapping[str, FrameSchema]:
    """Read the table, once a process: frame type to what it becomes, in the order of the file."""
    table = tomllib.loads(TABLE_PATH.read_text(encoding="utf-8"))
    return MappingProxyType({type_: FrameSchema(type_, **line) for type_, line in table.items()})


def frame_schema(type_: str) -> FrameSchema:
    """Find what frames of a type become.

    Raises:
        InputError: no such frame type.
    """
    found = load_frame_schemata().get(type_)
    if found is None:
        raise InputError(f"frame type {type_!r} is not known", expected="one of " + ", ".join(load_frame_schemata()))
    return found

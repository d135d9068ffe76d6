"""Parties as FollowTheMoney's JSON entities, as every script here reads and writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

Entity = dict[str, Any]
"""An FtM entity: `id`, `schema` and `properties`, each of those a list of strings."""

NAME_PROPS = ("name", "alias", "weakAlias", "previousName")


class Pair(NamedTuple):
    """Two parties, and whether they are one."""

    left: Entity
    right: Entity
    is_match: bool
    note: str = ""
    """What a reader needs to know of the pair, for lists of errors."""


def make_entity(entity_id: str, schema: str, **properties: Iterable[str | None]) -> Entity:
    """Make an entity; empty values and properties without a value are left out."""
    kept = {prop: [value for value in values if value] for prop, values in properties.items()}
    return {"id": entity_id, "schema": schema, "properties": {prop: values for prop, values in kept.items() if values}}


def names(entity: Entity) -> list[str]:
    """List an entity's names, those under `name` first."""
    return [value for prop in NAME_PROPS for value in entity["properties"].get(prop, ())]


def primary_name(entity: Entity) -> str | None:
    """Give the first value of `name`."""
    return next(iter(entity["properties"].get("name", ())), None)


def write_entities(path: Path, entities: Iterable[Entity]) -> None:
    """Write entities, one a line; the file appears whole or not at all."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8") as handle:
        handle.writelines(json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities)
    part.replace(path)


def read_entities(path: Path) -> Iterator[Entity]:
    """Yield the entities of a file of JSON lines."""
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)

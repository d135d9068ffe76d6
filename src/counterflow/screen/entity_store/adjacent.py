"""Who points to whom: the entities next to one, one step away, and a second where the first is a tie between two."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from followthemoney.property import Property

from counterflow.exc import InputError
from counterflow.model.schema import get_schema
from counterflow.screen.entity_store.field import Entity, property_of, values_of
from counterflow.screen.entity_store.row import storable
from counterflow.screen.entity_store.search import read_number
from counterflow.screen.entity_store.sort import Sort

MAX_NEXT = 9_999
"""Entities next to one that are read for it; more are asked for by page."""

_POINTING = "SELECT source FROM edge WHERE target_id = ? AND property = ?"
_POINTED_TO = "SELECT number FROM entity WHERE id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Page:
    """Which of many are wanted."""

    offset: int = 0
    limit: int = 10
    sort: tuple[Sort, ...] = ()
    """Then by id."""


def entity_properties(schema: str) -> Sequence[Property]:
    """Give the properties of a schema that name other entities, those by which others name it included, by name."""
    try:
        found = get_schema(schema).properties
    except InputError:
        return ()
    return [found[name] for name in sorted(found) if found[name].type.name == "entity"]


def read_adjacent(
    connection: sqlite3.Connection, entity: Entity, prop: Property, page: Page
) -> tuple[int, list[dict[str, Any]]]:
    """Give the number of entities next to one by a property, and a page of them, ties with their other end."""
    if prop.stub:
        source, values = _POINTING, [storable(entity["id"]), prop.name]
    else:
        source, values = _POINTED_TO, [json.dumps(list(map(storable, values_of(entity, prop.name))))]
    total = connection.execute(f"SELECT count(*) FROM ({source})", values).fetchone()[0]  # noqa: S608, two constants
    order = ", ".join([*(sort.order() for sort in page.sort if sort.field != "_score"), "e.id"])
    found = connection.execute(
        f"SELECT e.number FROM entity e JOIN record r USING (number) WHERE e.number IN ({source})"  # noqa: S608, as above
        f" ORDER BY {order} LIMIT ? OFFSET ?",
        [*values, page.limit, page.offset],
    ).fetchall()
    near = [read_number(connection, number) for (number,) in found]
    return int(total), _with_other_ends(connection, near, entity["id"])


def nest(connection: sqlite3.Connection, entity: Entity) -> dict[str, Any]:
    """Give an entity with those next to it in the places of their ids, under the names of both directions.

    A tie between two, such as an Ownership, holds the entity at its other end; nothing leads back. An id of which the
    store has no entity stays an id.
    """
    properties: dict[str, Any] = dict(entity["properties"])
    whole = Page(limit=MAX_NEXT)
    for prop in entity_properties(entity["schema"]):
        if prop.stub or prop.name in properties:
            _, near = read_adjacent(connection, entity, prop, whole)
            known = {one["id"]: one for one in near}
            if prop.stub:
                properties |= {prop.name: near} if len(near) > 0 else {}
            else:
                properties[prop.name] = [known.get(value, value) for value in properties[prop.name]]
    return {**entity, "properties": properties}


def _with_other_ends(
    connection: sqlite3.Connection, near: Sequence[dict[str, Any]], root_id: str
) -> list[dict[str, Any]]:
    ends = {value for one in near if _is_tie(one) for prop in _pointers(one) for value in values_of(one, prop)}
    known = {one["id"]: one for one in _read_ids(connection, ends - {root_id})}
    return [_replace(one, root_id, lambda value: known.get(value, value)) for one in near]


def _replace(entity: Mapping[str, Any], root_id: str, find: Callable[[str], Any]) -> dict[str, Any]:
    """Take out what leads back, and put the other end of a tie in the place of its id."""
    properties = dict(entity["properties"])
    for name in _pointers(entity):
        values = [value for value in values_of(entity, name) if value != root_id]
        if _is_tie(entity):
            values = [find(value) for value in values]
        properties[name] = values
    return {**entity, "properties": {name: values for name, values in properties.items() if len(values) > 0}}


def _pointers(entity: Entity) -> list[str]:
    found = ((name, property_of(entity["schema"], name)) for name in entity["properties"])
    return [name for name, prop in found if prop is not None and prop.type.name == "entity"]


def _is_tie(entity: Entity) -> bool:
    try:
        return bool(get_schema(entity["schema"]).edge)
    except InputError:  # a list may have schemata of its own
        return False


def _read_ids(connection: sqlite3.Connection, ids: Iterable[str]) -> list[dict[str, Any]]:
    wanted = json.dumps(sorted(map(storable, ids)))
    found = connection.execute(f"{_POINTED_TO} LIMIT {MAX_NEXT}", [wanted]).fetchall()
    return [read_number(connection, number) for (number,) in found]

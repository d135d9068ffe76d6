"""The schema under which a statement leaves: FollowTheMoney's own model, which other programs have and ours extends."""

from __future__ import annotations

import functools

from followthemoney.model import Model
from followthemoney.schema import Schema

from counterflow.model.schema import ftm_schema, property_type

BASE_ID = "id"
"""FtM's property of the statement that an entity exists."""


@functools.cache
def export_schema(schema: str, entity_schema: str, prop: str) -> str | None:
    """Name the FtM schema of an exported statement; None when that schema lacks its property.

    It is the schema of the statement, ours replaced by the FtM parent, so long as the statements of the entity stand in
    one line of descent. `StatementEntity.from_statements` refuses entities whose statements do not, for example those
    of a company that one list calls an `Asset` and another an `Organization`; such a statement takes the schema of the
    entity.

    Args:
        schema: schema of the statement.
        entity_schema: schema of the resolved entity.
        prop: property of `schema`, or `id`.
    """
    own, whole = Model.instance()[ftm_schema(schema)], Model.instance()[ftm_schema(entity_schema)]
    chosen = own if own.name in _line(whole.name) else whole
    if prop == BASE_ID:
        return chosen.name
    found = chosen.get(prop)
    # A property of ours may share its name, but not its type, with one of FtM's.
    if found is None or found.stub or found.type.name != property_type(schema, prop):
        return None
    return chosen.name


@functools.cache
def _line(name: str) -> tuple[str, ...]:
    """Name a schema and its ancestors in one line; of several parents the one with most ancestors leads on."""
    schema: Schema | None = Model.instance()[name]
    line = []
    while schema is not None:
        line.append(schema.name)
        schema = max(schema.extends, key=lambda parent: (len(parent.names), parent.name), default=None)
    return tuple(line)


@functools.cache
def is_a(name: str, ancestor: str) -> bool:
    """Whether an FtM schema is, or descends from, another."""
    return Model.instance()[name].is_a(ancestor)


@functools.cache
def caption_props(name: str) -> tuple[str, ...]:
    """Name the properties that caption an entity of an FtM schema, the best first."""
    return tuple(Model.instance()[name].caption)


@functools.cache
def schema_label(name: str) -> str:
    """What FtM calls an entity that has no caption, e.g. `Sanction`."""
    return Model.instance()[name].label

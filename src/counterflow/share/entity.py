"""One entity in FollowTheMoney's entity format, as `followthemoney.statement.StatementEntity.to_dict` gives it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from followthemoney.types import registry
from rigour.names import pick_name

from counterflow.model.schema import ftm_schema
from counterflow.share.page import ExportEntity, ExportStatement
from counterflow.share.schema import BASE_ID, caption_props, schema_label

RISK_TOPICS = frozenset(registry.topic.RISKS)
"""Topics that make an entity a target, as `zavod` decides it; a delisted party's `sanction` does not leave at all."""


class EntityDict(TypedDict):
    """An entity of FtM's JSON lines: https://followthemoney.tech/docs/ (entity data)."""

    id: str
    caption: str
    schema: str
    referents: list[str]
    """Ids under which the datasets know the entity, where they differ from its own."""
    datasets: list[str]
    origin: list[str]
    first_seen: str | None
    last_seen: str | None
    last_change: str | None
    """Latest date on which a vintage said something new of it."""
    target: bool
    properties: dict[str, list[str]]


def make_entity(entity: ExportEntity) -> EntityDict:
    """Turn an entity's statements into FtM's entity; lists are sorted, so equal builds give equal lines."""
    statements = entity.statements
    schema = ftm_schema(entity.schema)
    properties = _properties(statements)
    first_seen = _known(one.first_seen for one in statements)
    return EntityDict(
        id=entity.canonical_id,
        caption=_caption(entity, schema, properties),
        schema=schema,
        referents=sorted({one.entity_id for one in statements} - {entity.canonical_id}),
        datasets=sorted({one.dataset for one in statements}),
        origin=_known(one.origin for one in statements),
        first_seen=min(first_seen, default=None),
        last_seen=max(_known(one.last_seen for one in statements), default=None),
        last_change=max(first_seen, default=None),
        target=not RISK_TOPICS.isdisjoint(properties.get("topics", ())),
        properties=properties,
    )


def _properties(statements: Iterable[ExportStatement]) -> dict[str, list[str]]:
    values: dict[str, set[str]] = {}
    for statement in statements:
        if statement.prop != BASE_ID:
            values.setdefault(statement.prop, set()).add(statement.value)
    return {prop: sorted(values[prop]) for prop in sorted(values)}


def _known(values: Iterable[str | None]) -> list[str]:
    return sorted({value for value in values if value is not None})


def _caption(entity: ExportEntity, schema: str, properties: dict[str, list[str]]) -> str:
    """Caption the entity as the build does, unless that name is held back; then as FtM does, from what leaves."""
    written = [properties[prop] for prop in caption_props(schema) if prop in properties]
    if any(entity.caption in values for values in written):
        return entity.caption
    return next((pick_name(values) or values[0] for values in written), schema_label(schema))

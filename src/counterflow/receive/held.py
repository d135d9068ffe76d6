"""What a case holds itself of what it is offered: looked up by id, so that cases of any size can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from counterflow.engine import Engine

Row = dict[str, Any]

TOLD = ("statement_id", "record", "field", "text", "hedge", "polarity", "document_id", "start", "end")
"""Columns of evidence that say what is told where: two with one id that differ in them are not one."""


class Held(NamedTuple):
    """What of the offered is here already, by id."""

    evidence: Mapping[str, Row]
    """Columns `TOLD`."""
    statements: frozenset[str]
    quantities: frozenset[str]
    resources: frozenset[str]
    documents: frozenset[str]
    entities: frozenset[str]


def look_up(engine: Engine, asked: Mapping[str, Iterable[str]]) -> Held:
    """Find which of the ids that are asked for the case has.

    Args:
        engine: `statement`, `evidence`, `quantity`, `resource` and `document` of what the case collected itself.
        asked: ids by the name of their table; `entity` for entities.
    """
    columns = ", ".join(f'evidence."{name}"' for name in TOLD)
    _register(engine, asked["evidence"])
    sql = f"SELECT evidence.id, {columns} FROM evidence JOIN asked USING (id)"  # noqa: S608 - names of ours
    evidence = {row.pop("id"): row for row in engine.query(sql).to_pylist()}
    return Held(
        evidence,
        statements=_ids(engine, "statement", asked["statement"]),
        quantities=_ids(engine, "quantity", asked["quantity"]),
        resources=_ids(engine, "resource", asked["resource"]),
        documents=_ids(engine, "document", asked["document"]),
        entities=_ids(engine, "statement", asked["entity"], "entity_id"),
    )


def _ids(engine: Engine, table: str, ids: Iterable[str], column: str = "id") -> frozenset[str]:
    _register(engine, ids)
    sql = f"SELECT DISTINCT asked.id FROM {table} JOIN asked ON asked.id = {table}.{column}"  # noqa: S608 - ours
    return frozenset(engine.query(sql).column("id").to_pylist())


def _register(engine: Engine, ids: Iterable[str]) -> None:
    engine.register("asked", pa.table({"id": pa.array(sorted(set(ids)), pa.string())}))

"""A few statements as a build holds them, for the tests of what leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from counterflow.engine import Engine, connect
from counterflow.model.identity import statement_id
from counterflow.model.schema import property_type
from counterflow.tables import CANONICAL, ENTITY, EVIDENCE, STATEMENT, Table

DATASET = "port_authority"


def _row(table: Table, **values: Any) -> Any:
    """Make a row; what a test does not name is null, empty or clear."""
    blank: dict[str, Any] = {}
    for column in table.columns:
        kind = str(column.type)
        blank[column.name] = None if column.nullable else () if kind.startswith("list") else {"string": ""}.get(kind, 0)
    if "handling" in blank:
        blank["handling"] = "TLP:CLEAR"
    return table.row(**{**blank, **values})


def _state(entity_id: str, schema: str, prop: str, value: str, **values: Any) -> Any:
    """Make a statement with FtM's own key."""
    dataset, lang = values.get("dataset", DATASET), values.get("lang")
    given = {"dataset": dataset, "first_seen": "2024-03-01", "last_seen": "2024-05-01", "external": False, **values}
    prop_type = "id" if prop == "id" else property_type(schema, prop)
    key = statement_id(dataset, entity_id, prop, value, lang=lang)
    return _row(
        STATEMENT,
        id=key,
        entity_id=entity_id,
        canonical_id=entity_id,
        prop=prop,
        prop_type=prop_type,
        schema=schema,
        value=value,
        **given,
    )


def _support(statement: Any, **values: Any) -> Any:
    """Make a piece of evidence for a statement: affirmed as a fact, unless told otherwise."""
    given = {"hedge": "fact", "polarity": "affirmed", **values}
    return _row(EVIDENCE, id=f"{statement.id}{sorted(given.items())}", statement_id=statement.id, **given)


@pytest.fixture
def state() -> Callable[..., Any]:
    """Make a statement: entity_id, schema, prop, value, then any other column."""
    return _state


@pytest.fixture
def support() -> Callable[..., Any]:
    """Make a piece of evidence for a statement, affirmed as a fact unless told otherwise."""
    return _support


@pytest.fixture
def open_build(tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    """Open a build of statements; each has one piece of evidence, and each entity is its own, unless told otherwise.

    `evidence` replaces the evidence; `clusters` maps entities to their canonical id; `schemata`, `captions` and
    `listed` (delisted_on, or None while listed) describe resolved entities.
    """
    opened: list[Engine] = []

    def open_(
        statements: Sequence[Any],
        *,
        evidence: Sequence[Any] | None = None,
        clusters: dict[str, str] | None = None,
        schemata: dict[str, str] | None = None,
        captions: dict[str, str] | None = None,
        listed: dict[str, str | None] | None = None,
    ) -> Engine:
        clusters, schemata, captions, listed = clusters or {}, schemata or {}, captions or {}, listed or {}
        entities = {one.entity_id: one.schema for one in statements}
        canonical = {entity_id: clusters.get(entity_id, entity_id) for entity_id in entities}
        rows: dict[Table, list[Any]] = {
            STATEMENT: list(statements),
            EVIDENCE: [_support(one) for one in statements] if evidence is None else list(evidence),
            CANONICAL: [_row(CANONICAL, entity_id=one, canonical_id=into) for one, into in canonical.items()],
            ENTITY: [
                _row(
                    ENTITY,
                    canonical_id=one,
                    schema=schemata.get(one, entities[one]),
                    caption=captions.get(one, ""),
                    listed_now=one in listed and listed[one] is None,
                    delisted_on=listed.get(one),
                )
                for one in sorted(set(canonical.values()))
            ],
        }
        folder = tmp_path / f"build{len(opened)}"
        folder.mkdir()
        for table, content in rows.items():
            table.write(table.arrange([table.from_rows(content)]), folder / f"{table.name}.parquet")
        engine = connect({table.name: [folder / f"{table.name}.parquet"] for table in rows})
        opened.append(engine)
        return engine

    yield open_
    for engine in opened:
        engine.close()

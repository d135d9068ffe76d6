"""The statements that leave, entity by entity, in pages: memory holds one page, however large the build."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.model.identity import statement_id

PAGE_STATEMENTS = 200_000
"""Statements read at once: about 100 MB as Arrow columns. Each page is one pass over the table's file, so a build of
ten million statements takes fifty passes of about a second."""

BATCH_ROWS = 5_000
"""Rows that are Python objects at once."""


class ExportStatement(NamedTuple):
    """A statement as it leaves: with resolved ids, under a schema of FtM's own."""

    party_id: str
    """Canonical id of the entity that it is written with: its own, or the party beside which it stands."""
    canonical_id: str
    entity_id: str
    prop: str
    prop_type: str
    schema: str
    value: str
    dataset: str
    origin: str | None
    lang: str | None
    original_value: str | None
    external: bool
    first_seen: str | None
    last_seen: str | None
    id: str
    target_id: str | None
    """For a reference, the canonical id of the entity that it points to."""


class ExportEntity(NamedTuple):
    """One entity as it leaves: its row of `entity` and its statements."""

    canonical_id: str
    schema: str
    """Schema of the resolved entity, which may be one of ours."""
    caption: str
    delisted_on: str | None
    statements: tuple[ExportStatement, ...]
    """Ordered by entity_id, property, value and id."""


_PAGE_SQL = """
WITH sized AS (
    SELECT party_id, count(*) AS statements
    FROM wanted JOIN canonical USING (canonical_id) JOIN statement USING (entity_id)
    GROUP BY party_id
), numbered AS (
    SELECT party_id, sum(statements) OVER (ORDER BY party_id ROWS UNBOUNDED PRECEDING) AS total FROM sized
)
SELECT min(party_id) AS first, max(party_id) AS last FROM numbered GROUP BY total // $size ORDER BY first
"""

_STATEMENT_SQL = """
SELECT
    wanted.party_id, canonical.canonical_id, statement.entity_id, statement.prop, prop_type,
    export_schema.ftm_schema AS schema, value, statement.dataset, origin, lang, original_value, external,
    statement.first_seen, statement.last_seen, statement.id, target.canonical_id AS target_id,
    entity.schema AS entity_schema, caption, delisted_on
FROM statement
JOIN canonical USING (entity_id)
JOIN wanted ON wanted.canonical_id = canonical.canonical_id AND wanted.party_id BETWEEN $first AND $last
JOIN entity ON entity.canonical_id = canonical.canonical_id
JOIN export_schema ON export_schema.schema = statement.schema
    AND export_schema.entity_schema = entity.schema AND export_schema.prop = statement.prop
LEFT JOIN canonical AS target ON prop_type = 'entity' AND target.entity_id = statement.value
WHERE NOT EXISTS (SELECT 1 FROM held_back WHERE held_back.id = statement.id)
ORDER BY party_id, canonical.canonical_id, statement.entity_id, statement.prop, value, statement.id
"""

_COLUMNS = len(ExportStatement._fields)


def read_groups(engine: Engine, page_statements: int = PAGE_STATEMENTS) -> Iterator[tuple[str, list[ExportEntity]]]:
    """Yield each party with the entities written with it, parties ordered by id, entities by theirs.

    Reads:
        `statement`, `canonical`, `entity`, what `select_statements` registered, and the registered rows `wanted`
        (party_id, canonical_id): the entities to write with each party, itself among them.
    """
    for party_id, entities in groupby(_read_entities(engine, page_statements), lambda pair: pair[0]):
        yield party_id, [entity for _, entity in entities]


def _read_entities(engine: Engine, page_statements: int) -> Iterator[tuple[str, ExportEntity]]:
    for page in engine.query(_PAGE_SQL, {"size": page_statements}).to_pylist():
        rows = _rows(engine.query(_STATEMENT_SQL, page))
        for (party_id, canonical_id), group in groupby(rows, lambda row: (row[0], row[1])):
            first, *rest = group
            schema, caption, delisted_on = first[_COLUMNS:]
            statements = (ExportStatement(*row[:_COLUMNS]) for row in (first, *rest))
            yield party_id, ExportEntity(canonical_id, schema, caption, delisted_on, _resolve(statements))


def _rows(page: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in page.to_batches(max_chunksize=BATCH_ROWS):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _resolve(statements: Iterator[ExportStatement]) -> tuple[ExportStatement, ...]:
    """Point references at resolved entities, as `nomenklatura.Resolver.apply_statement` does.

    The old id stays as `original_value`, and the statement's key is that of the new value. Two references to members
    of one cluster become one statement.
    """
    resolved: dict[str, ExportStatement] = {}
    for statement in statements:
        target = statement.target_id
        if target is None or target == statement.value:
            moved = statement
        else:
            key = statement_id(
                statement.dataset, statement.entity_id, statement.prop, target, external=statement.external
            )
            original = statement.original_value or statement.value
            moved = statement._replace(value=target, original_value=original, id=key)
        known = resolved.get(moved.id)
        resolved[moved.id] = moved if known is None else _join(known, moved)
    return tuple(sorted(resolved.values(), key=attrgetter("entity_id", "prop", "value", "id")))


def _join(left: ExportStatement, right: ExportStatement) -> ExportStatement:
    first = [seen for seen in (left.first_seen, right.first_seen) if seen is not None]
    last = [seen for seen in (left.last_seen, right.last_seen) if seen is not None]
    return left._replace(first_seen=min(first, default=None), last_seen=max(last, default=None))

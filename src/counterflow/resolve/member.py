"""Members: every entity of the statements, with the facts that say whether two of them can be one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from counterflow.engine import Engine
from counterflow.model.told import IS_TOLD
from counterflow.resolve.schema import is_mergeable, name_family, shared_schema


class Facts(NamedTuple):
    """What is known of one entity, as far as it decides whether it can be another."""

    entity_id: str
    dataset: str
    schema: str
    genders: frozenset[str] = frozenset()
    imo: frozenset[str] = frozenset()
    lei: frozenset[str] = frozenset()
    listed_as: frozenset[str] = frozenset()
    """Its primary names in a dataset that lists one party several times; empty in one that does not."""


# What documents tell of a party of a list decides nothing about it.
_MEMBER_SQL = f"""
WITH listed AS (
    SELECT DISTINCT entity_id FROM statement
    WHERE NOT {IS_TOLD} AND entity_id IN (SELECT entity_id FROM statement WHERE {IS_TOLD})
)
SELECT
    entity_id,
    bool_and({IS_TOLD}) AS is_told,
    min(dataset) AS dataset,
    string_agg(DISTINCT schema, ' ' ORDER BY schema) AS schemata,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    string_agg(DISTINCT handling, chr(10) ORDER BY handling) AS handling
FROM statement
WHERE NOT {IS_TOLD} OR entity_id NOT IN (SELECT entity_id FROM listed)
GROUP BY entity_id
"""  # noqa: S608 - constants

_FACTS_SQL = f"""
WITH fact AS (
    SELECT entity_id, 'genders' AS feature, value FROM statement WHERE prop = 'gender' AND NOT {IS_TOLD}
    UNION ALL
    SELECT entity_id, CASE kind WHEN 'imoNumber' THEN 'imo' WHEN 'leiCode' THEN 'lei' END, number FROM identifier
    UNION ALL
    SELECT entity_id, 'listed_as', key FROM name WHERE is_primary AND dataset IN (SELECT dataset FROM repeating)
)
SELECT entity_id, feature, array_sort(array_agg(DISTINCT value)) AS values
FROM fact
WHERE feature IS NOT NULL
GROUP BY entity_id, feature
"""  # noqa: S608 - constants


def list_members(engine: Engine) -> pa.Table:
    """List the entities with their schema, how their names are compared (family) and whether they may be merged.

    `is_told`: nothing but documents tells of it.

    Reads:
        `statement`.
    """
    members = engine.query(_MEMBER_SQL)
    schema = _by_value(members.column("schemata"), lambda text: shared_schema(tuple(text.split(" "))), pa.string())
    return pa.table(
        {
            "entity_id": members.column("entity_id"),
            "is_told": members.column("is_told"),
            "dataset": members.column("dataset"),
            "schema": schema,
            "family": _by_value(schema, name_family, pa.string()),
            "is_mergeable": _by_value(schema, is_mergeable, pa.bool_()),
            "first_seen": members.column("first_seen"),
            "last_seen": members.column("last_seen"),
            "handling": members.column("handling"),
        }
    )


def list_facts(engine: Engine) -> pa.Table:
    """List what decides whether two entities can be one: entity_id, feature (a field of `Facts`), values.

    Reads:
        `statement`, and the registered rows `identifier`, `name` and `repeating`.
    """
    return engine.query(_FACTS_SQL)


def read_facts(members: pa.Table, facts: pa.Table, wanted: Iterable[str]) -> dict[str, Facts]:
    """Read the facts of some entities, by entity_id.

    Args:
        members: rows of `list_members`.
        facts: rows of `list_facts`.
        wanted: ids; those of no entity are left out.
    """
    ids = pa.array(sorted(set(wanted)), pa.string())
    # The features are fields of Facts, which mypy cannot see.
    values: dict[str, dict[str, Any]] = {}
    for row in facts.filter(pc.is_in(facts.column("entity_id"), ids)).to_pylist():
        values.setdefault(row["entity_id"], {})[row["feature"]] = frozenset(row["values"])
    found = members.filter(pc.is_in(members.column("entity_id"), ids)).select(["entity_id", "dataset", "schema"])
    return {row["entity_id"]: Facts(**row)._replace(**values.get(row["entity_id"], {})) for row in found.to_pylist()}


def _by_value(column: pa.ChunkedArray | pa.Array, function: Callable[[str], Any], type_: pa.DataType) -> pa.Array:
    """Apply a function once to each distinct value of a column that holds few."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = pc.dictionary_encode(array)
    return pa.array([function(value) for value in encoded.dictionary.to_pylist()], type=type_).take(encoded.indices)

"""Entities: one row for each canonical id, with what a list of results needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
from rigour.names import pick_name

from counterflow.engine import Engine, fit, strictest_column
from counterflow.model.doubt import EXPORTED_HEDGES, Polarity
from counterflow.model.schema import get_schema
from counterflow.model.told import IS_TOLD
from counterflow.resolve.listing import find_listings
from counterflow.resolve.schema import shared_schema
from counterflow.tables import CANONICAL, ENTITY

LISTED_NAMES = ("name", "alias", "previousName", "abbreviation")
"""Properties whose values are an entity's names; weak aliases are not among them."""

# A party that a list, a record or an entry by hand states is described by those alone; who is only told of, by what
# somebody affirms. These are the entities that describe, and the statements that do not.
_DESCRIBER_SQL = """
WITH stated AS (SELECT DISTINCT canonical_id FROM canonical JOIN member USING (entity_id) WHERE NOT is_told)
SELECT entity_id, canonical_id FROM canonical JOIN member USING (entity_id)
WHERE NOT is_told OR canonical_id NOT IN (SELECT canonical_id FROM stated)
"""

_UNSAID_SQL = f"""
WITH affirmed AS (
    SELECT statement_id FROM evidence
    WHERE document_id IS NOT NULL AND polarity = $affirmed AND hedge IN (SELECT unnest($hedges))
)
SELECT id AS statement_id FROM statement
WHERE {IS_TOLD} AND (
    id NOT IN (SELECT statement_id FROM affirmed)
    OR entity_id NOT IN (SELECT entity_id FROM describer JOIN member USING (entity_id) WHERE is_told)
)
"""  # noqa: S608 - constants

_ENTITY_SQL = """
WITH base AS (
    SELECT
        canonical_id,
        string_agg(DISTINCT member.schema, ' ' ORDER BY member.schema) AS schemata,
        array_sort(array_agg(DISTINCT member.dataset)) AS datasets,
        min(first_seen) AS first_seen,
        max(last_seen) AS last_seen,
        count(*) AS members,
        string_agg(DISTINCT member.handling, chr(10) ORDER BY member.handling) AS handling
    FROM describer canonical JOIN member USING (entity_id)
    GROUP BY canonical_id
), fact AS (
    SELECT DISTINCT canonical.canonical_id, CASE
        WHEN prop IN ('name', 'alias', 'previousName', 'abbreviation') THEN 'names'
        WHEN prop = 'topics' THEN 'topics' ELSE 'countries' END AS feature, value
    FROM statement JOIN canonical USING (entity_id)
    WHERE statement.id NOT IN (SELECT statement_id FROM unsaid) AND (
        prop IN ('name', 'alias', 'previousName', 'abbreviation') OR prop_type = 'country'
        OR (prop = 'topics' AND statement.id IN (SELECT statement_id FROM evidence WHERE gone_on IS NULL))
    )
), gathered AS (
    SELECT canonical_id, feature, array_sort(array_agg(value)) AS values FROM fact GROUP BY canonical_id, feature
)
SELECT
    base.*, coalesce(listing.listed_now, false) AS listed_now, listing.delisted_on,
    coalesce(names.values, []) AS names,
    coalesce(countries.values, []) AS countries,
    coalesce(topics.values, []) AS topics
FROM base
LEFT JOIN gathered names ON names.canonical_id = base.canonical_id AND names.feature = 'names'
LEFT JOIN gathered countries ON countries.canonical_id = base.canonical_id AND countries.feature = 'countries'
LEFT JOIN gathered topics ON topics.canonical_id = base.canonical_id AND topics.feature = 'topics'
LEFT JOIN listing ON listing.canonical_id = base.canonical_id
ORDER BY base.canonical_id
"""

_CAPTION_SQL = """
WITH written AS (
    SELECT canonical.canonical_id, rank, value, count(DISTINCT entity_id) AS members
    FROM statement
    JOIN canonical USING (entity_id)
    JOIN canonical_schema ON canonical_schema.canonical_id = canonical.canonical_id
    JOIN caption_prop ON caption_prop.schema = canonical_schema.schema AND caption_prop.prop = statement.prop
    WHERE statement.id NOT IN (SELECT statement_id FROM unsaid)
    GROUP BY canonical.canonical_id, rank, value
), best AS (
    SELECT canonical_id, min(rank) AS rank FROM written GROUP BY canonical_id
)
SELECT canonical_id, array_agg(value ORDER BY value) AS values, array_agg(members ORDER BY value) AS members
FROM written JOIN best USING (canonical_id, rank)
GROUP BY canonical_id ORDER BY canonical_id
"""


def canonical(members: pa.Table, merged: Mapping[str, str]) -> pa.Table:
    """Make the rows of `canonical`.

    Args:
        members: rows of `member.list_members`.
        merged: entity_id to canonical_id, of entities in clusters of several.
    """
    ids = members.column("entity_id")
    heads = pa.array(list(merged.values()), pa.string())
    head = heads.take(pc.index_in(ids, value_set=pa.array(list(merged), pa.string())))
    return fit(members.append_column("canonical_id", pc.coalesce(head, ids)), CANONICAL)


def entity(engine: Engine) -> pa.Table:
    """Make the rows of `entity`.

    Reads:
        `statement`, `evidence`, and the registered rows `member` and `canonical`.
    """
    engine.register("describer", engine.query(_DESCRIBER_SQL))
    said = {"affirmed": str(Polarity.AFFIRMED), "hedges": [str(hedge) for hedge in EXPORTED_HEDGES]}
    engine.register("unsaid", engine.query(_UNSAID_SQL, said))
    engine.register("listing", find_listings(engine))
    rows = engine.query(_ENTITY_SQL)
    schemata = [shared_schema(tuple(text.split(" "))) for text in rows.column("schemata").to_pylist()]
    rows = rows.append_column("schema", pa.array(schemata, pa.string()))
    rows = rows.append_column("caption", _captions(engine, rows.select(["canonical_id", "schema"])))
    return fit(strictest_column(rows), ENTITY)


def _captions(engine: Engine, schemata: pa.Table) -> pa.Array:
    """Caption each entity as FtM does: the first property of its schema's captions that has a value."""
    distinct = pc.unique(schemata.column("schema")).to_pylist()
    props = [(name, prop, i) for name in distinct for i, prop in enumerate(get_schema(name).caption)]
    engine.register(
        "caption_prop",
        pa.table(
            {
                "schema": pa.array([name for name, _, _ in props], pa.string()),
                "prop": pa.array([prop for _, prop, _ in props], pa.string()),
                "rank": pa.array([rank for _, _, rank in props], pa.int64()),
            }
        ),
    )
    engine.register("canonical_schema", schemata)
    picked = engine.query(_CAPTION_SQL)
    captions = [
        values[0] if len(values) == 1 else pick_caption(values, members)
        for values, members in zip(
            picked.column("values").to_pylist(), picked.column("members").to_pylist(), strict=True
        )
    ]
    at = pc.index_in(schemata.column("canonical_id"), value_set=picked.column("canonical_id").combine_chunks())
    labels = {name: get_schema(name).label for name in distinct}
    default = pa.array([labels[name] for name in schemata.column("schema").to_pylist()], pa.string())
    return pc.coalesce(pa.array(captions, pa.string()).take(at.combine_chunks()), default)


def pick_caption(values: Sequence[str], members: Sequence[int]) -> str:
    """Pick the spelling to show: the one most like the others, Latin script first, each counted as often as listed."""
    weighted = [value for value, count in zip(values, members, strict=True) for _ in range(count)]
    return pick_name(weighted) or values[0]

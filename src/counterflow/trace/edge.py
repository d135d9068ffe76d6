"""Edges: FtM's intervals between two parties, and properties of one party that name another."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa

from counterflow.engine import Engine, fit, strictest_column
from counterflow.model.doubt import EXPORTED_HEDGES
from counterflow.model.identity import make_id
from counterflow.model.schema import get_schema, load_model
from counterflow.tables import EDGE

_ROLE_PROPS = ("role", "relationship")
"""Properties of an interval that say what the tie is, in the source's words."""

ROLE_PATH = Path(__file__).parent / "role.toml"

NO_PARTIES = ("Address", "Document")
"""Things, with all that descend from them, that are no parties: where someone lives and what is written of them."""

_SQL = """
WITH affirmed AS (
    -- A tie that a passage negates, denies, plans or thinks possible is no tie.
    SELECT canonical_id, prop, value, probability, roots, statements, handling FROM belief
    WHERE polarity = 'affirmed' AND hedge IN (SELECT hedge FROM firm)
), party AS (
    SELECT canonical_id, schema FROM entity JOIN party_schema USING (schema)
), role AS (
    SELECT canonical_id, value AS role, statements, handling FROM affirmed WHERE prop IN (SELECT prop FROM role_prop)
), period AS (
    SELECT canonical_id,
        min(value) FILTER (WHERE prop IN ('startDate', 'date')) AS start_date,
        max(value) FILTER (WHERE prop IN ('endDate', 'date')) AS end_date
    FROM affirmed WHERE prop IN ('startDate', 'endDate', 'date') GROUP BY canonical_id
), interval_edge AS (
    SELECT
        source.value AS source_id, target.value AS target_id, entity.schema,
        CASE WHEN takes_role THEN coalesce(role.role, edge_schema.label) ELSE edge_schema.label END AS role,
        edge_schema.is_directed, entity.canonical_id AS interval_id, start_date, end_date,
        least(source.probability, target.probability) AS probability,
        -- A source that states both ends states the tie: no more roots than the lesser end has.
        least(source.roots, target.roots) AS roots,
        list_concat(list_concat(source.statements, target.statements), coalesce(role.statements, [])) AS statements,
        concat_ws(chr(10), source.handling, target.handling, role.handling) AS handling
    FROM entity
    JOIN edge_schema USING (schema)
    JOIN affirmed source ON source.canonical_id = entity.canonical_id AND source.prop = edge_schema.source_prop
    JOIN affirmed target ON target.canonical_id = entity.canonical_id AND target.prop = edge_schema.target_prop
    LEFT JOIN role ON role.canonical_id = entity.canonical_id AND takes_role
    LEFT JOIN period ON period.canonical_id = entity.canonical_id
), property_edge AS (
    -- Who acts in an event stands before it, all others after it. To have taken part does not end.
    SELECT
        CASE WHEN acting.prop IS NULL THEN affirmed.canonical_id ELSE affirmed.value END AS source_id,
        CASE WHEN acting.prop IS NULL THEN affirmed.value ELSE affirmed.canonical_id END AS target_id,
        party.schema, affirmed.prop AS role, true AS is_directed,
        CASE WHEN event_schema.schema IS NOT NULL THEN affirmed.canonical_id END AS interval_id,
        CASE WHEN event_schema.schema IS NOT NULL THEN period.start_date END AS start_date, NULL AS end_date,
        affirmed.probability, affirmed.roots, affirmed.statements, affirmed.handling
    FROM affirmed
    JOIN (SELECT DISTINCT prop FROM entity_prop) USING (prop)
    JOIN party ON party.canonical_id = affirmed.canonical_id
    LEFT JOIN event_schema ON event_schema.schema = party.schema
    LEFT JOIN acting ON acting.prop = affirmed.prop AND event_schema.schema IS NOT NULL
    LEFT JOIN period ON period.canonical_id = affirmed.canonical_id
), edge AS (
    SELECT * FROM interval_edge UNION ALL SELECT * FROM property_edge
), support AS (
    SELECT statement_id, count(*) AS evidence FROM evidence WHERE polarity = 'affirmed' GROUP BY statement_id
), counted AS (
    SELECT source_id, target_id, role, interval_id, sum(coalesce(evidence, 0))::BIGINT AS evidence
    FROM (
        SELECT DISTINCT source_id, target_id, role, interval_id, unnest(statements) AS statement_id FROM edge
    )
    LEFT JOIN support USING (statement_id)
    GROUP BY source_id, target_id, role, interval_id
)
SELECT
    edge.source_id, edge.target_id, edge.schema, edge.role, is_directed, edge.interval_id, start_date, end_date,
    probability, evidence, roots, array_sort(list_distinct(statements)) AS statements, handling
FROM edge
JOIN counted ON counted.source_id = edge.source_id AND counted.target_id = edge.target_id
    AND counted.role = edge.role AND counted.interval_id IS NOT DISTINCT FROM edge.interval_id
JOIN party source_party ON source_party.canonical_id = edge.source_id
JOIN party target_party ON target_party.canonical_id = edge.target_id
WHERE edge.source_id <> edge.target_id
ORDER BY edge.source_id, edge.target_id, edge.schema, edge.role, edge.interval_id
"""


def edge(engine: Engine) -> pa.Table:
    """Make the rows of `edge`.

    An interval gives one edge for each pair of its ends and each role that its source states (without one, the
    schema's label); what more parties it names, and intervals without ends, give the ties of `role.toml`. A property
    that names another party gives one edge from its holder to the party named, with the property as role. A role in an
    event gives one with the event as `interval_id`, from who acts to the event and from it to all others.

    Both ends must be entities of the case that are parties. What became a tie of a party with itself by merging is
    dropped, and so is every tie that nobody affirms as a fact or as reported.

    Reads:
        `evidence`, `entity`, `belief`.
    """
    _register_schemata(engine)
    rows = strictest_column(engine.query(_SQL))
    key = ("source_id", "target_id", "schema", "role", "interval_id")
    ids = [make_id(*values) for values in zip(*(rows.column(name).to_pylist() for name in key), strict=True)]
    return fit(rows.append_column("id", pa.array(ids, pa.string())), EDGE)


def _register_schemata(engine: Engine) -> None:
    """Give the model's part of the question as rows: which schemata are ties, which are parties."""
    schemata = sorted(load_model().schemata.values(), key=lambda schema: schema.name)
    edges = [
        {
            "schema": one.name,
            "source_prop": one.edge_source,
            "target_prop": one.edge_target,
            "label": one.edge_label or one.label,
            "is_directed": one.edge_directed,
            "takes_role": True,
        }
        for one in schemata
        if one.edge
    ]
    roles = tomllib.loads(ROLE_PATH.read_text(encoding="utf-8"))
    edges += [
        {
            "schema": one.name,
            "source_prop": tie["source"],
            "target_prop": tie["target"],
            "label": tie["label"],
            "is_directed": True,
            "takes_role": False,
        }
        for tie in roles["tie"]
        for one in schemata
        if one.is_a(tie["schema"])
    ]
    engine.register("edge_schema", pa.Table.from_pylist(edges))
    engine.register("acting", pa.table({"prop": roles["acting"]}))
    events = [one.name for one in schemata if one.is_a("Interval") and is_party(one.name)]
    engine.register("event_schema", pa.table({"schema": events}))
    parties = [one.name for one in schemata if is_party(one.name)]
    engine.register("firm", pa.table({"hedge": [str(hedge) for hedge in EXPORTED_HEDGES]}))
    engine.register("party_schema", pa.table({"schema": parties}))
    props = {
        prop.name
        for name in parties
        for prop in get_schema(name).properties.values()
        if prop.type.name == "entity" and not prop.stub
    }
    engine.register("entity_prop", pa.table({"prop": sorted(props)}))
    engine.register("role_prop", pa.table({"prop": list(_ROLE_PROPS)}))


def is_party(schema: str) -> bool:
    """Whether entities of a schema are ends of ties: things and events, but no tie, address or document."""
    found = get_schema(schema)
    return found.is_a("Thing") and not found.edge and not any(found.is_a(name) for name in NO_PARTIES)

"""What differs between two builds of a case: entities, beliefs and ties, with their figures before and after."""

from __future__ import annotations

from typing import Any, Literal

from counterflow.dossier.shape import Shape
from counterflow.engine import Engine, connect
from counterflow.run.build import Build
from counterflow.tables import BELIEF, CANONICAL, EDGE, ENTITY, TABLES

Change = Literal["gone", "new", "changed"]


class TableCount(Shape):
    """How many rows a table has before and after."""

    table: str
    before: int
    after: int


class EntityChange(Shape):
    """A party, event or link that is gone, new or described otherwise."""

    change: Change
    id: str
    schema_: str
    caption: str
    members_before: int
    members_after: int
    listed_before: bool
    listed_after: bool


class BeliefFigures(Shape):
    """How sure a belief is, and on what."""

    probability: float | None
    credibility: int
    reliability: str
    polarity: str
    hedge: str
    reports: int
    roots: int


class BeliefChange(Shape):
    """A belief that is gone, new or surer or less sure than it was."""

    change: Change
    id: str
    canonical_id: str
    caption: str
    prop: str
    value: str
    before: BeliefFigures | None
    after: BeliefFigures | None


class EdgeFigures(Shape):
    """What a tie rests on."""

    probability: float | None
    evidence: int
    roots: int


class EdgeChange(Shape):
    """A tie that is gone, new or rests on something else."""

    change: Change
    id: str
    source_id: str
    source: str
    target_id: str
    target: str
    schema_: str
    role: str
    before: EdgeFigures | None
    after: EdgeFigures | None


class Difference(Shape):
    """What differs between two builds."""

    build_before: str
    build_after: str
    tables: tuple[TableCount, ...]
    entities: tuple[EntityChange, ...]
    beliefs: tuple[BeliefChange, ...]
    """Those whose probability changes most first; beliefs that are gone or new before those that changed."""
    edges: tuple[EdgeChange, ...]


# The id of a party is its smallest entity_id, so a party that loses that one is another id and the same party. It is
# known again by what it shares with one of the other build, the most members first; each party is one other at most.
_MOVED_SQL = """
WITH shared AS (
    SELECT b.canonical_id AS before_id, a.canonical_id AS after_id, count(*) AS members
    FROM canonical_before b JOIN canonical_after a USING (entity_id)
    GROUP BY ALL
), ranked AS (
    SELECT *,
        row_number() OVER (PARTITION BY before_id ORDER BY members DESC, after_id) AS of_before,
        row_number() OVER (PARTITION BY after_id ORDER BY members DESC, before_id) AS of_after
    FROM shared
)
SELECT before_id, after_id FROM ranked WHERE of_before = 1 AND of_after = 1 AND before_id <> after_id
"""

_CHANGE = "CASE WHEN a.id IS NULL THEN 'gone' WHEN b.id IS NULL THEN 'new' ELSE 'changed' END AS change"

_CAPTION = """
entity_b AS (
    SELECT coalesce(after_id, canonical_id) AS id, entity_before.*
    FROM entity_before LEFT JOIN moved ON before_id = canonical_id
), entity_a AS (
    SELECT canonical_id AS id, * FROM entity_after
), caption AS (
    SELECT coalesce(a.id, b.id) AS id, coalesce(a.caption, b.caption) AS caption
    FROM entity_b b FULL JOIN entity_a a ON a.id = b.id
)
"""

_ENTITY_SQL = f"""
WITH {_CAPTION}
SELECT {_CHANGE}, coalesce(a.id, b.id) AS id,
    coalesce(a.schema, b.schema) AS schema, coalesce(a.caption, b.caption) AS caption,
    coalesce(b.members, 0) AS members_before, coalesce(a.members, 0) AS members_after,
    coalesce(b.listed_now, false) AS listed_before, coalesce(a.listed_now, false) AS listed_after
FROM entity_b b FULL JOIN entity_a a ON a.id = b.id
WHERE (b.id, b.schema, b.caption, b.names, b.countries, b.topics, b.members, b.listed_now)
    IS DISTINCT FROM (a.id, a.schema, a.caption, a.names, a.countries, a.topics, a.members, a.listed_now)
ORDER BY change <> 'gone', change <> 'new', caption, id
"""  # noqa: S608 - constants

_BELIEF_FIGURES = ("probability", "credibility", "reliability", "polarity", "hedge", "reports", "roots")
_EDGE_FIGURES = ("probability", "evidence", "roots")


def _pairs(names: tuple[str, ...]) -> str:
    return ", ".join(f"b.{name} AS {name}_before, a.{name} AS {name}_after" for name in names)


def _differs(names: tuple[str, ...]) -> str:
    """Whether one side is missing or has other figures."""
    sides = (", ".join(f"{side}.{name}" for name in ("known", *names)) for side in "ba")
    return " IS DISTINCT FROM ".join(f"({side})" for side in sides)


# A belief of a value that is an entity shows that entity's caption.
_BELIEF_SQL = f"""
WITH {_CAPTION}, belief_b AS (
    SELECT true AS known, coalesce(of.after_id, canonical_id) AS party,
        CASE WHEN prop_type = 'entity' THEN coalesce(other.after_id, value) ELSE value END AS said, belief_before.*
    FROM belief_before LEFT JOIN moved of ON of.before_id = canonical_id
    LEFT JOIN moved other ON other.before_id = value
), belief_a AS (
    SELECT true AS known, canonical_id AS party, value AS said, * FROM belief_after
)
SELECT {_CHANGE}, coalesce(a.id, b.id) AS id, coalesce(a.party, b.party) AS canonical_id,
    coalesce(of.caption, '') AS caption, coalesce(a.prop, b.prop) AS prop,
    coalesce(other.caption, a.value, b.value) AS value, {_pairs(_BELIEF_FIGURES)}
FROM belief_b b FULL JOIN belief_a a
    ON a.party = b.party AND a.prop = b.prop AND a.said = b.said AND a.time IS NOT DISTINCT FROM b.time
LEFT JOIN caption of ON of.id = coalesce(a.party, b.party)
LEFT JOIN caption other ON coalesce(a.prop_type, b.prop_type) = 'entity' AND other.id = coalesce(a.said, b.said)
WHERE {_differs(_BELIEF_FIGURES)}
ORDER BY change <> 'gone', change <> 'new', abs(coalesce(b.probability, 0) - coalesce(a.probability, 0)) DESC,
    of.caption, coalesce(a.prop, b.prop), coalesce(a.value, b.value), coalesce(a.id, b.id)
"""  # noqa: S608 - constants

_EDGE_SQL = f"""
WITH {_CAPTION}, edge_b AS (
    SELECT true AS known, coalesce(s.after_id, source_id) AS source_now, coalesce(t.after_id, target_id) AS target_now,
        coalesce(i.after_id, interval_id) AS interval_now, edge_before.*
    FROM edge_before LEFT JOIN moved s ON s.before_id = source_id LEFT JOIN moved t ON t.before_id = target_id
    LEFT JOIN moved i ON i.before_id = interval_id
), edge_a AS (
    SELECT true AS known, source_id AS source_now, target_id AS target_now, interval_id AS interval_now, *
    FROM edge_after
)
SELECT {_CHANGE}, coalesce(a.id, b.id) AS id,
    coalesce(a.source_now, b.source_now) AS source_id, coalesce(source.caption, '') AS source,
    coalesce(a.target_now, b.target_now) AS target_id, coalesce(target.caption, '') AS target,
    coalesce(a.schema, b.schema) AS schema, coalesce(a.role, b.role) AS role, {_pairs(_EDGE_FIGURES)}
FROM edge_b b FULL JOIN edge_a a
    ON a.source_now = b.source_now AND a.target_now = b.target_now AND a.schema = b.schema AND a.role = b.role
    AND a.interval_now IS NOT DISTINCT FROM b.interval_now AND a.start_date IS NOT DISTINCT FROM b.start_date
    AND a.end_date IS NOT DISTINCT FROM b.end_date
LEFT JOIN caption source ON source.id = coalesce(a.source_now, b.source_now)
LEFT JOIN caption target ON target.id = coalesce(a.target_now, b.target_now)
WHERE {_differs(_EDGE_FIGURES)}
ORDER BY change <> 'gone', change <> 'new', source.caption, target.caption, coalesce(a.id, b.id)
"""  # noqa: S608 - constants


def compare_builds(before: Build, after: Build) -> Difference:
    """Say what differs between two builds of one case.

    Reads:
        `canonical`, `entity`, `belief`, `edge` of both, and the row counts of all tables from their manifests.
    """
    with connect({}) as engine:
        for table in (CANONICAL, ENTITY, BELIEF, EDGE):
            for build, side in ((before, "before"), (after, "after")):
                engine.register(f"{table.name}_{side}", table.read([build.table_path(table)]))
        engine.register("moved", engine.query(_MOVED_SQL))
        return Difference(
            build_before=before.manifest.build,
            build_after=after.manifest.build,
            tables=tuple(_count(before, after)),
            entities=tuple(EntityChange(**row) for row in engine.query(_ENTITY_SQL).to_pylist()),
            beliefs=tuple(_with_figures(engine, _BELIEF_SQL, _BELIEF_FIGURES, BeliefChange, BeliefFigures)),
            edges=tuple(_with_figures(engine, _EDGE_SQL, _EDGE_FIGURES, EdgeChange, EdgeFigures)),
        )


def _count(before: Build, after: Build) -> list[TableCount]:
    sides = before.manifest.tables, after.manifest.tables
    counts = [
        TableCount(table=name, before=rows[0], after=rows[1])
        for name in TABLES
        for rows in [[side[name].rows if name in side else 0 for side in sides]]
    ]
    return [one for one in counts if one.before != one.after]


def _with_figures(
    engine: Engine, sql: str, names: tuple[str, ...], shape: type[Any], figures: type[Shape]
) -> list[Any]:
    """Put the figures of both sides into a shape of their own, None where the row is on one side alone."""
    found = []
    for row in engine.query(sql).to_pylist():
        sides: dict[str, Shape | None] = {}
        for side, absent in (("before", "new"), ("after", "gone")):
            values = {name: row.pop(f"{name}_{side}") for name in names}
            sides[side] = None if row["change"] == absent else figures(**values)
        found.append(shape(**row, **sides))
    return found

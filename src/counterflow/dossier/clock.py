"""Two clocks: what had been published by a day (`known_at`), and what held on a day (`valid_at`).

What had been published by the day: evidence of later vintages and documents is left out, and what later ones dropped
is still there. What the build concludes from everything is as it is today: who is one party with whom, the schema of an
entity, and the counts of sources behind a value. Sources without a date count as known.

Valid on a day is what has not ended before it and has not begun after it: designations, stakes, passports, and the
ties made of them. What has no dates is valid always.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from counterflow.clean.date import edtf_bounds, read_date
from counterflow.engine.edtf import first_day, last_day
from counterflow.exc import UsageError
from counterflow.model.told import IS_TOLD
from counterflow.resolve.entity import LISTED_NAMES
from counterflow.resolve.listing import LISTING_SQL


class Clock(NamedTuple):
    """The days from which a build is looked at, `YYYY-MM-DD`; None: with all that is known, of any time."""

    known_at: str | None = None
    valid_at: str | None = None

    @property
    def is_now(self) -> bool:
        """Whether it changes nothing."""
        return self.known_at is None and self.valid_at is None


NOW = Clock()


def read_clock(known_at: str | None, valid_at: str | None) -> Clock:
    """Read the days as a user writes them; of a month or a year the last day counts.

    Raises:
        UsageError: one is not a date.
    """
    return Clock(_read_day("--known-at", known_at), _read_day("--valid-at", valid_at))


def _read_day(option: str, text: str | None) -> str | None:
    if text is None:
        return None
    edtf = read_date(text)
    if edtf is None or not edtf[:4].isdigit():
        raise UsageError(f"{option} is {text!r}", expected="a date, e.g. 2022-01-28, 2022-01 or 2022")
    return edtf_bounds(edtf)[1].isoformat()


def clock_views(clock: Clock) -> Mapping[str, str]:
    """Give the SELECTs that stand for the tables of a build under a clock, for `engine.connect`.

    The days go into the text: a view has no parameters, and `read_clock` made them of digits.
    """
    if clock.is_now:
        return {}
    views = {"statement": "SELECT * FROM all_statement", "entity": _ENTITY_SQL, "edge": _EDGE_SQL, "role": _ROLE_SQL}
    views |= {name: _whole_sql(name) for name in ("route", "stockpile", "identity")}
    if clock.known_at is not None:
        views |= _known_views(clock.known_at)
    if clock.valid_at is not None:
        views["statement"] = _valid_statements(views["statement"], clock.valid_at)
        views["edge"] += (
            f" AND (start_date IS NULL OR {first_day('start_date')} <= '{clock.valid_at}')"
            f" AND (end_date IS NULL OR {last_day('end_date')} >= '{clock.valid_at}')"
        )
    return views


_NAME_PROPS = ", ".join(f"'{name}'" for name in LISTED_NAMES)

# What is left of an entity, and whether a list holds it, follow from the statements that the clock leaves.
_ENTITY_SQL = f"""
WITH listing AS ({LISTING_SQL}),
seen AS (
    SELECT canonical.canonical_id, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
        array_sort(array_agg(DISTINCT statement.dataset)) AS datasets,
        coalesce(array_sort(array_agg(DISTINCT value) FILTER (prop IN ({_NAME_PROPS}) AND is_said)), []) AS names,
        coalesce(array_sort(array_agg(DISTINCT value) FILTER (prop_type = 'country' AND is_said)), []) AS countries,
        coalesce(array_sort(array_agg(DISTINCT value) FILTER (prop = 'topics' AND is_current)), []) AS topics
    FROM statement
    JOIN canonical USING (entity_id)
    JOIN (
        SELECT statement_id, bool_or(gone_on IS NULL) AS is_current,
            bool_or(document_id IS NULL OR (polarity = 'affirmed' AND hedge IN ('fact', 'reported'))) AS is_said
        FROM evidence GROUP BY statement_id
    ) stand ON stand.statement_id = statement.id
    LEFT JOIN (
        SELECT DISTINCT canonical.canonical_id, true AS is_stated FROM statement JOIN canonical USING (entity_id)
        WHERE NOT {IS_TOLD}
    ) lists ON lists.canonical_id = canonical.canonical_id
    -- Whom a list states, what documents tell does not describe.
    WHERE is_stated IS NULL OR NOT {IS_TOLD}
    GROUP BY canonical.canonical_id
)
SELECT all_entity.* REPLACE (
    seen.first_seen AS first_seen, seen.last_seen AS last_seen, seen.datasets AS datasets, seen.names AS names,
    seen.countries AS countries, seen.topics AS topics,
    CASE WHEN len(seen.names) = 0 OR list_contains(seen.names, caption) THEN caption ELSE seen.names[1] END AS caption,
    coalesce(listing.listed_now, false) AS listed_now, listing.delisted_on AS delisted_on
)
FROM all_entity
JOIN seen ON seen.canonical_id = all_entity.canonical_id
LEFT JOIN listing ON listing.canonical_id = all_entity.canonical_id
"""

_EDGE_SQL = """
SELECT * FROM all_edge
WHERE id IN (SELECT id FROM (SELECT id, unnest(statements) AS statement_id FROM all_edge)
             WHERE statement_id IN (SELECT statement.id FROM statement))
"""

# A role that several ties state stands while one does; by structure all are needed.
_ROLE_SQL = """
SELECT all_role.* FROM all_role
JOIN (
    SELECT said.canonical_id, said.role, count(edge.id) AS left_over
    FROM (SELECT canonical_id, role, unnest(edges) AS edge_id FROM all_role) said
    LEFT JOIN edge ON edge.id = said.edge_id
    GROUP BY said.canonical_id, said.role
) held ON held.canonical_id = all_role.canonical_id AND held.role = all_role.role
WHERE left_over = len(edges) OR (basis = 'stated' AND left_over > 0)
"""


def _whole_sql(table: str) -> str:
    """Keep rows of which all was known: what was added up cannot be taken apart."""
    return f"""
    SELECT * FROM all_{table} WHERE id NOT IN (
        SELECT id FROM (SELECT id, unnest(statements) AS statement_id FROM all_{table})
        WHERE statement_id NOT IN (SELECT statement.id FROM statement)
    )
    """


def _known(column: str, day: str) -> str:
    return f"({column} IS NULL OR {last_day(column)} <= '{day}')"


def _known_views(day: str) -> dict[str, str]:
    """Leave out what came later; mask when what stood on that day was last seen, and that it went later."""
    newest = f"""
        WITH newest AS (
            SELECT resource.id AS resource_id, latest.published AS newest
            FROM resource
            JOIN (
                SELECT dataset, arg_max(published, {last_day("published")}) AS published FROM resource GROUP BY dataset
            ) latest USING (dataset)
        )"""
    masks = (
        f"REPLACE (CASE WHEN {_known('last_seen', day)} THEN last_seen ELSE newest END AS last_seen, "
        f"CASE WHEN {last_day('gone_on')} <= '{day}' THEN gone_on END AS gone_on)"
    )
    masked = f"EXCLUDE (newest) {masks}"
    return {
        "resource": f"SELECT * FROM all_resource WHERE {_known('published', day)}",
        "document": (
            f"{newest} SELECT * {masked} FROM all_document LEFT JOIN newest USING (resource_id)"
            f" WHERE {_known('published', day)}"
        ),
        "mention": "SELECT * FROM all_mention WHERE document_id IN (SELECT document.id FROM document)",
        "frame": "SELECT * FROM all_frame WHERE document_id IN (SELECT document.id FROM document)",
        "problem": (
            "SELECT * FROM all_problem WHERE resource_id IS NULL OR resource_id IN (SELECT resource.id FROM resource)"
        ),
        "evidence": (
            f"{newest} SELECT * {masked} FROM all_evidence LEFT JOIN newest USING (resource_id)"
            f" WHERE {_known('first_seen', day)}"
            " AND (document_id IS NULL OR document_id IN (SELECT document.id FROM document))"
        ),
        "statement": f"""
        WITH held AS (SELECT statement_id, max(last_seen) AS held_last FROM evidence GROUP BY statement_id)
        SELECT all_statement.* REPLACE (
            CASE WHEN {_known("last_seen", day)} THEN last_seen ELSE held_last END AS last_seen
        )
        FROM all_statement JOIN held ON held.statement_id = all_statement.id
        """,
    }


def _valid_statements(base: str, day: str) -> str:
    return f"""
    WITH base AS ({base}),
    other_time AS (
        SELECT entity_id FROM base WHERE prop IN ('startDate', 'endDate') GROUP BY entity_id
        HAVING min({first_day("value")}) FILTER (prop = 'startDate') > '{day}'
            OR max({last_day("value")}) FILTER (prop = 'endDate') < '{day}'
    )
    SELECT * FROM base WHERE entity_id NOT IN (SELECT entity_id FROM other_time)
    """

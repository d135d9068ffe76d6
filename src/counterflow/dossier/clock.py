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
    views = {"statement": "SELECT * FROM all_statement", "role": _ROLE_SQL}
    views |= {name: _whole_sql(name) for name in ("route", "stockpile", "identity")}
    rows, last_seen, known = "SELECT * FROM all_statement", "statement.last_seen", "SELECT statement_id FROM evidence"
    if clock.known_at is not None:
        views |= _known_views(clock.known_at)
        last_seen = (
            f"CASE WHEN {_known('statement.last_seen', clock.known_at)} THEN {last_seen} ELSE evidence.last_seen END"
        )
    views["edge"] = _EDGE_SQL
    if clock.valid_at is not None:
        other_time = _other_time(clock.valid_at)
        rows = f"SELECT * FROM all_statement WHERE entity_id NOT IN ({other_time})"
        views["statement"] = f"SELECT * FROM ({views['statement']}) WHERE entity_id NOT IN ({other_time})"
        known += f" WHERE statement_id NOT IN (SELECT id FROM all_statement WHERE entity_id IN ({other_time}))"
        views["edge"] += (
            f" AND (start_date IS NULL OR {first_day('start_date')} <= '{clock.valid_at}')"
            f" AND (end_date IS NULL OR {last_day('end_date')} >= '{clock.valid_at}')"
        )
    views["edge"] = views["edge"].replace("{known}", known)
    views["entity"] = _ENTITY_SQL.replace("{statements}", rows).replace("{last_seen}", last_seen)
    return views


# Made distinct afterwards: an aggregate of distinct values keeps a set for each entity, and takes five times as long.
_LIST = "array_sort(list_distinct(coalesce(array_agg({}) FILTER ({}), [])))"
_SEEN = {
    "first_seen": "min(first_seen) FILTER ({only})",
    "last_seen": "max(last_seen) FILTER ({only})",
    "datasets": _LIST.format("dataset", "{only}"),
    "names": _LIST.format("value", "{only} AND prop IN ({names}) AND is_said"),
    "countries": _LIST.format("value", "{only} AND prop_type = 'country' AND is_said"),
    "topics": _LIST.format("value", "{only} AND prop = 'topics' AND is_current"),
}
"""What the rows of one entity come to, by the column of `entity`."""
_NAME_PROPS = ", ".join(f"'{name}'" for name in LISTED_NAMES)


def _seen(only: str) -> str:
    parts = (f"{sql.format(only=only, names=_NAME_PROPS)} AS {only}_{name}" for name, sql in _SEEN.items())
    return ", ".join(parts)


_CHOSEN = ", ".join(f"CASE WHEN has_stated THEN is_stated_{name} ELSE true_{name} END AS {name}" for name in _SEEN)
# What is left of an entity, and whether a list holds it, follow from the statements that the clock leaves: those that
# have evidence. Rows are joined to it and added up once, and not read from the view of statements, which adds up the
# evidence of all of them for each question.
_ENTITY_SQL = f"""
WITH statement AS NOT MATERIALIZED ({{statements}}),
listing AS ({LISTING_SQL}),
held AS (
    SELECT canonical.canonical_id, statement.first_seen, {{last_seen}} AS last_seen, statement.dataset, statement.prop,
        statement.prop_type, statement.value, NOT {IS_TOLD} AS is_stated, evidence.gone_on IS NULL AS is_current,
        document_id IS NULL OR (polarity = 'affirmed' AND hedge IN ('fact', 'reported')) AS is_said
    FROM statement
    JOIN canonical USING (entity_id)
    JOIN evidence ON evidence.statement_id = statement.id
), seen AS (
    -- Whom a list states, what documents tell does not describe.
    SELECT canonical_id, bool_or(is_stated) AS has_stated, {_seen("true")}, {_seen("is_stated")}
    FROM held GROUP BY canonical_id
), said AS (
    SELECT canonical_id, {_CHOSEN}
    FROM seen
)
SELECT all_entity.* REPLACE (
    said.first_seen AS first_seen, said.last_seen AS last_seen, said.datasets AS datasets, said.names AS names,
    said.countries AS countries, said.topics AS topics,
    CASE WHEN len(said.names) = 0 OR list_contains(said.names, caption) THEN caption ELSE said.names[1] END AS caption,
    coalesce(listing.listed_now, false) AS listed_now, listing.delisted_on AS delisted_on
)
FROM all_entity
JOIN said ON said.canonical_id = all_entity.canonical_id
LEFT JOIN listing ON listing.canonical_id = all_entity.canonical_id
"""

# Most ties have one statement: only of those with more are all looked up.
_EDGE_SQL = """
SELECT * FROM all_edge
WHERE (statements[1] IN ({known})
    OR id IN (SELECT id FROM (SELECT id, unnest(statements[2:]) AS statement_id FROM all_edge WHERE len(statements) > 1)
              WHERE statement_id IN ({known})))
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


def _other_time(day: str) -> str:
    """Select the entities of which a start or an end that is known says that they were of another time."""
    return f"""
    SELECT entity_id FROM all_statement
    WHERE prop IN ('startDate', 'endDate') AND id IN (SELECT statement_id FROM evidence)
    GROUP BY entity_id
    HAVING min({first_day("value")}) FILTER (prop = 'startDate') > '{day}'
        OR max({last_day("value")}) FILTER (prop = 'endDate') < '{day}'
    """

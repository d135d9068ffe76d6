"""What may leave: the statements that some evidence affirms openly enough, in FollowTheMoney's own schemata.

FtM's statement has no place for doubt or marking, so whoever reads the file takes every line for a fact that may be
passed on. A statement therefore leaves only if one and the same piece of evidence affirms it, as a fact or as
reported, under a marking within the limit: openly denied and secretly affirmed is not enough. An entity has no place
for dates either: a flag that a list has replaced, or the sanction of a party that it has dropped, would read as one
that stands. Statements have `last_seen`, and keep what has gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.model.doubt import EXPORTED_HEDGES, Polarity
from counterflow.model.handling import strictest
from counterflow.model.told import IS_TOLD
from counterflow.share.policy import Recipient, may_be_given, may_leave
from counterflow.share.schema import export_schema

DEFAULT_MAX_TLP = "TLP:GREEN"
"""The strictest label that leaves without being asked for: the widest that still names an audience."""


class Reason(StrEnum):
    """Why a statement is left out; each statement has one, the first that applies."""

    QUERY = "it is about what was not asked for"
    TOLD = "only documents tell it, not lists"
    DOUBT = "no evidence affirms it as a fact or as reported"
    HANDLING = "its marking is too strict"
    DELISTED = "it says that a party is sanctioned which no list holds any more"
    GONE = "the newest vintage of its list does not say it any more"
    PROPERTY = "FollowTheMoney's schema has no such property"
    REFERENCE = "it points to the party itself, or to one that is not in the export"


_SCHEMA_SQL = """
SELECT DISTINCT statement.schema, entity.schema AS entity_schema, prop
FROM statement JOIN canonical USING (entity_id) JOIN entity ON entity.canonical_id = canonical.canonical_id
ORDER BY ALL
"""

_HELD_BACK_SQL = f"""
WITH support AS (
    SELECT
        statement_id,
        bool_or(is_affirmed) AS is_affirmed,
        bool_or(is_affirmed AND open_marking.handling IS NOT NULL) AS is_open,
        bool_or(is_affirmed AND open_marking.handling IS NOT NULL AND (gone_on IS NULL OR $gone)) AS stands
    FROM (
        SELECT statement_id, handling, gone_on,
            polarity = $affirmed AND hedge IN (SELECT unnest($hedges)) AS is_affirmed
        FROM evidence
    ) LEFT JOIN open_marking USING (handling)
    GROUP BY statement_id
), judged AS (
    SELECT statement.id, CASE
        WHEN asked.canonical_id IS NULL THEN 'QUERY'
        WHEN NOT $told AND {IS_TOLD} THEN 'TOLD'
        WHEN NOT coalesce(is_affirmed, false) THEN 'DOUBT'
        WHEN NOT is_open THEN 'HANDLING'
        WHEN statement.prop = 'topics' AND value = 'sanction' AND delisted_on IS NOT NULL THEN 'DELISTED'
        WHEN NOT stands THEN 'GONE'
        WHEN export_schema.ftm_schema IS NULL THEN 'PROPERTY'
    END AS reason
    FROM statement
    JOIN canonical USING (entity_id)
    JOIN entity ON entity.canonical_id = canonical.canonical_id
    LEFT JOIN asked ON asked.canonical_id = canonical.canonical_id
    LEFT JOIN support ON support.statement_id = statement.id
    LEFT JOIN export_schema ON export_schema.schema = statement.schema
        AND export_schema.entity_schema = entity.schema AND export_schema.prop = statement.prop
)
SELECT id, reason FROM judged WHERE reason IS NOT NULL
"""  # noqa: S608 - a constant

_EXPORTED_SQL = """
SELECT DISTINCT canonical.canonical_id FROM statement JOIN canonical USING (entity_id)
WHERE NOT EXISTS (SELECT 1 FROM held_back WHERE held_back.id = statement.id)
"""

_REFERENCE_SQL = """
SELECT statement.id, 'REFERENCE' AS reason
FROM statement
JOIN canonical USING (entity_id)
LEFT JOIN canonical AS target ON target.entity_id = statement.value
WHERE prop_type = 'entity'
    AND NOT EXISTS (SELECT 1 FROM held_back WHERE held_back.id = statement.id)
    AND (
        target.canonical_id = canonical.canonical_id
        OR NOT EXISTS (SELECT 1 FROM exported WHERE exported.canonical_id = target.canonical_id)
    )
"""


def select_statements(
    engine: Engine,
    max_tlp: str,
    *,
    keeps_gone: bool = False,
    with_told: bool = True,
    recipient: Recipient | None = None,
    asked: pa.Table | None = None,
) -> Mapping[Reason, int]:
    """Decide which statements leave; gives the number of those left out, by reason.

    `keeps_gone`: what a list said once and says no more leaves too, for a format that says until when.
    `with_told`: what documents tell leaves too, and not only what lists, records and entries by hand state.

    `recipient`: whom it is for; without one, rows marked `REL TO` or `ORCON` never leave, whatever their label, for a
    file names nobody.

    `asked`: the `canonical_id` of whatever is wanted, as `select_around` gives them; None: everything.

    Reads:
        `statement`, `evidence`, `canonical`, `entity`.
    Writes:
        the registered rows `export_schema` (schema, entity_schema, prop, ftm_schema), `held_back` (id, reason) and
        `exported` (canonical_id of every entity of which something leaves); `asked` and `open_marking`.
    """
    engine.register("asked", engine.query("SELECT canonical_id FROM entity") if asked is None else asked)
    engine.register("open_marking", _open_markings(engine, max_tlp, recipient))
    engine.register("export_schema", _export_schemata(engine))
    held_back = engine.query(
        _HELD_BACK_SQL,
        {
            "affirmed": str(Polarity.AFFIRMED),
            "hedges": [str(hedge) for hedge in EXPORTED_HEDGES],
            "gone": keeps_gone,
            "told": with_told,
        },
    )
    while True:
        engine.register("held_back", held_back)
        engine.register("exported", engine.query(_EXPORTED_SQL))
        # A tie both of whose ends are left out is left out with them, and then what points to it.
        dangling = engine.query(_REFERENCE_SQL)
        if dangling.num_rows == 0:
            break
        held_back = pa.concat_tables([held_back, dangling])
    counts = engine.query("SELECT reason, count(*) AS statements FROM held_back GROUP BY reason").to_pylist()
    found = {Reason[row["reason"]]: int(row["statements"]) for row in counts}
    return {reason: found[reason] for reason in Reason if reason in found}


_LEAVING_SQL = """
SELECT DISTINCT evidence.handling
FROM evidence JOIN open_marking USING (handling) JOIN statement ON statement.id = evidence.statement_id
WHERE NOT EXISTS (SELECT 1 FROM held_back WHERE held_back.id = statement.id)
"""


def mark_selection(engine: Engine) -> str:
    """Give the strictest marking of the evidence that the selected statements leave with."""
    return strictest(engine.query(_LEAVING_SQL).column("handling").to_pylist())


_MARKED = ("evidence", "quantity", "belief", "resource", "document", "pair", "link", "root")
"""Tables whose rows leave in a format that keeps rows."""


def register_open_markings(engine: Engine, max_tlp: str, recipient: Recipient | None = None) -> None:
    """Register as `open_marking` which markings may leave, of all tables whose rows a bundle holds."""
    engine.register("open_marking", _open_markings(engine, max_tlp, recipient, _MARKED))


def _open_markings(
    engine: Engine, max_tlp: str, recipient: Recipient | None, tables: Sequence[str] = ("evidence",)
) -> pa.Table:
    """List the markings that may leave; a build holds few distinct ones."""
    sql = " UNION ".join(f"SELECT handling FROM {table}" for table in tables)  # noqa: S608 - names of ours
    markings = sorted(engine.query(sql).column("handling").to_pylist())
    open_ = [
        marking
        for marking in markings
        if (may_leave(marking, max_tlp) if recipient is None else may_be_given(marking, recipient, max_tlp))
    ]
    return pa.table({"handling": pa.array(open_, pa.string())})


def _export_schemata(engine: Engine) -> pa.Table:
    """Find the FtM schema of every combination of statement's schema, entity's schema and property."""
    rows = engine.query(_SCHEMA_SQL)
    names = [export_schema(row["schema"], row["entity_schema"], row["prop"]) for row in rows.to_pylist()]
    return rows.append_column("ftm_schema", pa.array(names, pa.string()))

"""Listings: whether a list still holds a party, and since when it does not."""

from __future__ import annotations

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.engine.edtf import last_day

# A designation that its list itself calls ended, by a date that the list's own vintage has reached, no longer stands.
LISTING_SQL = f"""
WITH designation AS (
    SELECT canonical.canonical_id, statement.entity_id, evidence.last_seen, evidence.gone_on
    FROM statement
    JOIN canonical ON canonical.entity_id = statement.value
    JOIN evidence ON evidence.statement_id = statement.id
    WHERE statement.schema = 'Sanction' AND statement.prop = 'entity'
    UNION ALL
    SELECT canonical.canonical_id, NULL, evidence.last_seen, evidence.gone_on
    FROM statement
    JOIN canonical USING (entity_id)
    JOIN evidence ON evidence.statement_id = statement.id
    WHERE statement.prop = 'topics' AND statement.value = 'sanction'
), ended AS (
    SELECT entity_id, arg_max(value, day) AS end_date, max(day) AS end_day
    FROM (
        SELECT statement.entity_id, statement.value, {last_day("statement.value")} AS day
        FROM statement JOIN evidence ON evidence.statement_id = statement.id
        WHERE statement.schema = 'Sanction' AND statement.prop = 'endDate' AND evidence.gone_on IS NULL
    )
    GROUP BY entity_id
), dated AS (
    SELECT canonical_id, end_date, end_day, gone_on,
        {last_day("last_seen")} AS seen_day, {last_day("gone_on")} AS gone_day
    FROM designation LEFT JOIN ended USING (entity_id)
), departure AS (
    SELECT canonical_id, if(is_ended, end_date, gone_on) AS left_on, if(is_ended, end_day, gone_day) AS left_day
    FROM (SELECT *, end_day <= seen_day AND (gone_on IS NULL OR end_day <= gone_day) AS is_ended FROM dated)
)
SELECT canonical_id, bool_or(left_on IS NULL) AS listed_now,
    CASE WHEN NOT bool_or(left_on IS NULL) THEN arg_max(left_on, left_day) END AS delisted_on
FROM departure
GROUP BY canonical_id
ORDER BY canonical_id
"""  # noqa: S608 - constants


def find_listings(engine: Engine) -> pa.Table:
    """Find the parties that lists designate, or did: canonical_id, listed_now, delisted_on.

    A party is listed while the newest vintage of any list holds a designation of any of its members, or gives it the
    topic `sanction`. Where none does, `delisted_on` is the date on which the last of them had dropped it.

    Reads:
        `statement`, `evidence`, and the registered rows `canonical`.
    """
    return engine.query(LISTING_SQL)

"""Listings: whether a list still holds a party, and since when it does not."""

from __future__ import annotations

import pyarrow as pa

from counterflow.engine import Engine

# Dates are EDTF, and those of lists begin with the year: their order as texts is their order in time. A designation
# that its list itself calls ended, by a date that the list's own vintage has reached, no longer stands.
LISTING_SQL = """
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
    SELECT entity_id, max(value) AS end_date FROM statement
    WHERE schema = 'Sanction' AND prop = 'endDate' GROUP BY entity_id
), departure AS (
    SELECT canonical_id, CASE WHEN end_date <= last_seen THEN least(end_date, coalesce(gone_on, end_date))
                              ELSE gone_on END AS left_on
    FROM designation LEFT JOIN ended USING (entity_id)
)
SELECT canonical_id, bool_or(left_on IS NULL) AS listed_now,
       CASE WHEN NOT bool_or(left_on IS NULL) THEN max(left_on) END AS delisted_on
FROM departure
GROUP BY canonical_id
ORDER BY canonical_id
"""


def find_listings(engine: Engine) -> pa.Table:
    """Find the parties that lists designate, or did: canonical_id, listed_now, delisted_on.

    A party is listed while the newest vintage of any list holds a designation of any of its members, or gives it the
    topic `sanction`. Where none does, `delisted_on` is the date on which the last of them had dropped it.

    Reads:
        `statement`, `evidence`, and the registered rows `canonical`.
    """
    return engine.query(LISTING_SQL)

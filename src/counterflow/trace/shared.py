"""Identifiers that two parties share: a phone, an address, a number that should be one party's alone."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.model.schema import load_model
from counterflow.trace.edge import is_party

KINDS = ("phone", "email", "identifier", "address", "url", "checksum")
"""FtM types of what is compared."""
MOST_HOLDERS = 20
"""What more parties have says nothing of two of them: the address of a registrar, a switchboard."""
LEAST_ADDRESS_CHARS = 15
"""Shorter addresses are towns."""

_SHARED = f"""
WITH value AS (
    SELECT canonical_id, prop AS kind, prop_type, value FROM belief
    WHERE polarity = 'affirmed' AND prop_type IN (SELECT kind FROM shared_kind)
        AND prop NOT IN ('sourceUrl', 'publisherUrl', 'alephUrl', 'wikipediaUrl', 'recordId')
    UNION ALL
    SELECT held.canonical_id, 'address', 'address', text.value
    FROM belief held
    JOIN belief text ON text.canonical_id = held.value AND text.prop = 'full' AND text.polarity = 'affirmed'
    WHERE held.prop = 'addressEntity' AND held.polarity = 'affirmed'
), keyed AS (
    SELECT *, regexp_replace(lower(strip_accents(value)), '[^\\pL\\pN]+', '', 'g') AS key FROM value
), plain AS (
    SELECT canonical_id, prop_type, key, min(kind) AS kind, min(value) AS value FROM keyed
    WHERE key <> ''
        AND (prop_type <> 'address' OR (length(key) >= {LEAST_ADDRESS_CHARS} AND regexp_matches(key, '\\d')))
        AND canonical_id IN (SELECT canonical_id FROM entity)
    GROUP BY canonical_id, prop_type, key
), held AS (
    SELECT prop_type, key, count(*) AS holders FROM plain GROUP BY prop_type, key
)
SELECT mine.kind, mine.value, other.canonical_id AS other_id, entity.listed_now AS is_listed, holders
FROM plain mine
JOIN plain other USING (prop_type, key)
JOIN held USING (prop_type, key)
JOIN entity ON entity.canonical_id = other.canonical_id
WHERE mine.canonical_id = $id AND other.canonical_id <> mine.canonical_id AND holders <= {MOST_HOLDERS}
    AND entity.schema IN (SELECT schema FROM shared_party)
ORDER BY holders, NOT is_listed, mine.kind, mine.value, other.canonical_id
"""  # noqa: S608 - constants


def find_shared(engine: Engine, canonical_id: str) -> list[dict[str, Any]]:
    """Find what a party shares with others: kind, value, other_id, is_listed, and how many parties have it.

    Signs and case do not count. An address must be longer than a town's, and have a number.

    Reads:
        `belief`, `entity`.
    """
    engine.register("shared_kind", pa.table({"kind": list(KINDS)}))
    parties = sorted(name for name in load_model().schemata if is_party(name))
    engine.register("shared_party", pa.table({"schema": parties}))
    found: list[dict[str, Any]] = engine.query(_SHARED, {"id": canonical_id}).to_pylist()
    return found

"""What is asked for of a build: some parties, and what stands around them up to a distance."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.model.schema import load_model

MAX_DEPTH = 6
"""Beyond so many steps hardly anything of a case is left out."""

_REFERS_SQL = """
SELECT DISTINCT
    source.canonical_id AS source_id, target.canonical_id AS target_id,
    own.schema IN (SELECT unnest($links)) AS from_link,
    other.schema IN (SELECT unnest($links)) AS to_link,
    other.schema IN (SELECT unnest($addresses)) AS to_address
FROM statement
JOIN canonical AS source USING (entity_id)
JOIN canonical AS target ON target.entity_id = statement.value
JOIN entity AS own ON own.canonical_id = source.canonical_id
JOIN entity AS other ON other.canonical_id = target.canonical_id
WHERE prop_type = 'entity' AND source.canonical_id <> target.canonical_id
"""

_ENDS_SQL = """
SELECT canonical_id FROM near
UNION
SELECT target_id FROM refers JOIN near ON near.canonical_id = source_id WHERE from_link AND NOT to_link
"""

_STEP_SQL = """
SELECT canonical_id FROM near
UNION
SELECT other.target_id
FROM refers JOIN near ON near.canonical_id = refers.target_id
JOIN refers AS other ON other.source_id = refers.source_id
WHERE refers.from_link AND NOT other.to_link
UNION
SELECT target_id FROM refers JOIN near ON near.canonical_id = source_id WHERE NOT from_link AND NOT to_link
UNION
SELECT source_id FROM refers JOIN near ON near.canonical_id = target_id WHERE NOT from_link AND NOT to_link
"""

_LINKS_SQL = """
SELECT canonical_id FROM near
UNION
SELECT source_id FROM refers LEFT JOIN near ON near.canonical_id = target_id
WHERE from_link
GROUP BY source_id
HAVING bool_and(to_link OR to_address OR canonical_id IS NOT NULL) AND bool_or(canonical_id IS NOT NULL)
"""

_ADDRESSES_SQL = """
SELECT canonical_id FROM near
UNION
SELECT target_id FROM refers JOIN near ON near.canonical_id = source_id WHERE to_address
ORDER BY canonical_id
"""


def select_around(engine: Engine, parties: Iterable[str], depth: int) -> pa.Table:
    """Select parties and what is told of them and of those up to `depth` steps away; gives their `canonical_id`.

    A step leads over a tie or an event to whoever else has a part in it, or along a reference of one thing to another.
    Of what lies between, that is selected of which all ends are: with depth 0 a party's designations and papers, but
    no tie to another. Addresses come with what has them. For a tie or event its ends are meant.

    Args:
        engine: holds `statement`, `canonical` and `entity`.
        parties: canonical ids to begin at.
        depth: steps.
    """
    parameters = {"links": list(_schemata("Interval")), "addresses": list(_schemata("Address"))}
    engine.register("refers", engine.query(_REFERS_SQL, parameters))
    engine.register("near", pa.table({"canonical_id": pa.array(sorted(set(parties)), pa.string())}))
    for sql in (_ENDS_SQL, *[_STEP_SQL] * depth, _LINKS_SQL):
        engine.register("near", engine.query(sql))
    return engine.query(_ADDRESSES_SQL)


@functools.cache
def _schemata(base: str) -> tuple[str, ...]:
    return tuple(sorted(name for name, one in load_model().schemata.items() if one.is_a(base)))

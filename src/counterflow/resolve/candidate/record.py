"""Records: what lists say of each party, as FollowTheMoney has it, with a digest of all that it is compared by."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from counterflow.compare.builder import NAME_PROPERTIES
from counterflow.compare.fact.feature import FEATURES
from counterflow.compare.index.schema import PARTY_SCHEMATA
from counterflow.engine import Engine
from counterflow.model.told import IS_TOLD

Entity = Mapping[str, Any]

PERSON_NAME_PARTS = ("firstName", "secondName", "middleName", "fatherName", "lastName")
COMPARED = tuple(
    sorted(
        {name for name, _ in NAME_PROPERTIES}
        | {*PERSON_NAME_PARTS}
        | {prop for feature in FEATURES for prop in feature.properties if prop != "schema"}
        | {"cryptoAddress", "bikCode", "kppCode", "pfrNumber", "fnsCode", "isin"}
    )
)
"""Properties by which records are compared; whatever else changes leaves a record as it is."""

_PAPERS = (("Passport", "passportNumber"), ("Identification", "idNumber"))
"""Schemata of identity papers, and the property under which their number is the holder's."""

_RECORD_SQL = f"""
WITH fact AS (
    SELECT entity_id, prop, value FROM statement
    WHERE entity_id IN (SELECT entity_id FROM wanted) AND prop IN (SELECT prop FROM compared)
        AND NOT {IS_TOLD}
    UNION
    SELECT holder.value, paper.prop, number.value
    FROM statement number
    JOIN statement holder ON holder.entity_id = number.entity_id AND holder.prop = 'holder'
    JOIN paper ON paper.schema = number.schema
    WHERE number.prop = 'number' AND holder.value IN (SELECT entity_id FROM wanted)
)
SELECT member.entity_id, member.schema, prop, value
FROM member JOIN wanted USING (entity_id) LEFT JOIN fact USING (entity_id)
ORDER BY member.entity_id, prop, value
"""  # noqa: S608 - constants

_DIGEST_SQL = f"""
WITH said AS (
    SELECT entity_id, id FROM statement
    WHERE prop IN (SELECT prop FROM compared) AND NOT {IS_TOLD}
    UNION ALL
    SELECT holder.value, number.id FROM statement number
    JOIN statement holder ON holder.entity_id = number.entity_id AND holder.prop = 'holder'
    WHERE number.prop = 'number'
), digested AS (
    SELECT entity_id, concat_ws('.', count(*), bit_xor(hash(id)), sum(CAST(hash(id) AS HUGEINT))) AS digest
    FROM said GROUP BY entity_id
)
SELECT member.entity_id, member.dataset, member.schema, concat_ws('.', member.schema, digest) AS digest
FROM (SELECT * FROM member WHERE NOT is_told) member
JOIN party_schema USING (schema) LEFT JOIN digested USING (entity_id)
ORDER BY member.entity_id
"""  # noqa: S608 - constants
# A statement's id is a hash of its dataset, entity, property and value.


def list_records(engine: Engine) -> pa.Table:
    """List the parties with the digest of what they are compared by: entity_id, dataset, schema, digest.

    Reads:
        `statement`, and the registered rows `member`.
    """
    engine.register("party_schema", pa.table({"schema": pa.array(sorted(PARTY_SCHEMATA), pa.string())}))
    engine.register("compared", pa.table({"prop": pa.array(COMPARED, pa.string())}))
    return engine.query(_DIGEST_SQL)


def read_records(engine: Engine, wanted: Collection[str]) -> Iterator[tuple[str, Entity]]:
    """Yield some parties by id, in order, with all that they are compared by.

    Reads:
        `statement`, and the registered rows `member`.
    """
    engine.register("compared", pa.table({"prop": pa.array(COMPARED, pa.string())}))
    engine.register("paper", pa.Table.from_pylist([{"schema": schema, "prop": prop} for schema, prop in _PAPERS]))
    engine.register("wanted", pa.table({"entity_id": pa.array(sorted(wanted), pa.string())}))
    rows = engine.query(_RECORD_SQL)
    columns = [column.to_pylist() for column in rows.columns]
    for (entity_id, schema), group in groupby(zip(*columns, strict=True), key=itemgetter(0, 1)):
        properties: dict[str, list[str]] = {}
        for _, _, prop, value in group:
            if prop is not None:
                properties.setdefault(prop, []).append(value)
        yield entity_id, {"id": entity_id, "schema": schema, "properties": properties}


def digest_entity(entity: Entity) -> str:
    """Digest all that an entity is compared by, where it comes from no table."""
    facts = sorted((prop, value) for prop in COMPARED for value in entity["properties"].get(prop, ()))
    return hashlib.sha256(repr((entity["id"], entity["schema"], facts)).encode()).hexdigest()[:32]

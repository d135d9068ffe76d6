"""Identifiers: which ones make two entities one, and under which conditions."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.model.told import IS_TOLD


class Strength(StrEnum):
    """What it means when two entities have one identifier in common."""

    UNIQUE = "unique"
    """Issued once for all time: one party, even within one list."""
    STRONG = "strong"
    """One party, unless several entities of one list have it."""
    WEAK = "weak"
    """Worth a look: it moves from party to party."""


class Identifier(NamedTuple):
    """How one property identifies."""

    prop: str
    kind: str
    """Numbers of one kind are compared; lists call one number by several names."""
    strength: Strength
    needs_country: bool
    """Whether the number means nothing without the country that issued it."""


_NATIONAL = "national number"

IDENTIFIERS = (
    Identifier("imoNumber", "imoNumber", Strength.UNIQUE, False),
    Identifier("leiCode", "leiCode", Strength.UNIQUE, False),
    Identifier("publicKey", "publicKey", Strength.UNIQUE, False),
    Identifier("isin", "isin", Strength.UNIQUE, False),
    Identifier("iban", "iban", Strength.UNIQUE, False),
    Identifier("wikidataId", "wikidataId", Strength.STRONG, False),
    Identifier("swiftBic", "swiftBic", Strength.STRONG, False),
    Identifier("dunsCode", "dunsCode", Strength.STRONG, False),
    Identifier("uniqueEntityId", "uniqueEntityId", Strength.STRONG, False),
    Identifier("innCode", _NATIONAL, Strength.STRONG, True),
    Identifier("ogrnCode", _NATIONAL, Strength.STRONG, True),
    Identifier("registrationNumber", _NATIONAL, Strength.STRONG, True),
    Identifier("taxNumber", _NATIONAL, Strength.STRONG, True),
    Identifier("vatCode", _NATIONAL, Strength.STRONG, True),
    Identifier("uscCode", _NATIONAL, Strength.STRONG, True),
    Identifier("idNumber", _NATIONAL, Strength.STRONG, True),
    Identifier("socialSecurityNumber", _NATIONAL, Strength.STRONG, True),
    Identifier("passportNumber", _NATIONAL, Strength.STRONG, True),
    Identifier("mmsi", "mmsi", Strength.WEAK, False),
)
"""Registration, tax, identity and passport numbers are one kind, because lists file one number under another's name."""

UN_REFERENCE = Identifier("unscId", "unscId", Strength.STRONG, False)
"""The UN's permanent reference number (`KPi.001`), which other lists quote in their designation of the same party."""

EXCLUSIVE_KINDS = ("imoNumber", "leiCode")
"""Two different ones are two parties; differing passports or tax numbers are not, because parties hold several."""

MIN_NUMBER_CHARS = 6
"""Shorter national numbers coincide by chance; in code points, punctuation left out."""

_SQL = rf"""
WITH country AS (
    SELECT DISTINCT entity_id, value AS country FROM statement WHERE prop_type = 'country' AND prop <> 'birthCountry'
        AND NOT {IS_TOLD}
), paper AS (
    SELECT holder.value AS entity_id, number.value AS value, paper_country.value AS country
    FROM statement holder
    JOIN statement number ON number.entity_id = holder.entity_id AND number.prop = 'number'
    LEFT JOIN statement paper_country
        ON paper_country.entity_id = holder.entity_id AND paper_country.prop = 'country'
    WHERE holder.prop = 'holder' AND holder.prop_type = 'entity'
), found AS (
    SELECT entity_id, kind, strength, needs_country, value, NULL::VARCHAR AS country
    FROM statement JOIN identifier_prop USING (prop)
    UNION ALL
    SELECT entity_id, $national, 'strong', true, value, country FROM paper
    UNION ALL
    SELECT sanction.value, 'unscId', 'strong', false, reference.value, NULL
    FROM statement sanction
    JOIN statement reference ON reference.entity_id = sanction.entity_id AND reference.prop = 'unscId'
    WHERE sanction.prop = 'entity' AND sanction.prop_type = 'entity'
), normal AS (
    SELECT
        entity_id, kind, strength, needs_country, country,
        -- A pattern that differs from row to row would be compiled for each.
        CASE kind
            WHEN 'swiftBic' THEN regexp_replace(plain, 'XXX$', '')
            WHEN 'imoNumber' THEN regexp_replace(plain, '^IMO', '')
            ELSE plain
        END AS number
    FROM (SELECT *, upper(regexp_replace(value, '[^\pL\pN]', '', 'g')) AS plain FROM found)
)
SELECT DISTINCT
    normal.entity_id, kind, strength, number,
    CASE WHEN needs_country THEN coalesce(normal.country, country.country, '') ELSE '' END AS country,
    needs_country
FROM normal
LEFT JOIN country
    ON needs_country AND normal.country IS NULL AND country.entity_id = normal.entity_id
WHERE length(number) >= CASE WHEN needs_country THEN $min_chars ELSE 5 END
"""  # noqa: S608 - a constant


def find_identifiers(engine: Engine) -> pa.Table:
    """List the identifiers of all entities in comparable form.

    A number stands under the country of the paper it is printed on, else under each country of its holder. Numbers of
    identity papers (`Identification`, `Passport`) are their holder's, a designation's UN reference is the party's.

    Reads:
        `statement`.
    Returns:
        entity_id, kind, strength, number, country, needs_country; one row each.
    """
    engine.register("identifier_prop", pa.Table.from_pylist([identifier._asdict() for identifier in IDENTIFIERS]))
    return engine.query(_SQL, {"national": _NATIONAL, "min_chars": MIN_NUMBER_CHARS})

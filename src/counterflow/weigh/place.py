"""Places that lie in one another: who says "Australia" bears out who says "Sydney"."""

from __future__ import annotations

import pyarrow as pa
from followthemoney.types import registry

from counterflow.engine import Engine

COUNTRY_OF_PLACE = {"location": "country", "birthPlace": "birthCountry"}
"""Properties that say where, and those of the same thing that say in which country."""

_PLACE_SQL = """
WITH said AS (
    SELECT id, canonical_id, prop, value, handling FROM belief WHERE polarity = 'affirmed'
), place AS (
    SELECT said.*, lies_in.country_prop, lies_in.code
    FROM said JOIN lies_in USING (prop, value)
), compared AS (
    -- A place and the country that it lies in.
    SELECT place.id AS one, country.id AS other, place.handling || chr(10) || country.handling AS handling
    FROM place JOIN said country ON country.canonical_id = place.canonical_id
        AND country.prop = place.country_prop AND country.value = place.code
    UNION ALL
    -- "Sydney" and "Sydney, Australia"; "Pittwater, Sydney" and "Sydney".
    SELECT l.id, r.id, l.handling || chr(10) || r.handling
    FROM place l JOIN place r USING (canonical_id, prop)
    WHERE l.id <> r.id AND (
        starts_with(lower(l.value), lower(r.value) || ',') OR ends_with(lower(l.value), ', ' || lower(r.value))
    )
)
SELECT DISTINCT least(one, other) AS left_id, greatest(one, other) AS right_id, 'within' AS kind,
    'place-hierarchy' AS basis, handling
FROM compared
"""


def places_within(engine: Engine) -> pa.Table:
    """Give the pairs of beliefs of which one names a place and the other where it lies, with their markings.

    A place lies within its country and within a wider place that its own name ends with. Two places that say nothing
    of each other neither agree nor conflict.

    Reads:
        the registered rows `belief`.
    """
    engine.register("lies_in", _places(engine))
    return engine.query(_PLACE_SQL)


def _places(engine: Engine) -> pa.Table:
    """Find the country of each place that a belief names; without one where no country is known of it."""
    named = engine.query(
        "SELECT DISTINCT prop, value FROM belief WHERE prop IN (SELECT unnest($props)) ORDER BY ALL",
        {"props": sorted(COUNTRY_OF_PLACE)},
    ).to_pylist()
    rows = [{**row, "country_prop": COUNTRY_OF_PLACE[row["prop"]], "code": _country_of(row["value"])} for row in named]
    return pa.Table.from_pylist(
        rows, pa.schema([(name, pa.string()) for name in ("prop", "value", "country_prop", "code")])
    )


def _country_of(place: str) -> str | None:
    """Tell the country that a place is or lies in: by its name, or by the last of its parts that names one."""
    for part in (place, *reversed(place.split(","))):
        code = registry.country.clean(part.strip())
        if code is not None:
            return code
    return None

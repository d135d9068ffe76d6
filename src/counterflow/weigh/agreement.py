"""Agreement: which beliefs about one party cannot both hold, and which lie within one another."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa
from followthemoney.types import registry

from counterflow.engine import Engine, fit, strictest_column
from counterflow.tables import AGREEMENT

FUNCTIONAL_PATH = Path(__file__).parent / "functional.toml"
"""The properties of which a party has one value only."""

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

_SQL = """
WITH said AS (
    SELECT id, canonical_id, prop, value, kind, handling
    FROM belief JOIN functional USING (prop)
    WHERE polarity = 'affirmed'
), compared AS (
    SELECT
        l.id AS left_id, r.id AS right_id, l.kind,
        l.kind = 'date' AND (starts_with(l.value, r.value) OR starts_with(r.value, l.value)) AS is_within,
        l.handling || chr(10) || r.handling AS handling
    FROM said l JOIN said r USING (canonical_id, prop)
    WHERE l.id < r.id
)
SELECT
    left_id, right_id,
    CASE WHEN is_within THEN 'within' ELSE 'conflicts' END AS kind,
    CASE WHEN is_within THEN 'date-precision' ELSE 'functional-property' END AS basis,
    handling
FROM compared
"""


def functional_properties() -> frozenset[str]:
    """Read which properties a party has one value of only."""
    return frozenset(tomllib.loads(FUNCTIONAL_PATH.read_text(encoding="utf-8")))


def agreement(engine: Engine) -> pa.Table:
    """Make the rows of `agreement`: of properties of which a party has one value, and of places.

    A date of lower precision lies within one of higher precision that begins like it (1941-08-24 within 1941). A place
    lies within its country and within a wider place that its own name ends with: who says "Australia" bears out who
    says "Sydney". Two places that say nothing of each other neither agree nor conflict.

    Reads:
        the registered rows `belief`.
    """
    functional = tomllib.loads(FUNCTIONAL_PATH.read_text(encoding="utf-8"))
    rows = {"prop": list(functional), "kind": [one["kind"] for one in functional.values()]}
    engine.register("functional", pa.table(rows))
    engine.register("lies_in", _places(engine))
    found = pa.concat_tables([engine.query(_SQL), engine.query(_PLACE_SQL)], promote_options="default")
    return fit(strictest_column(found), AGREEMENT)


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

"""Agreement: which beliefs about one party cannot both hold, and which lie within one another."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa

from counterflow.engine import Engine, fit, strictest_column
from counterflow.tables import AGREEMENT

FUNCTIONAL_PATH = Path(__file__).parent / "functional.toml"
"""The properties of which a party has one value only."""

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
    """Make the rows of `agreement` for properties of which a party has one value.

    A date of lower precision lies within one of higher precision that begins like it (1941-08-24 within 1941).

    Reads:
        the registered rows `belief`.
    """
    functional = tomllib.loads(FUNCTIONAL_PATH.read_text(encoding="utf-8"))
    rows = {"prop": list(functional), "kind": [one["kind"] for one in functional.values()]}
    engine.register("functional", pa.table(rows))
    return fit(strictest_column(engine.query(_SQL)), AGREEMENT)

"""How sure it is that what is said of an entity is said of its party: the weakest step on the surest way to it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

import pyarrow as pa

from counterflow.engine import Engine

_DIGITS = 4

_TIES_SQL = """
WITH tie AS (
    SELECT left_id, right_id, probability, reasons, algorithm FROM pair WHERE decision = 'same'
    UNION ALL
    SELECT source_id, target_id, probability, reasons, algorithm FROM link WHERE kind = 'entity' AND decision = 'same'
        -- What records are joined by stands in `pair`.
        AND (starts_with(source_id, 'zdoc-') OR starts_with(source_id, 'zframe-') OR algorithm = 'given-v1')
)
SELECT l.canonical_id, left_id, right_id,
    -- What a number that is issued once, or a person, decided does not rest on the score.
    CASE WHEN contains(reasons, '"contribution": null') AND algorithm <> 'given-v1' THEN 1.0
        ELSE coalesce(probability, 1.0) END AS probability
FROM tie
JOIN canonical l ON l.entity_id = left_id
JOIN canonical r ON r.entity_id = right_id AND r.canonical_id = l.canonical_id
ORDER BY l.canonical_id, probability DESC, left_id, right_id
"""


class Tie(NamedTuple):
    """Two entities of one party that were joined, and how probable that is."""

    left_id: str
    right_id: str
    probability: float


def register_chances(engine: Engine) -> None:
    """Register `linked`: entity_id and chance of the entities whose link to their party is less than sure.

    Reads `pair`, `link`, `canonical`.
    """
    rows = engine.query(_TIES_SQL)
    columns = [rows.column(name).to_pylist() for name in ("canonical_id", "left_id", "right_id", "probability")]
    chances: dict[str, float] = {}
    for party, group in groupby(zip(*columns, strict=True), key=lambda row: row[0]):
        chances |= chances_of(party, [Tie(*row[1:]) for row in group])
    table = {
        "entity_id": pa.array(list(chances), pa.string()),
        "chance": pa.array([round(one, _DIGITS) for one in chances.values()], pa.float64()),
    }
    engine.register("linked", pa.table(table))


def chances_of(party: str, ties: Iterable[Tie]) -> dict[str, float]:
    """Give the chance of each entity of a party that is less than 1.

    Of all ways from an entity to the one that the party is called by, the one counts whose weakest step is the
    strongest: ties are taken up strongest first, and whoever meets that one by a tie has its probability.

    Args:
        party: canonical_id.
        ties: of its entities.
    """
    group: dict[str, list[str]] = {party: [party]}
    found: dict[str, float] = {}
    for tie in sorted(ties, key=lambda one: (-one.probability, one.left_id, one.right_id)):
        left, right = (group.setdefault(one, [one]) for one in (tie.left_id, tie.right_id))
        if left is right:
            continue
        home = group[party]
        if home is left or home is right:
            joining = right if left is home else left
            found.update(dict.fromkeys(joining, tie.probability))
        small, large = sorted((left, right), key=len)
        large.extend(small)
        group.update(dict.fromkeys(small, large))
    return {one: chance for one, chance in found.items() if chance < 1}

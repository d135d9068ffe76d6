"""How much an answer would change, counted in the tables of the build.

size = assertions + 3 edges + 3 log10(1 + USD / 1,000) + 10 if somebody's listing would change;
weight = chance times size. The counts are those of the side that is touched less: a firm of two records that turns out
to be a known ministry moves two records, not the ministry. docs/methods/queue.md says why.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from counterflow.dossier.archive import Archive
from counterflow.model.told import PARTY_ID_SQL
from counterflow.service.queue.shape import Change

EDGE_SIZE = 3.0
"""An edge counts as three assertions: it is what tracing, money and measures are computed from."""
MONEY_SIZE = 3.0
"""So does each power of ten of dollars above a thousand."""
MONEY_UNIT_USD = 1000.0
LISTING_SIZE = 10.0
"""Whether somebody is listed decides what screening says of him."""

_ASSERTIONS = """
WITH side AS (SELECT unnest($sides) AS side, unnest($ids) AS entity_id)
SELECT side, count(DISTINCT (prop, value)) AS assertions
FROM side JOIN statement USING (entity_id) WHERE prop <> 'id' GROUP BY side
"""

# An edge is touched where a statement behind it is about a member of the side, or names one.
_EDGES = """
WITH side AS (SELECT unnest($sides) AS side, unnest($ids) AS entity_id),
wanted AS (SELECT DISTINCT canonical_id FROM canonical WHERE entity_id IN (SELECT entity_id FROM side)),
near AS (
    SELECT id AS edge_id, unnest(statements) AS statement_id FROM edge
    WHERE source_id IN (SELECT canonical_id FROM wanted) OR target_id IN (SELECT canonical_id FROM wanted)
        OR interval_id IN (SELECT canonical_id FROM wanted)
), named AS (
    SELECT edge_id, entity_id AS named_id FROM near JOIN statement ON statement.id = statement_id
    UNION
    SELECT edge_id, value FROM near JOIN statement ON statement.id = statement_id WHERE prop_type = 'entity'
)
SELECT side, count(DISTINCT edge_id) AS edges FROM named JOIN side ON side.entity_id = named_id GROUP BY side
"""

# The dollars of a frame count for whom it names, and for the event that it becomes.
_MONEY = f"""
WITH side AS (SELECT unnest($sides) AS side, unnest($ids) AS entity_id),
argument AS (SELECT id, document_id, unnest(args) AS argument FROM frame),
paid AS (
    SELECT DISTINCT argument.id AS frame_id, quantity.id, coalesce(norm_high, norm_low) AS usd
    FROM argument JOIN quantity ON quantity.id = argument.quantity_id
    WHERE kind = 'money' AND norm_unit = 'USD' AND coalesce(norm_high, norm_low) IS NOT NULL
), told AS (
    SELECT id AS frame_id, {PARTY_ID_SQL} AS entity_id
    FROM (SELECT id, document_id, argument.entity AS entity FROM argument)
    UNION SELECT frame_id, 'zframe-' || frame_id FROM paid
)
SELECT side, sum(usd) AS usd FROM (
    SELECT DISTINCT side, paid.id, usd FROM side JOIN told USING (entity_id) JOIN paid USING (frame_id)
) GROUP BY side
"""  # noqa: S608 - a constant


class Touched(NamedTuple):
    """What rests on some entities."""

    assertions: int = 0
    edges: int = 0
    usd: float = 0.0

    @property
    def size(self) -> float:
        """One number for all."""
        money = MONEY_SIZE * math.log10(1 + self.usd / MONEY_UNIT_USD)
        return self.assertions + EDGE_SIZE * self.edges + money


def measure(archive: Archive, sides: Mapping[int, Sequence[str]]) -> dict[int, Touched]:
    """Count what rests on each side, a list of entity_ids.

    Reads `statement`, `canonical`, `edge`, `frame`, `quantity`.
    """
    if len(sides) == 0:
        return {}
    numbers = [side for side, ids in sides.items() for _ in ids]
    ids = [one for ids in sides.values() for one in ids]
    found: dict[int, dict[str, float]] = {side: {} for side in sides}
    for sql in (_ASSERTIONS, _EDGES, _MONEY):
        for row in archive.rows(sql, sides=numbers, ids=ids):
            found[row.pop("side")].update(row)
    return {
        side: Touched(int(row.get("assertions", 0)), int(row.get("edges", 0)), float(row.get("usd", 0.0)))
        for side, row in found.items()
    }


def change_of(sides: Sequence[Touched], *, listing: bool, passages: int = 0) -> Change:
    """Say what an answer would change.

    Args:
        sides: what rests on each; the one that is touched less counts.
        listing: whether somebody's listing would change.
        passages: sentences that would be about another party.
    """
    least = min(sides, key=lambda one: (one.size, one))
    assertions = least.assertions + passages
    size = least._replace(assertions=assertions).size + (LISTING_SIZE if listing else 0.0)
    return Change(assertions=assertions, edges=least.edges, usd=least.usd, listing=listing, size=round(size, 3))

"""trace: who stands behind whom: ties between parties, with direction, role, time and evidence."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow.stage import StageInput, WholeStage
from counterflow.tables import (
    BELIEF,
    CANONICAL,
    EDGE,
    ENTITY,
    EVIDENCE,
    FRAME,
    IDENTITY,
    LEAD,
    MENTION,
    OWNERSHIP,
    QUANTITY,
    ROLE,
    ROUTE,
    STATEMENT,
    STOCKPILE,
    Table,
)


def _compute(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    from counterflow.trace.trace import trace

    return trace(inputs)


STAGE = WholeStage(
    name="trace",
    summary="find ties and likely ties, what the listed own, roles, ways and stocks of goods, games with identity",
    reads=(STATEMENT, EVIDENCE, ENTITY, CANONICAL, BELIEF, QUANTITY, FRAME, MENTION),
    writes=(EDGE, OWNERSHIP, ROLE, ROUTE, STOCKPILE, LEAD, IDENTITY),
    package="counterflow.trace",
    distributions=("duckdb", "followthemoney", "numba", "numpy", "rigour"),
    compute=_compute,
)

__all__ = ["STAGE"]

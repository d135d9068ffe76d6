"""trace: who stands behind whom: ties between parties, with direction, role, time and evidence."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow.stage import StageInput, WholeStage
from counterflow.tables import (
    BELIEF,
    CANONICAL,
    DOCUMENT,
    EDGE,
    ENTITY,
    EVIDENCE,
    FRAME,
    IDENTITY,
    LEAD,
    LEG,
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
    summary="find ties and likely ties, what the listed own, roles, routes, legs and stocks, games with identity",
    reads=(STATEMENT, EVIDENCE, ENTITY, CANONICAL, BELIEF, QUANTITY, FRAME, MENTION, DOCUMENT),
    writes=(EDGE, OWNERSHIP, ROLE, ROUTE, STOCKPILE, LEAD, LEG, IDENTITY),
    package="counterflow.trace",
    distributions=("duckdb", "followthemoney", "numba", "numpy", "rigour"),
    compute=_compute,
)

__all__ = ["STAGE"]

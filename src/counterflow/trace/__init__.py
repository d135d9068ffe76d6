"""trace: who stands behind whom: ties between parties, with direction, role, time and evidence."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow.stage import StageInput, WholeStage
from counterflow.tables import BELIEF, CANONICAL, EDGE, ENTITY, EVIDENCE, OWNERSHIP, ROLE, STATEMENT, Table


def _compute(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    from counterflow.trace.trace import trace

    return trace(inputs)


STAGE = WholeStage(
    name="trace",
    summary="find the ties between parties, what the listed own, and roles",
    reads=(STATEMENT, EVIDENCE, ENTITY, CANONICAL, BELIEF),
    writes=(EDGE, OWNERSHIP, ROLE),
    package="counterflow.trace",
    distributions=("duckdb", "followthemoney", "numba", "numpy"),
    compute=_compute,
)

__all__ = ["STAGE"]

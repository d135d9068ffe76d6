"""plan: which measures, under a budget, cut most of a flow, and still do after it has re-routed."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow.stage import StageInput, WholeStage
from counterflow.tables import (
    CANONICAL,
    ENTITY,
    EVIDENCE,
    FLOW,
    LEAD,
    LEG,
    MEASURE,
    MEASURE_EFFECT,
    PLAN,
    STATEMENT,
    Table,
)


def _compute(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    from counterflow.plan.table import plan

    return plan(inputs)


STAGE = WholeStage(
    name="plan",
    summary="list what could be done about the flows, and choose what cuts most of them under the case's budget",
    reads=(STATEMENT, EVIDENCE, CANONICAL, ENTITY, LEAD, LEG, FLOW),
    writes=(MEASURE, MEASURE_EFFECT, PLAN),
    package="counterflow.plan",
    distributions=("numpy", "numba", "rigour"),
    parameters=(
        *("budget", "budget_unit", "draws", "seed", "jurisdiction", "roots"),
        *("adversary", "kind", "measure", "in_force"),
    ),
    needs_section=True,
    is_optional=True,
    compute=_compute,
)

__all__ = ["STAGE"]

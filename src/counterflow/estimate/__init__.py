"""estimate: how much money, how sure, and what that stands on."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow.stage import StageInput, WholeStage
from counterflow.tables import BELIEF, ENTITY, ESTIMATE, EVIDENCE, FLOW, LEG, LINEAGE, QUANTITY, Table


def _compute(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    from counterflow.estimate.table import estimate

    return estimate(inputs)


STAGE = WholeStage(
    name="estimate",
    summary="draw money and goods from the case model, reconcile them with what reports state, and put them on legs",
    reads=(QUANTITY, EVIDENCE, ENTITY, LINEAGE, BELIEF, LEG),
    writes=(ESTIMATE, FLOW),
    package="counterflow.estimate",
    distributions=("duckdb", "numpy"),
    parameters=(
        *("periods", "price_year", "draws", "seed", "dependence", "headline", "pooling", "drift"),
        *("quantity", "channel", "total", "overlap", "same", "correlation", "partner"),
    ),
    compute=_compute,
)

__all__ = ["STAGE"]

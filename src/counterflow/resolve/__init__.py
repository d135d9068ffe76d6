"""resolve: statements and mentions become one network of canonical parties."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow.stage import StageInput, WholeStage
from counterflow.tables import (
    CANONICAL,
    DOCUMENT,
    ENTITY,
    EVIDENCE,
    FRAME,
    LINK,
    MENTION,
    PAIR,
    QUANTITY,
    STATEMENT,
    Table,
)


def _compute(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    from counterflow.resolve.resolve import resolve

    return resolve(inputs)


STAGE = WholeStage(
    name="resolve",
    summary="find which entities and mentions are one party, and which accounts one event",
    reads=(STATEMENT, EVIDENCE, MENTION, FRAME, QUANTITY, DOCUMENT),
    writes=(PAIR, LINK, CANONICAL, ENTITY),
    package="counterflow.resolve",
    distributions=("duckdb", "followthemoney", "rigour"),
    parameters=("repeating_datasets",),
    ledger_kinds=("judgement",),
    compute=_compute,
)

__all__ = ["STAGE"]

"""resolve: statements and mentions become one network of canonical parties."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from counterflow.stage import StageInput, WholeStage
from counterflow.tables import (
    CANONICAL,
    DOCUMENT,
    ENTITY,
    EVIDENCE,
    FRAME,
    GIVEN,
    GIVEN_LINK,
    LINK,
    MENTION,
    PAIR,
    PROBLEM,
    QUANTITY,
    STATEMENT,
    Table,
)


def _compute(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    from counterflow.resolve.resolve import resolve

    return resolve(inputs)


def _prepare(folder: Path) -> None:
    from counterflow.resolve.lookup import write_lookup

    write_lookup(folder)


STAGE = WholeStage(
    name="resolve",
    summary="find which entities and mentions are one party, and which accounts one event",
    reads=(STATEMENT, EVIDENCE, MENTION, FRAME, QUANTITY, DOCUMENT, GIVEN, GIVEN_LINK),
    writes=(PAIR, LINK, CANONICAL, ENTITY, PROBLEM),
    package="counterflow.resolve",
    distributions=("duckdb", "followthemoney", "rigour"),
    parameters=("repeating_datasets",),
    ledger_kinds=("judgement",),
    compute=_compute,
    prepare=_prepare,
)

__all__ = ["STAGE"]

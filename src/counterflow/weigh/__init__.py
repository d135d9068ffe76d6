"""weigh: statements become beliefs that say who states them, how firmly, and what stands against them."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow.stage import StageInput, WholeStage
from counterflow.tables import (
    AGREEMENT,
    BELIEF,
    CANONICAL,
    DOCUMENT,
    EVIDENCE,
    FRAME,
    GIVEN,
    LINEAGE,
    LINK,
    MENTION,
    PAIR,
    PUBLISHER,
    QUANTITY,
    RESOURCE,
    ROOT,
    STATEMENT,
    Table,
)


def _compute(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    from counterflow.weigh.weigh import weigh

    return weigh(inputs)


STAGE = WholeStage(
    name="weigh",
    summary="find what is believed, on whose word, and what stands against it",
    reads=(STATEMENT, EVIDENCE, RESOURCE, DOCUMENT, MENTION, FRAME, QUANTITY, PAIR, LINK, CANONICAL, GIVEN),
    writes=(LINEAGE, ROOT, PUBLISHER, BELIEF, AGREEMENT),
    package="counterflow.weigh",
    uses_publishers=True,
    ledger_kinds=("lineage",),
    distributions=("duckdb", "followthemoney"),
    compute=_compute,
)

__all__ = ["STAGE"]

"""receive: what partners give becomes part of the case, as far as the case does not hold it itself."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow.stage import StageInput, WholeStage
from counterflow.tables import (
    DOCUMENT,
    EVIDENCE,
    GIVEN,
    GIVEN_LINK,
    OFFER,
    PROBLEM,
    QUANTITY,
    RESOURCE,
    STATEMENT,
    Table,
)


def _compute(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    from counterflow.receive.receive import receive

    return receive(inputs)


STAGE = WholeStage(
    name="receive",
    summary="take from what partners give what the case does not hold itself",
    reads=(OFFER, RESOURCE, DOCUMENT, STATEMENT, EVIDENCE, QUANTITY),
    writes=(RESOURCE, DOCUMENT, STATEMENT, EVIDENCE, QUANTITY, GIVEN, GIVEN_LINK, PROBLEM),
    package="counterflow.receive",
    libraries=("counterflow.stix",),
    distributions=("duckdb",),
    uses_organisation=True,
    needs=OFFER,
    compute=_compute,
)

__all__ = ["STAGE"]

"""The stage: ties between parties; ownership, exposure, roles and routes come later."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow import engine as engines
from counterflow.stage import StageInput
from counterflow.tables import EDGE, Table
from counterflow.trace.edge import edge


def trace(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    """Find the ties between parties.

    Reads:
        `evidence`, `entity`, `belief`.
    Writes:
        `edge`.
    """
    with engines.connect(inputs.paths) as engine:
        yield EDGE, edge(engine)

"""The stage: ties between parties, and what the listed own; roles, routes and leads come later."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow import engine as engines
from counterflow.stage import StageInput
from counterflow.tables import EDGE, OWNERSHIP, Table
from counterflow.trace.edge import edge
from counterflow.trace.ownership import ownership


def trace(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    """Find the ties between parties, and what the listed own.

    Reads:
        `statement`, `evidence`, `canonical`, `entity`, `belief`.
    Writes:
        `edge`, `ownership`.
    """
    with engines.connect(inputs.paths) as engine:
        edges = edge(engine)
        yield EDGE, edges
        engine.register("edge", edges)
        yield OWNERSHIP, ownership(engine)

"""The stage: ties between parties, and what the listed own, and roles."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow import engine as engines
from counterflow.stage import StageInput
from counterflow.tables import EDGE, OWNERSHIP, ROLE, Table
from counterflow.trace.edge import edge
from counterflow.trace.ownership import ownership
from counterflow.trace.role import role


def trace(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    """Find the ties between parties, and what the listed own.

    Reads:
        `statement`, `evidence`, `canonical`, `entity`, `belief`.
    Writes:
        `edge`, `ownership`, `role`.
    """
    with engines.connect(inputs.paths) as engine:
        edges = edge(engine)
        yield EDGE, edges
        engine.register("edge", edges)
        owned = ownership(engine)
        yield OWNERSHIP, owned
        engine.register("ownership", owned)
        yield ROLE, role(engine)

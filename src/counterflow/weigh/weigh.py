"""The stage: lineage, beliefs, agreement."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow import engine as engines
from counterflow.stage import StageInput
from counterflow.tables import AGREEMENT, BELIEF, LINEAGE, Table
from counterflow.weigh.agreement import agreement
from counterflow.weigh.belief import belief


def weigh(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    """Find what is believed of each party, on whose word, and what stands against it.

    Reads:
        `statement`, `evidence`, `resource`, `document`, `canonical`; the publishers of case.toml.
    Writes:
        `belief`, `agreement`; `lineage` is empty, because no reader records yet who repeats whom.
    """
    yield LINEAGE, LINEAGE.schema.empty_table()
    with engines.connect(inputs.paths) as engine:
        beliefs = belief(engine, inputs.case.publishers)
        yield BELIEF, beliefs
        engine.register("belief", beliefs)
        yield AGREEMENT, agreement(engine)

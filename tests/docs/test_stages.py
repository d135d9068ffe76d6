"""The table of stages in docs/architecture.md is what the stages do."""

from __future__ import annotations

import pytest

from counterflow.run.order import STAGES
from counterflow.stage import Stage
from generate_docs import STAGES as DOCUMENTED


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_stage_reads_and_writes_what_the_tables_say(stage: Stage) -> None:
    """A stage reads only tables that name it as reader, and writes only those that name it as writer."""
    assert [table.name for table in stage.reads if stage.name not in table.readers] == []
    assert [table.name for table in stage.writes if stage.name not in table.writers] == []


def test_stages_are_documented_in_their_order() -> None:
    """The documented line of stages begins with those that exist, in the order they run."""
    assert DOCUMENTED[: len(STAGES)] == tuple(stage.name for stage in STAGES)

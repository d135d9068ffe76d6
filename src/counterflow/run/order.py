"""The order of the stages: the one straight line from sources to the decision."""

from counterflow.collect import STAGE as COLLECT
from counterflow.extract import STAGE as EXTRACT
from counterflow.resolve import STAGE as RESOLVE
from counterflow.stage import PartStage, WholeStage
from counterflow.trace import STAGE as TRACE
from counterflow.weigh import STAGE as WEIGH

STAGES: tuple[PartStage | WholeStage, ...] = (COLLECT, EXTRACT, RESOLVE, WEIGH, TRACE)
"""Every stage that computes a build, in order. A stage reads only what stages before it write."""


def writers_before(stage: PartStage | WholeStage, table_name: str) -> list[PartStage | WholeStage]:
    """Find the stages before `stage` that write a table."""
    before = STAGES[: STAGES.index(stage)]
    return [one for one in before if table_name in {table.name for table in one.writes}]

"""measure_effect: what one measure does to one edge."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class MeasureEffect(NamedTuple):
    """By how much a measure thins an edge."""

    measure_id: Annotated[str, "`measure`."]
    edge_id: Annotated[str, "`edge` it closes or thins."]
    share: Annotated[float, "Share of the flow that it stops when it bites.", Unit("share")]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


MEASURE_EFFECT = Table(MeasureEffect, key=("measure_id", "edge_id"), writers=("plan",), readers=("warn",))

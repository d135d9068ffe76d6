"""measure_effect: what one measure does to one leg."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class MeasureEffect(NamedTuple):
    """By how much a measure thins what flows along a leg."""

    measure_id: Annotated[str, "`measure`."]
    leg_id: Annotated[str, "`leg` it closes or thins; of a lead `lead:` and its two ends, as they would be opened."]
    share: Annotated[float, "Share of the flow that it stops when it bites.", Unit("share")]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


MEASURE_EFFECT = Table(MeasureEffect, key=("measure_id", "leg_id"), writers=("plan",), readers=("warn",))

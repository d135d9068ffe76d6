"""flow: money or goods on one leg in one period."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Flow(NamedTuple):
    """What flows along one leg by channel and period, as draws.

    Legs that follow each other carry the same, so the sum over legs is more than the channel."""

    leg_id: Annotated[str, "`leg` it flows along."]
    channel: Annotated[str, "Channel of the case model."]
    period: Annotated[str, "EDTF interval."]
    unit: Annotated[str, "Unit of the draws."]
    draws: Annotated[
        tuple[float, ...],
        "The first draws of `estimate`, all where there is room: the i-th belong together.",
        Unit("`unit`"),
    ]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


FLOW = Table(Flow, key=("leg_id", "channel", "period"), writers=("estimate",), readers=("plan",))

"""measure: one restriction that could be taken."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Measure(NamedTuple):
    """A measure: what it closes, what it costs, who must act and whether it is already in force."""

    id: Annotated[str, "Id in the library of measures or case.toml."]
    kind: Annotated[str, "designate, ban_trade, ban_travel, freeze, deny_port, interdict, watch_border or persuade."]
    target_id: Annotated[str, "`canonical_id` or route it bears on."]
    actor: Annotated[str, "Who must act."]
    cost: Annotated[float, "Cost.", Unit("USD")]
    delay: Annotated[float, "Time until it bites.", Unit("day")]
    probability: Annotated[float, "Probability that it bites.", Unit("probability")]
    legal_basis: Annotated[str | None, "Legal basis needed."]
    in_force: Annotated[bool, "Whether it is already in force: then it is part of the network, never proposed."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


MEASURE = Table(Measure, key=("id",), writers=("plan",), readers=("warn", "share"))

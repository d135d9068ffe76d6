"""measure: one restriction that could be taken, or is in force."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Measure(NamedTuple):
    """A measure: what it closes, what it costs, who must act and whether it is already in force.

    TLP:AMBER+STRICT by default."""

    id: Annotated[str, "Id in the library of measures or case.toml."]
    name: Annotated[str, "What people read."]
    kind: Annotated[str, "designate, ban_trade, ban_travel, freeze, deny_port, interdict, watch_border or persuade."]
    target_id: Annotated[str, "What it bears on: an end of a `leg`, a country, a border, goods, or a tie of the plan."]
    actor: Annotated[str, "Who must act."]
    cost: Annotated[float, "Cost.", Unit("USD")]
    delay: Annotated[float, "Time until it bites.", Unit("day")]
    probability: Annotated[float, "Probability that it bites.", Unit("probability")]
    legal_basis: Annotated[str | None, "Legal basis needed."]
    collateral: Annotated[str | None, "Whom else it hits."]
    in_force: Annotated[bool, "Whether it is already in force: then it is part of the network, never proposed."]
    in_force_by: Annotated[str | None, 'By whose lists and since when: "UN since 2016-03-02".']
    missing: Annotated[tuple[str, ...], "What the evidence lacks that the legal basis needs; empty: it can be taken."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


MEASURE = Table(Measure, key=("id",), writers=("plan",), readers=("warn", "share"))

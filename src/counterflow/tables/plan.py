"""plan: one chosen set of measures under one budget."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Plan(NamedTuple):
    """The best measures under one budget, with the claimed cut and the cut that survives re-routing.

    TLP:AMBER+STRICT by default.
    """

    budget: Annotated[float, "Budget.", Unit("`budget_unit`")]
    budget_unit: Annotated[str, "`usd` or `measures`."]
    objective: Annotated[str, "`static`, `adaptive` or `robust`."]
    measures: Annotated[tuple[str, ...], "`measure` ids chosen, sorted."]
    claimed_cut: Annotated[float, "Share of the flow cut if nobody adapts.", Unit("share")]
    surviving_cut: Annotated[float, "Share still cut after re-routing.", Unit("share")]
    bound: Annotated[float, "Proven upper bound of the objective.", Unit("share")]
    gap: Annotated[float, "(bound - value) / bound.", Unit("share")]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


PLAN = Table(Plan, key=("budget_unit", "budget", "objective"), writers=("plan",), readers=("warn", "share"))

"""plan: one chosen set of measures under one budget."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Plan(NamedTuple):
    """The best measures under one budget, with the claimed cut and the cut that survives re-routing.

    The budget of `[plan]` in case.toml and those of its curve. TLP:AMBER+STRICT by default.
    """

    budget: Annotated[float, "Budget.", Unit("`budget_unit`")]
    budget_unit: Annotated[str, "`usd` or `measures`."]
    objective: Annotated[str, "`robust`: on the mean over draws, after he has re-routed."]
    measures: Annotated[tuple[str, ...], "`measure` ids chosen, sorted."]
    cost: Annotated[float, "What they cost together.", Unit("USD")]
    claimed_cut: Annotated[float, "Share of the flow cut if nobody adapts.", Unit("share")]
    surviving_cut: Annotated[float, "Share still cut after re-routing.", Unit("share")]
    bound: Annotated[float, "Proven upper bound of the objective.", Unit("share")]
    gap: Annotated[float, "(bound - value) / bound.", Unit("share")]
    flow: Annotated[float, "What flows with no measure that is not in force.", Unit("`unit`")]
    unit: Annotated[str, "Unit of the flow, and its period."]
    draws: Annotated[int, "Draws that were planned over.", Unit("draw")]
    seed: Annotated[int, "Of the draws.", Unit("none")]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


PLAN = Table(Plan, key=("budget_unit", "budget", "objective"), writers=("plan",), readers=("warn", "share"))

"""estimate: the posterior of one quantity."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Estimate(NamedTuple):
    """What one quantity of the case model is, as draws; intervals are read off the draws."""

    quantity: Annotated[str, "Name in the case model, e.g. `narcotics.revenue`."]
    period: Annotated[str, "EDTF interval."]
    setting: Annotated[str, "Dependence setting, e.g. `independent`, `rho-0.3`, `comonotone`."]
    unit: Annotated[str, "Unit of the draws."]
    draws: Annotated[
        tuple[float, ...],
        "Draws of the posterior; the i-th draw of every quantity belongs together.",
        Unit("`unit`"),
    ]
    beliefs: Annotated[tuple[str, ...], "`belief` ids that inform it, sorted."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


ESTIMATE = Table(
    Estimate, key=("quantity", "period", "setting"), writers=("estimate",), readers=("plan", "warn", "share")
)

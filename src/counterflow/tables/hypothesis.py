"""hypothesis: one hypothesis and how likely it is now."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Hypothesis(NamedTuple):
    """A hypothesis with its probability after the evidence so far."""

    id: Annotated[str, "Id in case.toml."]
    description: Annotated[str, "What would have to be true."]
    low: Annotated[float, "Lower end of the interval.", Unit("probability")]
    probability: Annotated[float, "Posterior probability.", Unit("probability")]
    high: Annotated[float, "Upper end of the interval.", Unit("probability")]
    statements: Annotated[tuple[str, ...], "`statement` ids that bear on it, sorted."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


HYPOTHESIS = Table(Hypothesis, key=("id",), writers=("warn",), readers=("share",))

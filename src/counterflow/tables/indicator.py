"""indicator: one registered sign and its state."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Indicator(NamedTuple):
    """A sign registered before the fact, and what it shows now."""

    id: Annotated[str, "Id in case.toml."]
    description: Annotated[str, "What is watched."]
    period: Annotated[str, "EDTF period of the value."]
    value: Annotated[float | None, "Value in the period; null: missing, which is not zero.", Unit("`unit`")]
    unit: Annotated[str, "Unit of the value."]
    threshold: Annotated[float, "Threshold registered beforehand.", Unit("`unit`")]
    is_raised: Annotated[bool, "Whether it crossed the threshold."]
    false_alarm_rate: Annotated[float | None, "Measured on the series' own null.", Unit("probability")]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


INDICATOR = Table(Indicator, key=("id", "period"), writers=("warn",), readers=("share",))

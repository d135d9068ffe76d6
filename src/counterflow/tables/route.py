"""route: one way by which a commodity moves in one period."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Route(NamedTuple):
    """From, via, to of one commodity in one period, with volumes as ranges.

    Volumes of different units are rows of their own, and so is what has no volume: nothing is converted that cannot be,
    and nothing is left out."""

    id: Annotated[str, "SHA-1 of commodity, places, period, unit and standing."]
    commodity: Annotated[str, "Commodity of the ontology, or as the record writes it."]
    from_place: Annotated[str | None, "Country code or place it comes from."]
    via: Annotated[tuple[str, ...], "Places on the way, in order; where it was seized is one."]
    to_place: Annotated[str | None, "Country code or place it goes to."]
    period: Annotated[str, "EDTF: the year, `XXXX` where none is known."]
    standing: Annotated[
        str,
        "`recorded` in a register, `told` as a fact or as reported, or `intended`: planned or thought possible.",
    ]
    low: Annotated[float | None, "Lower bound of the volume; null: not known.", Unit("`unit`")]
    high: Annotated[float | None, "Upper bound of the volume; null: open or not known.", Unit("`unit`")]
    unit: Annotated[str | None, "kg, l, km2, or what is counted, as written; null: no volume is stated."]
    is_ambiguous: Annotated[bool, "Whether a unit has several readings (tons, gallons); the bounds are those of all."]
    events: Annotated[int, "Events or records behind it.", Unit("event")]
    probability: Annotated[float | None, "Probability of its surest event; null: recorded.", Unit("probability")]
    statements: Annotated[tuple[str, ...], "`statement` ids behind it, sorted."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


ROUTE = Table(Route, key=("id",), writers=("trace",), readers=("estimate", "plan", "share"))

"""route: one way by which a commodity moves in one period."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Route(NamedTuple):
    """From, via, to of one commodity in one period, with volumes as ranges."""

    id: Annotated[str, "SHA-1 of the other identifying columns."]
    commodity: Annotated[str, "Commodity of the ontology."]
    from_place: Annotated[str | None, "Country code or place it comes from."]
    via: Annotated[tuple[str, ...], "Places on the way, in order."]
    to_place: Annotated[str | None, "Country code or place it goes to."]
    period: Annotated[str, "EDTF interval."]
    low: Annotated[float | None, "Lower bound of the volume.", Unit("`unit`")]
    high: Annotated[float | None, "Upper bound of the volume.", Unit("`unit`")]
    unit: Annotated[str | None, "Unit of the volume."]
    events: Annotated[int, "Events behind it.", Unit("event")]
    statements: Annotated[tuple[str, ...], "`statement` ids behind it, sorted."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


ROUTE = Table(Route, key=("id",), writers=("trace",), readers=("estimate", "plan"))

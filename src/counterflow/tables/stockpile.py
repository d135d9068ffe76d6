"""stockpile: goods that someone holds and could bring to market."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Stockpile(NamedTuple):
    """One stock of one commodity, who holds it and who controls the holder: supply that could come to market."""

    id: Annotated[str, "SHA-1 of the stock and the commodity."]
    stock_id: Annotated[str, "`canonical_id` of the FtM `Stockpile`."]
    commodity: Annotated[str, "Commodity of the ontology."]
    holders: Annotated[tuple[str, ...], "`canonical_id` of the parties that hold it."]
    controllers: Annotated[tuple[str, ...], "`canonical_id` of who controls a holder, by `role`, nearest first."]
    place: Annotated[str | None, "Country code or place where it lies, or of the country that holds it."]
    period: Annotated[str, "EDTF: when it was counted, `XXXX` where that is not known."]
    standing: Annotated[str, "`recorded`, `told`, or `intended`: thought possible only."]
    low: Annotated[float | None, "Lower bound of the volume; null: not known.", Unit("`unit`")]
    high: Annotated[float | None, "Upper bound; null: open or not known.", Unit("`unit`")]
    unit: Annotated[str | None, "kg, l, or what is counted, as written; null: no volume is stated."]
    is_ambiguous: Annotated[bool, "Whether the unit has several readings (tons); the bounds are those of all."]
    offers: Annotated[
        int,
        "Sales in the case of these goods or a wider or narrower kind of them, done or thought possible.",
        Unit("event"),
    ]
    probability: Annotated[float | None, "Probability that it is held.", Unit("probability")]
    statements: Annotated[tuple[str, ...], "`statement` ids behind it, sorted."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


STOCKPILE = Table(Stockpile, key=("id",), writers=("trace",), readers=("estimate", "plan", "warn"))

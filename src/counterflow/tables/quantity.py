"""quantity: one amount as written and as normalised."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Quantity(NamedTuple):
    """An amount: bounds, unit, modifier and rate, as written and as normalised.

    An open end is null, a range stays a range, and `tons` keeps its ambiguity: nothing is averaged."""

    id: Annotated[str, "SHA-1 of document or statement, span and kind."]
    statement_id: Annotated[str | None, "`statement` whose value it is."]
    document_id: Annotated[str | None, "`document` it stands in."]
    start: Annotated[int | None, "First character.", Unit("code point")]
    end: Annotated[int | None, "End, exclusive.", Unit("code point")]
    text: Annotated[str, "The amount exactly as written."]
    kind: Annotated[str, "money, mass, volume, length, area, energy, duration, percent, count, ordinal or vague."]
    low: Annotated[float | None, "Lower bound as written; null: open.", Unit("`unit`")]
    high: Annotated[float | None, "Upper bound as written; null: open.", Unit("`unit`")]
    unit: Annotated[str, "Unit as written, e.g. `pounds`, `$`, `tons`."]
    norm_low: Annotated[float | None, "Lower bound in the normalised unit.", Unit("`norm_unit`")]
    norm_high: Annotated[float | None, "Upper bound in the normalised unit.", Unit("`norm_unit`")]
    norm_unit: Annotated[
        str | None,
        "kg, USD (or another ISO 4217 code), l, m, m2, J, s, %, 1; null when it cannot be told.",
    ]
    modifier: Annotated[str, "`=`, `~` about, `>` over, `>=` at least, `<` under, `<=` up to, `range`."]
    per: Annotated[str | None, "Rate: year, month, embassy, diplomat ...; null for a total."]
    is_ambiguous: Annotated[
        bool,
        "Whether the unit has several readings (short, long or metric tons; an unnamed dollar).",
    ]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


QUANTITY = Table(
    Quantity,
    key=("id",),
    writers=("extract", "receive"),
    readers=("receive", "resolve", "weigh", "trace", "estimate", "share"),
)

"""ownership: one owned party and the listed owners above it."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Ownership(NamedTuple):
    """The result of an ownership or control rule for one party, with its proof."""

    owned_id: Annotated[str, "`canonical_id` of the owned party."]
    owner_id: Annotated[str, "`canonical_id` of a listed owner whose stake counts."]
    rule: Annotated[str, "Rule applied: `ofac-50`, `eu-control`, `uk-control`."]
    kind: Annotated[str, "`stake`, or what the source calls the control."]
    answer: Annotated[str, "`certainly`, `possibly` or `not`."]
    low: Annotated[float | None, "Lower bound of the stake of all that count together.", Unit("percent")]
    high: Annotated[float | None, "Upper bound of it; null where the rule has none.", Unit("percent")]
    through: Annotated[tuple[str, ...], "`edge` ids from the owner to the owned, the last 16."]
    since: Annotated[
        str | None,
        "Date since which what holds now makes it true, EDTF; uncertain (`?`) where a date needed is missing.",
    ]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


OWNERSHIP = Table(Ownership, key=("owned_id", "owner_id", "rule"), writers=("trace",), readers=("screen", "plan"))

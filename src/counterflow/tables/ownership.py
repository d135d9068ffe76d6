"""ownership: one owned party and the listed owners above it."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Ownership(NamedTuple):
    """The result of an ownership or control rule for one party, with its proof."""

    owned_id: Annotated[str, "`canonical_id` of the owned party."]
    owner_id: Annotated[str, "`canonical_id` of a listed owner whose stake counts."]
    rule: Annotated[str, "Rule applied: `ofac-50`, `eu-control`, `uk-control`."]
    answer: Annotated[str, "`certainly`, `possibly` or `not`."]
    low: Annotated[float | None, "Lower bound of the aggregate stake.", Unit("percent")]
    high: Annotated[float | None, "Upper bound of the aggregate stake.", Unit("percent")]
    through: Annotated[tuple[str, ...], "`edge` ids of the proof, owner first."]
    since: Annotated[str | None, "Date on which it became true, EDTF."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


OWNERSHIP = Table(Ownership, key=("owned_id", "owner_id", "rule"), writers=("trace",), readers=("screen", "plan"))

"""role: one role a party plays in the network."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Role(NamedTuple):
    """A role and where it comes from. No role is given to a natural person without an evidenced edge."""

    canonical_id: Annotated[str, "The party."]
    role: Annotated[
        str,
        "producer, supplier, broker, courier, carrier, front_company, financier, official, buyer or controller.",
    ]
    basis: Annotated[str, "`stated` in a relation or event, or `structure`: concluded from several; stated goes first."]
    reason: Annotated[str, "What makes it so, in words, e.g. `seller (Sale)`; several parted by `; `."]
    is_former: Annotated[bool, "Whether all that states it calls it former."]
    start_date: Annotated[str | None, "Earliest day that a tie behind it states, EDTF."]
    end_date: Annotated[str | None, "Latest day, EDTF; null: none is stated, or one tie goes on."]
    probability: Annotated[
        float | None,
        "Probability of its surest tie; of structure, that all ties of the surest reason hold.",
        Unit("probability"),
    ]
    edges: Annotated[tuple[str, ...], "`edge` ids behind it, sorted."]
    statements: Annotated[tuple[str, ...], "`statement` ids behind it, sorted."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


ROLE = Table(Role, key=("canonical_id", "role"), writers=("trace",), readers=("plan", "share"))

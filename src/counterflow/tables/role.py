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
    basis: Annotated[str, "`stated` in a relation or event, or `structure`."]
    probability: Annotated[float | None, "Probability of the role.", Unit("probability")]
    statements: Annotated[tuple[str, ...], "`statement` ids behind it, sorted."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


ROLE = Table(Role, key=("canonical_id", "role"), writers=("trace",), readers=("plan", "share"))

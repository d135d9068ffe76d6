"""agreement: how two beliefs about one thing stand to each other."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table


class Agreement(NamedTuple):
    """Whether two beliefs say the same, one lies within the other (Sydney, Australia), or they conflict."""

    left_id: Annotated[str, "`belief`, the smaller id."]
    right_id: Annotated[str, "`belief`, the larger id."]
    kind: Annotated[str, "`same`, `within` (one lies within the other, or amounts overlap) or `conflicts`."]
    basis: Annotated[str, "Rule that says so, e.g. `functional-property`, `date-precision`, `event-account`."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


AGREEMENT = Table(Agreement, key=("left_id", "right_id"), writers=("weigh",), readers=("estimate", "share"))

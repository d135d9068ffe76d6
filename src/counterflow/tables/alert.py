"""alert: one match that needs a decision."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Alert(NamedTuple):
    """A match in scope that a person must decide; the decision is a row of the ledger."""

    id: Annotated[str, "SHA-1 of subject, party and run."]
    query_id: Annotated[str, "Id of the screened subject."]
    canonical_id: Annotated[str, "The party."]
    scope: Annotated[str, "`listed`, `owned` or `reported`; reported is marked UNVERIFIED everywhere."]
    score: Annotated[float, "Calibrated probability.", Unit("probability")]
    explanation: Annotated[str, "One sentence for a front-office reader."]
    is_stale: Annotated[bool, "Whether a list was older than its maximum age."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


ALERT = Table(Alert, key=("id",), writers=("screen",), readers=("share", "warn"))

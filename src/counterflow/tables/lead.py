"""lead: one tie that is likely and unseen."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Lead(NamedTuple):
    """A tie that is likely to exist and has not been seen: a lead, never a finding. TLP:AMBER+STRICT by default."""

    source_id: Annotated[str, "`canonical_id`, the smaller."]
    target_id: Annotated[str, "`canonical_id`, the larger."]
    kind: Annotated[str, "`hidden-tie` or `market`: a seller and a buyer who could meet."]
    score: Annotated[float, "Score of the algorithm, for ranking only.", Unit("score")]
    precision: Annotated[
        float,
        "Measured share of true ties among pairs of up to this rank when a fifth of the known ties was hidden.",
        Unit("probability"),
    ]
    reasons: Annotated[str, "JSON list of what they share."]
    algorithm: Annotated[str, "Versioned name of the algorithm."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


LEAD = Table(Lead, key=("source_id", "target_id", "kind"), writers=("trace",), readers=("plan", "warn"))

"""lead: one tie that is likely and unseen."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Lead(NamedTuple):
    """A tie that is likely to exist and has not been seen: a lead, never a finding. TLP:AMBER+STRICT by default."""

    source_id: Annotated[str, "`canonical_id`: of a hidden tie the smaller, of a market the seller."]
    target_id: Annotated[str, "`canonical_id`: of a hidden tie the larger, of a market the buyer."]
    kind: Annotated[str, "`hidden-tie` or `market`: a seller and a buyer who could meet."]
    commodity: Annotated[str, "Key of the ontology's good that the seller has; empty of a hidden tie."]
    score: Annotated[float, "Score of the algorithm, for ranking only.", Unit("score")]
    precision: Annotated[
        float | None,
        "Measured share of true ties (of a market: deals) among pairs of up to this rank, when a fifth of those known "
        "was hidden; it does not rise with the rank. Null: too few are known to measure.",
        Unit("probability"),
    ]
    reasons: Annotated[str, "JSON list of the measures that speak most for it."]
    grounds: Annotated[
        str,
        "JSON list of what makes the one a seller, the other a buyer, and of what they share, each an object with "
        "`side`, `says`, `party_id` and `statements`; empty of a hidden tie.",
    ]
    statements: Annotated[tuple[str, ...], "`statement` ids behind the grounds, sorted."]
    algorithm: Annotated[str, "Versioned name of the algorithm."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


LEAD = Table(Lead, key=("source_id", "target_id", "kind", "commodity"), writers=("trace",), readers=("plan", "warn"))

"""pair: one scored candidate: two entities that may be one."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Pair(NamedTuple):
    """Two entities that may be the same, scored; `left_id` < `right_id`."""

    left_id: Annotated[str, "`entity_id`, the smaller."]
    right_id: Annotated[str, "`entity_id`, the larger."]
    probability: Annotated[
        float | None,
        "Calibrated probability that they are one; null when the algorithm gives none.",
        Unit("probability"),
    ]
    decision: Annotated[str, "`same`, `different` or `candidate`."]
    reasons: Annotated[str, "JSON list of {feature, left, right, contribution}."]
    algorithm: Annotated[str, "Versioned name of the algorithm."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


PAIR = Table(Pair, key=("left_id", "right_id"), writers=("resolve",), readers=("weigh", "share"))

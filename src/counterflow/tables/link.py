"""link: one automatic link of a mention or an entity to an entity."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Link(NamedTuple):
    """An automatic decision: this mention, or this entity, is that entity. Human ones are judgements in the ledger."""

    source_id: Annotated[str, "`mention.id` or `entity_id`."]
    target_id: Annotated[str, "`entity_id` of the party it is linked to."]
    kind: Annotated[str, "`mention` or `entity`."]
    decision: Annotated[str, "`same`, or `candidate`: shown as such, joins nothing."]
    probability: Annotated[
        float | None,
        "Calibrated probability; null when the algorithm gives none.",
        Unit("probability"),
    ]
    reasons: Annotated[str, "JSON list of {feature, source, target, contribution}."]
    algorithm: Annotated[str, "Versioned name of the algorithm."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


LINK = Table(Link, key=("source_id", "target_id"), writers=("resolve",), readers=("weigh", "trace", "share"))

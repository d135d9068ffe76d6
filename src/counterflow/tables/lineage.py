"""lineage: one source that repeats another."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Lineage(NamedTuple):
    """Who repeats whom, so that ten copies of one wire story are one root."""

    source_id: Annotated[str, "`document` or `resource` that repeats."]
    repeats_id: Annotated[str, "`document` or `resource` it repeats."]
    basis: Annotated[
        str, "citation, syndication, near-duplicate, shared-figure, list-of-list, correction or judgement."
    ]
    is_recorded: Annotated[bool, "Whether the source says so itself; false: inferred."]
    probability: Annotated[float, "Probability that it repeats; 1 when recorded.", Unit("probability")]
    passage: Annotated[str | None, "The words that say so."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


LINEAGE = Table(Lineage, key=("source_id", "repeats_id"), writers=("weigh",), readers=("estimate", "share"))

"""canonical: one entity and the canonical id of its cluster."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table


class Canonical(NamedTuple):
    """Which entities are one party.

    `canonical_id` is the smallest `entity_id` of the cluster, whatever the order of reading.
    """

    entity_id: Annotated[str, "The entity as its dataset names it."]
    canonical_id: Annotated[str, "Smallest `entity_id` of its cluster."]
    dataset: Annotated[str, "Dataset of the entity."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


CANONICAL = Table(
    Canonical, key=("entity_id",), writers=("resolve",), readers=("weigh", "trace", "plan", "screen", "share")
)

"""entity: one resolved party, event or link."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Entity(NamedTuple):
    """One party after resolution, with what a list of results needs."""

    canonical_id: Annotated[str, "Smallest `entity_id` of the cluster."]
    schema: Annotated[str, "Most specific schema common to its members."]
    caption: Annotated[str, "The name a person reads."]
    names: Annotated[tuple[str, ...], "All names and aliases, weak ones left out, sorted."]
    datasets: Annotated[tuple[str, ...], "Datasets that describe it, sorted."]
    countries: Annotated[tuple[str, ...], "Country codes of any country property, sorted."]
    topics: Annotated[tuple[str, ...], "FtM topics, e.g. `sanction`, sorted."]
    first_seen: Annotated[str | None, "Earliest vintage that held it."]
    last_seen: Annotated[str | None, "Latest vintage that held it."]
    listed_now: Annotated[bool, "Whether a list holds it in its newest vintage."]
    delisted_on: Annotated[str | None, "Date of the first vintage without it, when no list holds it any more."]
    members: Annotated[int, "Entities in the cluster.", Unit("entity")]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


ENTITY = Table(
    Entity, key=("canonical_id",), writers=("resolve",), readers=("trace", "estimate", "plan", "screen", "share")
)

"""exposure: one party's closeness to one listed party."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Exposure(NamedTuple):
    """How a party is exposed to a listed one: its strongest evidenced path, shown with its parts."""

    canonical_id: Annotated[str, "The party."]
    listed_id: Annotated[str, "`canonical_id` of the listed party."]
    kind: Annotated[str, "`ownership`, `control`, `path`, `shared-identifier` or `proximity`."]
    probability: Annotated[float | None, "Probability of the whole path.", Unit("probability")]
    proximity: Annotated[float | None, "Personalised PageRank from the listed party.", Unit("PageRank")]
    path: Annotated[tuple[str, ...], "`edge` ids from the party to the listed one."]
    weakest_edge: Annotated[str | None, "`edge` id of the weakest link."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


EXPOSURE = Table(Exposure, key=("canonical_id", "listed_id", "kind"), writers=("trace",), readers=("screen", "share"))

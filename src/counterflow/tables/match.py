"""match: one listed party that a screened subject may be."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Match(NamedTuple):
    """A result of screening: written under `screening/<run>/`, never in a build."""

    query_id: Annotated[str, "Id of the screened subject."]
    canonical_id: Annotated[str, "The party it may be."]
    score: Annotated[float, "Calibrated probability that they are one.", Unit("probability")]
    is_match: Annotated[bool, "Whether the score reaches the threshold."]
    reasons: Annotated[str, "JSON list of {feature, query, candidate, contribution}."]
    algorithm: Annotated[str, "Versioned name of the algorithm."]
    build: Annotated[str, "Build or index it was screened against."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


MATCH = Table(Match, key=("query_id", "canonical_id"), writers=("screen",), readers=("share",))

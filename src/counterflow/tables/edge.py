"""edge: one tie between two parties."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Edge(NamedTuple):
    """One tie with direction, role, time and evidence: an FtM interval, an entity property or an event role."""

    id: Annotated[str, "SHA-1 of source, target, schema, role and interval."]
    source_id: Annotated[str, "`canonical_id` the tie starts from."]
    target_id: Annotated[str, "`canonical_id` it leads to."]
    schema: Annotated[str, "FtM edge schema, or the schema holding the property."]
    role: Annotated[str, "Role or property, e.g. `owner`, `linked to`, `mentioned with`."]
    is_directed: Annotated[bool, "Whether the direction carries meaning."]
    interval_id: Annotated[str | None, "`canonical_id` of the FtM interval or event behind it."]
    start_date: Annotated[str | None, "When it began, EDTF."]
    end_date: Annotated[str | None, "When it ended, EDTF."]
    probability: Annotated[
        float | None,
        "Probability of the tie; null until `weigh` can state one.",
        Unit("probability"),
    ]
    evidence: Annotated[int, "Rows of evidence behind it.", Unit("evidence")]
    roots: Annotated[int, "Independent roots behind it.", Unit("root")]
    statements: Annotated[tuple[str, ...], "`statement` ids behind it, sorted."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


EDGE = Table(Edge, key=("id",), writers=("trace",), readers=("estimate", "plan", "warn"))

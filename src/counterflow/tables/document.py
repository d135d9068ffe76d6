"""document: the text of one report, or of one narrative field of a list record."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Page(NamedTuple):
    """One page of the original, as a span of the text."""

    number: Annotated[int, "Page number from 1.", Unit("page")]
    start: Annotated[int, "First character.", Unit("code point")]
    end: Annotated[int, "End, exclusive.", Unit("code point")]


class Offset(NamedTuple):
    """A span of the text and where it stands in the original file."""

    start: Annotated[int, "First character in the text.", Unit("code point")]
    end: Annotated[int, "End in the text, exclusive.", Unit("code point")]
    source_start: Annotated[
        int,
        "First character in the original: of the decoded file, of the page's text in PDF (of the lines read, if"
        " scanned), of the body's text in DOCX, of a message's decoded text, of an attachment itself.",
        Unit("code point"),
    ]
    source_end: Annotated[int, "End in the original, exclusive.", Unit("code point")]


class Document(NamedTuple):
    """The text that `extract` reads, with the way back to the original.

    A document is a report (news, advisory, panel report) or a narrative field of a list record (UN COMMENTS, EU
    reasons), whose implied subject is the listed party."""

    id: Annotated[str, "SHA-1 of everything that decides how it is read: text, dates, language, subject."]
    resource_id: Annotated[str, "`resource` it was read from."]
    kind: Annotated[str, "`report`, or `narrative` for a field of a list record."]
    title: Annotated[str | None, "Title as printed."]
    author: Annotated[str | None, "Author as printed."]
    publisher: Annotated[str | None, "Publisher's key in case.toml."]
    published: Annotated[str | None, "Date of publication, EDTF; a date without a year has none (`XXXX-05-05`)."]
    last_seen: Annotated[str | None, "Of a narrative: publisher's date of the last vintage that held it."]
    gone_on: Annotated[
        str | None, "Of a narrative: publisher's date of the first vintage after it without this; null for a report."
    ]
    language: Annotated[str | None, "ISO 639-3 code, stated or detected; null when it cannot be told."]
    text: Annotated[str, "The text in reading order, boilerplate left out, blocks parted by a blank line."]
    pages: Annotated[tuple[Page, ...], "Pages of the text in order; empty for formats without pages."]
    offsets: Annotated[tuple[Offset, ...], "Spans of the text and where they stand in the original."]
    subject: Annotated[str | None, "`entity_id` of the implied subject of a narrative."]
    subject_name: Annotated[str | None, "Its name, as the list writes it."]
    record: Annotated[str | None, "Record of the list that holds the narrative, or message and part of a mail file."]
    field: Annotated[str | None, "Field of that record."]
    is_ocr: Annotated[bool, "Whether the text was read from an image and may hold reading errors."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


DOCUMENT = Table(
    Document,
    key=("id",),
    writers=("collect", "receive"),
    readers=("extract", "receive", "resolve", "weigh", "trace", "share"),
    merge={"handling": "strictest"},
)

"""One file by itself, without a case: recognised and read as `collect` does in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from counterflow.case import Case, SourceOverride
from counterflow.clean.text import decode
from counterflow.collect.apart import read_apart
from counterflow.collect.document import check_lines, detect_language, read_bytes
from counterflow.collect.find import Finder, read_head
from counterflow.collect.guard import guard
from counterflow.collect.narrative import make_narrative
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import ListReader, ListRecord, Reader, Tally
from counterflow.collect.readers.documents import DOCUMENT_READERS
from counterflow.collect.readers.text import TextReader
from counterflow.collect.refusal import DATA_SUFFIXES
from counterflow.collect.sniff import sniff
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row, Step
from counterflow.tables import Document, Problem, Statement

_REPORT_READERS = {reader.NAME: reader() for reader in DOCUMENT_READERS}


class Read(NamedTuple):
    """One document of a file."""

    document: Document
    subject: str | None
    """Name of the party that a narrative is about."""
    original: str | None
    """The decoded file, where the document's offsets count its characters; None for a format that is no text."""


def find_single(path: Path, name: str, *, published: str | None = None) -> Source | Problem:
    """Recognise one file; a problem if no reader knows it.

    A file that says nothing of its format is taken as plain text: somebody named it, and in a case it would be refused.

    Args:
        path: the file.
        name: what it is called in rows and errors.
        published: date of a report in EDTF; None: as it says itself.
    """
    found = _recognise(path, name, DOCUMENT_READERS)
    if isinstance(found, Problem):
        found = _recognise(path, name, _all_readers())
    if isinstance(found, Problem) and _may_be_text(path):
        found = _recognise(path, name, DOCUMENT_READERS, SourceOverride(name, format=TextReader.NAME))
    if published is None or isinstance(found, Problem) or found.format not in _REPORT_READERS:
        return found
    return replace(found, published=published)


def _recognise(
    path: Path, name: str, readers: Sequence[type[Reader]], override: SourceOverride | None = None
) -> Source | Problem:
    return Finder(Case(root=path.parent, name=""), readers).recognise(name, path, override)


def _all_readers() -> Sequence[type[Reader]]:
    from counterflow.collect.readers.lists import LIST_READERS  # they need FollowTheMoney, whose import takes a second

    return LIST_READERS


def _may_be_text(path: Path) -> bool:
    if not path.is_file() or path.suffix.lower() in DATA_SUFFIXES:
        return False
    data = read_head(path).data
    return len(data) > 0 and sniff(data) is None


def read_single(source: Source, *, subject: str | None = None) -> Iterator[Read | Problem | Step]:
    """Yield the documents of one file: a report, the messages of a mailbox, the narratives of a list.

    Args:
        source: as `find_single` gives it.
        subject: name of the party that a plain text is about. The text is then one narrative of a list, read whole, and
            no report, of which title and byline are left out.

    Yields:
        documents in the order of the file, a problem for what cannot be read, and steps of what takes long.
    """
    try:
        if source.format not in _REPORT_READERS:
            yield from _narratives(source)
        elif subject is not None and source.format == TextReader.NAME:
            yield _narrative(source, subject)
        else:
            yield from _reports(source, subject)
    except InputError as exc:
        yield _problem(source, exc)


def _narrative(source: Source, subject: str) -> Read:
    decoded = decode(read_bytes(source), source.main.name)
    check_lines(decoded.text, source.main.name)
    language = detect_language(decoded.text) or "eng"
    return Read(
        make_narrative(source, subject, "", "", decoded.text, language=language, name=subject), subject, decoded.text
    )


def _guarded(source: Source) -> Iterator[Row | Tally | Step]:
    return guard(source, _REPORT_READERS[source.format].read(source))


def _reports(source: Source, subject: str | None) -> Iterator[Read | Problem | Step]:
    reader = _REPORT_READERS[source.format]
    # A report is small, and nothing of it is read unless all of it can be.
    rows: list[Row | Tally] = []
    for one in read_apart(source, _guarded):
        if isinstance(one, Step):
            yield one
        else:
            rows.append(one)
    encoding = next((row.encoding for row in rows if isinstance(row, Tally)), None)
    original = None
    # Of a mail the offsets count the characters of a part, not of the file.
    if reader.MIME_TYPE.startswith("text/") and encoding is not None:
        original = decode(source.main.read_bytes(), source.main.name, encoding).text
    for row in rows:
        if isinstance(row, Document):
            yield Read(row, subject, original)
        elif isinstance(row, Problem):
            yield row


def _narratives(source: Source) -> Iterator[Read | Problem]:
    """Yield the narratives of a list, record by record: a list may be larger than the memory."""
    reader = next(one for one in _all_readers() if source.format == one.NAME)()
    assert isinstance(reader, ListReader)  # every other one reads reports
    for record in guard(source, reader.records(source)):
        if isinstance(record, Problem):
            yield record
        if not isinstance(record, ListRecord):
            continue
        names: dict[str, str] = {}
        narratives = []
        for row in record.read():
            if isinstance(row, Problem):
                yield row
            elif isinstance(row, Document):
                narratives.append(row)
            elif isinstance(row, Statement) and row.prop == "name":
                names.setdefault(row.entity_id, row.value)
        for row in narratives:
            yield Read(row, names.get(row.subject or "", row.subject), None)


def _problem(source: Source, error: InputError) -> Problem:
    return make_problem(source.main, error.what, severity="file", expected=error.expected, next_step=error.next_step)

"""The collect stage: every input and every entry by hand is one part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from typing import Any, NamedTuple

from counterflow.collect.apart import read_apart
from counterflow.collect.entry import marking_of, read_entry
from counterflow.collect.find import Finder
from counterflow.collect.guard import guard
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import ListReader, Reader, Tally
from counterflow.collect.readers.order import READERS
from counterflow.collect.series import place_in, read_series
from counterflow.collect.source import Source
from counterflow.exc import ChangedInputError, InputError
from counterflow.model.identity import make_id
from counterflow.stage import Batch, Part, PartStage, Row, StageInput, Step
from counterflow.tables import DOCUMENT, EVIDENCE, OFFER, PROBLEM, RESOURCE, STATEMENT, Document, Problem, Resource

_READERS = {reader.NAME: reader() for reader in READERS}
_LIST_READERS = {name: reader for name, reader in _READERS.items() if isinstance(reader, ListReader)}
LIST_FORMATS = frozenset(_LIST_READERS)


class ManualEntry(NamedTuple):
    """An entry by hand, as a part."""

    payload: Mapping[str, Any]
    handling: str


class ListVintages(NamedTuple):
    """The sources of one list, as a part."""

    sources: tuple[Source, ...]


def list_parts(given: StageInput) -> Sequence[Part]:
    """List the inputs of the case and the entries of its ledger; withdrawn resources are left out.

    All vintages of one list are one part, because the dates of what they hold depend on all of them. Where not every
    marking is read, files that nobody can read are left out too: nothing says how they are marked.
    """
    withdrawn = {payload["resource_id"] for payload in given.ledger.of_kind("withdrawal")}
    parts: list[Part] = []
    lists: dict[tuple[str, str], dict[tuple[str, ...], Source]] = {}
    for found in Finder(given.case, READERS).find():
        if given.admits is not None and (isinstance(found, Problem) or not given.admits(found.handling)):
            continue
        if isinstance(found, Problem):
            parts.append(Part(make_id("problem", found.id), found.path, 0, found))
        elif found.main.resource_id in withdrawn:
            continue
        elif found.format in LIST_FORMATS:
            files = tuple(file for file in found.files if file.resource_id not in withdrawn)
            content = tuple(file.resource_id for file in files)
            lists.setdefault((found.dataset, found.series), {}).setdefault(content, replace(found, files=files))
        else:
            parts.append(_document_part(found))
    parts += (_list_part(tuple(sources.values())) for sources in lists.values())
    for payload in given.ledger.of_kind("entry"):
        entry = ManualEntry(payload, given.case.handling)
        if given.admits is not None and not given.admits(marking_of(payload, given.case.handling)):
            continue
        parts.append(Part(make_id("entry", repr(sorted(payload.items())), entry.handling), "ledger entry", 0, entry))
    return parts


def sources_of(part: Part) -> Sequence[Source]:
    """Give the sources that a part of this stage reads."""
    if isinstance(part.load, ListVintages):
        return part.load.sources
    return (part.load,) if isinstance(part.load, Source) else ()


def _document_part(source: Source) -> Part:
    return Part(make_id("document", _identity(source)), source.main.name, _size(source), source)


def _list_part(sources: tuple[Source, ...]) -> Part:
    key = make_id("list", *sorted(_identity(source) for source in sources))
    label = sources[0].main.name if len(sources) == 1 else f"{sources[0].dataset} ({len(sources)} vintages)"
    return Part(key, label, sum(_size(source) for source in sources), ListVintages(sources))


def _identity(source: Source) -> str:
    files = [(file.name, file.sha256) for file in source.files]
    known = astuple(source)[2:]  # dataset, publisher, date, handling and what else is known of it
    return repr((_reader(source).extractor(), files, known))


def _size(source: Source) -> int:
    return sum(file.bytes for file in source.files)


def _reader(source: Source) -> Reader:
    return _READERS[source.format]


def read_part(part: Part) -> Iterator[Row | Batch | Step]:
    """Yield the rows of one input.

    Raises:
        InputError: a list cannot be read, or its counts are not those of its publisher. A report that cannot be read
            becomes a problem row instead: the other reports do not depend on it, but half a list is a wrong list.
    """
    if isinstance(part.load, Problem):
        yield part.load
    elif isinstance(part.load, ListVintages):
        yield from read_series(part.load.sources, _LIST_READERS, _resource)
    elif isinstance(part.load, ManualEntry):
        yield from read_entry(part.load.payload, part.load.handling)
    else:
        yield from _read_source(part.load)


def _read_source(source: Source) -> Iterator[Row | Step]:
    # A report is small, and nothing of it may enter the build unless all of it can.
    rows: list[Row] = []
    try:
        for row in _read_document(source):
            if isinstance(row, Step):
                yield row
            else:
                rows.append(row)
    except ChangedInputError:
        raise  # a passing state, which must not be kept as a property of the file
    except InputError as exc:
        rows = [
            make_problem(
                source.main,
                exc.what,
                severity="file",
                record=place_in(exc.where, source.main.name),
                expected=exc.expected,
                next_step=exc.next_step,
                handling=source.handling,
            )
        ]
    yield from rows


def _read_document(source: Source) -> Iterator[Row | Step]:
    published, dates, tallies = source.published, 0, []
    for row in read_apart(source, _guarded):
        if isinstance(row, Tally):
            tallies.append(row)
            continue
        if isinstance(row, Document) and row.kind == "report":
            # A file of several reports, a mailbox, has no date of its own.
            published = row.published if dates == 0 else source.published
            dates += 1
        yield row
    for tally in tallies:
        yield _resource(replace(source, published=published), tally)


def _guarded(source: Source) -> Iterator[Row | Tally | Step]:
    return guard(source, _reader(source).read(source))


def _resource(source: Source, tally: Tally) -> Resource:
    return Resource(
        id=tally.file.resource_id,
        path=tally.file.name,
        url=None,
        sha256=tally.file.sha256,
        bytes=tally.file.bytes,
        format=source.format,
        mime_type=_reader(source).MIME_TYPE,
        encoding=tally.encoding,
        dataset=source.dataset,
        publisher=source.publisher,
        published=source.published,
        records=tally.records,
        handling=source.handling,
    )


STAGE = PartStage(
    name="collect",
    summary="files, URLs and manual entries become resources, documents, statements and evidence",
    reads=(),
    writes=(RESOURCE, DOCUMENT, STATEMENT, EVIDENCE, PROBLEM, OFFER),
    package="counterflow.collect",
    libraries=("counterflow.datasets", "counterflow.ledger", "counterflow.stix"),
    distributions=(
        "followthemoney",
        "rigour",
        "lxml",
        "markdown-it-py",
        "py3langid",
        "pypdfium2",
        "python-docx",
        "onnxruntime",
        "pillow",
        "rapidocr",
    ),
    ledger_kinds=("entry", "withdrawal"),
    parts=list_parts,
    read=read_part,
)

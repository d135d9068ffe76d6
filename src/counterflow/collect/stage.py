"""The collect stage: every input and every entry by hand is one part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any, NamedTuple

from counterflow.collect.dataset import check_counts, find_dataset
from counterflow.collect.entry import read_entry
from counterflow.collect.find import Finder, hash_file
from counterflow.collect.party import make_problem
from counterflow.collect.reader import Reader, Tally
from counterflow.collect.readers import READERS
from counterflow.collect.source import Source
from counterflow.exc import ChangedInputError, CounterflowError, InputError
from counterflow.model.identity import make_id
from counterflow.stage import Part, PartStage, Row, StageInput
from counterflow.tables import DOCUMENT, EVIDENCE, PROBLEM, RESOURCE, STATEMENT, Document, Problem, Resource


class ManualEntry(NamedTuple):
    """An entry by hand, as a part."""

    payload: Mapping[str, Any]
    handling: str


def list_parts(given: StageInput) -> Sequence[Part]:
    """List the inputs of the case and the entries of its ledger; withdrawn resources are left out."""
    withdrawn = {payload["resource_id"] for payload in given.ledger.of_kind("withdrawal")}
    parts = []
    for found in Finder(given.case, READERS).find():
        if isinstance(found, Problem):
            parts.append(Part(make_id("problem", found.id), found.path, 0, found))
        elif found.main.resource_id not in withdrawn:
            parts.append(_source_part(found))
    for payload in given.ledger.of_kind("entry"):
        entry = ManualEntry(payload, given.case.handling)
        parts.append(Part(make_id("entry", repr(sorted(payload.items())), entry.handling), "ledger entry", 0, entry))
    return parts


def _source_part(source: Source) -> Part:
    files = [(file.name, file.sha256) for file in source.files]
    known = astuple(source)[2:]  # dataset, publisher, date, handling
    key = make_id(_reader(source).extractor(), repr(files), repr(known))
    return Part(key, source.main.name, sum(file.bytes for file in source.files), source)


def _reader(source: Source) -> Reader:
    return {reader.NAME: reader for reader in READERS}[source.format]()


def read_part(part: Part) -> Iterator[Row]:
    """Yield the rows of one input.

    Raises:
        InputError: a list cannot be read, or its counts are not those of its publisher. A report that cannot be read
            becomes a problem row instead: the other reports do not depend on it, but half a list is a wrong list.
    """
    if isinstance(part.load, Problem):
        yield part.load
    elif isinstance(part.load, ManualEntry):
        yield from read_entry(part.load.payload, part.load.handling)
    else:
        yield from _read_source(part.load)


def _read_source(source: Source) -> Iterator[Row]:
    reader = _reader(source)
    if reader.DATASET is not None or reader.IS_LIST:
        yield from _guarded(source, reader)
        return
    try:
        # A report is small, and nothing of it may enter the build unless all of it can.
        rows = list(_guarded(source, reader))
    except ChangedInputError:
        raise  # a passing state, which must not be kept as a property of the file
    except InputError as exc:
        rows = [
            make_problem(
                source.main,
                exc.what,
                severity="file",
                record=_place(exc.where, source.main.name),
                expected=exc.expected,
                next_step=exc.next_step,
                handling=source.handling,
            )
        ]
    yield from rows


def _place(where: str | None, name: str) -> str | None:
    """Give the place inside the file that an error names: `line 3` of `inputs/a.md, line 3`."""
    return where[len(name) + 2 :] if where is not None and where.startswith(f"{name}, ") else None


def _guarded(source: Source, reader: Reader) -> Iterator[Row]:
    """Yield the rows of a source; whatever goes wrong in its reader names the file.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        yield from _read_rows(source, reader)
    except OSError as exc:
        raise ChangedInputError(
            f"it can no longer be read: {exc.strerror or exc}",
            where=source.main.name,
            next_step="It was there when the run began; run again",
        ) from exc
    except CounterflowError:
        raise
    except Exception as exc:  # a library's own error: the file that upsets it must be named
        raise InputError(
            f"the reader {reader.NAME} fails on it ({type(exc).__name__}: {exc})",
            where=source.main.name,
            next_step="Exclude it in case.toml for now; this is a defect, please report it",
        ) from exc


def _read_rows(source: Source, reader: Reader) -> Iterator[Row]:
    published, tallies = source.published, []
    for row in reader.read(source):
        if isinstance(row, Tally):
            tallies.append(row)
            continue
        if isinstance(row, Document) and row.kind == "report":
            published = row.published
        yield row
    for file in source.files:
        # The part is kept under the hash taken before reading: text of another file must never be kept under it.
        if hash_file(file.path)[0] != file.sha256:
            raise ChangedInputError(
                "the file changed while it was read",
                where=file.name,
                expected="the same content as when the run began",
                next_step="Wait until it is written whole and run again",
            )
    if reader.DATASET is not None:
        check_counts(find_dataset(source.dataset), sum(tally.parties for tally in tallies), source.main.name)
    for tally in tallies:
        yield _resource(source, reader, tally, published)


def _resource(source: Source, reader: Reader, tally: Tally, published: str | None) -> Resource:
    return Resource(
        id=tally.file.resource_id,
        path=tally.file.name,
        url=None,
        sha256=tally.file.sha256,
        bytes=tally.file.bytes,
        format=reader.NAME,
        mime_type=reader.MIME_TYPE,
        encoding=tally.encoding,
        dataset=source.dataset,
        publisher=source.publisher,
        published=published,
        records=tally.records,
        handling=source.handling,
    )


STAGE = PartStage(
    name="collect",
    summary="files, URLs and manual entries become resources, documents, statements and evidence",
    reads=(),
    writes=(RESOURCE, DOCUMENT, STATEMENT, EVIDENCE, PROBLEM),
    package="counterflow.collect",
    libraries=("counterflow.datasets", "counterflow.ledger"),
    distributions=(
        "followthemoney",
        "rigour",
        "lxml",
        "markdown-it-py",
        "py3langid",
        "pypdfium2",
        "python-docx",
    ),
    ledger_kinds=("entry", "withdrawal"),
    parts=list_parts,
    read=read_part,
)

"""Whether a download is the list that it should be: read to its end by the reader of its format, and counted.

The one place where fetching calls a reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from counterflow.collect.dataset import Dataset, check_counts, find_dataset
from counterflow.collect.integrity import Watch
from counterflow.collect.reader import HEAD_BYTES, Head, Reader, Tally
from counterflow.collect.readers.lists import LIST_READERS
from counterflow.collect.sniff import sniff
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import CounterflowError
from counterflow.model.identity import make_id
from counterflow.remote.failure import RefusedError
from counterflow.tables import Problem

_PACKED = (".gz", ".zip")


class Checked(NamedTuple):
    """What a list was found to be."""

    format: str
    mime_type: str
    published: str | None
    """Publisher's date, EDTF, where the file states one."""
    records: int
    parties: int


def check_file(path: Path, served_name: str, dataset: str, sha256: str) -> Checked:
    """Read a download as `collect` will read it.

    Args:
        path: where it lies.
        served_name: its name at the publisher's, for the reader and for messages.
        dataset: FtM name of the dataset it should be; its format and counts are checked if the dataset is known.
        sha256: its SHA-256, in hexadecimal.

    Raises:
        RefusedError: it is no list, another list, cannot be read to its end, holds too few or too many parties, or
            bears signs of a change by another hand: a run would refuse it, and the last good copy would be lost to it.
    """
    try:
        return _read(path, served_name, dataset, sha256)
    except RefusedError:
        raise
    except CounterflowError as exc:
        expected = "" if exc.expected is None else f"; expected: {exc.expected.rstrip('.')}"
        where = "" if exc.where is None else f"{exc.where}: "
        raise RefusedError(f"{where}{exc.what}{expected}") from exc
    except Exception as exc:  # a library's own error, e.g. of a damaged archive
        raise RefusedError(f"it cannot be read to its end ({type(exc).__name__}: {exc})") from exc


def _read(path: Path, served_name: str, dataset: str, sha256: str) -> Checked:
    known = find_dataset(dataset)
    file = SourceFile(path, served_name, sha256, path.stat().st_size, make_id(dataset, sha256))
    with file.open() as handle:
        data = handle.read(HEAD_BYTES)
    inner = PurePosixPath(served_name)
    head = Head(path.with_name(inner.stem if inner.suffix.lower() in _PACKED else inner.name), data)
    reader = _choose_reader(head, known)
    source = reader.describe(Source(format=reader.NAME, files=(file,), dataset=dataset), head)
    if known is not None and source.dataset != dataset:
        raise RefusedError(f"by its own word it is {source.dataset}")
    if source.is_partial:
        raise RefusedError("by its own word it holds a selection of its list")
    tallies = list(_tallies(reader, source))
    parties = sum(tally.parties for tally in tallies)
    check_counts(known, parties, served_name)
    if known is None and parties == 0:
        raise RefusedError("it holds no party")
    records = sum(tally.records for tally in tallies)
    return Checked(reader.NAME, reader.MIME_TYPE, source.published, records, parties)


def _tallies(reader: Reader, source: Source) -> Iterator[Tally]:
    """Read a list to its end; what its reader holds against the whole file is reason to refuse it.

    A list in several files, of which one address gives one, is refused so as well: its aliases would be missing.
    """
    watch = Watch(source)
    for row in watch.see(reader.read(source)):
        if isinstance(row, Tally):
            yield row
        elif isinstance(row, Problem) and row.severity == "file":
            raise RefusedError(row.message if row.record is None else f"{row.message} ({row.record})")
    watch.check()


def _choose_reader(head: Head, dataset: Dataset | None) -> Reader:
    """Choose the reader of a dataset's format, or for a list of one's own the first that recognises it."""
    if len(head.data) == 0:
        raise RefusedError("it is empty")
    kind = sniff(head.data)
    if kind in ("html", "pdf", "docx"):
        what = "a web page" if kind == "html" else f"a report ({kind})"
        raise RefusedError(f"it is {what}, not a list")
    readers = [one() for one in LIST_READERS if dataset is None or one.NAME == dataset.format]
    for reader in readers:
        if reader.recognise(head):
            return reader
    expected = "any known format of lists" if dataset is None else dataset.format
    raise RefusedError(f"its beginning is not that of {expected}")

"""A file of records: which format it has, what it weighs, and its records one after the other."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from counterflow.exc import InputError, UsageError
from counterflow.screen.csv_rows import read_csv
from counterflow.screen.json_rows import read_jsonl
from counterflow.screen.parquet_rows import open_parquet, read_parquet
from counterflow.screen.row import Row
from counterflow.screen.text_lines import read_lines

STREAM = Path("-")
"""Stands for stdin or stdout."""

_CHUNK = 1 << 20


class Format(StrEnum):
    """What a table is written in."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


_FORMATS = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), Format.CSV),
    **dict.fromkeys((".jsonl", ".ndjson", ".json", ".ijson"), Format.JSONL),
    **dict.fromkeys((".parquet", ".pq"), Format.PARQUET),
}


@dataclass(frozen=True)
class Source:
    """A file of records, or stdin."""

    path: Path
    format: Format
    encoding: str | None = None
    """Of CSV and JSONL; None: that of its byte order mark, or UTF-8."""
    stream: io.BufferedReader | None = None
    """Of stdin, which can be read once."""

    @property
    def where(self) -> str:
        """What errors call it."""
        return "stdin" if self.path == STREAM else str(self.path)


@dataclass(frozen=True)
class Weight:
    """What is known of a file before its records are read."""

    sha256: str
    rows: int
    """Its records: exact for Parquet; of a text its lines, which may be a few more."""


@dataclass(frozen=True)
class Records:
    """A file's records, being read."""

    columns: tuple[str, ...] | None
    """None: each record has its own (JSONL)."""
    rows: Iterator[Row]
    schema: Any = None
    """Arrow schema, of Parquet."""


def find_source(path: Path, encoding: str | None = None) -> Source:
    """Say what a path holds by its extension, and stdin by how it begins.

    Raises:
        UsageError: the extension is none of a table.
        InputError: no such file.
    """
    if path == STREAM:
        stream = _stdin()
        return Source(path, _sniff(stream.peek(64)), encoding, stream)
    if not path.is_file():
        raise InputError("no such file", where=str(path))
    return Source(path, format_of(path), encoding)


def format_of(path: Path) -> Format:
    """Say what a path is by its extension.

    Raises:
        UsageError: it is none of a table.
    """
    try:
        return _FORMATS[path.suffix.lower()]
    except KeyError:
        raise UsageError(
            f"the name {path.name!r} does not say what the file is", expected=f"one of {', '.join(_FORMATS)}"
        ) from None


def weigh_source(source: Source) -> Weight:
    """Read a file once for its digest and the number of its records, a second a gigabyte."""
    digest, lines = hashlib.sha256(), 0
    with source.path.open("rb") as handle:
        while len(chunk := handle.read(_CHUNK)) > 0:
            digest.update(chunk)
            lines += chunk.count(b"\n")
    if source.format is Format.PARQUET:
        with open_parquet(source.path) as file:
            return Weight(digest.hexdigest(), file.metadata.num_rows)
    return Weight(digest.hexdigest(), max(0, lines - (source.format is Format.CSV)))


@contextmanager
def open_source(source: Source) -> Iterator[Records]:
    """Open a file of records; they are read as they are asked for.

    Raises:
        InputError: it is not what it says, or not in its encoding.
    """
    if source.format is Format.PARQUET:
        with open_parquet(source.path) as file:
            yield Records(tuple(file.schema_arrow.names), read_parquet(file, source.where), file.schema_arrow)
        return
    with _open_bytes(source) as handle:
        lines = read_lines(handle, source.encoding, source.where)
        if source.format is Format.CSV:
            columns, rows = read_csv(lines, source.where)
            yield Records(columns, rows)
        else:
            yield Records(None, read_jsonl(lines, source.where))


@contextmanager
def _open_bytes(source: Source) -> Iterator[io.BufferedReader]:
    if source.stream is not None:
        yield source.stream
        return
    with source.path.open("rb") as handle:
        yield handle


def _stdin() -> io.BufferedReader:
    stream: Any = sys.stdin.buffer
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)


def _sniff(head: bytes) -> Format:
    if head.startswith(b"PAR1"):
        raise UsageError("Parquet cannot be read from stdin", next_step="Name the file")
    return Format.JSONL if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:1] in (b"{", b"[") else Format.CSV

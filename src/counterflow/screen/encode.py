"""Records in, bytes of CSV or JSONL out, a block at a time, so that blocks can be appended to a file.

Parquet is written elsewhere (`parquet_blocks`): a server writes JSON, and need not load Arrow.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import orjson

Record = Mapping[str, Any]
"""A row; of JSONL also a dataclass, which becomes an object."""


class Encoder(Protocol):
    """Writes records of one format."""

    def head(self) -> bytes:
        """Give what stands before the first block."""

    def encode(self, records: Iterable[Any]) -> bytes:
        """Give a block of records."""

    def finish(self, part: Path, path: Path) -> None:
        """Turn a file of blocks into the output, whole or not at all; `part` is gone then."""


class CsvEncoder:
    """Writes CSV in UTF-8, every cell in quotes, as `counterflow export` does."""

    def __init__(self, columns: Sequence[str]) -> None:
        """Write these columns."""
        self._columns = columns

    def head(self) -> bytes:
        """Give the heading."""
        return self._write([self._columns])

    def encode(self, records: Iterable[Any]) -> bytes:
        """Give a block of records; columns that a record lacks are empty."""
        return self._write([cell_text(record.get(column)) for column in self._columns] for record in records)

    def finish(self, part: Path, path: Path) -> None:
        """Give the file its name."""
        part.replace(path)

    @staticmethod
    def _write(rows: Iterable[Sequence[str]]) -> bytes:
        text = io.StringIO(newline="")
        csv.writer(text, csv.unix_dialect).writerows(rows)
        return text.getvalue().encode("utf-8", "replace")  # what no UTF-8 file can hold becomes `?`


class JsonlEncoder:
    """Writes one JSON object a line."""

    def head(self) -> bytes:
        """Give nothing: there is no heading."""
        return b""

    def encode(self, records: Iterable[Any]) -> bytes:
        """Give a block of records."""
        return b"".join(dump_json(record) + b"\n" for record in records)

    def finish(self, part: Path, path: Path) -> None:
        """Give the file its name."""
        part.replace(path)


def dump_json(value: Any) -> bytes:
    """Write JSON in UTF-8; a lone surrogate, which UTF-8 cannot hold, stays an escape."""
    try:
        return orjson.dumps(value, default=str)
    except TypeError:
        return json.dumps(value, separators=(",", ":"), default=_plain).encode("ascii")


def cell_text(value: Any) -> str:
    """Write a value into one cell: nothing for null, JSON for lists and objects."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | dict) or dataclasses.is_dataclass(value):
        return dump_json(value).decode("utf-8")
    return repr(value) if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else str(value)

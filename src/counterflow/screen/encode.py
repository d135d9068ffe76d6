"""Records in, bytes of CSV, JSONL or Arrow out, a block at a time, so that blocks can be appended to a file."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

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


class ParquetEncoder:
    """Writes Arrow streams one after the other, for blocks can be appended to those, and Parquet at the end."""

    def __init__(self, schema: pa.Schema) -> None:
        """Write columns of these types."""
        self._schema = schema

    def head(self) -> bytes:
        """Give nothing: each block states its columns."""
        return b""

    def encode(self, records: Iterable[Any]) -> bytes:
        """Give a block of records."""
        rows = [{field.name: _fit(record.get(field.name), field.type) for field in self._schema} for record in records]
        table = pa.Table.from_pylist(rows, schema=self._schema)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, self._schema) as writer:
            writer.write_table(table)
        return bytes(sink.getvalue())

    def finish(self, part: Path, path: Path) -> None:
        """Write the blocks as Parquet beside the file, then give it its name."""
        whole = part.with_name(part.name + ".parquet")
        with pa.OSFile(str(part)) as blocks, pq.ParquetWriter(whole, self._schema, compression="zstd") as writer:
            while blocks.tell() < blocks.size():
                with pa.ipc.open_stream(blocks) as block:
                    writer.write_table(block.read_all())
        whole.replace(path)
        part.unlink()


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


def _fit(value: Any, type_: pa.DataType) -> Any:
    """Bring a value to what a column takes."""
    if value is None or not pa.types.is_string(type_):
        return value
    return cell_text(value).encode("utf-8", "replace").decode("utf-8")


def _plain(value: Any) -> Any:
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else str(value)

"""Records in, bytes of Arrow out, a block at a time; at the end a Parquet file of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from counterflow.screen.encode import cell_text


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


def _fit(value: Any, type_: pa.DataType) -> Any:
    """Bring a value to what a column takes."""
    if value is None or not pa.types.is_string(type_):
        return value
    return cell_text(value).encode("utf-8", "replace").decode("utf-8")

"""Records into blocks of Arrow, and blocks into one Parquet file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from counterflow.screen.parquet_blocks import ParquetEncoder


def test_blocks_of_parquet_become_one_file(tmp_path: Path) -> None:
    """Types stay, blocks are row groups, and the part is gone."""
    schema = pa.schema([("name", pa.string()), ("n", pa.int64()), ("score", pa.float64())])
    encoder, part, path = ParquetEncoder(schema), tmp_path / "out.part", tmp_path / "out.parquet"
    blocks: list[list[dict[str, Any]]] = [
        [{"name": "a\ud800", "n": 1, "score": 0.5}],
        [{"name": "b", "n": None}, {"name": ["c"], "n": 3}],
    ]
    part.write_bytes(encoder.head() + b"".join(encoder.encode(block) for block in blocks))
    encoder.finish(part, path)
    rows = [("a?", 1, 0.5), ("b", None, None), ('["c"]', 3, None)]
    assert pq.read_table(path).to_pylist() == [dict(zip(schema.names, row, strict=True)) for row in rows]
    assert list(tmp_path.iterdir()) == [path]


def test_no_records_make_an_empty_table(tmp_path: Path) -> None:
    """With its columns."""
    part, path, schema = tmp_path / "part", tmp_path / "out", pa.schema([("a", pa.string())])
    part.write_bytes(ParquetEncoder(schema).head())
    ParquetEncoder(schema).finish(part, path)
    assert (pq.read_table(path).num_rows, pq.read_table(path).column_names) == (0, ["a"])

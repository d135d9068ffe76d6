"""Records into bytes, block by block."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from counterflow.screen.encode import CsvEncoder, JsonlEncoder, ParquetEncoder, cell_text, dump_json


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Kim", "Kim"),
        (None, ""),
        (True, "true"),
        (0.1 + 0.2, "0.30000000000000004"),
        (7, "7"),
        (["a", "b"], '["a","b"]'),
        ({"a": "é"}, '{"a":"é"}'),
    ],
)
def test_cells(value: Any, text: str) -> None:
    """A number keeps its digits, a list is JSON."""
    assert cell_text(value) == text


def test_csv_keeps_line_ends_and_quotes(tmp_path: Path) -> None:
    """What is read again is what was written."""
    encoder, path = CsvEncoder(["name", "note"]), tmp_path / "out.csv"
    records = [{"name": 'a "b", c', "note": "x\ny\rz"}, {"name": ""}]
    path.write_bytes(encoder.head() + encoder.encode(records[:1]) + encoder.encode(records[1:]))
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == [records[0], {"name": "", "note": ""}]


def test_a_lone_surrogate_never_ends_a_run() -> None:
    """JSON keeps its escape; a cell cannot hold it."""
    assert json.loads(dump_json({"name": "a\ud800"})) == {"name": "a\ud800"}
    assert json.loads(dump_json({"n": 2**70})) == {"n": 2**70}
    assert CsvEncoder(["name"]).encode([{"name": "a\ud800"}]) == b'"a?"\n'


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


@pytest.mark.parametrize(
    "encoder", [CsvEncoder(["a"]), JsonlEncoder(), ParquetEncoder(pa.schema([("a", pa.string())]))]
)
def test_no_records_make_an_empty_table(encoder: CsvEncoder | JsonlEncoder | ParquetEncoder, tmp_path: Path) -> None:
    """With its heading, where the format has one."""
    part, path = tmp_path / "part", tmp_path / "out"
    part.write_bytes(encoder.head())
    encoder.finish(part, path)
    assert path.exists()

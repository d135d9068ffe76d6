"""Records into bytes, block by block."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from counterflow.screen.encode import CsvEncoder, JsonlEncoder, cell_text, dump_json


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


@pytest.mark.parametrize("encoder", [CsvEncoder(["a"]), JsonlEncoder()])
def test_no_records_make_an_empty_table(encoder: CsvEncoder | JsonlEncoder, tmp_path: Path) -> None:
    """With its heading, where the format has one."""
    part, path = tmp_path / "part", tmp_path / "out"
    part.write_bytes(encoder.head())
    encoder.finish(part, path)
    assert path.exists()

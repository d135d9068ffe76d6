"""Files of records by their names and marks."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from counterflow.exc import InputError, UsageError
from counterflow.screen.row import Row
from counterflow.screen.source import Format, Source, Weight, find_source, format_of, open_source, weigh_source


@pytest.mark.parametrize(
    ("name", "format_"),
    [("q.csv", Format.CSV), ("q.TSV", Format.CSV), ("q.ftm.json", Format.JSONL), ("q.parquet", Format.PARQUET)],
)
def test_the_extension_says_the_format(name: str, format_: Format) -> None:
    """In any capitals."""
    assert format_of(Path(name)) is format_


@pytest.mark.parametrize("name", ["q", "q.xlsx", "csv", ".csv"])
def test_another_extension_is_wrong_use(name: str) -> None:
    """The ones that are known are listed."""
    with pytest.raises(UsageError, match=r"\.csv.*\.jsonl.*\.parquet"):
        format_of(Path(name))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """And so is a folder."""
    for path in (tmp_path / "q.csv", tmp_path):
        with pytest.raises(InputError, match="no such file"):
            find_source(path)


@pytest.mark.parametrize(
    ("name", "content", "rows"),
    [("q.csv", b"name\nKim\nRi\n", 2), ("q.jsonl", b'{"name": "Kim"}\n{}\n', 2), ("q.csv", b"", 0)],
)
def test_a_file_is_weighed(tmp_path: Path, name: str, content: bytes, rows: int) -> None:
    """Its digest, and about how many records it has."""
    path = tmp_path / name
    path.write_bytes(content)
    assert weigh_source(find_source(path)) == Weight(hashlib.sha256(content).hexdigest(), rows)


def test_records_of_parquet_keep_their_types(tmp_path: Path) -> None:
    """A number is a number, null is None."""
    path = tmp_path / "q.parquet"
    pq.write_table(pa.table({"name": ["Kim", None], "imo": [None, 8017970]}), path)
    source = find_source(path)
    with open_source(source) as records:
        assert records.columns == ("name", "imo")
        assert list(records.rows) == [Row(1, {"name": "Kim", "imo": None}), Row(2, {"name": None, "imo": 8017970})]
    assert weigh_source(source).rows == 2


def test_what_is_no_parquet_is_said(tmp_path: Path) -> None:
    """With its name."""
    path = tmp_path / "q.parquet"
    path.write_bytes(b"name\n")
    with pytest.raises(InputError, match=r"q\.parquet: no Parquet"), open_source(Source(path, Format.PARQUET)):
        pass

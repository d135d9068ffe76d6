"""One canonical form, whatever pieces the rows come in."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from counterflow.exc import TableError
from counterflow.tables import STATEMENT, Statement, arrange
from counterflow.tables.arrange import RowFile, arrange_files


def _row(number: int, *, last_seen: str = "2021", handling: str = "TLP:CLEAR", value: str | None = None) -> Statement:
    id_ = hashlib.sha1(str(number).encode(), usedforsecurity=False).hexdigest()
    value = value or f"Näme {number}"
    dates = (last_seen, last_seen)
    return Statement(id_, "e", "e", "name", "name", "Person", value, "x", "t/1", None, None, False, *dates, handling)


def _files(folder: Path, rows: list[Statement], pieces: int, seed: int) -> list[RowFile]:
    chance = random.Random(seed)
    parts: list[list[Statement]] = [[] for _ in range(pieces)]
    for row in rows:
        chance.choice(parts).append(row)
    files = []
    for number, part in enumerate(parts):
        path = folder / f"{seed}-{number}.parquet"
        table = STATEMENT.from_rows(part).sort_by("id")
        pq.write_table(table, path, row_group_size=chance.choice((7, 50, 1000)))
        files.append(RowFile(path))
    return files


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few thousand rows be many."""
    monkeypatch.setattr(arrange, "RANGE_ROWS", 300)
    monkeypatch.setattr(arrange, "MAX_FILES", 4)
    monkeypatch.setattr(arrange, "ROW_GROUP_ROWS", 1_000)
    monkeypatch.setattr(arrange, "SAMPLED_EVERY", 5)


@pytest.mark.parametrize("pieces", [1, 3, 4, 5, 23])
def test_the_bytes_depend_on_the_rows_alone(tmp_path: Path, pieces: int) -> None:
    """Whatever files they lie in, and in whatever ranges and stages they are joined."""
    rows = [_row(number) for number in range(2_500)]
    paths = []
    for seed, files in ((1, pieces), (2, 2)):
        paths.append(tmp_path / f"out-{seed}.parquet")
        assert arrange_files(STATEMENT, _files(tmp_path, rows, files, seed), paths[-1]) == 2_500
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert pq.read_table(paths[0]).equals(STATEMENT.arrange([STATEMENT.from_rows(rows)]))
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_rows_of_one_key_in_several_files_are_merged(tmp_path: Path) -> None:
    """As the table says: here from the first to the last day, and the widest marking."""
    rows = [_row(number) for number in range(800)]
    again = [_row(number, last_seen="2022", handling="TLP:AMBER") for number in range(0, 800, 3)]
    files = [*_files(tmp_path, rows, 6, 1), *_files(tmp_path, again, 5, 2)]
    assert arrange_files(STATEMENT, files, tmp_path / "out.parquet") == 800
    found = STATEMENT.rows(pq.read_table(tmp_path / "out.parquet"))
    assert {(row.first_seen, row.last_seen, row.handling) for row in found} == {
        ("2021", "2021", "TLP:CLEAR"),
        ("2021", "2022", "TLP:CLEAR"),
    }


def test_no_rows_give_an_empty_table(tmp_path: Path) -> None:
    """With the table's columns."""
    assert arrange_files(STATEMENT, [], tmp_path / "out.parquet") == 0
    assert pq.read_table(tmp_path / "out.parquet").schema.equals(STATEMENT.schema)


def test_a_file_of_another_table_is_refused(tmp_path: Path) -> None:
    """And one that is no table at all."""
    pq.write_table(pa.table({"id": ["a"], "other": [1]}), tmp_path / "a.parquet")
    with pytest.raises(TableError, match="columns are"):
        arrange_files(STATEMENT, [RowFile(tmp_path / "a.parquet")], tmp_path / "out.parquet")
    (tmp_path / "b.parquet").write_bytes(b"PAR1")
    with pytest.raises(TableError, match="cannot be read"):
        arrange_files(STATEMENT, [RowFile(tmp_path / "b.parquet")], tmp_path / "out.parquet")

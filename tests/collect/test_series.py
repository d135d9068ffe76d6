"""One list through time: unsound vintages are refused aloud, and the sound ones before them stand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pytest

from counterflow.case import load_case
from counterflow.collect.stage import list_parts, read_part
from counterflow.exc import InputError
from counterflow.stage import Batch, StageInput
from counterflow.tables import EVIDENCE, PROBLEM, RESOURCE, STATEMENT, Table

Tables = dict[Table, pa.Table]


class NoLedger:
    """A ledger that nobody wrote to."""

    def of_kind(self, kind: str) -> list[dict[str, object]]:
        return []


def _line(number: str, **values: list[str]) -> str:
    return json.dumps({"id": number, "schema": "Person", "properties": {"topics": ["sanction"], **values}}) + "\n"


def _read(root: Path, files: Iterable[tuple[str, str | None, str]]) -> Tables:
    """Read files (name, date, content) of one dataset."""
    (root / "inputs").mkdir(exist_ok=True)
    toml = []
    for name, date, content in files:
        (root / "inputs" / name).write_text(content, encoding="utf-8")
        toml.append(f'[[source]]\npath = "{name}"\ndataset = "x"' + (f'\ndate = "{date}"' if date is not None else ""))
    (root / "case.toml").write_text("\n".join(toml), encoding="utf-8")
    parts = list_parts(StageInput(load_case(root), {}, NoLedger()))
    rows: dict[Table, list[pa.Table]] = {table: [] for table in (STATEMENT, EVIDENCE, PROBLEM, RESOURCE)}
    for part in parts:
        for row in read_part(part):
            if isinstance(row, Batch):
                rows.setdefault(row.table, []).append(row.rows)
            else:
                table = next(one for one in rows if one.row is type(row))
                rows[table].append(table.from_rows([row]))
    return {table: table.arrange(chunks) for table, chunks in rows.items()}


def _runs(tables: Tables) -> dict[tuple[str, str], list[tuple[str | None, str | None]]]:
    runs: dict[tuple[str, str], list[tuple[str | None, str | None]]] = {}
    values = dict(zip(*(tables[STATEMENT].column(name).to_pylist() for name in ("id", "value")), strict=True))
    for row in tables[EVIDENCE].to_pylist():
        runs.setdefault((row["record"], values[row["statement_id"]]), []).append((row["first_seen"], row["gone_on"]))
    return {key: sorted(found, key=lambda one: one[0] or "") for key, found in runs.items()}


ANN, BOB = _line("a", name=["Ann"]), _line("b", name=["Bob"])


def test_a_broken_vintage_leaves_the_one_before(tmp_path: Path) -> None:
    """It is a problem of severity file, with the place in it, and takes nobody off."""
    tables = _read(tmp_path, [("1.json", "2021", ANN + BOB), ("2.json", "2022", ANN + BOB[:-20])])
    assert _runs(tables)["b", "Bob"] == [("2021", None)]
    (problem,) = tables[PROBLEM].to_pylist()
    assert (problem["path"], problem["record"], problem["severity"]) == ("inputs/2.json", "line 2", "file")
    assert "ends inside a record" in problem["message"]
    assert tables[RESOURCE].column("path").to_pylist() == ["inputs/1.json"]


def test_without_a_sound_vintage_the_run_stops(tmp_path: Path) -> None:
    """A build without the list would let all its parties through."""
    with pytest.raises(InputError, match="ends inside a record"):
        _read(tmp_path, [("1.json", "2021", ANN[:-5]), ("2.json", "2022", ANN + BOB[:-20])])


def test_a_list_that_returns_to_what_it_was(tmp_path: Path) -> None:
    """The same content on another day is another vintage."""
    tables = _read(tmp_path, [("1.json", "2021", ANN), ("2.json", "2022", BOB), ("3.json", "2023", ANN)])
    assert _runs(tables)["a", "Ann"] == [("2021", "2022"), ("2023", None)]
    assert _runs(tables)["b", "Bob"] == [("2022", "2023")]
    assert tables[RESOURCE].num_rows == 3


def test_files_that_nobody_can_order_take_nobody_off(tmp_path: Path) -> None:
    """Without dates what is gone cannot be told; it is said of each."""
    tables = _read(tmp_path, [("1.json", None, ANN), ("2.json", None, BOB)])
    assert _runs(tables)["a", "Ann"] == [(None, None)]
    assert _runs(tables)["b", "Bob"] == [(None, None)]
    assert [row["severity"] for row in tables[PROBLEM].to_pylist()] == ["file", "file"]
    assert all("nobody knows which of them is newer" in row["message"] for row in tables[PROBLEM].to_pylist())


def test_a_single_vintage_is_read_as_one_of_several_is(tmp_path: Path) -> None:
    """The quick way and the long one give the same rows, dates and ids aside."""
    quick = _read(tmp_path, [("1.json", "2021", ANN + BOB)])
    long = _read(tmp_path, [("1.json", "2021", ANN + BOB), ("2.json", "2022", ANN + BOB + " \n")])
    assert quick[STATEMENT].drop_columns(["last_seen"]).equals(long[STATEMENT].drop_columns(["last_seen"]))
    assert quick[EVIDENCE].drop_columns(["last_seen"]).equals(long[EVIDENCE].drop_columns(["last_seen"]))


def test_markings_of_vintages(tmp_path: Path) -> None:
    """What an open vintage says is open; that it lasted until a closed one is not."""
    files = [("1.json", "2021", ANN), ("2.json", "2022", ANN + BOB)]
    _read(tmp_path, files)
    toml = (tmp_path / "case.toml").read_text() + '\nhandling = "TLP:RED"\n'
    (tmp_path / "case.toml").write_text(toml)
    parts = list_parts(StageInput(load_case(tmp_path), {}, NoLedger()))
    batches = [one for part in parts for one in read_part(part) if isinstance(one, Batch)]
    said = [row for one in batches if one.table is EVIDENCE for row in one.rows.to_pylist()]
    assert {(row["record"], row["handling"]) for row in said} == {("a", "TLP:RED"), ("b", "TLP:RED")}

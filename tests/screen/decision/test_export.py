"""The record as a file: every decision with its approvals, the chain checked first."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sqlite3
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.exc import LedgerError
from counterflow.model.decision import Decision, Verdict
from counterflow.screen.decision.decide import approve
from counterflow.screen.decision.export import (
    CONTENT,
    ApprovalRow,
    DecisionRow,
    decision_rows,
    encode_csv,
    encode_json,
    export_decisions,
    read_cell,
    shield_cell,
)
from counterflow.screen.decision.record import Record

from .conftest import HIT, enter

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["=1+1", "+1", "-1", "@x", "'x", "''", "\t=1", "\r\n", "＝1", '"', ",", "", "\x00"]
)
APPROVALS = st.builds(ApprovalRow, TEXT, TEXT, TEXT, TEXT, st.none() | TEXT)
SCALAR = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT
)
ROWS = st.builds(
    DecisionRow,
    sequence=st.integers(1, 10**9),
    hash=TEXT, previous=TEXT, entered_at=TEXT, entered_by=TEXT, subject=TEXT, decision=TEXT, reason=TEXT, state=TEXT,
    seen=TEXT,
    party=st.lists(TEXT).map(tuple),
    approvals=st.lists(APPROVALS, max_size=2).map(tuple),
    content=st.fixed_dictionaries(dict.fromkeys(CONTENT, st.lists(SCALAR, max_size=2))),
)  # fmt: skip
LISTS = ("party", "approvals", *CONTENT)


def read_csv(content: bytes) -> list[dict[str, str]]:
    """Read as any program would, then take the shields away."""
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return [{name: read_cell(text) for name, text in row.items()} for row in rows]


def plain(row: DecisionRow) -> dict[str, Any]:
    """A row as JSON has it."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(row)))
    return data


@given(st.lists(ROWS, max_size=3))
def test_json_reads_back_as_it_was(rows: list[DecisionRow]) -> None:
    """One object a line, whatever the texts hold."""
    lines = b"".join(encode_json(rows)).split(b"\n")
    assert lines.pop() == b""
    assert [json.loads(line) for line in lines] == [plain(row) for row in rows]


@given(st.lists(ROWS, max_size=3))
def test_csv_reads_back_as_it_was(rows: list[DecisionRow]) -> None:
    """Texts as they were, lists and objects as JSON, numbers as digits."""
    read = read_csv(b"".join(encode_csv(rows)))
    assert len(read) == len(rows)
    for row, cells in zip(rows, read, strict=True):
        data = plain(row)
        values = {**data, **data.pop("content")}
        del values["content"]
        assert {name: json.loads(text) if name in LISTS else text for name, text in cells.items()} == {
            name: str(value) if name == "sequence" else value for name, value in values.items()
        }


@given(TEXT)
def test_no_cell_is_a_formula(text: str) -> None:
    """In any spreadsheet: nothing begins with a sign that makes one, and the text comes back."""
    assert shield_cell(text)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}
    assert read_cell(shield_cell(text)) == text


def test_every_decision_is_exported_with_its_approvals(strict: Record, tmp_path: Path) -> None:
    """In order, those taken back too, in both formats alike."""
    one = enter(strict)
    two = enter(strict, replace(HIT, subject_id="=c-2"), Decision.BLOCK)
    approve(strict, one.hash, Verdict.REJECT, by="ben", reason="look again")
    strict.ledger.append("undo", {"hash": two.hash})
    as_json, as_csv = tmp_path / "audit.jsonl", tmp_path / "audit.csv"
    summary = export_decisions(strict.ledger, as_json, "json")
    newest = strict.ledger.newest()
    assert newest is not None
    assert (summary.decisions, summary.entries, summary.newest) == (2, 4, newest.hash)
    rows = [json.loads(line) for line in as_json.read_text().splitlines()]
    assert [(row["hash"], row["state"]) for row in rows] == [(one.hash, "rejected"), (two.hash, "taken back")]
    assert rows[0]["approvals"][0]["reason"] == "look again"
    assert rows == [plain(row) for row in decision_rows(strict.ledger)]
    export_decisions(strict.ledger, as_csv, "csv")
    cells = read_csv(as_csv.read_bytes())
    assert [row["subject"] for row in cells] == ["c-1", "=c-2"]
    assert (cells[0]["score"], cells[0]["four_eyes"]) == ("0.625", "true")
    assert '"\'=c-2"' in as_csv.read_text()


def test_nothing_of_a_broken_chain_is_exported(record: Record, tmp_path: Path) -> None:
    """The error names the entry, and an export that is there stays."""
    for _ in range(3):
        enter(record)
    output = tmp_path / "audit.csv"
    output.write_text("kept")
    with contextlib.closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection, connection:
        connection.execute("DROP TRIGGER entry_no_UPDATE")
        connection.execute("UPDATE entry SET entered_by = 'ben' WHERE sequence = 2")
    with pytest.raises(LedgerError, match=r"entry 2 \(decision,"):
        export_decisions(record.ledger, output, "csv")
    assert output.read_text() == "kept"
    assert sorted(path.suffix for path in tmp_path.glob("audit*")) == [".csv"]


def test_an_empty_record_is_a_heading(record: Record, tmp_path: Path) -> None:
    """Nothing was decided yet."""
    summary = export_decisions(record.ledger, tmp_path / "audit.csv", "csv")
    assert (summary.decisions, summary.entries, summary.newest) == (0, 0, None)
    assert len((tmp_path / "audit.csv").read_text().splitlines()) == 1

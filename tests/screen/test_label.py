"""Rows with the id of the party that each is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from counterflow.exc import InputError, UsageError
from counterflow.screen.label import check_labels, split_label
from counterflow.screen.row import Row
from counterflow.screen.source import Source, find_source


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("un-1", {"un-1"}),
        (" un-1 ; ofac-2;", {"un-1", "ofac-2"}),
        ("", set()),
        (None, set()),
        (["un-1", None, "a;b"], {"un-1", "a;b"}),
        (17, {"17"}),
    ],
)
def test_labels_of_a_row(value: Any, ids: set[str]) -> None:
    """None, one, or several; the rest of the row is searched."""
    labelled = split_label(Row(3, {"name": "x", "true_id": value}))
    assert labelled == (Row(3, {"name": "x"}), frozenset(ids))


@pytest.mark.parametrize("name", ["true_id", "True ID", "TRUE_ID "])
def test_the_column_may_be_written_as_people_do(name: str) -> None:
    """As with all columns."""
    assert split_label(Row(1, {name: "un-1"})).true_ids == {"un-1"}


def source(path: Path, text: str) -> Source:
    path.write_text(text, encoding="utf-8")
    return find_source(path)


def test_unknown_labels_are_listed(tmp_path: Path) -> None:
    """All of them, or the first twenty, each with its row; otherwise recall would be told of nobody."""
    rows = "".join(f"x,gone-{number}\n" for number in range(1, 31))
    with pytest.raises(InputError, match="30 labels are ids of no party") as caught:
        check_labels(source(tmp_path / "l.csv", "name,true_id\ny,un-1\n" + rows), {"un-1"}.__contains__)
    assert "'gone-1' (row 2)" in caught.value.what
    assert "'gone-20' (row 21)" in caught.value.what
    assert "gone-21" not in caught.value.what


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("name\nx\n", UsageError, "no column true_id"),
        ("shoe,true_id\n43,un-1\n", UsageError, "no column is a name"),
        ("name,true_id\nx,\n", InputError, "every true_id is empty"),
    ],
)
def test_files_that_tell_nothing(tmp_path: Path, text: str, error: type[Exception], said: str) -> None:
    """They are refused before anything is searched."""
    with pytest.raises(error, match=said):
        check_labels(source(tmp_path / "l.csv", text), {"un-1"}.__contains__)


def test_labels_in_other_formats(tmp_path: Path) -> None:
    """JSONL, where a record may lack the label, and Parquet."""
    lines = '{"name": "x"}\n{"name": "y", "true_id": ["un-1"]}\n'
    check_labels(source(tmp_path / "l.jsonl", lines), {"un-1"}.__contains__)
    pq.write_table(pa.table({"name": ["x"], "true_id": ["un-2"]}), tmp_path / "l.parquet")
    with pytest.raises(InputError, match="un-2"):
        check_labels(find_source(tmp_path / "l.parquet"), {"un-1"}.__contains__)

"""OpenSanctions' simple CSV: cells are read value by value; what the format has lost is not guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.collect.find import read_head
from counterflow.collect.readers.ftm.simple_csv import FtmSimpleCsv, split_values
from counterflow.exc import InputError

Read = Callable[..., Any]


@pytest.fixture(scope="module")
def small(read_list: Read, lists_path: Path) -> Any:
    """The small file of the fixtures."""
    return read_list(lists_path / "ftm" / "targets.simple.csv", reader=FtmSimpleCsv())


def test_rows_are_targets(small: Any) -> None:
    """Two of four rows are targets; an unknown schema and an id that comes again are problems."""
    small.check()
    assert (small.tallies[0].records, small.tallies[0].parties) == (4, 2)
    assert small.messages("record") == ["schema 'Wizard' is not known", "id 'ex-1' was used before, in line 2"]


def test_person(small: Any) -> None:
    """Several values stand in one cell; one that holds a semicolon stands in quotation marks."""
    assert small.values("ex-1", "alias") == ["Example, Kim", "Kim; the Example"]
    assert small.values("ex-1", "birthDate") == ["1961", "1961-03-04"]
    assert small.values("ex-1", "idNumber") == ["000000001"]
    assert small.values("ex-1", "programId") == ["UN-SC1718"]
    assert small.values("ex-1", "publisher") == ["Example Sanctions", "Another List"]
    row = next(row for row in small.statements if row.prop == "name")
    assert (row.first_seen, row.last_seen) == ("2022-01-02", "2024-05-06")


def test_sanctions(small: Any) -> None:
    """Each text of `sanctions` is a designation of its own, and the party has the topic."""
    texts = {small.values(one, "summary")[0] for one in small.entities("Sanction")}
    assert texts == {"DPRK - Procurement - 2016-03-02", "UN list; KPi - 2017"}
    assert small.values("ex-1", "topics") == ["sanction"]
    assert small.values("ex-2", "topics") == []


def test_vessel(small: Any) -> None:
    """A ship's IMO number is one; what its schema has no place for is a note."""
    assert small.values("ex-2", "imoNumber") == ["IMO9187629"]
    assert small.values("ex-2", "registrationNumber") == ["HM-77"]
    assert small.values("ex-2", "notes") == ["phones: +850218111", "emails: x@example.org"]


def test_no_place_at_all(tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """A value that the schema has neither a property nor a note for is a problem, not lost."""
    header = (lists_path / "ftm" / "targets.simple.csv").read_text(encoding="utf-8").partition("\n")[0]
    path = tmp_path / "targets.simple.csv"
    path.write_text(f"{header}\no-1,Ownership,,,,,,,,+1,,,,,,\n", encoding="utf-8")
    reading = read_list(path, reader=FtmSimpleCsv())
    reading.check()
    assert reading.messages("value") == ["schema Ownership has no place for it"]
    assert reading.values("o-1", "id") == ["o-1"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1), unique=True))
def test_cells_are_split_as_they_were_joined(values: list[str]) -> None:
    """What OpenSanctions' exporter joins is split into the same values."""
    output = io.StringIO()
    writer = csv.writer(output, dialect=csv.unix_dialect, delimiter=";", lineterminator="", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(values)
    assert split_values(output.getvalue()) == tuple(values)


def test_recognised(lists_path: Path) -> None:
    """Its columns tell it from other tables."""
    assert FtmSimpleCsv().recognise(read_head(lists_path / "ftm" / "targets.simple.csv"))
    assert not FtmSimpleCsv().recognise(read_head(lists_path / "us_csl" / "consolidated_2022-04.csv"))


def test_truncated(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A file that ends inside a row is refused."""
    path = tmp_path / "targets.simple.csv"
    path.write_bytes((lists_path / "ftm" / "targets.simple.csv").read_bytes()[:-20])
    with pytest.raises(InputError, match=r"never closed|ends inside a row"):
        read_list(path, reader=FtmSimpleCsv())

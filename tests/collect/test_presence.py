"""Since when, until when: runs of vintages, and what vintages say of what they cannot hold."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.collect.party import Party
from counterflow.collect.presence import NEVER, date_rows, find_runs
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.source import Source, SourceFile
from counterflow.collect.vintage import Series
from counterflow.stage import Row
from counterflow.tables import DOCUMENT, EVIDENCE, PROBLEM, STATEMENT, Evidence, Statement, Table

Content = dict[str, dict[str, list[str]]]
"""What a file holds: for each record its properties."""


class Notes(ListReader):
    """A list in memory: `contents` by path."""

    NAME = "notes"
    MIME_TYPE = "text/plain"
    contents: ClassVar[dict[str, Content]] = {}

    def recognise(self, head: Head) -> bool:
        return True

    def role(self, source: Source, number: int) -> str:
        return f"{source.format}:{number}"

    def records(self, source: Source) -> Iterator[ListRecord | Tally]:
        content = self.contents[source.main.name]
        beside = self.contents[source.files[1].name] if len(source.files) > 1 else {}
        for record, values in content.items():
            more = beside.get(record, {})
            yield ListRecord(record, repr((values, more)).encode(), partial(self._read, source, record, values, more))
        for file in source.files:
            yield Tally(file, len(self.contents[file.name]), len(self.contents[file.name]))

    def _read(
        self, source: Source, record: str, values: dict[str, list[str]], more: dict[str, list[str]]
    ) -> Iterable[Row]:
        party = Party(source, "notes/1", "Company", f"n-{record}", record)
        for file, found in zip(source.files, (values, more), strict=False):
            for prop, texts in found.items():
                for text in texts:
                    party.add(prop, text, field=prop, file=file)
        return party.rows()


class Other(Notes):
    """The same list in another format."""

    NAME = "other"


Read = Callable[
    ...,
    tuple[dict[tuple[str, str, str], list[tuple[str | None, str | None, str | None]]], Series, dict[Table, pa.Table]],
]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read vintages (date, content, and more); gives the runs of each record's values."""

    def run(*vintages: tuple[str | None, Content, dict[str, object]]) -> object:
        contents: dict[str, Content] = {}
        monkeypatch.setattr(Notes, "contents", contents)
        series = Series({"notes": Notes(), "other": Other()})
        for number, (published, content, more) in enumerate(vintages):
            names = [f"{number}"] + ([f"beside{number}"] if "beside" in more else [])
            contents[names[0]] = content
            if "beside" in more:
                contents[names[1]] = more["beside"]  # type: ignore[assignment]
            files = []
            for name in names:
                (tmp_path / name).write_text(name)
                digest = hashlib.sha256(name.encode()).hexdigest()
                files.append(SourceFile(tmp_path / name, name, digest, len(name), f"r{name}"))
            source = Source(
                str(more.get("format", "notes")),
                tuple(files),
                "notes",
                published=published,
                is_partial=bool(more.get("partial", False)),
            )
            reading = series.read(source)
            if more.get("drop"):
                series.drop(reading)
            else:
                series.keep(reading)
        tables = {batch.table: batch.rows for batch in date_rows(series)}
        statements = {row.id: row for row in STATEMENT.rows(tables[STATEMENT])}
        runs: dict[tuple[str, str, str], list[tuple[str | None, str | None, str | None]]] = {}
        for row in EVIDENCE.rows(EVIDENCE.arrange([tables[EVIDENCE]])):
            said = statements[row.statement_id]
            assert isinstance(row, Evidence)
            assert isinstance(said, Statement)
            runs.setdefault((row.record or "", said.prop, said.value), []).append(
                (row.first_seen, row.last_seen, row.gone_on)
            )
        return {key: sorted(value, key=lambda one: one[0] or "") for key, value in runs.items()}, series, tables

    return run  # type: ignore[return-value]


def _one(name: str, **values: list[str]) -> Content:
    return {name: {"name": [f"Company {name}"], **values}}


def test_what_stays_is_one_row(read: Read) -> None:
    """A record that no vintage changes has one piece of evidence for each value, from the first to the last."""
    runs, series, _ = read(("2021", _one("a"), {}), ("2022", _one("a"), {}), ("2023", _one("a"), {}))
    assert runs == {("a", "name", "Company a"): [("2021", "2023", None)]}
    assert len(series.readings) == 1


def test_what_goes_is_gone_on_the_first_vintage_without_it(read: Read) -> None:
    """The record goes; another comes."""
    runs, _, _ = read(("2021", _one("a"), {}), ("2022", _one("b"), {}), ("2023", _one("b"), {}))
    assert runs[("a", "name", "Company a")] == [("2021", "2021", "2022")]
    assert runs[("b", "name", "Company b")] == [("2022", "2023", None)]


def test_what_comes_back_is_two_rows(read: Read) -> None:
    """A gap is told apart from a stay."""
    runs, _, _ = read(("2021", _one("a"), {}), ("2022", _one("b"), {}), ("2023", _one("a"), {}))
    assert runs[("a", "name", "Company a")] == [("2021", "2021", "2022"), ("2023", "2023", None)]


def test_a_changed_record_keeps_the_dates_of_what_did_not_change(read: Read) -> None:
    """A new alias is new; the name is as old as before."""
    runs, series, _ = read(("2021", _one("a"), {}), ("2022", _one("a", alias=["Aye"]), {}), ("2023", _one("a"), {}))
    assert runs[("a", "name", "Company a")] == [("2021", "2023", None)]
    assert runs[("a", "alias", "Aye")] == [("2022", "2022", "2023")]
    assert len(series.readings) == 2


def test_a_vintage_without_its_companion_takes_nothing_of_it_away(read: Read) -> None:
    """sdn.csv alone says nothing of addresses; with add.csv it does; without the party all is gone."""
    beside = {"beside": _one("a", address=["1 Way"])}
    runs, _, _ = read(("2021", _one("a"), beside), ("2022", _one("a"), {}), ("2023", _one("a"), beside))
    assert runs[("a", "address", "1 Way")] == [("2021", "2023", None)]
    runs, _, _ = read(("2021", _one("a"), beside), ("2022", _one("a"), {}), ("2023", _one("a"), {"beside": {}}))
    assert runs[("a", "address", "1 Way")] == [("2021", "2021", "2023")]
    runs, _, _ = read(("2021", _one("a"), beside), ("2022", _one("b"), {}))
    assert runs[("a", "address", "1 Way")] == [("2021", "2021", "2022")]


def test_another_format_takes_parties_away_but_no_fields(read: Read) -> None:
    """What the other format has no place for still stands; who is not in it does not."""
    both = {**_one("a", alias=["Aye"]), **_one("b")}
    runs, _, _ = read(("2021", both, {}), ("2022", _one("a"), {"format": "other"}))
    assert runs[("a", "alias", "Aye")] == [("2021", "2021", None)]
    assert runs[("b", "name", "Company b")] == [("2021", "2021", "2022")]


def test_a_filtered_download_takes_nobody_away(read: Read) -> None:
    """It adds what it holds."""
    runs, _, _ = read(("2021", _one("a"), {}), ("2022", _one("b"), {"partial": True}), ("2023", _one("a"), {}))
    assert runs[("a", "name", "Company a")] == [("2021", "2023", None)]
    assert runs[("b", "name", "Company b")] == [("2022", "2022", "2023")]


def test_a_refused_vintage_leaves_no_trace(read: Read) -> None:
    """Not even through a record that a later vintage holds too."""
    runs, _, tables = read(("2021", _one("a"), {}), ("2022", _one("b"), {"drop": True}), ("2023", _one("b"), {}))
    assert runs == {
        ("a", "name", "Company a"): [("2021", "2021", "2023")],
        ("b", "name", "Company b"): [("2023", "2023", None)],
    }
    assert set(tables[EVIDENCE].column("resource_id").to_pylist()) == {"r0", "r2"}


def test_a_statement_spans_its_evidence(read: Read) -> None:
    """From the first vintage that held it to the last, gaps or not."""
    _, _, tables = read(("2021", _one("a"), {}), ("2022", _one("b"), {}), ("2023", _one("a"), {}))
    rows = STATEMENT.rows(tables[STATEMENT])
    assert {(row.entity_id, row.first_seen, row.last_seen) for row in rows} == {
        ("n-a", "2021", "2023"),
        ("n-b", "2022", "2022"),
    }


def test_undated_vintages_come_first_and_have_no_date(read: Read) -> None:
    """What an undated file held is known at any time."""
    runs, _, _ = read((None, _one("a"), {}), ("2022", _one("a"), {}))
    assert runs[("a", "name", "Company a")] == [(None, "2022", None)]


@given(st.lists(st.lists(st.sampled_from("+-?"), min_size=5, max_size=5), min_size=1, max_size=6))
def test_runs_against_a_plain_walk(rows: list[list[str]]) -> None:
    """The matrix walk finds the runs that a walk row by row finds."""
    matrix = np.array(rows)
    runs = find_runs(matrix == "+", matrix == "-")
    expected = []
    for number, row in enumerate(rows):
        first = last = NEVER
        for vintage, sign in enumerate(row):
            if sign == "+":
                first, last = (vintage if first == NEVER else first), vintage
            elif sign == "-" and first != NEVER:
                expected.append((number, first, last, vintage))
                first = NEVER
        if first != NEVER:
            expected.append((number, first, last, NEVER))
    assert list(zip(runs.of, runs.first, runs.last, runs.gone, strict=True)) == expected


def test_tables_are_whole(read: Read) -> None:
    """A series without documents or problems gives empty tables of the right columns."""
    _, _, tables = read(("2021", _one("a"), {}))
    assert {table: rows.num_rows for table, rows in tables.items()} == {
        STATEMENT: 1,
        EVIDENCE: 1,
        DOCUMENT: 0,
        PROBLEM: 0,
    }
    assert all(rows.schema.equals(table.schema) for table, rows in tables.items())

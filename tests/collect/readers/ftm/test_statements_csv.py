"""Statements as CSV: rows stay as they are, and FtM reads and writes the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from followthemoney.statement import CSV, PACK, Statement, write_statements

from counterflow.collect.find import read_head
from counterflow.collect.reader import ListRecord
from counterflow.collect.readers.ftm.statements_csv import FtmStatementsCsv
from counterflow.exc import InputError

Read = Callable[..., Any]

STATEMENTS = (
    Statement("ex-1", "name", "Person", "Kim Example", "ex_list", first_seen="2022-01-02", last_seen="2024-05-06"),
    Statement("ex-1", "name", "Person", "김보기", "ex_list", lang="kor", original_value="김 보기", origin="page-2"),
    Statement("ex-1", "birthDate", "Person", "1961", "ex_other", canonical_id="Q1"),
    Statement("ex-2", "name", "Company", "Example Trading", "ex_list", external=True),
    Statement("ex-2-own", "owner", "Ownership", "ex-1", "ex_list"),
    Statement("ex-2-own", "id", "Ownership", "0123456789abcdef", "ex_list"),
)
HEADER = (
    "canonical_id,entity_id,prop,prop_type,schema,value,dataset,"
    "origin,lang,original_value,external,first_seen,last_seen,id"
)


def _write(folder: Path, statements: Sequence[Statement], form: str = CSV) -> Path:
    output = io.BytesIO()
    output.close = lambda: None  # type: ignore[method-assign]  # the writer closes what it writes to
    write_statements(output, form, statements)
    path = folder / "statements.csv"
    path.write_bytes(output.getvalue())
    return path


@pytest.mark.parametrize("form", [CSV, PACK])
def test_rows_stay_as_they_are(tmp_path: Path, read_list: Read, form: str) -> None:
    """What FtM writes in either form comes back column by column, with the same ids and no problem."""
    reading = read_list(_write(tmp_path, STATEMENTS, form), reader=FtmStatementsCsv())
    reading.check()
    assert reading.problems == []
    assert (reading.tallies[0].records, reading.tallies[0].parties) == (3, 3)
    columns = (
        "id",
        "entity_id",
        "prop",
        "prop_type",
        "schema",
        "value",
        "dataset",
        "lang",
        "original_value",
        "external",
    )
    read = [tuple(getattr(row, name) for name in columns) for row in reading.statements]
    assert read == [tuple(getattr(row, name) for name in columns) for row in STATEMENTS]
    assert reading.statements[0].first_seen == "2022-01-02"
    assert [row.origin for row in reading.statements[:2]] == ["ftm_statements_csv/1", "page-2"]
    assert [row.text for row in reading.support("ex-1", "name")] == ["Kim Example", "김 보기"]


def _table(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "statements.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_columns_in_another_order(tmp_path: Path, read_list: Read) -> None:
    """Older files have their columns in another order, and lack some."""
    path = _table(
        tmp_path,
        "ex_list,ex-1,name,Person,Kim Example,2022-01-02,2024-05-06,true",
        header="dataset,entity_id,prop,schema,value,first_seen,last_seen,target",
    )
    assert FtmStatementsCsv().recognise(read_head(path))
    reading = read_list(path, reader=FtmStatementsCsv())
    reading.check()
    (row,) = reading.statements
    assert row.id == Statement.make_key("ex_list", "ex-1", "name", "Kim Example", False)


def test_a_wrong_id_is_a_problem(tmp_path: Path, read_list: Read) -> None:
    """The id is computed again; an older FtM left the language out of it, which is no damage."""
    older = Statement.make_key("ex_list", "ex-1", "name", "김보기", False)
    reading = read_list(
        _table(
            tmp_path,
            "ex-1,ex-1,name,name,Person,Kim Example,ex_list,,,,f,,,0000",
            f"ex-1,ex-1,name,name,Person,김보기,ex_list,,kor,,f,,,{older}",
        ),
        reader=FtmStatementsCsv(),
    )
    (problem,) = reading.problems
    assert (problem.severity, problem.field, problem.value) == ("value", "id", "0000")
    assert problem.expected == Statement.make_key("ex_list", "ex-1", "name", "Kim Example", False)
    assert len(reading.statements) == 2


def test_unsorted_rows(tmp_path: Path, read_list: Read) -> None:
    """An entity that comes back further down is one party, in a second record of its own name."""
    row = "{0},{0},name,name,Person,{1},ex_list,,,,f,,,"
    path = _table(tmp_path, row.format("a", "A"), row.format("b", "B"), row.format("a", "Aa"))
    reading = read_list(path, reader=FtmStatementsCsv())
    reading.check()
    assert (reading.tallies[0].records, reading.tallies[0].parties) == (2, 2)
    assert reading.values("a", "name") == ["A", "Aa"]
    records = [one.id for one in FtmStatementsCsv().records(reading.source) if isinstance(one, ListRecord)]
    assert records == ["a", "b", "a#2"]


def test_bad_rows(tmp_path: Path, read_list: Read) -> None:
    """What is no statement is a problem: of its entity where that has others, else in place of the entity."""
    reading = read_list(
        _table(
            tmp_path,
            "a,a,name,name,Person,A,ex_list,,,,f,,,",
            "a,a,shoeSize,name,Person,44,ex_list,,,,f,,,",
            "a,a,birthDate,date,Person,soon,ex_list,,,,f,,,",
            "a,a,imoNumber,identifier,Vessel,IMO9187629,ex_list,,,,f,,,",
            "b,b,name,name,Wizard,B,ex_list,,,,f,,,",
            ",,name,name,Person,C,ex_list,,,,f,,,",
            "d,d,name,name,Person",
            "e,e,name,name,Company,E,ex_list,,,,f,,,",
            "f,f,name,name,Company,F,ex_list,,,,f,,,",
        ),
        reader=FtmStatementsCsv(),
    )
    reading.check()
    assert reading.messages("value") == [
        "schema 'Person' has no property 'shoeSize'",
        "birthDate is not a valid date",
        "the entity is a Person, and this is of a Vessel",
    ]
    assert reading.messages("record") == [
        "schema 'Wizard' has no property 'name'",
        "the statement has no entity_id that can be used",
        "the row has 5 cells",
    ]
    assert (reading.tallies[0].records, reading.tallies[0].parties) == (6, 3)


def test_truncated(tmp_path: Path, read_list: Read) -> None:
    """A file that ends inside a row is refused."""
    path = _write(tmp_path, STATEMENTS)
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(InputError, match=r"never closed|ends inside a row"):
        read_list(path, reader=FtmStatementsCsv())


@pytest.mark.shared_data
def test_real_entities_as_statements(shared_data: Path, tmp_path: Path, read_list: Read) -> None:
    """Real parties written as statements by FtM come back whole: 2,000 of OFAC's from January 2022."""
    statements: list[Statement] = []
    with (shared_data / "lists" / "ofac_sdn" / "2022-01" / "sdn.csv").open(encoding="utf-8", errors="replace") as file:
        for row in [row for row in csv.reader(file) if len(row) == 12][:2_000]:
            entity = model.get_proxy(
                {"id": f"ofac-{row[0]}", "schema": "LegalEntity", "properties": {"name": [row[1]]}}
            )
            statements += Statement.from_entity(entity, "us_ofac_sdn")
    reading = read_list(_write(tmp_path, statements), reader=FtmStatementsCsv())
    reading.check()
    assert reading.tallies[0].parties == 2_000
    assert {row.id for row in reading.statements} == {row.id for row in statements}
    assert reading.problems == []

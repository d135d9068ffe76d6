"""Statements of FtM as JSON lines: what followthemoney writes in any of its formats is the same to us."""

from __future__ import annotations

import io
import json
import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from followthemoney.statement import Statement as FtmStatement
from followthemoney.statement.serialize import write_statements

from counterflow.collect.find import read_head
from counterflow.collect.readers.ftm.entity_json import FtmJson
from counterflow.collect.readers.ftm.statements_csv import FtmStatementsCsv
from counterflow.collect.readers.ftm.statements_json import FtmStatementsJson
from counterflow.exc import InputError

Read = Callable[..., Any]
_SEEN = {"first_seen": "2024-01-01", "last_seen": "2024-02-02"}
STATEMENTS = [
    FtmStatement(
        entity_id=entity, prop=prop, schema=schema, value=value, dataset="own", external=external, **kept, **_SEEN
    )
    for entity, schema, prop, value, external, kept in (
        ("a", "Person", "name", 'Kim "Sam"; Example, Jr\nof Harbour', False, {"lang": "eng", "origin": "crawl"}),
        ("a", "Person", "name", "Ким Пример", False, {"lang": "rus", "original_value": "КИМ ПРИМЕР"}),
        ("a", "Person", "country", "kp", False, {}),
        ("b", "Company", "name", "Example Trading", True, {}),
        ("b", "Company", "id", "b", False, {}),
        ("c", "Sanction", "entity", "a", False, {}),
    )
]  # fmt: skip


class _Kept(io.BytesIO):
    """A buffer that can be read after followthemoney's writer has closed it."""

    def close(self) -> None:
        """Stay open."""


def _write(path: Path, form: str) -> Path:
    buffer = _Kept()
    write_statements(buffer, form, STATEMENTS)
    path.write_bytes(buffer.getvalue())
    return path


FORMS = (("json", FtmStatementsJson), ("csv", FtmStatementsCsv), ("pack", FtmStatementsCsv))


@pytest.mark.parametrize(("form", "reader"), FORMS)
def test_what_ftm_writes_is_read(form: str, reader: type[Any], tmp_path: Path, read_list: Read) -> None:
    """Each of FtM's three formats gives the same statements, with their ids, languages and dates."""
    path = _write(tmp_path / f"statements.{form}", form)
    assert reader().recognise(read_head(path))
    reading = read_list(path, dataset="own", reader=reader())
    reading.check()
    assert reading.problems == []
    assert reading.tallies[0].parties == 3
    assert {row.id for row in reading.statements} == {one.id for one in STATEMENTS}
    facts = operator.attrgetter("entity_id", "prop", "value", "lang", "original_value", "external")
    assert set(map(facts, reading.statements)) == set(map(facts, STATEMENTS))
    assert {(row.first_seen, row.last_seen) for row in reading.statements} == {("2024-01-01", "2024-02-02")}


def test_entities_are_none(tmp_path: Path, lists_path: Path) -> None:
    """Entities are not statements, and statements no entities."""
    entities = read_head(lists_path / "ftm" / "entities.ftm.json")
    statements = read_head(_write(tmp_path / "s.json", "json"))
    assert (FtmStatementsJson().recognise(entities), FtmStatementsJson().recognise(statements)) == (False, True)
    assert (FtmJson().recognise(entities), FtmJson().recognise(statements)) == (True, False)


def test_bad_lines(tmp_path: Path, read_list: Read) -> None:
    """A line that is no statement is in quarantine; a changed id and an unknown field are said."""
    path = _write(tmp_path / "s.json", "json")
    good = path.read_text(encoding="utf-8").splitlines()
    changed = {**json.loads(good[2]), "id": "0" * 40, "mood": "dark"}
    bad = ["[]", "{", json.dumps({**changed, "value": ["kp"]}), json.dumps({**changed, "entity_id": None})]
    path.write_text("\n".join([good[0], *bad[:3], *good[3:], bad[3], json.dumps(changed)]) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        read_list(path, dataset="own", reader=FtmStatementsJson())
    path.write_text("\n".join([*good, *bad[:2], json.dumps(changed)]) + "\n", encoding="utf-8")
    reading = read_list(path, dataset="own", reader=FtmStatementsJson())
    assert reading.messages("record")[0] == "the line holds a JSON list"
    assert reading.messages("value") == [
        "the id is not that of the statement; computed again",
        "the field is not known",
    ]
    path.write_text("\n".join([*good, good[0][:60]]), encoding="utf-8")
    with pytest.raises(InputError, match="ends inside a record"):
        read_list(path, dataset="own", reader=FtmStatementsJson())

"""Damaged files of FtM's formats: no row is lost unseen and no other error than InputError is raised."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.find import read_head
from counterflow.collect.reader import ListReader
from counterflow.collect.readers.ftm.entity_json import FtmJson
from counterflow.collect.readers.ftm.mapping import FtmMapping
from counterflow.collect.readers.ftm.nested_json import FtmNestedJson
from counterflow.collect.readers.ftm.simple_csv import FtmSimpleCsv
from counterflow.collect.readers.ftm.statements_csv import FtmStatementsCsv
from counterflow.collect.readers.ftm.statements_json import FtmStatementsJson

from ..list_mutation import MANY, check_reader, damage, mutations

MAPPING = b"""
d:
  queries:
    - csv_url: table.csv
      entities:
        a: {schema: Person, keys: [id], properties: {name: {column: name}, birthDate: {column: born}}}
        b: {schema: UnknownLink, keys: [id, to], key_literal: x, properties: {subject: {entity: a, required: true}}}
"""
STATEMENTS = (
    b"entity_id,prop,schema,value,dataset,lang,external,first_seen,last_seen,id\n"
    b"a,name,Person,Kim Example,d,,f,2022-01-02,2022-01-02,\n"
    b"a,birthDate,Person,1961,d,,f,2022-01-02,2022-01-02,\n"
    b'b,name,Company,"Example; ""Trading""",d,eng,t,2022-01-02,2022-01-02,\n'
    b"a,alias,Person,Kim,d,,f,2022-01-02,2022-01-02,\n"
)
LINES = b"".join(
    b'{"entity_id": "%s", "prop": "%s", "schema": "%s", "value": "%s", "dataset": "d", "lang": null, '
    b'"external": false, "first_seen": "2022-01-02", "last_seen": "2022-01-02"}\n' % row
    for row in (
        (b"a", b"name", b"Person", b"Kim Example"),
        (b"a", b"birthDate", b"Person", b"1961"),
        (b"b", b"name", b"Company", b"Example, Trading"),
        (b"a", b"alias", b"Person", b"Kim"),
    )
)
TABLE = b'id,name,born,to\n1,Kim Example,1961,2\n2,"Pat, Example",1962-03,\n,Nobody,,\n3,Sam,soon,1\n'


class Format(NamedTuple):
    """A reader and a small file of its format."""

    reader: type[ListReader]
    name: str
    fixture: bytes | None
    """None: it lies among the fixtures."""
    kind: str


FORMATS = (
    Format(FtmJson, "entities.ftm.json", None, "json"),
    Format(FtmNestedJson, "targets.nested.json", None, "json"),
    Format(FtmSimpleCsv, "targets.simple.csv", None, "comma"),
    Format(FtmStatementsCsv, "statements.csv", STATEMENTS, "comma"),
    Format(FtmStatementsJson, "statements.json", LINES, "json"),
    Format(FtmMapping, "table.csv", TABLE, "comma"),
)
by_name = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.reader.NAME)


def _fixture(form: Format, lists_path: Path) -> bytes:
    return form.fixture if form.fixture is not None else (lists_path / "ftm" / form.name).read_bytes()


def _check(form: Format, data: bytes, folder: Path) -> bool:
    if form.reader is not FtmMapping:
        return check_reader(form.reader(), form.name, data, folder)
    beside: Mapping[str, bytes] = {form.name: data}
    return check_reader(FtmMapping(), "registry.mapping.yml", MAPPING, folder, beside)


@by_name
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_records(form: Format, lists_path: Path, tmp_path: Path, data: st.DataObject) -> None:
    """Two hundred damaged files of each format."""
    _check(form, data.draw(mutations(_fixture(form, lists_path), form.kind)), tmp_path)


@pytest.mark.slow
@by_name
def test_many_mutated_records(form: Format, lists_path: Path, tmp_path: Path) -> None:
    """Ten thousand damaged files of each format; many are still read."""
    data = _fixture(form, lists_path)
    assert sum(_check(form, damage(data, form.kind, seed), tmp_path) for seed in range(MANY)) > 1_000


@pytest.mark.shared_data
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.reader.NAME)
def test_real_files_of_other_formats_are_not_taken(form: Format, shared_data: Path) -> None:
    """None of the real files is of FtM's forms, and none is taken for one."""
    reader = form.reader()
    folders = [shared_data / name for name in ("lists", "matching", "records", "interop")]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(files) > 100
    assert [path.name for path in files if reader.recognise(read_head(path))] == []

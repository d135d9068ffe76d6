"""Damaged tables: whatever is done to a file, no row is lost unseen and no other error than InputError is raised."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.find import read_head
from counterflow.collect.reader import ListReader, ListRecord, Tally
from counterflow.collect.readers.ftm.mapping import FtmMapping
from counterflow.collect.readers.ftm.nested_json import FtmNestedJson
from counterflow.collect.readers.ftm.simple_csv import FtmSimpleCsv
from counterflow.collect.readers.ftm.statements_csv import FtmStatementsCsv
from counterflow.collect.readers.us_csl.csl_csv import UsCslCsv
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.tables import Problem

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
TABLE = b'id,name,born,to\n1,Kim Example,1961,2\n2,"Pat, Example",1962-03,\n,Nobody,,\n3,Sam,soon,1\n'


class Format(NamedTuple):
    """A reader and a small file of its format."""

    reader: type[ListReader]
    name: str
    fixture: bytes | str
    """Its bytes, or where the fixture lies."""
    companion: str | None = None


FORMATS = (
    Format(UsCslCsv, "consolidated.csv", "us_csl/consolidated_2022-04.csv"),
    Format(FtmSimpleCsv, "targets.simple.csv", "ftm/targets.simple.csv"),
    Format(FtmNestedJson, "targets.nested.json", "ftm/targets.nested.json"),
    Format(FtmStatementsCsv, "statements.csv", STATEMENTS),
    Format(FtmMapping, "registry.mapping.yml", TABLE, "table.csv"),
)
JUNK = (b'"', b",", b"\n", b"\r", b";", b"\0", b"\xff", b"{", b"[]", "\u202e".encode(), b"x" * 5_000)


@st.composite
def mutations(draw: st.DrawFn, data: bytes) -> bytes:
    """Delete, repeat, swap or overwrite pieces of a file, or put junk into it, up to four times."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 200)))
        piece = data[start:end]
        way = draw(st.sampled_from(["delete", "repeat", "junk", "bytes", "line"]))
        if way == "delete":
            piece = b""
        elif way == "repeat":
            piece += piece
        elif way == "junk":
            piece = draw(st.sampled_from(JUNK)) + piece
        elif way == "bytes":
            piece = draw(st.binary(max_size=20))
        else:
            lines = data.split(b"\n")
            piece += b"\n" + draw(st.sampled_from(lines)) + b"\n"
        data = data[:start] + piece + data[end:]
    return data


def _source(reader: ListReader, paths: list[Path]) -> Source:
    files = []
    for path in paths:
        data = path.read_bytes()
        files.append(SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data), path.name))
    return Source(reader.NAME, tuple(files), "example")


def _check(form: Format, data: bytes, folder: Path) -> None:
    """Read a damaged file whole and count."""
    reader = form.reader()
    path = folder / form.name
    paths = [path]
    if form.companion is None:
        path.write_bytes(data)
    else:
        path.write_bytes(MAPPING)
        paths.append(folder / form.companion)
        paths[1].write_bytes(data)
    ids: list[str] = []
    bad: dict[str, int] = {}
    tallies: list[Tally] = []
    try:
        for one in reader.records(_source(reader, paths)):
            if isinstance(one, ListRecord):
                ids.append(one.id)
                assert len(one.content) > 0
                rows = list(one.read())
                assert not any(isinstance(row, Problem) and row.severity == "record" for row in rows)
            elif isinstance(one, Tally):
                tallies.append(one)
            elif one.severity == "record":
                bad[one.path] = bad.get(one.path, 0) + 1
    except InputError as exc:
        assert exc.where is not None
        return
    assert len(tallies) == len(paths)
    for tally in tallies:
        assert tally.records == tally.parties + bad.get(tally.file.name, 0)
    assert sum(tally.parties for tally in tallies) <= len(ids)
    if form.reader is not FtmNestedJson:  # an entity may stand in several lines of JSON
        assert len(ids) == len(set(ids))


def _fixture(form: Format, lists_path: Path) -> bytes:
    return form.fixture if isinstance(form.fixture, bytes) else (lists_path / form.fixture).read_bytes()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.reader.NAME)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_records(form: Format, lists_path: Path, tmp_path: Path, data: st.DataObject) -> None:
    """Two hundred damaged files of each format."""
    _check(form, data.draw(mutations(_fixture(form, lists_path))), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.reader.NAME)
@settings(max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_many_mutated_records(form: Format, lists_path: Path, tmp_path: Path, data: st.DataObject) -> None:
    """Ten thousand over the five formats."""
    _check(form, data.draw(mutations(_fixture(form, lists_path))), tmp_path)


@pytest.mark.shared_data
@pytest.mark.parametrize("form", FORMATS[1:], ids=lambda form: form.reader.NAME)
def test_real_files_of_other_formats_are_not_taken(form: Format, shared_data: Path) -> None:
    """None of the real files is of FtM's further forms, and none is taken for one."""
    reader = form.reader()
    folders = [shared_data / name for name in ("lists", "matching", "records", "interop")]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(files) > 100
    assert [path.name for path in files if reader.recognise(read_head(path))] == []

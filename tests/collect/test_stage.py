"""Reading one part: whatever its reader meets, the file is named, and a report never takes the others with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterflow.case import load_case
from counterflow.collect.find import Finder
from counterflow.collect.readers.ftm.entity_json import FtmJson
from counterflow.collect.readers.order import READERS
from counterflow.collect.readers.text import TextReader
from counterflow.collect.source import Source
from counterflow.collect.stage import LIST_FORMATS, ListVintages, ManualEntry, read_part
from counterflow.exc import InputError
from counterflow.stage import Part, Row
from counterflow.tables import Problem

ENTITY = b'{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}\n'


def part(root: Path, name: str, data: bytes) -> Part:
    """Make the part of a case with one file."""
    (root / "inputs").mkdir()
    (root / "case.toml").write_text("")
    (root / "inputs" / name).write_bytes(data)
    (source,) = Finder(load_case(root), READERS).find()
    assert isinstance(source, Source)
    load = ListVintages((source,)) if source.format in LIST_FORMATS else source
    return Part("key", name, len(data), load)


def test_an_error_in_a_report_keeps_its_line(tmp_path: Path) -> None:
    """The problem says where in the file it is."""
    (problem,) = read_part(part(tmp_path, "a.md", b"---\ntitle: x\ndate: soon\n---\nText.\n"))
    assert isinstance(problem, Problem)
    assert (problem.severity, problem.record) == ("file", "line 3")


def _fail(self: object, source: Source) -> Iterator[Row]:
    yield from ()
    raise RecursionError("too deep")


def test_a_reader_that_fails_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect of a library is a problem of one report."""
    one = part(tmp_path, "a.txt", b"Some text.\n")
    monkeypatch.setattr(TextReader, "read", _fail)
    (problem,) = read_part(one)
    assert isinstance(problem, Problem)
    assert "the reader txt fails on it (RecursionError: too deep)" in problem.message


def test_a_list_that_fails_stops_the_run_and_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a list is a wrong list."""
    one = part(tmp_path, "a.ftm.json", ENTITY)
    monkeypatch.setattr(FtmJson, "records", _fail)
    with pytest.raises(InputError, match=r"inputs/a.ftm.json: the reader ftm_json fails"):
        list(read_part(one))


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    """A download that is still going on does not enter a build."""
    one = part(tmp_path, "a.ftm.json", ENTITY)
    (tmp_path / "inputs" / "a.ftm.json").write_bytes(ENTITY + ENTITY.replace(b'"a"', b'"b"'))
    with pytest.raises(InputError, match="changed while it was read"):
        list(read_part(one))
    (tmp_path / "inputs" / "a.ftm.json").unlink()
    with pytest.raises(InputError, match=r"inputs/a.ftm.json: it can no longer be read"):
        list(read_part(one))


def test_an_entry_that_no_run_can_read_is_a_problem(tmp_path: Path) -> None:
    """A wrong entry of an older version does not stop every run after it."""
    payload = {"entity_id": "a", "schema": "Nope", "prop": "name", "value": "v", "source": "s", "passage": "p"}
    (problem,) = read_part(Part("key", "entry", 0, ManualEntry(payload, "TLP:CLEAR")))
    assert isinstance(problem, Problem)
    assert (problem.severity, problem.record) == ("record", "entry by hand about a")

"""Finding inputs: what is no report and no list is named with its reason, and never taken for something else."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest

from counterflow.case import load_case
from counterflow.collect.find import Finder
from counterflow.collect.readers.order import READERS
from counterflow.collect.source import Source
from counterflow.collect.stage import list_parts
from counterflow.exc import CaseError, InputError
from counterflow.stage import StageInput
from counterflow.tables import Problem

PAGE = b"<!DOCTYPE html><html><body><h1>503 Service Unavailable</h1><p>Try again later, please.</p></body></html>"


def find(root: Path, toml: str = "", **files: bytes) -> list[Source | Problem]:
    """Find the inputs of a case with some files; `a__csv` is a.csv."""
    (root / "inputs").mkdir(exist_ok=True)
    (root / "case.toml").write_text(toml)
    for name, data in files.items():
        (root / "inputs" / name.replace("__", ".")).write_bytes(data)
    return list(Finder(load_case(root), READERS).find())


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("sdn__csv", PAGE, "a web page under the name of a list"),
        ("consolidated__xml", PAGE, "a web page under the name of a list"),
        ("list__json", PAGE, "a web page under the name of a list"),
        ("list__csv", b"---\ntitle: Notes\n---\nText.\n", r"a report \(md\) under the name of a list"),
        ("list__json", b'[\n {"id": "a", "schema": "Person"}\n]\n', "its first line is not an entity"),
        ("list__json", '{"id": "a"}'.encode("utf-16-le"), "this is UTF-16"),
        ("sdn__csv__gz", b"\x1f\x8b\x08\0", "this is a gzip archive"),
        ("list__zip", b"PK\x03\x04\0\0", "this is a ZIP archive"),
        ("a__txt", b"some text\0 and more", "byte 9 is NUL"),
        ("a__txt", b"", "the file is empty"),
        ("a__xyz", b"text", "no reader knows this format"),
    ],
)
def test_a_file_that_is_not_taken_on_says_why(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    """One problem of severity file, with what was expected and what to do."""
    (problem,) = find(tmp_path, "", **{name: data})
    assert isinstance(problem, Problem)
    assert problem.severity == "file"
    assert problem.expected is not None
    assert problem.next_step is not None
    assert re.search(message, problem.message) is not None


def test_a_page_is_read_when_case_toml_says_so(tmp_path: Path) -> None:
    """XHTML under .xml is a report once its format is named."""
    (source,) = find(tmp_path, '[[source]]\npath = "a.xml"\nformat = "html"', a__xml=PAGE)
    assert isinstance(source, Source)


def test_a_public_list_that_is_none_stops_the_run(tmp_path: Path) -> None:
    """What case.toml calls OFAC's list is that list or an error, never a build without it."""
    with pytest.raises(InputError, match=r"inputs/sdn.csv: this is a web page"):
        find(tmp_path, '[[source]]\npath = "sdn.csv"\ndataset = "us_ofac_sdn"', sdn__csv=PAGE)


def test_pipes_are_named_and_not_opened(tmp_path: Path) -> None:
    """A pipe without a writer would be waited for for ever."""
    (tmp_path / "inputs").mkdir()
    os.mkfifo(tmp_path / "inputs" / "pipe.md")
    (problem,) = find(tmp_path)
    assert isinstance(problem, Problem)
    assert "a pipe" in problem.message


def test_equal_bytes_in_two_formats_are_two_resources(tmp_path: Path) -> None:
    """The same text as .md and as .txt is read in two ways, so it has two ids."""
    found = find(tmp_path, a__md=b"Some text.\n", b__txt=b"Some text.\n")
    assert len({one.main.resource_id for one in found if isinstance(one, Source)}) == 2


def test_a_source_that_matches_nothing_names_the_nearest(tmp_path: Path) -> None:
    """A typo in a path is corrected."""
    with pytest.raises(CaseError, match=r"'reprot.txt' matches no input.*Did you mean 'report.txt'"):
        find(tmp_path, '[[source]]\npath = "reprot.txt"', report__txt=b"text")
    (source,) = find(tmp_path, '[[source]]\npath = "./report.txt"\ndate = 2022-01-28')
    assert isinstance(source, Source)
    assert source.published == "2022-01-28"


def test_a_file_whose_hash_case_toml_states(tmp_path: Path) -> None:
    """The stated file is taken, another one stops the run."""
    entity = b'{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}\n'
    digest = hashlib.sha256(entity).hexdigest()
    toml = f'[[source]]\npath = "a.json"\nsha256 = "{digest.upper()}"'
    (source,) = find(tmp_path, toml, a__json=entity)
    assert isinstance(source, Source)
    with pytest.raises(
        InputError, match=r"inputs/a.json: its SHA-256 is .*\. Expected [0-9a-f]{64}, as case.toml states"
    ):
        find(tmp_path, toml, a__json=entity.replace(b'"A"', b'"B"'))
    with pytest.raises(CaseError, match="64 hexadecimal digits"):
        find(tmp_path, '[[source]]\npath = "a.json"\nsha256 = "abc"')


def test_vintages_of_one_list_are_one_part(tmp_path: Path) -> None:
    """By the dataset that case.toml names; a list of one's own is one by itself; a copy is read once."""
    entity = b'{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}\n'
    toml = "\n".join(f'[[source]]\npath = "{name}.json"\ndataset = "x"\ndate = "{date}"' for name, date in VINTAGES)
    files = {"a__json": entity, "b__json": entity.replace(b'"A"', b'"B"'), "c__json": entity, "d__json": entity}
    find(tmp_path, toml, **files)
    case = load_case(tmp_path)
    parts = list_parts(StageInput(case, {}, NoLedger()))
    assert [part.label for part in parts] == ["x (2 vintages)", "inputs/c.json", "inputs/d.json"]


VINTAGES = [("a", "2021"), ("b", "2022")]


class NoLedger:
    """A ledger that nobody wrote to."""

    def of_kind(self, kind: str) -> list[dict[str, object]]:
        return []

"""`counterflow index`: an index of names alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from counterflow.cli.batch_progress import INDEXING, SEARCHING, is_compiled
from counterflow.cli.index import index
from counterflow.cli.screen import screen
from counterflow.exc import CounterflowError, InputError, UsageError

ROOT = Path(__file__).parents[2]


def party(entity_id: str, name: str) -> dict[str, Any]:
    return {"id": entity_id, "schema": "Person", "caption": name, "datasets": ["own"], "properties": {"name": [name]}}


def write(path: Path, *entities: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    return path


def call(*words: str | Path) -> Result:
    result = CliRunner().invoke(index, [*map(str, words), "--workers", "1"])
    assert result.exit_code == 0, result.output
    return result


def found(folder: Path, name: str) -> list[str]:
    result = CliRunner().invoke(screen, ["--index", str(folder), "--name", name, "--schema", "Person", "--json"])
    return [one["id"] for one in json.loads(result.stdout)["results"] if one["match"]]


def test_a_summary_says_what_is_in_it(tmp_path: Path) -> None:
    """Parties, names, lists, and what was left out."""
    sanction = {"id": "s", "schema": "Sanction", "properties": {"entity": ["1"]}}
    path = write(tmp_path / "list.jsonl", party("1", "Ri Yong Ho"), party("2", "Yun Ho-jin"), sanction)
    text = call(path, "--output", tmp_path / "names").stdout
    assert "2 parties with 2 names" in text
    assert "own  2 parties" in text
    assert "1 entity kept beside: no parties" in text


def test_the_summary_is_its_json_schema(tmp_path: Path) -> None:
    """`--json` prints it on stdout."""
    path = write(tmp_path / "list.jsonl", party("1", "Ri Yong Ho"))
    summary = json.loads(call(path, "--output", tmp_path / "names", "--json").stdout)
    Draft202012Validator(json.loads((ROOT / "docs/schema/index.json").read_text(encoding="utf-8"))).validate(summary)
    assert (summary["parties"], summary["skipped"], summary["changed"], summary["datasets"]) == (1, 0, None, {"own": 1})


def test_an_update_equals_a_new_index(tmp_path: Path) -> None:
    """One goes, one changes its name, one comes, one stays."""
    old = write(tmp_path / "old.jsonl", party("1", "Ri Yong Ho"), party("2", "Yun Ho-jin"), party("3", "Pak Han Se"))
    new = write(
        tmp_path / "new.jsonl", party("1", "Ri Yong Ho"), party("2", "Jang Song Thaek"), party("4", "Kim Yo Jong")
    )
    call(old, "--output", tmp_path / "names")
    first = json.loads(call(new, "--output", tmp_path / "names", "--update", "--json").stdout)
    assert (first["changed"], first["removed"]) == (2, 1)
    again = json.loads(call(new, "--output", tmp_path / "names", "--update", "--json").stdout)
    assert (again["changed"], again["removed"]) == (0, 0)
    whole = json.loads(call(new, "--output", tmp_path / "whole", "--json").stdout)
    assert first["build"] == again["build"] == whole["build"]
    for name in ("Ri Yong Ho", "Yun Ho-jin", "Pak Han Se", "Jang Song Thaek", "Kim Yo Jong"):
        assert found(tmp_path / "names", name) == found(tmp_path / "whole", name)
    assert found(tmp_path / "names", "Jang Song Thaek") == ["2"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["nothing"], "list.jsonl"),
        (['{"id": 7}'], "list.jsonl"),
        (['{"id": "1", "schema": "Person", "properties": {"name": ["a"]}}'] * 2, "1"),
    ],
)
def test_what_is_no_list(tmp_path: Path, lines: list[str], message: str) -> None:
    """Broken lines and doubled ids are said with their place, and no index is left."""
    path = tmp_path / "list.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(index, [str(path), "--output", str(tmp_path / "names"), "--workers", "1"])
    assert isinstance(result.exception, InputError)
    assert message in str(result.exception)
    assert not (tmp_path / "names").exists()


def test_what_is_not_there(tmp_path: Path) -> None:
    """A missing file, a file given twice, an update of nothing."""
    path = write(tmp_path / "list.jsonl", party("1", "Ri Yong Ho"))
    for words, error in (
        ([tmp_path / "no.jsonl"], InputError),
        ([path, path], UsageError),
        ([path, "--update"], InputError),
    ):
        result = CliRunner().invoke(index, [*map(str, words), "--output", str(tmp_path / "names")])
        assert isinstance(result.exception, error)
        assert isinstance(result.exception, CounterflowError)


def test_the_first_use_on_a_machine_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the index is made, and behind it of the first search; not if it was compiled before, nor with --quiet."""
    path = write(tmp_path / "list.jsonl", party("1", "Ri Yong Ho"))
    for known, lines in ((frozenset[str](), 2), ({INDEXING}, 1), ({INDEXING, SEARCHING}, 0)):
        monkeypatch.setattr("counterflow.cli.index.is_compiled", known.__contains__)
        said = call(path, "--output", tmp_path / "names").stderr
        assert said.count("on this machine compiles") == lines
        assert "compiles" not in call(path, "--output", tmp_path / "names", "--quiet").stderr


def test_what_was_compiled_is_known(tmp_path: Path) -> None:
    """By the functions that an index, and a search in it, call."""
    path = write(tmp_path / "list.jsonl", party("1", "Ri Yong Ho"))
    call(path, "--output", tmp_path / "names")
    assert found(tmp_path / "names", "Ri Yong Ho") == ["1"]
    assert is_compiled(INDEXING)
    assert is_compiled(SEARCHING)
    assert not is_compiled("derive.nothing")

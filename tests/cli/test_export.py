"""`counterflow export`: files, streams and what is said of what stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterflow.case import Case
from counterflow.cli.export import export
from counterflow.exc import NotFoundError


def call(*words: str | Path, status: int = 0) -> Result:
    """Call the command and check its exit status."""
    result = CliRunner().invoke(export, [str(word) for word in words])
    assert result.exit_code == status, result.output
    return result


@pytest.mark.parametrize("format_", ["ftm", "statements", "csv"])
def test_a_file_and_stdout_hold_the_same(example_case: Case, tmp_path: Path, format_: str) -> None:
    """`-` is stdout, which holds the data alone; messages go to stderr."""
    path = tmp_path / "out"
    done = call(example_case.root, "--format", format_, "--output", path)
    assert done.stdout == ""
    assert f"statements written to {path}" in done.stderr
    assert list(tmp_path.iterdir()) == [path]
    streamed = call(example_case.root, "--format", format_, "--output", "-")
    assert streamed.stdout_bytes == path.read_bytes()
    assert "statements written\n" in streamed.stderr


def test_each_line_is_an_entity(example_case: Case) -> None:
    """The id comes first, so `sort` sorts by it, and the lines are sorted already."""
    lines = call(example_case.root, "--format", "ftm", "--output", "-").stdout.splitlines()
    ids = [json.loads(line)["id"] for line in lines]
    assert ids == sorted(ids)
    assert all(line.startswith('{"id":') for line in lines)


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    """A case without a build is an error, and the file of the last export stays."""
    path, root = tmp_path / "out", tmp_path / "case"
    path.write_text("old", encoding="utf-8")
    root.mkdir()
    (root / "case.toml").write_text('[case]\nname = "empty"\n', encoding="utf-8")
    result = CliRunner().invoke(export, [str(root), "--format", "ftm", "--output", str(path)])
    assert isinstance(result.exception, NotFoundError)
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("words", [["--format", "xml", "--output", "-"], ["--format", "ftm"], ["--output", "-"]])
def test_wrong_use(example_case: Case, words: list[str]) -> None:
    """An unknown format, no output or no format is wrong use."""
    call(example_case.root, *words, status=2)


def test_an_unknown_label_is_wrong_use(example_case: Case) -> None:
    """Only the labels of TLP 2.0 are taken."""
    result = call(example_case.root, "--format", "ftm", "--output", "-", "--max-tlp", "TLP:PINK", status=2)
    assert "TLP:AMBER+STRICT" in result.output

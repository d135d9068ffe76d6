"""The walk over the inputs: whatever lies there, it ends, and every file has a name of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from counterflow.case import load_case
from counterflow.collect.walk import is_regular, printable, walk_inputs
from counterflow.exc import CaseError


def walk(root: Path) -> list[str]:
    """Name every file that the case in a folder reads."""
    return [name for name, _ in walk_inputs(load_case(root))]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A case with one report."""
    (tmp_path / "case" / "inputs").mkdir(parents=True)
    (tmp_path / "case" / "case.toml").write_text("")
    (tmp_path / "case" / "inputs" / "a.txt").write_text("text")
    return tmp_path / "case"


def test_links_back_up_do_not_make_the_walk_endless(root: Path) -> None:
    """A link to a folder above, two folders that link to each other, also below a case that is a link itself."""
    for name, other in (("x", "y"), ("y", "x")):
        (root / "inputs" / name).mkdir()
        (root / "inputs" / name / "link").symlink_to(f"../{other}")
    (root / "inputs" / "up").symlink_to("..")
    link = root.parent / "link"
    link.symlink_to(root)
    assert walk(root) == walk(link) == ["inputs/a.txt"]


def test_further_inputs_of_one_folder_name_are_told_apart(root: Path) -> None:
    """Two folders called `lists` hold two files, not one in place of the other."""
    for name in ("one", "two"):
        (root.parent / name / "lists").mkdir(parents=True)
        (root.parent / name / "lists" / "a.csv").write_text(name)
    (root / "case.toml").write_text('[case]\ninputs = ["../one/lists", "../two/lists", "../one/lists"]\n')
    assert walk(root) == ["inputs/a.txt", "one/lists/a.csv", "two/lists/a.csv"]


def test_names_can_be_printed(root: Path) -> None:
    """Line breaks, escape sequences and bytes that are not UTF-8 are escaped; letters of any script are not."""
    for name in ("b\nc.txt", "b\x1b[31m.txt", "김정은 😀.txt", os.fsdecode(b"b\xff.txt")):
        (root / "inputs" / name).write_text("text")
    expected = {r"b\nc.txt", r"b\x1b[31m.txt", "김정은 😀.txt", r"b\xff.txt", "a.txt"}
    assert set(walk(root)) == {f"inputs/{name}" for name in expected}
    assert printable("\u202egnp.txt") == r"\u202egnp.txt"


def test_names_that_print_alike_stay_two(root: Path) -> None:
    """An escape and a name that looks like it are two files."""
    (root / "inputs" / "b\n.txt").write_text("text")
    (root / "inputs" / r"b\n.txt").write_text("text")
    assert len(set(walk(root))) == 3


def test_a_case_without_inputs_is_an_error(root: Path) -> None:
    """A folder that is gone, e.g. a disk that is not connected, is not an empty case."""
    (root / "inputs" / "a.txt").unlink()
    assert walk(root) == []
    (root / "inputs").rmdir()
    with pytest.raises(CaseError, match="inputs/ is not there"):
        walk(root)


def test_pipes_and_devices_are_no_files(tmp_path: Path) -> None:
    """Nothing that could be read for ever is opened."""
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "a.txt").write_text("text")
    assert not is_regular(tmp_path / "pipe.md")
    assert not is_regular(tmp_path / "zero.txt")
    assert is_regular(tmp_path / "a.txt")


def test_a_folder_that_cannot_be_listed_is_not_lost(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands among the files, so that opening it says why."""
    (root / "inputs" / "locked").mkdir()
    scandir = os.scandir

    def refuse(path: str | Path) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert walk(root) == ["inputs/a.txt", "inputs/locked"]

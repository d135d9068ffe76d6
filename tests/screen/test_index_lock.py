"""Of two runs that change one index at once neither loses what the other did."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from counterflow.compare.index.store import Index
from counterflow.exc import StorageError
from counterflow.screen.index_lock import index_lock
from counterflow.screen.list_dates import GivenDates
from counterflow.screen.make_index import _update, make_index, update_index


def write(path: Path, *names: str) -> Path:
    entities = [{"id": name, "schema": "Person", "properties": {"name": [name]}} for name in names]
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    return path


def test_the_second_waits_and_says_so(tmp_path: Path) -> None:
    told: list[str] = []
    has_waited, is_done = threading.Event(), threading.Event()

    def tell(stage: str, _done: int) -> None:
        told.append(stage)
        has_waited.set()

    def second() -> None:
        with index_lock(tmp_path / "index", tell):
            is_done.set()

    with index_lock(tmp_path / "index", lambda stage, _done: told.append(stage)):
        assert told == []
        thread = threading.Thread(target=second)
        thread.start()
        assert has_waited.wait(10)
        assert not is_done.is_set()
    thread.join(10)
    assert is_done.is_set()
    assert told == ["wait for another run"]


def test_a_run_that_was_killed_leaves_no_lock(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, signal, sys\nfrom counterflow.screen.index_lock import index_lock\n"
        "with index_lock(pathlib.Path(sys.argv[1])):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path / "index")], timeout=60, check=False)
    assert ended.returncode == -9
    told: list[str] = []
    with index_lock(tmp_path / "index", lambda stage, _done: told.append(stage)):
        assert told == []


def test_both_changes_are_there(tmp_path: Path) -> None:
    """An update that waited begins with what the one before made."""
    index = tmp_path / "index"
    make_index([write(tmp_path / "a.jsonl", "a")], index, workers=1, tell=lambda *_: None)
    has_waited = threading.Event()
    files = [write(tmp_path / "two.jsonl", "a", "b"), write(tmp_path / "three.jsonl", "a", "b", "c")]
    changed = []

    def second() -> None:
        changed.append(update_index(files[1:], index, workers=1, tell=lambda *_: has_waited.set()).changed)

    with index_lock(index):
        thread = threading.Thread(target=second)
        thread.start()
        assert has_waited.wait(10)
        _update(files[:1], index, lambda *_: None, GivenDates())
    thread.join(60)
    opened = Index.open(index)
    assert changed == [1]
    assert [opened.entity_id(number) for number in range(len(opened))] == ["a", "b", "c"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(StorageError, match="cannot be locked"), index_lock(tmp_path / "file" / "index"):
        pass

"""Processes that screen a file: the same bytes, in the same order, and a plain word where one dies."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from counterflow.exc import CounterflowError, StorageError
from counterflow.screen import batch, block
from counterflow.screen.answer import ScreenSummary
from counterflow.screen.batch import plan_batch, screen_file
from counterflow.screen.crew import Crew
from counterflow.screen.query import QueryReader
from counterflow.screen.screener import Screener
from counterflow.screen.source import find_source

# Another process imports what it calls, and tests are no module that it could import.
ECHO = '''
import os
from pathlib import Path
from counterflow.compare.reason import Reason
from counterflow.exc import StorageError
from counterflow.screen.answer import IndexRef, Status
from counterflow.screen.party import Found
from counterflow.screen.screener import Limits, Screener

class Echo:
    """Finds everybody under the name asked for; dies once at the name that a file holds."""
    index, algorithm = IndexRef("b1", ()), "test-v1"

    def __init__(self, fatal):
        self.fatal = fatal

    def search(self, entities, *, limit, cutoff):
        return [[self.found(one["properties"]["name"][0])] for one in entities]

    def found(self, name):
        if self.fatal.exists() and self.fatal.read_text() == name:
            self.fatal.unlink()
            os._exit(9)
        entity = {"id": name, "schema": "Person", "properties": {}}
        return Found(entity, 0.75, (Reason("name", name, name, 1.0),))

    def status(self, entity_id):
        return Status.LISTED

def make(fatal):
    return Screener(Echo(Path(fatal)), Limits(0.5, 0.1, 5))

def refuse():
    raise StorageError("the index was replaced")
'''


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Screener]:
    """Give what makes a screener, as another process imports it; a few records are worth a crew."""
    folder = tmp_path / "module"
    folder.mkdir()
    (folder / "echo_parties.py").write_text(ECHO, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(batch, "WORTH_IT", 1)
    monkeypatch.setattr(block.cut_blocks, "__kwdefaults__", {"skip": 0, "most": 3})
    made: Callable[[str], Screener] = importlib.import_module("echo_parties").make
    return made


def write(folder: Path) -> Path:
    """Write a file of forty records, two of which cannot be searched and one of which has a date that is none."""
    names = ["Ri Yong Ho" if number % 9 == 0 else f"Nobody {number}" for number in range(40)]
    names[7] = names[25] = "!"
    path = folder / "q.csv"
    path.write_text("name,dob,shoe\n" + "".join(f"{name},{'soon' * (name[-1] == '1')},4\n" for name in names))
    return path


def silent(_done: int, _total: int, _found: Mapping[str, int]) -> None:
    pass


def run(path: Path, output: Path, screener: Screener, crew: Crew | None) -> tuple[ScreenSummary, list[str]]:
    """Screen; give what it says of itself and of what it could not use."""
    reader = QueryReader()
    summary = screen_file(plan_batch(find_source(path), output), screener, reader, silent, crew)
    return summary, list(reader.notes())


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_processes_change_nothing(make: Callable[[str], Screener], tmp_path: Path, name: str) -> None:
    """Not one byte, not the order, and no word of what could not be used."""
    path, nothing = write(tmp_path), str(tmp_path / "nothing")
    alone = run(path, tmp_path / name, make(nothing), None)
    expected = (tmp_path / name).read_bytes()
    (tmp_path / name).unlink()
    shared = run(path, tmp_path / name, make(nothing), Crew(3, functools.partial(make, nothing)))
    assert (tmp_path / name).read_bytes() == expected
    assert shared == alone
    assert (alone[0].queries, alone[0].errors, len(alone[1])) == (40, 2, 2)


def test_a_killed_process_is_said_and_the_next_run_goes_on(make: Callable[[str], Screener], tmp_path: Path) -> None:
    """What was written stays written; the output is the same as without the mishap."""
    path, fatal = write(tmp_path), tmp_path / "fatal"
    run(path, tmp_path / "whole.csv", make(str(fatal)), None)
    fatal.write_text("Nobody 31")
    crew = Crew(2, functools.partial(make, str(fatal)))
    with pytest.raises(StorageError, match="killed by the system"):
        run(path, tmp_path / "out.csv", make(str(fatal)), crew)
    assert not (tmp_path / "out.csv").exists()
    run(path, tmp_path / "out.csv", make(str(fatal)), crew)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_what_a_process_cannot_open_is_said(make: Callable[[str], Screener], tmp_path: Path) -> None:
    """In its own words: the index may have been replaced meanwhile."""
    refuse = importlib.import_module("echo_parties").refuse
    with pytest.raises(CounterflowError, match="the index was replaced"):
        run(write(tmp_path), tmp_path / "out.csv", make(str(tmp_path)), Crew(2, refuse))

"""Entries are found by what they name, without reading the others."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.ledger import Entry, Ledger, Role
from counterflow.ledger.reference import LONGEST_CHARS


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    one = Ledger.of_file(tmp_path / "ledger.sqlite")
    yield one
    one.close()


def judge(ledger: Ledger, left: str, right: str) -> Entry:
    return ledger.append("judgement", {"left_id": left, "right_id": right, "judgement": "positive"}, by="analyst")


def test_an_entry_is_found_by_each_thing_it_names(ledger: Ledger) -> None:
    """By either party, by several at once, by kind; nothing else comes."""
    one, other = judge(ledger, "a", "b"), judge(ledger, "b", "c")
    note = ledger.append("note", {"text": "a"}, by="analyst")
    assert ledger.about(Role.PARTY, "a") == [one]
    assert ledger.about(Role.PARTY, "b") == ledger.about(Role.PARTY, "c", "a") == [one, other]
    assert ledger.about(Role.SUBJECT, "a") == []
    assert ledger.about(Role.KIND, "note") == ledger.about(Role.KIND, "note", kinds=["note"]) == [note]
    assert ledger.about(Role.KIND, "note", kinds=["judgement"]) == []


def test_what_was_taken_back_is_left_out(ledger: Ledger) -> None:
    """An undo takes an entry out of the look-up, an undo of it puts it back."""
    entry = judge(ledger, "a", "b")
    undo = ledger.append("undo", {"hash": entry.hash})
    assert ledger.about(Role.PARTY, "a") == []
    assert ledger.about(Role.PARTY, "a", with_undone=True) == [entry]
    assert (ledger.is_undone(entry), ledger.undone()) == (True, {entry.hash})
    ledger.append("undo", {"hash": undo.hash})
    assert ledger.about(Role.PARTY, "a") == [entry]
    assert (ledger.is_undone(entry), ledger.undone()) == (False, {undo.hash})


def test_a_long_name_is_found(ledger: Ledger) -> None:
    """Longer than an index takes; two that begin alike are not mixed up."""
    long, other = "x" * 5000, "x" * LONGEST_CHARS + "y"
    entry = judge(ledger, other, "z")
    assert judge(ledger, long, "z") in ledger.about(Role.PARTY, long)
    assert ledger.about(Role.PARTY, other) == [entry]
    assert ledger.verify() == []


def forget(path: Path, where: str) -> None:
    """Make a ledger as an earlier version of the program left it."""
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(where)


@pytest.mark.parametrize("change", ["DROP TABLE reference", "DELETE FROM reference WHERE sequence > 2"])
def test_a_ledger_of_an_earlier_version_is_completed(tmp_path: Path, change: str) -> None:
    """Whether it never had the table, or an earlier version wrote after a later one had made it."""
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger.of_file(path)
    entries = [judge(ledger, f"a{number}", "b") for number in range(5)]
    ledger.close()
    forget(path, change)
    again = Ledger.of_file(path)
    assert again.verify() == []
    assert again.about(Role.PARTY, "b") == entries
    again.close()


def test_an_entry_completes_those_before_it(tmp_path: Path) -> None:
    """Another process of an earlier version may write while the ledger is open."""
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger.of_file(path)
    entries = [judge(ledger, f"a{number}", "b") for number in range(3)]
    forget(path, "DELETE FROM reference WHERE sequence = 3")
    entries.append(judge(ledger, "a9", "b"))
    assert ledger.about(Role.PARTY, "b") == entries
    assert ledger.verify() == []
    ledger.close()


IDS = st.sampled_from(["a", "b", "c", "d"])


@given(st.lists(st.one_of(st.tuples(IDS, IDS), st.integers(0, 5)), max_size=12))
@settings(max_examples=40)
def test_a_look_up_gives_what_reading_all_gives(said: list[tuple[str, str] | int]) -> None:
    """Judgements and undos in any order: the same entries in the same order."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.of_file(Path(folder) / "ledger.sqlite")
        made: list[Entry] = []
        for one in said:
            if isinstance(one, int):
                made += [ledger.append("undo", {"hash": made[one].hash})] if one < len(made) else []
            elif one[0] < one[1]:
                made.append(judge(ledger, *one))
        for name in ("a", "b", "c", "d"):
            expected = [one for one in ledger.effective() if name in (one.data["left_id"], one.data["right_id"])]
            assert ledger.about(Role.PARTY, name) == expected
        assert ledger.effective(["judgement"]) == ledger.effective()
        assert ledger.verify() == []
        ledger.close()

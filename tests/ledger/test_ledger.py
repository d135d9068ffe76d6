"""The ledger: append only, chained, and every changed byte shows."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from counterflow.exc import CounterflowError, LedgerError
from counterflow.ledger import KINDS, Ledger

JUDGEMENT = {"left_id": "gb-1", "right_id": "ofac-1", "judgement": "positive"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger lies."""
    return tmp_path / "ledger.sqlite"


def fill(path: Path, count: int = 5) -> None:
    """Make a ledger with some entries."""
    ledger = Ledger.of_file(path)
    for number in range(count):
        ledger.append("note", {"text": f"remark {number} with some words to damage"}, by="analyst")
    ledger.close()


def test_entries_come_back_in_order_and_verify(path: Path) -> None:
    """What was said is read back as it was said."""
    fill(path)
    ledger = Ledger.of_file(path)
    entry = ledger.append("judgement", JUDGEMENT, by="analyst")
    assert [one.sequence for one in ledger.entries()] == [1, 2, 3, 4, 5, 6]
    assert ledger.entries()[-1] == entry
    assert entry.data == JUDGEMENT
    assert ledger.verify() == []
    ledger.close()


def test_a_new_ledger_is_whole(path: Path) -> None:
    """An empty ledger has nothing wrong with it."""
    ledger = Ledger.of_file(path)
    assert ledger.verify() == []
    ledger.close()


def test_an_undo_takes_back_and_can_be_taken_back(path: Path) -> None:
    """An undone entry no longer counts, an undone undo makes it count again, and the digest follows."""
    ledger = Ledger.of_file(path)
    before = ledger.digest(["judgement"])
    entry = ledger.append("judgement", JUDGEMENT)
    said = ledger.digest(["judgement"])
    undo = ledger.append("undo", {"hash": entry.hash})
    assert ledger.of_kind("judgement") == []
    assert ledger.digest(["judgement"]) == before != said
    ledger.append("undo", {"hash": undo.hash})
    assert ledger.of_kind("judgement") == [JUDGEMENT]
    assert ledger.digest(["judgement"]) == said
    ledger.close()


def test_entries_of_a_kind_are_read_from_where_one_left_off(path: Path) -> None:
    """A reader that knows the ledger up to an entry reads what follows, of the kinds that it wants."""
    fill(path)
    ledger = Ledger.of_file(path)
    assert ledger.last_sequence() == 5
    entry = ledger.append("judgement", JUDGEMENT)
    undo = ledger.append("undo", {"hash": entry.hash})
    assert ledger.last_sequence() == 7
    assert ledger.entries_of(["judgement", "undo"]) == [entry, undo]
    assert ledger.entries_of(["judgement", "undo"], after=6) == [undo]
    assert [one.sequence for one in ledger.entries_of(["note"], after=3)] == [4, 5]
    assert ledger.entries_of([]) == []
    ledger.close()


def test_a_new_ledger_has_no_last_entry(path: Path) -> None:
    """Its last sequence number is 0."""
    ledger = Ledger.of_file(path)
    assert ledger.last_sequence() == 0
    ledger.close()


def test_the_database_refuses_changes(path: Path) -> None:
    """UPDATE and DELETE are refused by the table itself."""
    fill(path)
    with sqlite3.connect(path) as connection:
        for sql in ("UPDATE entry SET payload = '{}'", "DELETE FROM entry"):
            with pytest.raises(sqlite3.DatabaseError, match="append only"):
                connection.execute(sql)
    connection.close()


def test_a_changed_entry_is_found(path: Path) -> None:
    """Going around the trigger breaks the chain."""
    fill(path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER entry_no_UPDATE")
        connection.execute("UPDATE entry SET payload = replace(payload, 'remark 2', 'remark 9') WHERE sequence = 3")
    connection.close()
    ledger = Ledger.of_file(path)
    (finding,) = ledger.verify()
    assert finding.startswith("entry 3 (note,")
    ledger.close()


@pytest.mark.parametrize(("removed", "finding"), [(2, "entry 2 is missing"), (5, "cut off or replaced")])
def test_a_removed_entry_is_found(path: Path, removed: int, finding: str) -> None:
    """A gap shows in the chain, a cut-off end in the head file."""
    fill(path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER entry_no_DELETE")
        connection.execute("DELETE FROM entry WHERE sequence = ?", (removed,))
    connection.close()
    ledger = Ledger.of_file(path)
    (found,) = ledger.verify()
    assert finding in found
    ledger.close()


def flip(path: Path, copy: Path, offset: int, bit: int) -> list[str]:
    """Flip one bit in a copy of a ledger; gives what opening or verifying finds, any other exception escapes."""
    damaged = bytearray(path.read_bytes())
    damaged[offset] ^= bit
    copy.write_bytes(damaged)
    shutil.copy(path.with_suffix(".head"), copy.with_suffix(".head"))
    for suffix in ("-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
    try:
        ledger = Ledger.of_file(copy)
    except CounterflowError as error:
        return [error.what]
    findings = ledger.verify()
    ledger.close()
    return findings


def test_a_flipped_bit_is_found(path: Path) -> None:
    """Wherever a bit of the file is flipped, opening or verifying says so: in entries, in headers, in empty space."""
    fill(path)
    size = path.stat().st_size
    entries = path.read_bytes().index(b"remark 2")
    rng = random.Random(7)
    offsets = [*range(40), *range(entries - 20, entries + 120), *(rng.randrange(size) for _ in range(60))]
    for number, offset in enumerate(offsets):
        assert flip(path, path.with_name("copy.sqlite"), offset, (1, 0x80)[number % 2]) != [], offset


@pytest.mark.slow
def test_every_flipped_byte_is_found(path: Path) -> None:
    """No byte of the file can change unnoticed."""
    fill(path)
    for offset in range(path.stat().st_size):
        assert flip(path, path.with_name("copy.sqlite"), offset, 0x80) != [], offset


@pytest.mark.parametrize("loss", ["removed", "older copy"])
def test_a_loss_is_not_hidden_by_the_next_entry(path: Path, loss: str) -> None:
    """After entries were lost nothing more is entered until somebody decides: the note of the last one stays."""
    fill(path, 2)
    older = path.read_bytes()
    fill(path, 2)
    path.unlink()
    if loss == "older copy":
        path.write_bytes(older)
    ledger = Ledger.of_file(path)
    assert ledger.verify() != []
    with pytest.raises(LedgerError, match=r"entry 4.*ledger\.head"):
        ledger.append("note", {"text": "as if nothing had happened"})
    assert ledger.verify() != []
    path.with_suffix(".head").unlink()
    ledger.append("note", {"text": "entries 3 and 4 are lost, accepted"})
    assert ledger.verify() == []
    ledger.close()


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("rumour", {}),
        ("note", {}),
        ("note", {"text": " "}),
        ("note", {"text": "x", "colour": "red"}),
        ("judgement", {**JUDGEMENT, "judgement": "perhaps"}),
        ("judgement", {**JUDGEMENT, "left_id": "z"}),
        ("undo", {"hash": "0" * 64}),
    ],
)
def test_a_malformed_entry_is_refused(path: Path, kind: str, payload: dict[str, str]) -> None:
    """Nothing enters the chain that no reader could understand."""
    ledger = Ledger.of_file(path)
    with pytest.raises(LedgerError):
        ledger.append(kind, payload)
    assert ledger.entries() == []
    ledger.close()


def test_a_file_that_is_no_ledger_is_named(path: Path) -> None:
    """Some other file in the ledger's place gives an error that names it."""
    path.write_bytes(b"this is no database at all, but it is long enough to be looked at" * 20)
    with pytest.raises(LedgerError, match=r"ledger\.sqlite"):
        Ledger.of_file(path)


WRITER = """
import sys
from pathlib import Path
from counterflow.ledger import Ledger
ledger = Ledger.of_file(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    ledger.append("note", {"text": f"remark {number}"}, by="writer")
    print(number, flush=True)
"""


def start_writer(path: Path, count: int) -> subprocess.Popen[str]:
    """Append in a process of its own, which prints a line after each entry that was confirmed."""
    return subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(count)], stdout=subprocess.PIPE, text=True)


def test_writers_at_once_make_one_chain(path: Path) -> None:
    """Two processes that append at the same time never chain to the same entry."""
    writers = [start_writer(path, 15) for _ in range(2)]
    for writer in writers:
        writer.communicate(timeout=60)
    ledger = Ledger.of_file(path)
    assert len(ledger.entries()) == 30
    assert ledger.verify() == []
    ledger.close()


def test_a_killed_writer_loses_nothing_entered(path: Path) -> None:
    """After SIGKILL in the middle of appending, the ledger is whole and holds all that was confirmed."""
    with start_writer(path, 10_000) as writer:
        assert writer.stdout is not None
        confirmed = [writer.stdout.readline() for _ in range(20)]
        writer.kill()
    ledger = Ledger.of_file(path)
    assert len(ledger.entries()) >= len(confirmed) == 20
    assert ledger.verify() == []
    ledger.append("note", {"text": "after"})
    assert ledger.verify() == []
    ledger.close()


def test_each_kind_says_what_it_is() -> None:
    """Kinds and their fields carry a meaning for the documentation."""
    assert {kind.name for kind in KINDS.values()} == {"judgement", "entry", "withdrawal", "undo", "key", "note"}
    assert all(len(field.doc) > 3 for kind in KINDS.values() for field in kind.fields)

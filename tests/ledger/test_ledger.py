"""The ledger: append only, chained, and every change of what is read shows."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.exc import CounterflowError, LedgerError, NoEntryError
from counterflow.ledger import KINDS, Entry, Ledger

REVIEW = {
    "frame_id": "f",
    "document_id": "d",
    "review": "reject",
    "reason": "why",
    "reviewer": "ana",
    "passage": "words",
    "seen": {"type": "sale"},
}
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
    entry = ledger.append("judgement", JUDGEMENT)
    undo = ledger.append("undo", {"hash": entry.hash})
    assert ledger.entries_of(["judgement", "undo"]) == [entry, undo]
    assert ledger.entries_of(["judgement", "undo"], after=6) == [undo]
    assert [one.sequence for one in ledger.entries_of(["note"], after=3)] == [4, 5]
    assert ledger.entries_of([]) == []
    ledger.close()


def test_a_new_ledger_has_no_last_entry(path: Path) -> None:
    """Its last sequence number is 0."""
    ledger = Ledger.of_file(path)
    assert ledger.newest() is None
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


def flip(path: Path, copy: Path, offset: int, bit: int) -> tuple[list[str], list[Entry] | None]:
    """Flip one bit in a copy of a ledger; gives what opening or verifying finds, and what is read if nothing.

    Any exception but ours escapes.
    """
    damaged = bytearray(path.read_bytes())
    damaged[offset] ^= bit
    copy.write_bytes(damaged)
    shutil.copy(path.with_suffix(".head"), copy.with_suffix(".head"))
    for suffix in ("-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
    try:
        ledger = Ledger.of_file(copy)
    except CounterflowError as error:
        return [error.what], None
    findings = ledger.verify()
    entries = ledger.entries() if len(findings) == 0 else None
    ledger.close()
    return findings, entries


def test_a_flipped_bit_of_an_entry_is_found(path: Path) -> None:
    """Wherever a bit of what was entered is flipped, opening or verifying says so."""
    fill(path)
    text = path.read_bytes()
    begin, end = text.index(b"remark 4") - 100, text.rindex(b"damage") + 60
    rng = random.Random(7)
    for number in range(60):
        place = text.index(f"remark {number % 5} with".encode()) + rng.randrange(-50, 40)
        assert begin < place < end
        findings, _ = flip(path, path.with_name("copy.sqlite"), place, (1, 0x80)[number % 2])
        assert findings != [], place


@pytest.mark.slow
def test_a_flipped_bit_changes_nothing_unnoticed(path: Path) -> None:
    """In headers, in other tables, in empty space: it is found, or all that is read is as it was."""
    fill(path)
    check_flips(path, [*range(110), *random.Random(7).sample(range(path.stat().st_size), 120)])


@pytest.mark.slow
def test_no_flipped_byte_changes_anything_unnoticed(path: Path) -> None:
    """The same, for one byte in five of the whole file."""
    fill(path)
    check_flips(path, range(0, path.stat().st_size, 5))


def check_flips(path: Path, offsets: Iterable[int]) -> None:
    """Flip one bit at each of some places: it is found, or nothing that is read changed."""
    ledger = Ledger.of_file(path)
    expected = ledger.entries()
    ledger.close()
    for offset in offsets:
        findings, entries = flip(path, path.with_name("copy.sqlite"), offset, 0x80)
        assert findings != [] or entries == expected, offset


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("DROP TRIGGER entry_no_UPDATE", "trigger entry_no_UPDATE of the file is missing"),
        ("CREATE TRIGGER more AFTER INSERT ON entry BEGIN SELECT 1; END", "trigger more of the file is not as"),
        ("DROP INDEX reference_of_entry", "index reference_of_entry of the file is missing"),
        ("CREATE TABLE more (one)", "table more of the file is not as"),
        ("DELETE FROM reference WHERE value = 'note' AND sequence = 2", "entry 2 cannot be looked up"),
        ("INSERT INTO reference VALUES ('case', 'party', 'gb-1', 3)", "entry 3 cannot be looked up"),
    ],
)
def test_a_change_beside_the_entries_is_found(path: Path, change: str, finding: str) -> None:
    """Triggers, tables and look-ups belong to the ledger: opening it again does not hide that one was changed."""
    fill(path)
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    connection.close()
    ledger = Ledger.of_file(path)
    (found,) = ledger.verify()
    assert finding in found
    ledger.close()


@pytest.mark.slow
@given(
    payloads=st.lists(st.text("abc é'\"\\\n", min_size=1).filter(str.strip), min_size=2, max_size=8),
    column=st.sampled_from(["entered_at", "entered_by", "payload", "previous", "hash", "kind"]),
    data=st.data(),
)
def test_any_changed_entry_is_found(payloads: list[str], column: str, data: st.DataObject) -> None:
    """Whichever entry and column is changed to whatever else, verify names that entry or the one behind it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        ledger = Ledger.of_file(path)
        entries = ledger.append_all([("note", {"text": text}) for text in payloads], by="analyst")
        assert ledger.verify() == []
        changed = data.draw(st.sampled_from(entries))
        value = data.draw(st.text("abc{}0", min_size=1, max_size=5).filter(lambda one: one != getattr(changed, column)))
        with contextlib.closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("DROP TRIGGER entry_no_UPDATE")
            connection.execute(f"UPDATE entry SET {column} = ? WHERE sequence = ?", (value, changed.sequence))
        (found,) = ledger.verify()
        assert f"entry {changed.sequence} " in found
        ledger.close()


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
        ("review", {**REVIEW, "correction": {"type": "sale"}}),
        ("review", {**REVIEW, "review": "correct"}),
        ("review", {**REVIEW, "reason": " "}),
    ],
)
def test_a_malformed_entry_is_refused(path: Path, kind: str, payload: dict[str, Any]) -> None:
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
    kinds = {
        "answer",
        "confirmation",
        "entry",
        "judgement",
        "question",
        "recall",
        "request",
        "withdrawal",
        "lineage",
        "review",
        "undo",
        "key",
        "note",
        "decision",
        "approval",
        "allow",
        "rule",
        "release",
    }
    assert {kind.name for kind in KINDS.values()} == kinds
    assert all(len(field.doc) > 3 for kind in KINDS.values() for field in kind.fields)


def test_several_are_entered_together_or_none(path: Path) -> None:
    """One wrong payload, and nothing of the others is entered."""
    ledger = Ledger.of_file(path)
    with pytest.raises(LedgerError):
        ledger.append_all([("note", {"text": "right"}), ("note", {"text": ""})])
    assert ledger.entries() == []
    made = ledger.append_all([("note", {"text": "one"}), ("judgement", JUDGEMENT)], by="analyst")
    assert ledger.entries() == made
    assert ledger.append_all([]) == []
    assert ledger.verify() == []
    ledger.close()


def test_an_entry_is_found_by_the_digits_of_its_hash(path: Path) -> None:
    """By as many as name it alone; none, too few or foreign ones are refused."""
    fill(path, 40)
    ledger = Ledger.of_file(path)
    entry = ledger.entries()[7]
    assert ledger.find(entry.hash) == ledger.find(f" {entry.hash[:12].upper()}") == entry
    for digits in ("", "0" * 64, "xyz", entry.hash[:1] + "%"):
        with pytest.raises(NoEntryError, match="entries begin with"):
            ledger.find(digits)
    firsts = [one.hash[0] for one in ledger.entries()]
    twice = next(one for one in firsts if firsts.count(one) > 1)
    with pytest.raises(LedgerError, match="several entries"):
        ledger.find(twice)
    ledger.close()


def test_pages_follow_each_other(path: Path) -> None:
    """Page by page the same entries come as all at once."""
    fill(path, 7)
    ledger = Ledger.of_file(path)
    pages = [ledger.page(after=after, limit=3) for after in (0, 3, 6, 7)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert [one for page in pages for one in page] == ledger.entries()
    assert [one.sequence for one in ledger.walk(after=5)] == [6, 7]
    assert ledger.newest() == ledger.entries()[-1]
    ledger.close()


def test_a_nested_value_reads_back_as_it_was_entered(path: Path) -> None:
    """Lists and objects are hashed in one form, and read back equal."""
    ledger = Ledger.of_file(path)
    content = {"score": 0.1 + 0.2, "lists": [{"name": "un", "published": None}], "ok": True, "n": 10**20}
    payload = {
        "subject": "c-1", "party": ["a", "b"], "decision": "clear", "reason": "é", "seen": "0", "content": content,
    }  # fmt: skip
    entry = ledger.append("decision", payload, by="analyst")
    assert ledger.entries() == [entry]
    assert ledger.entries()[0].data == payload
    assert ledger.verify() == []
    for name, wrong in (("content", {"x": float("nan")}), ("content", {}), ("content", "x"), ("content", {1: 2}),
                        ("party", []), ("party", "a"), ("party", ["a", ""]), ("reason", "\ud800"), ("decision", "x"),
                        ("content", {"x": {"y": object()}})):  # fmt: skip
        with pytest.raises(LedgerError):
            ledger.append("decision", {**payload, name: wrong})
    ledger.close()


def test_the_note_of_an_earlier_version_is_read(path: Path) -> None:
    """It also held a digest of the file; a damaged one is an error."""
    fill(path, 2)
    head = path.with_suffix(".head")
    head.write_text(json.dumps({**json.loads(head.read_text()), "content_sha256": "0" * 64}))
    ledger = Ledger.of_file(path)
    assert ledger.verify() == []
    head.write_text("[]")
    (found,) = ledger.verify()
    assert "ledger.head is damaged" in found
    ledger.close()

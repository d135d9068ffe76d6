"""What was seen goes when its time is over; the decision stays."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from pathlib import Path

import pytest

from counterflow.exc import UsageError
from counterflow.screen.decision.folder import Folder
from counterflow.screen.decision.record import Record, record_of_file
from counterflow.screen.decision.retention import erase_old

from .conftest import HIT, change_party, enter


def later(days: float) -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)


def test_it_goes_after_the_days_that_case_toml_states(strict: Record) -> None:
    """Not before; the chain stays whole, and a note says how many went."""
    entry = enter(strict)
    assert erase_old(strict, later(29)) == 0
    assert strict.folder.read(entry.data["seen"]) is not None
    assert erase_old(strict, later(31), by="keeper") == 1
    assert strict.folder.read(entry.data["seen"]) is None
    assert strict.ledger.verify() == []
    note = strict.ledger.newest()
    assert note is not None
    assert (note.kind, note.entered_by) == ("note", "keeper")
    assert erase_old(strict, later(31)) == 0


def test_a_document_that_nobody_names_goes_by_its_age(strict: Record) -> None:
    """Left by a run that was killed before it entered the decision."""
    digest = strict.folder.keep(b"{}")
    assert erase_old(strict, later(1)) == 0
    old = later(-40).timestamp()
    os.utime(strict.folder.path / f"{digest}.json", (old, old))
    assert erase_old(strict, later(0)) == 1


def test_without_days_nothing_is_erased(record: Record) -> None:
    """The error says what to write."""
    enter(record)
    with pytest.raises(UsageError, match="retention_days"):
        erase_old(record, later(9999))
    assert len(list(record.folder.digests())) == 1


def test_what_another_ledger_names_stays(strict: Record, tmp_path: Path) -> None:
    """In folders of their own, and where both kept theirs together once."""
    other = replace(record_of_file(tmp_path / "trade.sqlite"), rules=strict.rules)
    try:
        for one in (strict, other):
            enter(one)
        shared = [replace(one, folder=Folder(tmp_path / "seen")) for one in (strict, other)]
        mine, its = (enter(one, change_party(HIT, caption=one.ledger.place)).data["seen"] for one in shared)
        orphan = shared[0].folder.keep(b"{}")
        os.utime(tmp_path / "seen" / f"{orphan}.json", (0, 0))
        assert erase_old(strict, later(31)) == 2
        assert list(shared[0].folder.digests()) == sorted([its, orphan])
        assert strict.folder.read(mine) is None
        assert all(other.folder.read(entry.data["seen"]) is not None for entry in other.ledger.entries())
    finally:
        other.ledger.close()

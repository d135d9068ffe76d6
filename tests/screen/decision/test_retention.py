"""What was seen goes when its time is over; the decision stays."""

from __future__ import annotations

import datetime
import os

import pytest

from counterflow.exc import UsageError
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.retention import erase_old

from .conftest import enter


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

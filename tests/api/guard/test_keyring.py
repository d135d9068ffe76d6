"""The keys in use follow the ledger."""

from __future__ import annotations

import asyncio
import datetime

import pytest

from counterflow.api.guard.key import KIND, add_key, digest, revoke_key
from counterflow.api.guard.keyring import Keyring, Keys
from counterflow.exc import LedgerError, StorageError
from counterflow.ledger import Entry, Ledger

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class FailingLedger(Ledger):
    """A ledger that can stop being readable."""

    is_broken = False

    def newest(self) -> Entry | None:
        if self.is_broken:
            raise StorageError("the disk is gone")
        return super().newest()


def current(keyring: Keyring) -> Keys:
    return asyncio.run(keyring.current())


def test_without_a_ledger_there_are_no_keys() -> None:
    """An index alone has no ledger."""
    keys = current(Keyring.read(None))
    assert not keys.was_one_entered
    assert not keys.has_valid(NOW)


def test_the_ledger_is_read_again_after_a_second(ledger: Ledger) -> None:
    """A new key holds and a revoked one is refused within a second, not before: requests do not wait for the ledger."""
    clock = Clock()
    keyring = Keyring(ledger, clock=clock)
    key, text = add_key(ledger, "anna", ["screen"])
    clock.seconds += 0.9
    assert current(keyring).find(text, NOW) is None
    clock.seconds += 0.2
    assert current(keyring).find(text, NOW) == key
    revoke_key(ledger, key.id)
    clock.seconds += 1.0
    keys = current(keyring)
    assert keys.find(text, NOW) is None
    assert keys.was_one_entered


def test_other_entries_leave_the_keys_as_they_are(ledger: Ledger) -> None:
    """A remark changes no key, and the keys are the same object still: they were not read again."""
    add_key(ledger, "anna", ["screen"])
    clock = Clock()
    keyring = Keyring(ledger, clock=clock)
    before = current(keyring)
    ledger.append("note", {"text": "a remark"})
    clock.seconds += 2
    assert current(keyring) is before


def test_a_near_miss_is_no_key(ledger: Ledger) -> None:
    """The id of a key with another secret opens nothing, nor does an expired key."""
    _, text = add_key(ledger, "anna", ["screen"], expires="2026-11-22")
    keys = Keyring.read(ledger).keys
    before = NOW - datetime.timedelta(days=1)
    assert keys.find(text, before) is not None
    assert keys.find(text[:-1] + ("a" if text[-1] != "a" else "b"), before) is None
    assert keys.find(text, NOW) is None
    assert keys.has_valid(before)
    assert not keys.has_valid(NOW)


def test_a_ledger_that_cannot_be_read_opens_nothing(ledger: Ledger) -> None:
    """A key that was read before may have been taken back since, so none counts until the ledger is there again."""
    _, text = add_key(ledger, "anna", ["screen"])
    clock = Clock()
    failing = FailingLedger(ledger.url, ledger.case_name)
    keyring = Keyring(failing, clock=clock)
    failing.is_broken = True
    clock.seconds += 1
    for _ in range(2):
        with pytest.raises(StorageError):
            current(keyring)
    failing.is_broken = False
    clock.seconds += 1
    assert current(keyring).find(text, NOW) is not None
    failing.close()


def test_the_first_entry_of_an_id_counts(ledger: Ledger) -> None:
    """Nobody takes a key's place by entering its id again."""
    key, text = add_key(ledger, "anna", ["screen"])
    other = f"cf_{key.id}_{'a' * 52}"
    ledger.append(KIND, {"id": key.id, "holder": "eve", "sha256": digest(other), "scopes": "decide"})
    keys = Keyring.read(ledger).keys
    assert keys.find(text, NOW) == key
    assert keys.find(other, NOW) is None


def test_a_damaged_entry_is_an_error(ledger: Ledger) -> None:
    """A server does not start on keys that it cannot read."""

    class Damaged(Ledger):
        def entries_of(self, kinds, *, after=0):  # type: ignore[no-untyped-def]
            return [one._replace(payload="{}") for one in super().entries_of(kinds, after=after)]

    add_key(ledger, "anna", ["screen"])
    damaged = Damaged(ledger.url, ledger.case_name)
    with pytest.raises(LedgerError):
        Keyring.read(damaged)
    damaged.close()

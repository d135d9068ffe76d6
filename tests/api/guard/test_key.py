"""API keys: what is kept of them, when they hold."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.api.guard.key import Key, KeyScope, add_key, key_id, list_keys, revoke_key
from counterflow.exc import NotFoundError, UsageError
from counterflow.ledger import Ledger

NOON = datetime.time(12, tzinfo=datetime.UTC)


def test_a_key_is_kept_as_its_digest_alone(ledger: Ledger) -> None:
    """The ledger has the SHA-256 of the whole key; its secret stands nowhere."""
    key, text = add_key(ledger, "anna", ["screen", "read"], expires="2030-01-01", by="admin")
    (entry,) = ledger.entries()
    assert entry.kind == "key"
    assert entry.entered_by == "admin"
    assert entry.data == {
        "id": key.id,
        "holder": "anna",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "scopes": "read screen",
        "expires": "2030-01-01",
    }
    assert text.split("_")[2] not in entry.payload
    assert key_id(text) == key.id
    assert key.fits(text)


def test_two_keys_of_one_holder_differ_and_hold_at_once(ledger: Ledger) -> None:
    """A key is changed without a gap: the second holds before the first is taken back."""
    made = [add_key(ledger, "bank", ["screen"]) for _ in range(2)]
    assert len({key.id for key, _ in made}) == len({text for _, text in made}) == 2
    assert [is_revoked for _, is_revoked in list_keys(ledger)] == [False, False]
    assert not made[0][0].fits(made[1][1])


def test_a_key_is_taken_back_once(ledger: Ledger) -> None:
    """Taking back is an undo in the ledger; a second time there is nothing to take back."""
    key, _ = add_key(ledger, "anna", ["screen"])
    revoke_key(ledger, key.id, by="admin")
    assert [entry.kind for entry in ledger.entries()] == ["key", "undo"]
    assert list_keys(ledger) == [(key, True)]
    with pytest.raises(NotFoundError):
        revoke_key(ledger, key.id)


def test_an_undone_undo_gives_the_key_back(ledger: Ledger) -> None:
    """The ledger decides, also where somebody uses `counterflow ledger CASE undo`."""
    key, _ = add_key(ledger, "anna", ["screen"])
    revoke_key(ledger, key.id)
    ledger.append("undo", {"hash": ledger.entries()[-1].hash})
    assert list_keys(ledger) == [(key, False)]


@pytest.mark.parametrize(
    ("holder", "scopes", "expires"),
    [
        (" ", ["screen"], None),
        ("an\nna", ["screen"], None),
        ("anna", [], None),
        ("anna", ["everything"], None),
        ("anna", ["screen"], "2026-02-30"),
        ("anna", ["screen"], "20260201"),
        ("anna", ["screen"], "tomorrow"),
    ],
)
def test_what_makes_no_key_is_refused(ledger: Ledger, holder: str, scopes: Sequence[str], expires: str | None) -> None:
    """Nothing is entered for a key that nobody could use, or that would never expire by a slip."""
    with pytest.raises(UsageError):
        add_key(ledger, holder, scopes, expires=expires)
    assert ledger.entries() == []


def key_that_expires(expires: str | None) -> Key:
    return Key("aaaaaaaa", "anna", "", frozenset(KeyScope), "", expires, "")


@given(day=st.dates(), other=st.dates())
def test_a_key_is_refused_from_its_day_on(day: datetime.date, other: datetime.date) -> None:
    """It holds on every day before, in UTC, and on none after."""
    key = key_that_expires(day.isoformat())
    assert key.is_expired(datetime.datetime.combine(other, NOON)) is (other >= day)


def test_a_day_that_cannot_be_read_is_past() -> None:
    """An entry made by hand with a wrong date opens nothing; one without a date does not expire."""
    now = datetime.datetime.now(datetime.UTC)
    assert key_that_expires("soon").is_expired(now)
    assert not key_that_expires(None).is_expired(now)


@given(text=st.text(max_size=80))
def test_only_the_form_of_a_key_has_an_id(text: str) -> None:
    """Whatever else is sent is no key, and nothing of it is hashed."""
    assert key_id(text) is None
    assert key_id(f"cf_abcdefgh_{'a' * 52}{text}") == (None if text != "" else "abcdefgh")

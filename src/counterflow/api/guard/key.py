"""API keys: how one is made, what is kept of it, and how it is entered in the ledger and taken back.

A key is `cf_<id>_<secret>`; the secret has 256 random bits, so a plain SHA-256 of it cannot be searched and needs no
salt and no slow hash. Only that digest is kept.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from counterflow.exc import NotFoundError, UsageError
from counterflow.ledger import Entry, Ledger

KIND = "key"
ID_BYTES = 5
SECRET_BYTES = 32

_KEY = re.compile(r"cf_([a-z2-7]{8})_[a-z2-7]{52}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class KeyScope(StrEnum):
    """What a key allows."""

    SCREEN = "screen"
    """Ask whether parties are listed: match, search, entities, reconciliation."""
    READ = "read"
    """Read a case: dossiers, documents, decisions."""
    DECIDE = "decide"
    """Enter decisions, approvals and entries of the allow-list."""
    SHARE = "share"
    """Exchange objects by TAXII, in the collections that its holder was named for."""
    UPDATE = "update"
    """Have the server look for newer lists at once."""
    METRICS = "metrics"
    """Read the metrics."""


@dataclass(frozen=True)
class Key:
    """What is kept of a key."""

    id: str
    holder: str
    sha256: str
    scopes: frozenset[str]
    created: str
    """When it was entered, ISO 8601 in UTC."""
    expires: str | None
    """First day on which it is refused, in UTC, YYYY-MM-DD; None: it does not expire."""
    entry_hash: str
    """Its entry of the ledger."""

    def is_expired(self, now: datetime.datetime) -> bool:
        """Whether its time is over; one whose date cannot be read is."""
        if self.expires is None:
            return False
        try:
            return now.astimezone(datetime.UTC).date() >= datetime.date.fromisoformat(self.expires)
        except ValueError:
            return True

    def fits(self, text: str) -> bool:
        """Whether a key is this one; takes as long for a near miss as for a far one."""
        return hmac.compare_digest(digest(text).encode("ascii"), self.sha256.encode("utf-8", "replace"))


def digest(text: str) -> str:
    """Hash a key, as it is kept."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def key_id(text: str) -> str | None:
    """Give the id in a key; None: it does not have the form of one."""
    found = _KEY.fullmatch(text)
    return None if found is None else found[1]


def read_key(entry: Entry) -> Key:
    """Read a key's entry; scopes that are not known here allow nothing."""
    data = entry.data
    scopes = frozenset(data["scopes"].split()) & frozenset(KeyScope)
    return Key(data["id"], data["holder"], data["sha256"], scopes, entry.entered_at, data.get("expires"), entry.hash)


def list_keys(ledger: Ledger) -> list[tuple[Key, bool]]:
    """Give all keys that were ever entered, and whether each was taken back, oldest first."""
    undone = ledger.undone()
    return [(read_key(entry), entry.hash in undone) for entry in ledger.entries_of([KIND])]


def add_key(
    ledger: Ledger, holder: str, scopes: Iterable[str], *, expires: str | None = None, by: str | None = None
) -> tuple[Key, str]:
    """Make a key and enter what is kept of it; gives that, and the key itself, which nobody can give again.

    Raises:
        UsageError: no holder, an unknown scope or none, or `expires` is no date.
    """
    checked = sorted(set(scopes))
    _check(holder, checked, expires)
    known = {key.id for key, _ in list_keys(ledger)}
    text = next(one for one in iter(_make, None) if key_id(one) not in known)
    payload = {"id": key_id(text), "holder": holder, "sha256": digest(text), "scopes": " ".join(checked)}
    return read_key(ledger.append(KIND, {**payload, "expires": expires}, by=by)), text


def revoke_key(ledger: Ledger, id_: str, *, by: str | None = None) -> Key:
    """Take a key back; servers refuse it within a second or two.

    Raises:
        NotFoundError: no key has this id, or it was taken back before.
    """
    for key, is_revoked in list_keys(ledger):
        if key.id == id_ and not is_revoked:
            ledger.append("undo", {"hash": key.entry_hash, "reason": f"key {id_} is taken back"}, by=by)
            return key
    raise NotFoundError(f"no key in use has the id {id_!r}", next_step="counterflow key CASE list shows all keys")


def _make() -> str:
    def word(size: int) -> str:
        return base64.b32encode(secrets.token_bytes(size)).decode("ascii").rstrip("=").lower()

    return f"cf_{word(ID_BYTES)}_{word(SECRET_BYTES)}"


def _check(holder: str, scopes: list[str], expires: str | None) -> None:
    if holder.strip() == "" or _CONTROL.search(holder) is not None:
        raise UsageError(f"{holder!r} names no holder", expected="the name of a person or a program")
    unknown = [scope for scope in scopes if scope not in frozenset(KeyScope)]
    if len(unknown) > 0 or len(scopes) == 0:
        raise UsageError(
            f"{', '.join(unknown)} is no scope" if len(unknown) > 0 else "a key needs a scope",
            expected=f"one or more of {', '.join(KeyScope)}",
        )
    if expires is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", expires, re.ASCII) is None:
        raise UsageError(f"{expires!r} is no date", expected="YYYY-MM-DD")
    try:
        datetime.date.fromisoformat(expires or "2000-01-01")
    except ValueError as exc:
        raise UsageError(f"{expires!r} is no date", expected="YYYY-MM-DD") from exc

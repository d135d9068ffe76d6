"""Erase what deciders saw when the time that case.toml states is over; decisions and their digests stay."""

from __future__ import annotations

import datetime

from counterflow.exc import UsageError
from counterflow.ledger import Role
from counterflow.screen.decision.record import Record


def erase_old(record: Record, now: datetime.datetime, *, by: str | None = None) -> int:
    """Erase the documents that no entry younger than `retention_days` names; gives how many.

    In the folders that ledgers shared once, only those that this ledger names: it cannot know whose the others are.

    A note in the ledger says how many were erased. A decision whose document is gone cannot be replayed, and an allow
    entry whose facts are gone holds no longer.

    Args:
        record: where they are; its rules state the days.
        now: the time of day.
        by: who erases.

    Raises:
        UsageError: case.toml states no retention_days.
    """
    days = record.rules.retention_days
    if days is None:
        raise UsageError("case.toml states no retention_days", expected="retention_days = 1825 under [screening]")
    before = now - datetime.timedelta(days=days)
    own = record.folder.digests()
    old = [digest for digest in own if (_last_named(record, digest) or _kept(record, digest, now)) < before]
    for digest in record.folder.shared_digests():
        named = _last_named(record, digest)
        if named is not None and named < before:
            old.append(digest)
    erased = sum(record.folder.erase(digest) for digest in dict.fromkeys(old))
    if erased > 0:
        text = f"{erased} documents of what deciders saw erased after {days} days"
        record.ledger.append("note", {"text": text}, by=by)
    return erased


def _last_named(record: Record, digest: str) -> datetime.datetime | None:
    """Say when the newest entry that names a document was made; None: none does."""
    naming = record.ledger.about(Role.DOCUMENT, digest, with_undone=True)
    return datetime.datetime.fromisoformat(naming[-1].entered_at) if len(naming) > 0 else None


def _kept(record: Record, digest: str, now: datetime.datetime) -> datetime.datetime:
    """Say when a document that nobody names was kept: by a run that was killed before it entered the decision."""
    return record.folder.kept_at(digest) or now

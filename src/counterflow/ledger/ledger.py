"""The ledger of one case: append, read back, verify."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from counterflow.exc import LedgerError, StorageError
from counterflow.ledger.entry import GENESIS, KINDS, Entry, canonical_json, check_payload, entry_hash
from counterflow.ledger.store import (
    ENTRY,
    append_transaction,
    content_digest,
    open_store,
    sqlite_url,
    take_snapshot,
)

_COLUMNS = tuple(ENTRY.c[name] for name in Entry._fields)


class Ledger:
    """What people said about one case, in the order they said it."""

    def __init__(self, url: str, case_name: str) -> None:
        self.url = url
        self.case_name = case_name
        self._engine = open_store(url)

    @classmethod
    def of_file(cls, path: Path) -> Ledger:
        """Open the ledger of a case folder, made if it is not there.

        Raises:
            LedgerError: the file is no ledger.
            StorageError: the folder cannot be written.
        """
        try:
            return cls(sqlite_url(path), "case")
        except sa.exc.OperationalError as exc:
            raise StorageError(f"the ledger cannot be opened: {exc.orig}", where=str(path)) from exc
        except sa.exc.DatabaseError as exc:
            raise LedgerError(
                f"this is no ledger: {exc.orig}", where=str(path), next_step="Restore it from a copy"
            ) from exc

    def append(self, kind: str, payload: Mapping[str, Any], *, by: str | None = None) -> Entry:
        """Enter one thing somebody said; returns it with its hash.

        Raises:
            LedgerError: the payload does not have the form of its kind, or an undo names no entry.
        """
        payload = {name: value for name, value in payload.items() if value is not None}
        check_payload(kind, payload)
        by = by or os.environ.get("USER") or "unknown"
        with append_transaction(self._engine) as connection:
            if kind == "undo":
                self._check_undo(connection, payload["hash"])
            last = self._last(connection)
            sequence, previous = (1, GENESIS) if last is None else (last.sequence + 1, last.hash)
            at = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
            text = canonical_json(payload)
            digest = entry_hash(sequence, at, by, kind, text, previous)
            entry = Entry(sequence, at, by, kind, text, previous, digest)
            connection.execute(ENTRY.insert().values(case_name=self.case_name, **entry._asdict()))
        self._note_head()
        return entry

    def entries(self) -> list[Entry]:
        """Read all entries in order."""
        with self._engine.connect() as connection:
            return [Entry(*row) for row in connection.execute(self._select().order_by(ENTRY.c.sequence))]

    def effective(self) -> list[Entry]:
        """Read the entries that were not taken back, without the undo entries themselves."""
        entries = self.entries()
        # An undo can itself be undone, so decide from the newest backwards.
        undone: set[str] = set()
        for entry in reversed(entries):
            if entry.kind == "undo" and entry.hash not in undone:
                undone.add(entry.data["hash"])
        return [entry for entry in entries if entry.kind != "undo" and entry.hash not in undone]

    def of_kind(self, kind: str) -> Sequence[Mapping[str, Any]]:
        """Give the payloads of one kind in the order they were entered, undone ones left out."""
        return [entry.data for entry in self.effective() if entry.kind == kind]

    def digest(self, kinds: Iterable[str]) -> str:
        """Hash what the effective entries of some kinds say, without who or when: it decides the build id."""
        wanted = frozenset(kinds)
        said = [[entry.kind, entry.payload] for entry in self.effective() if entry.kind in wanted]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8")).hexdigest()

    def verify(self) -> list[str]:
        """Check the whole ledger; returns what is wrong, one sentence each; empty: nothing.

        Finds a changed, removed, inserted or reordered entry by the chain, a removed end by the head file, and in a
        SQLite file every changed byte, also outside the entries, by the digest of its content noted last.
        """
        findings, content = ([], "") if self._file is None else take_snapshot(self._file)
        if len(findings) > 0:
            return findings
        entries = self.entries()
        previous = GENESIS
        for number, entry in enumerate(entries, 1):
            expected = entry_hash(*entry[:5], entry.previous)
            if entry.sequence != number:
                findings.append(f"entry {number} is missing; entry {entry.sequence} stands in its place")
            elif entry.previous != previous:
                findings.append(f"entry {number} does not follow the entry before it")
            elif entry.hash != expected:
                findings.append(f"entry {number} ({entry.kind}, {entry.entered_at}) was changed after it was entered")
            elif entry.kind not in KINDS:
                findings.append(f"entry {number} has the unknown kind {entry.kind!r}")
            if len(findings) > 0:
                return findings
            previous = entry.hash
        return self._check_head(entries, content)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _select(self) -> sa.Select[Any]:
        return sa.select(*_COLUMNS).where(ENTRY.c.case_name == self.case_name)

    def _last(self, connection: sa.Connection) -> Entry | None:
        row = connection.execute(self._select().order_by(ENTRY.c.sequence.desc()).limit(1)).first()
        return None if row is None else Entry(*row)

    def _check_undo(self, connection: sa.Connection, digest: str) -> None:
        if connection.execute(self._select().where(ENTRY.c.hash == digest)).first() is None:
            raise LedgerError(f"no entry has the hash {digest!r}", next_step="counterflow ledger CASE list shows them")

    @property
    def _file(self) -> Path | None:
        url = self._engine.url
        return Path(url.database) if url.get_backend_name() == "sqlite" and url.database is not None else None

    def _note_head(self) -> None:
        """Note the last entry, and the digest of the file's content, outside the file: a cut-off end shows."""
        if self._file is None:
            return
        # The write lock is held while noting, so of two writers the later one notes last.
        with append_transaction(self._engine) as connection:
            last = self._last(connection)
            assert last is not None  # something was just entered
            head = {"sequence": last.sequence, "hash": last.hash, "content_sha256": content_digest(connection)}
            path = self._file.with_suffix(".head")
            temporary = path.with_suffix(f".head.{os.getpid()}")
            temporary.write_text(json.dumps(head) + "\n", encoding="utf-8")
            temporary.replace(path)

    def _check_head(self, entries: Sequence[Entry], content: str) -> list[str]:
        if self._file is None:
            return []
        path = self._file.with_suffix(".head")
        if not path.exists():
            return [] if len(entries) == 0 else [f"{path.name} is missing, so a cut-off end would not show"]
        try:
            head = json.loads(path.read_text(encoding="utf-8"))
            sequence, digest, noted = head["sequence"], head["hash"], head["content_sha256"]
        except (ValueError, KeyError, TypeError) as exc:
            return [f"{path.name} is damaged: {exc!r}"]
        if len(entries) < sequence or entries[sequence - 1].hash != digest:
            return [
                f"entry {sequence}, which {path.name} names as entered, is missing: the end was cut off or replaced"
            ]
        # More entries than noted: killed between an append and its note. The chain itself is whole.
        if len(entries) == sequence and content != noted:
            return ["a byte of the file outside the entries was changed since the last entry"]
        return []

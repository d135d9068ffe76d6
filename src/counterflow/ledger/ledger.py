"""The ledger of one case: append, read back, verify."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from counterflow.exc import CounterflowError, LedgerError, StorageError
from counterflow.ledger.entry import (
    GENESIS,
    KINDS,
    RESTORE,
    Entry,
    canonical_json,
    check_payload,
    entry_hash,
    leave_out_undone,
)
from counterflow.ledger.store import (
    ENTRY,
    append_transaction,
    content_digest,
    open_store,
    sqlite_url,
    take_snapshot,
)

_COLUMNS = tuple(ENTRY.c[name] for name in Entry._fields)


class _Head(NamedTuple):
    """The note beside a ledger file: its last entry, and the digest of the file's content."""

    sequence: int
    hash: str
    content_sha256: str


class Ledger:
    """What people said about one case, in the order they said it."""

    def __init__(self, url: str | sa.URL, case_name: str) -> None:
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
        with _reading(path):
            return cls(sqlite_url(path), "case")

    def append(self, kind: str, payload: Mapping[str, Any], *, by: str | None = None) -> Entry:
        """Enter one thing somebody said; returns it with its hash.

        Raises:
            LedgerError: the payload does not have the form of its kind, or an undo names no entry.
        """
        payload = {name: value for name, value in payload.items() if value is not None}
        check_payload(kind, payload)
        by = by or os.environ.get("USER") or "unknown"
        with _reading(self._file), append_transaction(self._engine) as connection:
            self._check_noted(connection)
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
        with _reading(self._file), self._engine.connect() as connection:
            return [Entry(*row) for row in connection.execute(self._select().order_by(ENTRY.c.sequence))]

    def effective(self) -> list[Entry]:
        """Read the entries that were not taken back, without the undo entries themselves."""
        return leave_out_undone(self.entries())

    def entries_of(self, kinds: Iterable[str], *, after: int = 0) -> list[Entry]:
        """Read the entries of some kinds that follow a sequence number, in order, taken back or not."""
        wanted = self._select().where(ENTRY.c.sequence > after, ENTRY.c.kind.in_(tuple(kinds)))
        with _reading(self._file), self._engine.connect() as connection:
            return [Entry(*row) for row in connection.execute(wanted.order_by(ENTRY.c.sequence))]

    def last_sequence(self) -> int:
        """Give the sequence number of the last entry; 0: there is none."""
        with _reading(self._file), self._engine.connect() as connection:
            last = self._last(connection)
        return 0 if last is None else last.sequence

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
        try:
            return self._check_chain(self.entries(), content)
        except CounterflowError as exc:
            return [exc.what]

    def _check_chain(self, entries: Sequence[Entry], content: str) -> list[str]:
        findings: list[str] = []
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

    @property
    def place(self) -> str:
        """Where the ledger is, for errors: its file, or its database without the password."""
        return str(self._file or self._engine.url)

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
            head = _Head(last.sequence, last.hash, content_digest(connection))
            temporary = self._head_path.with_suffix(f".head.{os.getpid()}")
            temporary.write_text(json.dumps(head._asdict()) + "\n", encoding="utf-8")
            temporary.replace(self._head_path)

    def _check_noted(self, connection: sa.Connection) -> None:
        """Refuse to enter anything after a loss: the note of the last entry would be overwritten and hide it.

        Raises:
            LedgerError: the last entry that was noted is not in the chain.
        """
        noted = self._read_head()
        if noted is None:
            return
        row = connection.execute(self._select().where(ENTRY.c.sequence == noted.sequence)).first()
        if row is None or Entry(*row).hash != noted.hash:
            raise LedgerError(
                f"entry {noted.sequence}, which {self._head_path.name} names as entered, is missing or changed",
                where=self.place,
                next_step=f"{RESTORE}. To accept the loss, remove {self._head_path.name} and enter a note that says so",
            )

    def _check_head(self, entries: Sequence[Entry], content: str) -> list[str]:
        if self._file is None:
            return []
        noted = self._read_head()
        if noted is None:
            # The first entry may stand without its note: killed in between.
            name = self._head_path.name
            return [] if len(entries) <= 1 else [f"{name} is missing, so a cut-off end would not show"]
        if len(entries) < noted.sequence or (noted.sequence > 0 and entries[noted.sequence - 1].hash != noted.hash):
            return [
                f"entry {noted.sequence}, which {self._head_path.name} names as entered, is missing: "
                "the end was cut off or replaced"
            ]
        # More entries than noted: killed between an append and its note. The chain itself is whole.
        if len(entries) == noted.sequence and content != noted.content_sha256:
            return ["a byte of the file outside the entries was changed since the last entry"]
        return []

    @property
    def _head_path(self) -> Path:
        assert self._file is not None  # only a file has a head beside it
        return self._file.with_suffix(".head")

    def _read_head(self) -> _Head | None:
        if self._file is None or not self._head_path.exists():
            return None
        try:
            return _Head(**json.loads(self._head_path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as exc:
            raise LedgerError(f"{self._head_path.name} is damaged: {exc}", next_step=RESTORE) from exc


@contextlib.contextmanager
def _reading(path: Path | None) -> Iterator[None]:
    """Turn what a damaged or foreign file makes SQLite say into an error that names the file."""
    try:
        yield
    except sa.exc.OperationalError as exc:
        raise StorageError(f"the ledger cannot be used: {exc.orig}", where=str(path)) from exc
    except (sa.exc.DBAPIError, sqlite3.Error, UnicodeError) as exc:
        raise LedgerError(f"this is no ledger, or a damaged one: {exc}", where=str(path), next_step=RESTORE) from exc

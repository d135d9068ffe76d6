"""The ledger of one case: append, read back, verify."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from counterflow.exc import CounterflowError, LedgerError, NoEntryError, StorageError
from counterflow.ledger.entry import (
    GENESIS,
    KINDS,
    RESTORE,
    UNDONE_BY_SEVERAL,
    Entry,
    Role,
    canonical_json,
    check_payload,
    entry_hash,
    references_of,
)
from counterflow.ledger.head import head_path, read_head, write_head
from counterflow.ledger.person import plain_name
from counterflow.ledger.reference import add_references, complete_references, select_entries, select_newest
from counterflow.ledger.store import ENTRY, append_transaction, check_file, check_schema, open_store, sqlite_url
from counterflow.ledger.verify import Chain, undone_hashes

_COLUMNS = tuple(ENTRY.c[name] for name in Entry._fields)

PAGE = 1000
"""Entries read at once where all are read."""

Said = Mapping[str, Any] | Callable[[Sequence[Entry]], Mapping[str, Any]]
"""A payload, or what makes it of the entries that are entered before it in the same call, e.g. of their hashes."""


class Ledger:
    """What people said about one case, in the order they said it."""

    def __init__(self, url: str | sa.URL, case_name: str) -> None:
        self.url = url
        self.case_name = case_name
        self._engine = open_store(url)
        with append_transaction(self._engine) as connection:
            self._complete(connection)

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
        """Enter one thing somebody said; returns it with its hash. What it costs does not grow with the ledger.

        Raises:
            LedgerError: the payload does not have the form of its kind, or names an entry that is not there.
        """
        return self.append_all([(kind, payload)], by=by)[0]

    def append_all(self, said: Iterable[tuple[str, Said]], *, by: str | None = None) -> list[Entry]:
        """Enter several things, kind and payload each, all or none; returns them with their hashes.

        Raises:
            LedgerError: as `append`; nothing is entered then.
        """
        # What names no entry of the same call is checked before others are kept waiting.
        checked = [(kind, one if callable(one) else _check(kind, one)) for kind, one in said]
        by = by or os.environ.get("USER") or "unknown"
        with _reading(self._file), append_transaction(self._engine) as connection:
            self._check_noted(connection)
            self._complete(connection)
            entries = self._chain(self._last(connection), checked, by)
            self._check_named(connection, entries)
            rows = [{"case_name": self.case_name, **entry._asdict()} for entry in entries]
            if len(rows) > 0:
                connection.execute(ENTRY.insert(), rows)
                add_references(connection, self.case_name, entries)
        self._note_head()
        return entries

    def entries(self) -> list[Entry]:
        """Read all entries in order."""
        return list(self.walk())

    def walk(self, *, after: int = 0) -> Iterator[Entry]:
        """Read the entries in order, page by page: none but a page is held in memory.

        Args:
            after: sequence of the entry to begin behind.
        """
        while len(page := self.page(after=after)) > 0:
            yield from page
            after = page[-1].sequence

    def page(self, *, after: int = 0, limit: int = PAGE) -> list[Entry]:
        """Read some entries in order, those behind the one of a sequence."""
        wanted = self._select().where(ENTRY.c.sequence > after).order_by(ENTRY.c.sequence).limit(limit)
        return self._read(wanted)

    def entries_of(self, kinds: Iterable[str], *, after: int = 0) -> list[Entry]:
        """Read the entries of some kinds that follow a sequence number, in order, taken back or not."""
        found = self._read(select_entries(self.case_name, Role.KIND, list(kinds)))
        return [entry for entry in found if entry.sequence > after]

    def walk_back(self, kind: str, *, before: int | None = None) -> Iterator[Entry]:
        """Read the entries of a kind newest first, page by page, taken back or not.

        Args:
            kind: which.
            before: sequence of the entry to begin behind; None: the newest.
        """
        while len(page := self._read(select_newest(self.case_name, kind, before, PAGE))) > 0:
            yield from page
            before = page[-1].sequence

    def newest(self) -> Entry | None:
        """Read the last entry; its hash covers all."""
        with _reading(self._file), self._engine.connect() as connection:
            return self._last(connection)

    def find(self, digits: str) -> Entry:
        """Read the entry whose hash begins with some digits.

        Raises:
            NoEntryError: none or several do.
        """
        begin = digits.strip().lower()
        found: list[Entry] = []
        if begin != "" and set(begin) <= set("0123456789abcdef"):
            # `g` comes behind every hexadecimal digit. The case is compared as an expression, or SQLite would go
            # through all entries of the case by its index and not through those of the digits by theirs.
            of_case = ENTRY.c.case_name.concat("") == self.case_name
            near = sa.select(*_COLUMNS).where(of_case, ENTRY.c.hash >= begin, ENTRY.c.hash < begin + "g")
            found = self._read(near.order_by(ENTRY.c.hash).limit(2))
        if len(found) != 1:
            raise NoEntryError(
                f"{'several' if len(found) > 1 else 'no'} entries begin with {digits!r}",
                expected="the hash of one entry",
                next_step="counterflow ledger CASE list shows them",
            )
        return found[0]

    def about(
        self, role: Role, *values: str, kinds: Iterable[str] | None = None, with_undone: bool = False
    ) -> list[Entry]:
        """Read the entries that refer to one of some things, in order.

        Reads no other entries, however many there are.

        Args:
            role: what the things are.
            values: their names.
            kinds: the kinds of entry wanted; None: all.
            with_undone: also those that were taken back.
        """
        wanted = None if kinds is None else frozenset(kinds)
        found = self._read(select_entries(self.case_name, role, values))
        chosen = [one for one in found if wanted is None or one.kind in wanted]
        return chosen if with_undone else [one for one in chosen if not self.is_undone(one)]

    def is_undone(self, entry: Entry) -> bool:
        """Say whether an entry is taken back: by undos, not taken back themselves, of as many people as it takes."""
        naming = self._read(select_entries(self.case_name, Role.ENTRY, [entry.hash]))
        people = {plain_name(one.entered_by) for one in naming if one.kind == "undo" and not self.is_undone(one)}
        return len(people) >= (KINDS[entry.kind].undone_by if entry.kind in KINDS else 1)

    def undone(self) -> set[str]:
        """Give the hashes of all entries that are taken back."""
        undone = undone_hashes(self.entries_of(["undo"]))
        few = (entry for entry in self.entries_of(UNDONE_BY_SEVERAL) if entry.hash in undone)
        return undone - {entry.hash for entry in few if not self.is_undone(entry)}

    def effective(self, kinds: Iterable[str] | None = None) -> list[Entry]:
        """Read the entries that were not taken back, without the undo entries themselves.

        Args:
            kinds: read these alone; None: all.
        """
        undone = self.undone()
        entries = self.walk() if kinds is None else self.entries_of(kinds)
        return [entry for entry in entries if entry.kind != "undo" and entry.hash not in undone]

    def of_kind(self, kind: str) -> Sequence[Mapping[str, Any]]:
        """Give the payloads of one kind in the order they were entered, undone ones left out."""
        return [entry.data for entry in self.effective([kind])]

    def digest(self, kinds: Iterable[str]) -> str:
        """Hash what the effective entries of some kinds say, without who or when: it decides the build id."""
        said = [[entry.kind, entry.payload] for entry in self.effective(kinds)]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8")).hexdigest()

    def verify(self) -> list[str]:
        """Check the whole ledger; returns what is wrong, one sentence each; empty: nothing.

        Finds a changed, removed, inserted or reordered entry by the chain, a removed end by the head file, a wrong row
        of the table of references by the entries; in a SQLite file also damage to its structure, and a table, index or
        trigger that is missing, changed or added. Bytes that nothing reads, e.g. in the free space of a page, are not
        looked at.
        """
        try:
            findings = [] if self._file is None else check_file(self._file)
            return findings if len(findings) > 0 else self._check_chain()
        except CounterflowError as exc:
            return [exc.what]

    def _check_chain(self) -> list[str]:
        chain = Chain(None if self._file is None else read_head(self._file))
        with _reading(self._file), self._engine.connect() as connection:
            while len(page := self.page(after=chain.length)) > 0:
                findings = chain.check(connection, self.case_name, page)
                if len(findings) > 0:
                    return findings
            if self._file is None:
                return []
            return chain.check_end(head_path(self._file).name) or check_schema(connection)

    @property
    def place(self) -> str:
        """Where the ledger is, for errors: its file, or its database without the password."""
        return str(self._file or self._engine.url)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _select(self) -> sa.Select[Any]:
        return sa.select(*_COLUMNS).where(ENTRY.c.case_name == self.case_name)

    def _read(self, wanted: sa.Select[Any]) -> list[Entry]:
        with _reading(self._file), self._engine.connect() as connection:
            return [Entry(*row) for row in connection.execute(wanted)]

    def _last(self, connection: sa.Connection) -> Entry | None:
        row = connection.execute(self._select().order_by(ENTRY.c.sequence.desc()).limit(1)).first()
        return None if row is None else Entry(*row)

    def _complete(self, connection: sa.Connection) -> None:
        """Add the references of entries that an earlier version of the program made; damaged ones are `verify`'s."""
        with contextlib.suppress(LedgerError):
            complete_references(connection, self.case_name)

    @staticmethod
    def _chain(last: Entry | None, said: Sequence[tuple[str, Said]], by: str) -> list[Entry]:
        """Make the next entries of the chain."""
        sequence, previous = (0, GENESIS) if last is None else (last.sequence, last.hash)
        at = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
        entries: list[Entry] = []
        for kind, one in said:
            sequence += 1
            text = canonical_json(_check(kind, one(entries)) if callable(one) else one)
            digest = entry_hash(sequence, at, by, kind, text, previous)
            entries.append(Entry(sequence, at, by, kind, text, previous, digest))
            previous = digest
        return entries

    def _check_named(self, connection: sa.Connection, entries: Sequence[Entry]) -> None:
        """Refuse what names an entry that is not there, nor made before it in the same call."""
        made: set[str] = set()
        for entry in entries:
            named = {value for role, value in references_of(entry.kind, entry.data) if role is Role.ENTRY}
            for digest in sorted(named - made):
                if connection.execute(self._select().where(ENTRY.c.hash == digest)).first() is None:
                    raise LedgerError(
                        f"no entry has the hash {digest!r}", next_step="counterflow ledger CASE list shows them"
                    )
            made.add(entry.hash)

    @property
    def _file(self) -> Path | None:
        url = self._engine.url
        return Path(url.database) if url.get_backend_name() == "sqlite" and url.database is not None else None

    def _note_head(self) -> None:
        """Note the last entry outside the file: a cut-off end shows."""
        if self._file is None:
            return
        # The write lock is held while noting, so of two writers the later one notes last.
        with append_transaction(self._engine) as connection:
            last = self._last(connection)
            if last is not None:
                write_head(self._file, last)

    def _check_noted(self, connection: sa.Connection) -> None:
        """Refuse to enter anything after a loss: the note of the last entry would be overwritten and hide it.

        Raises:
            LedgerError: the last entry that was noted is not in the chain.
        """
        noted = None if self._file is None else read_head(self._file)
        if self._file is None or noted is None:
            return
        row = connection.execute(self._select().where(ENTRY.c.sequence == noted.sequence)).first()
        if row is None or Entry(*row).hash != noted.hash:
            name = head_path(self._file).name
            raise LedgerError(
                f"entry {noted.sequence}, which {name} names as entered, is missing or changed",
                where=self.place,
                next_step=f"{RESTORE}. To accept the loss, remove {name} and enter a note that says so",
            )


def _check(kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Check the form of a payload; gives it without what is None."""
    said = {name: value for name, value in payload.items() if value is not None}
    check_payload(kind, said)
    return said


@contextlib.contextmanager
def _reading(path: Path | None) -> Iterator[None]:
    """Turn what a damaged or foreign file makes SQLite say into an error that names the file."""
    try:
        yield
    except sa.exc.OperationalError as exc:
        raise StorageError(f"the ledger cannot be used: {exc.orig}", where=str(path)) from exc
    except (sa.exc.DBAPIError, sqlite3.Error, UnicodeError) as exc:
        raise LedgerError(f"this is no ledger, or a damaged one: {exc}", where=str(path), next_step=RESTORE) from exc

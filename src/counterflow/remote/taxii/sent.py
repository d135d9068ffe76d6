"""What was given to a partner: one SQLite file a partner below `CASE/sent/`, by which nothing is given twice.

A version that was handed out is never changed (STIX 2.1, section 3.6): content that changed since gets a `modified`
later than the last one, which is kept before it is sent, so that a push that was killed sends the same again.
"""

from __future__ import annotations

import datetime
import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from counterflow.exc import CaseLockedError, StorageError
from counterflow.stix.spec import ONE_OF, REQUIRED
from counterflow.stix.version import timestamp_key

_SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    id TEXT PRIMARY KEY, digest BLOB NOT NULL, version TEXT NOT NULL, state TEXT NOT NULL, marking TEXT NOT NULL,
    remains BLOB NOT NULL, is_recall INTEGER NOT NULL, is_there INTEGER NOT NULL, is_noted INTEGER NOT NULL,
    message TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS request (status_id TEXT PRIMARY KEY, ids BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS place (only INTEGER PRIMARY KEY CHECK (only = 1), url TEXT NOT NULL);
"""
WAITING, TAKEN, REFUSED = "waiting", "taken", "refused"
"""States of an object's version here. `is_recall` says that it takes the object back, `is_there` that the partner has
the object in this version or an earlier one, `is_noted` that the version stands in the ledger."""

_COMMON = ("type", "spec_version", "id", "created_by_ref", "created", "modified", "object_marking_refs")
_UNVERSIONED = ("marking-definition", "extension-definition", "language-content")
"""Types that are not recalled: without them nothing that refers to them could be read."""


class Ready(NamedTuple):
    """An object that is to be sent."""

    id: str
    version: str
    body: bytes


class Taken(NamedTuple):
    """An object that a partner took, as the ledger counts it."""

    id: str
    version: str
    is_recall: bool
    marking: str


class Sent:
    """The state of one partner."""

    def __init__(self, path: Path, url: str) -> None:
        """Open or make it; of another collection than before nothing was given yet."""
        try:
            self._base = sqlite3.connect(path, isolation_level=None)
            self._base.execute("PRAGMA synchronous=FULL")
            self._base.executescript(_SCHEMA)
        except sqlite3.DatabaseError as exc:
            raise StorageError(
                f"it cannot be opened: {exc}", where=str(path), next_step="Move it away; everything is then sent again"
            ) from exc
        known = self._base.execute("SELECT url FROM place").fetchone()
        if known is None or known[0] != url:
            with self._transaction():
                for table in ("object", "request", "place"):
                    self._base.execute(f"DELETE FROM {table}")  # noqa: S608 - three constants
                self._base.execute("INSERT INTO place VALUES (1, ?)", [url])

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def prepare(self, objects: Iterable[Mapping[str, Any]], markings: Mapping[str, str]) -> list[Ready]:
        """Give what is to be sent of an export, each in a version of its own if its content changed.

        Args:
            objects: the export's.
            markings: the marking of each by its id.
        """
        ready = []
        with self._transaction():
            for one in objects:
                digest = _digest(one)
                row = self._base.execute("SELECT digest, version, state FROM object WHERE id = ?", [one["id"]])
                known = row.fetchone()
                is_same = known is not None and known[0] == digest
                if is_same and known[2] == TAKEN:
                    continue
                whole = dict(one)
                if known is not None and "modified" in one:
                    whole["modified"] = known[1] if is_same else _later(one["modified"], known[1])
                ready.append(self._note(whole, digest, markings[one["id"]], is_recall=False))
        return ready

    def prepare_recall(self, kept: Iterable[str], moment: str) -> list[Ready]:
        """Give versions that take back what was given and is in no export any more: what STIX requires, revoked."""
        ready = []
        with self._transaction():
            for id_ in self.find_gone(kept):
                row = self._base.execute("SELECT version, marking, remains FROM object WHERE id = ?", [id_]).fetchone()
                whole = {**orjson.loads(row[2]), "modified": _later(moment, row[0]), "revoked": True}
                ready.append(self._note(whole, _digest(whole), row[1], is_recall=True))
        return ready

    def find_gone(self, kept: Iterable[str]) -> list[str]:
        """Name what a partner has and an export has no more, but for definitions."""
        there = set(kept)
        rows = self._base.execute("SELECT id FROM object WHERE is_there ORDER BY id").fetchall()
        return [id_ for (id_,) in rows if id_ not in there and id_.partition("--")[0] not in _UNVERSIONED]

    def note_request(self, status_id: str, ids: Sequence[str]) -> None:
        """Keep where the status of a request can be asked for."""
        self._base.execute("INSERT OR REPLACE INTO request VALUES (?,?)", [status_id, orjson.dumps(ids)])

    def list_requests(self) -> list[tuple[str, list[str]]]:
        """Give the requests whose end is not known, each with the ids that it sent."""
        rows = self._base.execute("SELECT status_id, ids FROM request ORDER BY status_id").fetchall()
        return [(status_id, orjson.loads(ids)) for status_id, ids in rows]

    def settle(self, taken: Iterable[str], refused: Mapping[str, str], status_id: str | None = None) -> None:
        """Note what became of objects; a request whose end is known is forgotten."""
        with self._transaction():
            for id_ in taken:
                change = "UPDATE object SET state = ?, is_there = NOT is_recall, message = NULL WHERE id = ?"
                self._base.execute(change, [TAKEN, id_])
            for id_, message in refused.items():
                self._base.execute("UPDATE object SET state = ?, message = ? WHERE id = ?", [REFUSED, message, id_])
            if status_id is not None:
                self._base.execute("DELETE FROM request WHERE status_id = ?", [status_id])

    def list_unnoted(self) -> list[Taken]:
        """Give what was taken and stands in no entry of the ledger yet, by id."""
        query = "SELECT id, version, is_recall, marking FROM object WHERE state = ? AND NOT is_noted ORDER BY id"
        return [Taken(*row) for row in self._base.execute(query, [TAKEN])]

    def mark_noted(self, ids: Iterable[str]) -> None:
        """Note that these stand in the ledger."""
        with self._transaction():
            self._base.executemany("UPDATE object SET is_noted = 1 WHERE id = ?", [(id_,) for id_ in ids])

    def _note(self, whole: Mapping[str, Any], digest: bytes, marking: str, *, is_recall: bool) -> Ready:
        """Keep the version of an object that is about to be sent."""
        version = str(whole.get("modified", whole.get("created", "")))
        there = self._base.execute("SELECT is_there FROM object WHERE id = ?", [whole["id"]]).fetchone() or (0,)
        values = [whole["id"], digest, version, WAITING, marking, orjson.dumps(_remains(whole)), is_recall, *there]
        self._base.execute("INSERT OR REPLACE INTO object VALUES (?,?,?,?,?,?,?,?,0,NULL)", values)
        return Ready(whole["id"], version, orjson.dumps(whole))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")


@contextmanager
def hold_sent(folder: Path, partner: str) -> Iterator[Path]:
    """Hold a partner's file for one push; gives its path.

    Raises:
        CaseLockedError: another process is pushing to this partner.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / f".{partner}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CaseLockedError(
                "another process is pushing to this partner", where=partner, next_step="Wait for it"
            ) from None
        yield folder / f"{partner}.sqlite"
    finally:
        os.close(handle)


def _digest(one: Mapping[str, Any]) -> bytes:
    """Sum up an object but for `modified`, which a new build moves on although nothing of the object changed."""
    content = {name: value for name, value in one.items() if name != "modified"}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).digest()


def _remains(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of an object what STIX requires of one that is revoked."""
    type_ = str(whole["type"])
    names = {*_COMMON, *REQUIRED.get(type_, "").split(), *ONE_OF.get(type_, ()), "identity_class", "revoked"}
    return {name: value for name, value in whole.items() if name in names}


def _later(wanted: str, than: str) -> str:
    """Give the wanted moment if it is later than another, else the millisecond after that."""
    first, second = timestamp_key(wanted), timestamp_key(than)
    if first is not None and second is not None and first > second:
        return wanted
    moment = datetime.datetime.fromisoformat(than[:-1] + "+00:00") + datetime.timedelta(milliseconds=1)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"

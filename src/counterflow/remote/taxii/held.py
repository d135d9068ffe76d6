"""What a case holds of a partner's collection, and where the pull is: one SQLite file beside the pulled files.

inputs/fetched/<partner>/
  2026-11-24_1f3a90bc.json   what one pull brought, as a STIX bundle; first 8 digits of its SHA-256
  .pulling                   what the pull under way has brought so far
  .held.sqlite               ids and versions held, with digests; the place of the pull

A page's objects are flushed to `.pulling` before the transaction that notes them and the place behind them; a file has
its name noted before it gets it. So whenever a process is killed the next one finds what is noted, and drops the rest.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from counterflow.exc import StorageError
from counterflow.remote.taxii.page import Place
from counterflow.stix.identifier import make_identifier
from counterflow.stix.version import object_version, timestamp_key

HELD = ".held.sqlite"
_PULLING = ".pulling"
_END = b"\n]}\n"
_DEFINITIONS = ("marking-definition", "extension-definition")
"""Types that others refer to for what they mean: each file repeats those that its objects need."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
    number INTEGER PRIMARY KEY, url TEXT NOT NULL, bytes INTEGER NOT NULL, objects INTEGER NOT NULL,
    name TEXT, sha256 TEXT);
CREATE TABLE IF NOT EXISTS held (
    id TEXT NOT NULL, version TEXT NOT NULL, digest BLOB NOT NULL, file INTEGER NOT NULL,
    PRIMARY KEY (id, version)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS held_of_file ON held (file);
CREATE TABLE IF NOT EXISTS definition (id TEXT PRIMARY KEY, body BLOB NOT NULL, file INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS place (
    only INTEGER PRIMARY KEY CHECK (only = 1), url TEXT NOT NULL, base TEXT, after TEXT, next TEXT, last TEXT,
    is_under_way INTEGER NOT NULL);
"""


class PulledFile(NamedTuple):
    """One file of objects that came."""

    name: str
    sha256: str
    bytes: int
    objects: int
    """Objects that were not held before."""


class Sorted(NamedTuple):
    """A page's objects, by whether they are new here."""

    new: list[tuple[str, str, bytes, dict[str, Any]]]
    """Id, version, digest and object of each that is not held."""
    changed: list[str]
    """Ids of those that came in another form under a version that is held: the first is kept."""
    wrong: int
    """Number of those that are no STIX objects at all."""
    fingerprint: bytes
    """Of what came, in its order."""


class Held:
    """The state of one partner's folder; whoever has it holds the folder's lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._base = sqlite3.connect(folder / HELD, isolation_level=None)
            self._base.execute("PRAGMA synchronous=FULL")
            self._base.executescript(_SCHEMA)
        except sqlite3.DatabaseError as exc:
            raise StorageError(
                f"it cannot be opened: {exc}", where=str(folder / HELD), next_step="Move the folder away and pull again"
            ) from exc
        self._recover()

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def find_place(self, url: str) -> tuple[Place, str | None, bool]:
        """Give where to go on in a collection, what the last finished pull reached, and whether a pull is under way.

        Of another collection than the last one nothing is known; what is held of it is still told by id and version.
        """
        row = self._base.execute("SELECT base, after, next, last, is_under_way FROM place WHERE url = ?", [url])
        base, after, next_, last, is_under_way = row.fetchone() or (None, None, None, None, 0)
        return Place(after, next_, last), base, is_under_way == 1

    def sort_out(self, objects: Iterable[object]) -> Sorted:
        """Tell what is new of a page."""
        new: dict[tuple[str, str], tuple[bytes, dict[str, Any]]] = {}
        changed, wrong, whole = [], 0, hashlib.sha256()
        for one in objects:
            if not isinstance(one, dict) or not isinstance(one.get("id"), str) or not isinstance(one.get("type"), str):
                wrong += 1
                continue
            digest = hashlib.sha256(orjson.dumps(one, option=orjson.OPT_SORT_KEYS)).digest()[:16]
            whole.update(digest)
            key = (one["id"], _version(one, digest))
            known = new[key][0] if key in new else self._find_digest(key)
            if known is None:
                new[key] = (digest, one)
            elif known != digest:
                changed.append(one["id"])
        listed = [(id_, version, digest, one) for (id_, version), (digest, one) in new.items()]
        return Sorted(listed, changed, wrong, whole.digest())

    def keep(self, url: str, sorted_: Sorted, place: Place, base: str | None) -> None:
        """Keep a page's new objects together with the place behind them."""
        path = self._folder / _PULLING
        number, size, count = self._open_file(url, sorted_)
        if len(sorted_.new) > 0:
            with path.open("r+b" if size > 0 else "wb") as handle:
                handle.seek(size)
                if size == 0:
                    handle.write(_begin(url, sorted_))
                for body in self._bodies(number, sorted_, is_first=count == 0):
                    handle.write(body)
                size = handle.tell()
                handle.flush()
                os.fsync(handle.fileno())
        with self._transaction():
            if len(sorted_.new) > 0:
                count += len(sorted_.new)
                values = [number, url, size, count]
                self._base.execute("INSERT OR REPLACE INTO file (number, url, bytes, objects) VALUES (?,?,?,?)", values)
                self._base.executemany(
                    "INSERT INTO held VALUES (?,?,?,?)",
                    [(id_, version, digest, number) for id_, version, digest, _ in sorted_.new],
                )
                self._note_definitions(number, sorted_)
            self._set_place(url, place, base, is_under_way=True)

    def finish(self, url: str, base: str | None) -> None:
        """Note that a pull reached the collection's end; the next one begins at `base`."""
        with self._transaction():
            self._set_place(url, Place(), base, is_under_way=False)

    def size(self) -> int:
        """Give the bytes of the file under way."""
        row = self._base.execute("SELECT bytes FROM file WHERE name IS NULL").fetchone()
        return 0 if row is None else int(row[0])

    def close_file(self, day: str) -> PulledFile | None:
        """Give the file under way its name; None: there is none, for nothing new came."""
        row = self._base.execute("SELECT number, bytes, objects FROM file WHERE name IS NULL").fetchone()
        if row is None:
            return None
        number, size, objects = row
        path = self._folder / _PULLING
        with path.open("r+b") as handle:
            handle.seek(size)
            handle.write(_END)
            handle.truncate()
            handle.flush()
            os.fsync(handle.fileno())
            handle.seek(0)
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        name = f"{day}_{digest[:8]}.json"
        values = [size + len(_END), name, digest, number]
        with self._transaction():
            self._base.execute("UPDATE file SET bytes = ?, name = ?, sha256 = ? WHERE number = ?", values)
        path.replace(self._folder / name)
        _flush_folder(self._folder)
        return PulledFile(name, digest, size + len(_END), objects)

    def last_file(self) -> PulledFile | None:
        """Give the newest file."""
        columns = "name, sha256, bytes, objects"
        query = f"SELECT {columns} FROM file WHERE name IS NOT NULL ORDER BY number DESC LIMIT 1"  # noqa: S608
        row = self._base.execute(query).fetchone()
        return None if row is None else PulledFile(*row)

    def count(self) -> int:
        """Count the versions of objects that are held."""
        return int(self._base.execute("SELECT count(*) FROM held").fetchone()[0])

    def _recover(self) -> None:
        """Finish or drop what a killed process left; what is gone from the folder is to come again."""
        path = self._folder / _PULLING
        files = self._base.execute("SELECT number, name, bytes, sha256 FROM file ORDER BY number").fetchall()
        under_way = False
        for number, name, size, digest in files:
            if name is not None:
                file = self._folder / name
                if not file.exists() and path.exists() and _hash(path) == digest:
                    path.replace(file)
                    _flush_folder(self._folder)
                if not file.exists() or file.stat().st_size != size:
                    self._forget(number)
            elif not path.exists() or path.stat().st_size < size:
                self._forget(number)
            else:
                under_way = True
        if not under_way:
            path.unlink(missing_ok=True)

    def _forget(self, number: int) -> None:
        """Forget a file that is gone: its objects come again, for the next pull begins at the beginning."""
        with self._transaction():
            for table in ("held", "definition"):
                self._base.execute(f"DELETE FROM {table} WHERE file = ?", [number])  # noqa: S608 - two constants
            self._base.execute("DELETE FROM file WHERE number = ?", [number])
            self._base.execute("DELETE FROM place")

    def _open_file(self, url: str, sorted_: Sorted) -> tuple[int, int, int]:
        """Give number, bytes and objects of the file under way, or of the one to begin."""
        row = self._base.execute("SELECT number, bytes, objects FROM file WHERE name IS NULL").fetchone()
        if row is not None:
            return int(row[0]), int(row[1]), int(row[2])
        last = self._base.execute("SELECT coalesce(max(number), 0) FROM file").fetchone()[0]
        return int(last) + 1, 0, 0

    def _bodies(self, number: int, sorted_: Sorted, *, is_first: bool) -> Iterator[bytes]:
        """Write objects, and before them the definitions from earlier files that they need."""
        added = {id_ for id_, _, _, _ in sorted_.new}
        wanted = {ref for _, _, _, one in sorted_.new for ref in _references(one)} - added
        repeated = [body for ref in sorted(wanted) for body in self._definition(ref, number)]
        bodies = [*repeated, *(orjson.dumps(one) for _, _, _, one in sorted_.new)]
        for place, body in enumerate(bodies):
            yield body if is_first and place == 0 else b",\n" + body

    def _definition(self, ref: str, number: int) -> list[bytes]:
        row = self._base.execute("SELECT body FROM definition WHERE id = ? AND file <> ?", [ref, number]).fetchone()
        return [] if row is None else [row[0]]

    def _note_definitions(self, number: int, sorted_: Sorted) -> None:
        """Note the definitions that came, and that this file has those that its objects need."""
        for id_, _, _, one in sorted_.new:
            if one["type"] in _DEFINITIONS:
                self._base.execute("INSERT OR REPLACE INTO definition VALUES (?,?,?)", [id_, orjson.dumps(one), number])
        wanted = {ref for _, _, _, one in sorted_.new for ref in _references(one)}
        self._base.executemany("UPDATE definition SET file = ? WHERE id = ?", [(number, ref) for ref in wanted])

    def _find_digest(self, key: tuple[str, str]) -> bytes | None:
        row = self._base.execute("SELECT digest FROM held WHERE id = ? AND version = ?", key).fetchone()
        return None if row is None else row[0]

    def _set_place(self, url: str, place: Place, base: str | None, *, is_under_way: bool) -> None:
        values = [url, base, *place, is_under_way]
        self._base.execute("INSERT OR REPLACE INTO place VALUES (1,?,?,?,?,?,?)", values)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")


def _version(one: Mapping[str, Any], digest: bytes) -> str:
    """Give what tells an object's versions apart; of one without a version another content is another version."""
    stated = object_version(one)
    if stated is None:
        return "#" + digest.hex()
    return timestamp_key(stated) or stated


def _references(one: Mapping[str, Any]) -> Iterator[str]:
    """Name the definitions that an object needs to be read."""
    marks = one.get("object_marking_refs")
    yield from (ref for ref in (marks if isinstance(marks, list) else ()) if isinstance(ref, str))
    parts = one.get("granular_markings")
    for part in parts if isinstance(parts, list) else ():
        ref = part.get("marking_ref") if isinstance(part, dict) else None
        if isinstance(ref, str):
            yield ref
    extensions = one.get("extensions")
    yield from extensions if isinstance(extensions, dict) else ()


def _begin(url: str, sorted_: Sorted) -> bytes:
    """Begin a bundle; its id follows from the collection and the first object, so equal pulls give equal files."""
    id_, version, digest, _ = sorted_.new[0]
    return (
        f'{{"type":"bundle","id":"{make_identifier("bundle", url, id_, version, digest.hex())}","objects":[\n'.encode()
    )


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _flush_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

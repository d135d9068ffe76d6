"""The file of an entity store: its tables, and how a writer opens it.

One SQLite file beside the names index, written once and then only read: a change is written to a copy in a new folder.
What is only looked up by number stands apart from what is scanned, so a scan does not read whole entities.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counterflow.exc import InputError, StorageError

FILE = "entity.sqlite"
"""Name of the file in the folder of an index."""

FORMAT = "entity-store-1"
"""Raised when rows are made otherwise: a delta takes back the words of an entity by making its row again."""

KINDS = {"datasets": 1, "countries": 2, "topics": 3, "identifiers": 4, "genders": 5}
"""Fields that are filtered and counted by number, by FtM's name of the group of their type."""

TALLIED = frozenset(["datasets", "countries", "topics", "genders"])
"""Kinds with few different values, whose counts by schema are kept; identifiers are next to all different."""

TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entity (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, schema TEXT NOT NULL, caption TEXT NOT NULL,
  first_seen TEXT, last_seen TEXT, last_change TEXT, target INTEGER NOT NULL, weight REAL NOT NULL
);
CREATE INDEX entity_weight ON entity (weight DESC, id, schema);
CREATE TABLE record (number INTEGER PRIMARY KEY, json BLOB NOT NULL);
CREATE TABLE former_id (id TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (id, number)) WITHOUT ROWID;
CREATE TABLE edge (
  target_id TEXT NOT NULL, property TEXT NOT NULL, source INTEGER NOT NULL,
  PRIMARY KEY (target_id, property, source)
) WITHOUT ROWID;
CREATE TABLE term (
  number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, value TEXT NOT NULL, folded TEXT NOT NULL, UNIQUE (kind, value)
);
CREATE INDEX term_folded ON term (kind, folded);
CREATE TABLE mark (
  entity INTEGER NOT NULL, kind INTEGER NOT NULL, term INTEGER NOT NULL, PRIMARY KEY (entity, kind, term)
) WITHOUT ROWID;
CREATE INDEX mark_term ON mark (term, entity);
CREATE TABLE tally (
  term INTEGER NOT NULL, schema TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (term, schema)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE word USING fts5 (name, text, mark, content='', tokenize='ascii', prefix='2 3');
"""
"""`tally` of term 0 counts all entities of a schema. `word` is given words already folded (`words`), so its tokenizer
has only to part them at spaces: every character beyond ASCII is part of a word to it."""


@contextmanager
def writing(path: Path, *, copy_of: Path | None = None) -> Iterator[sqlite3.Connection]:
    """Open a new file for its only writer, empty or a copy; when the block fails the file is removed.

    No journal is kept: the folder takes its place as a whole or not at all.

    Raises:
        StorageError: the disk is full or the folder cannot be written.
        InputError: the file is damaged.
    """
    connection = None
    _begin(path, copy_of)
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "secure_delete = OFF", "cache_size = -65536"):
            connection.execute(f"PRAGMA {setting}")
        yield connection
    except BaseException as exc:
        _discard(connection, path)
        if isinstance(exc, sqlite3.OperationalError):
            raise StorageError(f"the entity store cannot be written: {exc}", where=str(path)) from exc
        if isinstance(exc, sqlite3.DatabaseError):
            raise damaged(path, str(exc)) from exc
        raise
    connection.close()


def _begin(path: Path, copy_of: Path | None) -> None:
    try:
        path.unlink(missing_ok=True)
        if copy_of is not None:
            shutil.copyfile(copy_of, path)
    except OSError as exc:
        raise StorageError(f"the entity store cannot be written: {exc}", where=str(path)) from exc


def _discard(connection: sqlite3.Connection | None, path: Path) -> None:
    if connection is not None:
        connection.close()
    path.unlink(missing_ok=True)


def check_format(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that another version of Counterflow wrote.

    Raises:
        InputError: it is of another format, or no entity store.
    """
    try:
        found = connection.execute("SELECT value FROM about WHERE name = 'format'").fetchone()
    except sqlite3.DatabaseError as exc:
        raise damaged(path, f"this is no entity store: {exc}") from exc
    if found is None or found[0] != FORMAT:
        raise damaged(path, f"the entity store has format {found and found[0]!r}, this version reads {FORMAT!r}")


def damaged(path: Path, what: str) -> InputError:
    """Say that a store cannot be used."""
    return InputError(what, where=str(path), next_step="Build the index again: counterflow index")

"""The ledger's tables: SQLite for one desk, PostgreSQL for a team; append only in both.

`entry` holds what was said. Triggers refuse UPDATE and DELETE on it, so a slip in code or an SQL shell cannot change
it; the hash chain shows what happened when someone goes around them. `reference` says which entries name what, so that
a look-up need not read them all; it follows from the entries (`reference.py`).
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor

METADATA = sa.MetaData()

OPEN_SECONDS = 10.0
"""How long opening waits for another process that makes the same ledger."""

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

ENTRY = sa.Table(
    "entry",
    METADATA,
    sa.Column("case_name", sa.Text, primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("entered_at", sa.Text, nullable=False),
    sa.Column("entered_by", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("previous", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
)

REFERENCE = sa.Table(
    "reference",
    METADATA,
    sa.Column("case_name", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Index("reference_of_entry", "case_name", "sequence"),
    sqlite_with_rowid=False,
)

_SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS entry_no_{verb} BEFORE {verb} ON entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END
"""
_POSTGRES_TRIGGER = """
CREATE OR REPLACE FUNCTION entry_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the ledger is append only'; END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
FOR EACH STATEMENT EXECUTE FUNCTION entry_append_only();
"""


def sqlite_url(path: Path) -> sa.URL:
    """Give the SQLAlchemy URL of a ledger file; its parts, because a path may hold `?` or `%`."""
    return sa.URL.create("sqlite", database=str(path))


def open_store(url: str | sa.URL) -> sa.Engine:
    """Open or create the ledger's table."""
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    with append_transaction(engine) as connection:
        is_new = not sa.inspect(connection).has_table(ENTRY.name)
        METADATA.create_all(connection)
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql(_POSTGRES_TRIGGER)
        elif is_new:
            # Not in a ledger that is there: triggers that somebody dropped must show (`check_file`).
            _create_triggers(connection)
    return engine


def _create_triggers(connection: sa.Connection) -> None:
    for verb in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(_SQLITE_TRIGGER.format(verb=verb))


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    connection.isolation_level = None  # `_begin_sqlite` begins transactions
    # A damaged text must be read to be named: its hash no longer fits.
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=30000")
    _use_wal(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _use_wal(cursor: DBAPICursor) -> None:
    """Change a new ledger to write-ahead logging; SQLite does not wait here while another process does the same."""
    deadline = time.monotonic() + OPEN_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as exc:
            # Another error, e.g. of a damaged file, would come again.
            if exc.sqlite_errorcode not in _BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _begin_sqlite(connection: sa.Connection) -> None:
    # The driver would begin an append as a reader; IMMEDIATE takes the write lock before the last hash is read, so two
    # writers never chain to the same entry.
    appends = connection.get_execution_options().get("append", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if appends else "BEGIN")


@contextlib.contextmanager
def append_transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a transaction that keeps other writers out until it ends."""
    with engine.execution_options(append=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            # Any number: it names this lock among the database's advisory locks.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7300139)")
        yield connection


def check_file(path: Path) -> list[str]:
    """Check the structure of a ledger file: what SQLite itself finds; empty: nothing.

    Opening the file in any other way beside an open connection of the same process would drop that connection's locks
    (sqlite.org, "How To Corrupt An SQLite Database File", 2.2).
    """
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=30)) as connection:
            results = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    except sqlite3.Error as exc:
        return [f"the file is damaged: {exc}"]
    return [f"the file is damaged: {result}" for result in results if result != "ok"]


def check_schema(connection: sa.Connection) -> list[str]:
    """Compare the tables, indexes and triggers of a ledger file with those that a new one has; empty: the same."""
    fresh = sa.create_engine("sqlite://")
    with fresh.begin() as memory:
        METADATA.create_all(memory)
        _create_triggers(memory)
        expected = _schema(memory)
    fresh.dispose()
    found = _schema(connection)
    return [
        f"the {name} of the file {'is missing' if name not in found else 'is not as the program made it'}"
        for name in sorted({*expected, *found})
        if found.get(name) != expected.get(name)
    ]


def _schema(connection: sa.Connection) -> dict[str, str]:
    """Give the SQL of each thing in a SQLite file by its sort and name, however it is spaced."""
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master")
    return {f"{row[0]} {row[1]}": " ".join(str(row[2]).split()) for row in rows}

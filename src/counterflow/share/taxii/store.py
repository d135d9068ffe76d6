"""The tables of a TAXII server: SQLite for one desk, PostgreSQL for a team.

`object` has a row for each version of each object of each collection. Its `position` rises in the order of commits, so
(`date_added`, `position`) is a key that a page can end at, however many objects have one timestamp.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection

from counterflow.exc import StorageError

METADATA = sa.MetaData()

FILE = "taxii.sqlite"
"""Name of a case's file."""

ROOT = sa.Table(
    "api_root",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("description", sa.Text),
)

COLLECTION = sa.Table(
    "collection",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("root", sa.Text, nullable=False),
    sa.Column("alias", sa.Text),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.UniqueConstraint("root", "alias"),
)

GRANT = sa.Table(
    "collection_grant",
    METADATA,
    sa.Column("collection_id", sa.Text, primary_key=True),
    sa.Column("holder", sa.Text, primary_key=True),
    sa.Column("can_read", sa.Boolean, nullable=False),
    sa.Column("can_write", sa.Boolean, nullable=False),
)

OBJECT = sa.Table(
    "stix_object",
    METADATA,
    sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("collection_id", sa.Text, nullable=False),
    sa.Column("stix_id", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("spec_version", sa.Text, nullable=False),
    sa.Column("version_key", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("date_added", sa.BigInteger, nullable=False),
    sa.Column("handling", sa.Text, nullable=False),
    sa.Column("added_by", sa.Text),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("object_of_page", "collection_id", "date_added", "position"),
    sa.Index("object_of_type", "collection_id", "type", "date_added", "position"),
    sa.Index("object_of_handling", "collection_id", "handling"),
    sa.Index("object_of_version", "collection_id", "stix_id", "spec_version", "version_key", unique=True),
    sqlite_autoincrement=True,
)
"""`version_key` sorts as versions do (`stix/version.py`), `version` is as the object has it; `date_added` is in
microseconds since 1970; `handling` is the object's marking in our form; `added_by` is who gave it."""

STATUS = sa.Table(
    "status",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("root", sa.Text, nullable=False),
    sa.Column("holder", sa.Text),
    sa.Column("requested_at", sa.BigInteger, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("status_by_age", "requested_at"),
)


def sqlite_url(path: Path) -> sa.URL:
    """Give the SQLAlchemy URL of a file; its parts, because a path may hold `?` or `%`."""
    return sa.URL.create("sqlite", database=str(path))


def open_store(url: str | sa.URL) -> sa.Engine:
    """Open or create the tables.

    Raises:
        StorageError: the database cannot be opened.
    """
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    try:
        with write_transaction(engine) as connection:
            METADATA.create_all(connection)
    except sa.exc.DatabaseError as exc:
        raise StorageError(f"the TAXII collections cannot be opened: {exc.orig}", where=str(engine.url)) from exc
    return engine


@contextlib.contextmanager
def write_transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a transaction that keeps other writers out, so that positions rise in the order of commits."""
    with engine.execution_options(write=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            # Any number: it names this lock among the database's advisory locks.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7300210)")
        yield connection


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    connection.isolation_level = None  # `_begin_sqlite` begins transactions
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    is_write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

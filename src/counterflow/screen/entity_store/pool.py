"""Connections to one file that never changes, each used by one thread at a time."""

from __future__ import annotations

import queue
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from counterflow.exc import InputError
from counterflow.screen.entity_store.layout import check_format, damaged
from counterflow.screen.entity_store.sort import sort_value

CONNECTIONS = 8
"""As many searches run at once; others wait. SQLite works without Python's lock, but the machine has few cores."""

_MAPPED_BYTES = 1 << 40
_UNREADABLE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR)
_FAILED = "user-defined function raised exception"
"""What SQLite says when `sort_value` cannot read a record."""


class Connections:
    """All connections are made at once: a file that takes this one's place later is never read by mistake."""

    def __init__(self, path: Path, count: int = CONNECTIONS) -> None:
        """Open a file.

        Raises:
            InputError: it is missing, damaged, or another version of Counterflow wrote it.
        """
        self._path = path
        self._count = count
        # The one given back last is taken first: its cache is warm.
        self._free: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        for _ in range(count):
            self._free.put(_open(path))

    @contextmanager
    def one(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection.

        Raises:
            InputError: the file turns out to be damaged.
        """
        connection = self._free.get()
        try:
            yield connection
        except InputError as exc:
            raise damaged(self._path, f"the entity store cannot be read: {exc.what}") from exc
        except sqlite3.DatabaseError as exc:
            if exc.sqlite_errorcode & 0xFF in _UNREADABLE or str(exc) == _FAILED:
                raise damaged(self._path, f"the entity store cannot be read: {exc}") from exc
            raise
        finally:
            self._free.put(connection)

    def close(self) -> None:
        """Close all connections, each when the search that uses it is done."""
        for _ in range(self._count):
            self._free.get().close()


def _open(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise damaged(path, "no entity store is here")
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.create_function("sort_value", 3, sort_value, deterministic=True)
        connection.execute("CREATE TEMP TABLE hit (number INTEGER PRIMARY KEY, score REAL NOT NULL)")
    except sqlite3.DatabaseError as exc:
        raise damaged(path, f"the entity store cannot be read: {exc}") from exc
    check_format(connection, path)
    return connection

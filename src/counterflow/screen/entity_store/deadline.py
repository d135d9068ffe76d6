"""A search that takes too long is given up, so that one client does not stop the others."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from counterflow.exc import UsageError

SEARCH_S = 10.0
"""Seconds for one search."""

_EVERY_STEPS = 20_000
"""Steps of SQLite, of some 0.1 us each, between two looks at the clock."""


@contextmanager
def limited(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Give up what a connection does once it took so long.

    Raises:
        UsageError: it did.
    """
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: int(time.monotonic() > end), _EVERY_STEPS)
    try:
        yield
    except sqlite3.OperationalError as exc:
        if "interrupt" not in str(exc):
            raise
        raise UsageError(
            f"the search took longer than {seconds:g} s", next_step="Ask for more words, or longer ones"
        ) from exc
    finally:
        connection.set_progress_handler(None, 0)

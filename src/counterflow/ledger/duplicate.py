"""A copy of a ledger file, whole even while others write to it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

from counterflow.ledger.head import head_path


def copy_ledger(source: Path, target: Path) -> None:
    """Copy a ledger file and the note of its last entry; where there is no ledger, there is none to copy.

    The copy is made by SQLite itself (sqlite.org, "SQLite Backup API"): a copy of the file alone would lack what is
    still in the write-ahead log. The note is copied first: a ledger may be further than it, never behind it.
    """
    if not source.exists():
        return
    if head_path(source).exists():
        shutil.copy2(head_path(source), head_path(target))
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)

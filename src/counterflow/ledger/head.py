"""The note beside a ledger file, `ledger.head`: its last entry, so that a cut-off end shows.

The hash of the last entry covers every entry before it, so the note is as short for a million entries as for one.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

from counterflow.exc import LedgerError
from counterflow.ledger.entry import RESTORE, Entry


class Head(NamedTuple):
    """The last entry of a ledger."""

    sequence: int
    hash: str


def head_path(ledger: Path) -> Path:
    """Give the place of the note."""
    return ledger.with_suffix(".head")


def write_head(ledger: Path, last: Entry) -> None:
    """Note the last entry; the note is replaced whole."""
    path = head_path(ledger)
    temporary = path.with_suffix(f".head.{os.getpid()}")
    temporary.write_text(json.dumps(Head(last.sequence, last.hash)._asdict()) + "\n", encoding="utf-8")
    temporary.replace(path)


def read_head(ledger: Path) -> Head | None:
    """Read the note; None: there is none.

    Raises:
        LedgerError: it is damaged.
    """
    path = head_path(ledger)
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
        # Earlier versions noted a digest of the file as well: `content_sha256`.
        return Head(int(noted["sequence"]), str(noted["hash"]))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError) as exc:
        raise LedgerError(f"{path.name} is damaged: {exc}", next_step=RESTORE) from exc

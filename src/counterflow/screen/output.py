"""Blocks of results into a file that is whole or not there, and a run that goes on where it was interrupted.

    F.part      the blocks written so far
    F.journal   what they were made from and how far they reach, JSON

A block is on disk before the journal says so, and what lies beyond the journal is cut off: a run killed at any moment
leaves no half row. When the last block is written, `F.part` becomes `F` and the journal goes.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from counterflow.exc import StorageError, UsageError
from counterflow.screen.encode import Encoder
from counterflow.screen.source import STREAM

Key = Mapping[str, Any]
"""What results follow from, by name: another value, and the blocks of the last run are not those of this one."""


@dataclass(frozen=True)
class Journal:
    """How far a run came."""

    key: Key
    rows: int
    """Records of the input that are done."""
    bytes: int
    """Length of what they gave."""
    tally: Mapping[str, int]


class Output:
    """Where results go."""

    def __init__(self, handle: BinaryIO, encoder: Encoder, journal: Journal, journal_path: Path | None) -> None:
        """Go on where a journal ends."""
        self._handle = handle
        self._encoder = encoder
        self._key = journal.key
        self._journal_path = journal_path
        self._bytes = journal.bytes
        self.rows = journal.rows
        self.tally = Counter(journal.tally)

    def write(self, rows: int, records: Iterable[Any], tally: Mapping[str, int]) -> None:
        """Write what a block of the input gave.

        Args:
            rows: records of the input that it is made from.
            records: what they gave.
            tally: what there was of what, to be summed up.
        """
        self.append(rows, self._encoder.encode(records), tally)

    def append(self, rows: int, data: bytes, tally: Mapping[str, int]) -> None:
        """Write what a block of the input gave, encoded already; as `write`."""
        self._append(data)
        self.rows += rows
        self.tally.update(tally)
        self._note()

    def begin(self) -> None:
        """Write the heading, where the run begins."""
        if self.rows == 0 and self._bytes == 0:
            self._append(self._encoder.head())

    def _append(self, data: bytes) -> None:
        self._handle.write(data)
        self._handle.flush()
        self._bytes += len(data)

    def _note(self) -> None:
        if self._journal_path is None:
            return
        os.fsync(self._handle.fileno())
        content = {"key": dict(self._key), "rows": self.rows, "bytes": self._bytes, "tally": dict(self.tally)}
        temporary = self._journal_path.with_name(self._journal_path.name + ".new")
        temporary.write_text(json.dumps(content, sort_keys=True) + "\n", encoding="utf-8")
        temporary.replace(self._journal_path)


@contextmanager
def open_output(path: Path, encoder: Encoder, key: Key | None, *, restart: bool = False) -> Iterator[Output]:
    """Open an output; leaving without an error makes the file, or ends the stream.

    Args:
        path: the file; `-` is stdout.
        encoder: what writes its format.
        key: what the results follow from; None: a run that is interrupted leaves nothing and begins anew.
        restart: begin anew, whatever an interrupted run left.

    Raises:
        UsageError: an interrupted run with another key left its blocks here.
        StorageError: another run is writing here.
    """
    empty = Journal(key or {}, 0, 0, {})
    if path == STREAM:
        output = Output(sys.stdout.buffer, encoder, empty, None)
        output.begin()
        yield output
        return
    part, journal_path = path.with_name(path.name + ".part"), path.with_name(path.name + ".journal")
    with _lock(part) as handle:
        try:
            kept = empty if key is None or restart else _resume(journal_path, key, handle, path)
            handle.truncate(kept.bytes)
            handle.seek(kept.bytes)
            output = Output(handle, encoder, kept, None if key is None else journal_path)
            output.begin()
            yield output
            encoder.finish(part, path)
            journal_path.unlink(missing_ok=True)
        except BaseException:
            if key is None or not journal_path.exists():
                part.unlink(missing_ok=True)
            raise


@contextmanager
def _lock(part: Path) -> Iterator[BinaryIO]:
    try:
        handle = part.open("ab")
    except FileNotFoundError:
        raise StorageError(f"the folder {part.parent} does not exist") from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StorageError("another run is writing here", where=str(part), next_step="Wait for it") from None
        yield handle


def _resume(journal_path: Path, key: Key, handle: BinaryIO, path: Path) -> Journal:
    """Read what an interrupted run left."""
    empty = Journal(key, 0, 0, {})
    try:
        journal = Journal(**json.loads(journal_path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return empty
    except (ValueError, TypeError):
        raise UsageError(
            "the journal of an interrupted run is damaged", where=str(journal_path), next_step="--restart begins anew"
        ) from None
    known = json.loads(json.dumps(dict(key)))
    differing = sorted(name for name in {*known, *journal.key} if known.get(name) != journal.key.get(name))
    if len(differing) > 0:
        raise UsageError(
            f"an interrupted run left results of another {' and '.join(differing)}",
            where=str(path),
            next_step="--restart begins anew; or call it as it was called before, and it goes on",
        )
    return journal if os.fstat(handle.fileno()).st_size >= journal.bytes else empty

"""Documents that name people, kept outside the ledger by their digest, so that they can be erased.

<ledger's file>-seen/<sha256>.json    what a decider saw, or the facts that an allow entry rests on
<its stem>.seen/, seen/               the same, where ledgers of one stem, or of one folder, kept theirs together once:
                                      read and erased, no longer written
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from counterflow.exc import LedgerError

ENDING = "-seen"
"""Behind the whole name of the ledger's file, as SQLite names what lies beside it."""
_OF_STEM, _OF_FOLDER = ".seen", "seen"


class Folder:
    """The documents of one ledger."""

    def __init__(self, path: Path, shared: Sequence[Path] = ()) -> None:
        """Use a folder, made when the first document is kept.

        Args:
            path: the folder.
            shared: others, with documents of other ledgers too, that are read where `path` lacks a document.
        """
        self.path = path
        self._shared = tuple(shared)

    @classmethod
    def beside(cls, ledger: Path) -> Folder:
        """Give the folder beside a ledger's file, its own: what is erased here, no other ledger names."""
        return cls(ledger.with_name(ledger.name + ENDING), [ledger.with_suffix(_OF_STEM), ledger.parent / _OF_FOLDER])

    def keep(self, content: bytes) -> str:
        """Write a document, on disk when this returns; gives its SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = self.path / f"{digest}.{os.getpid()}.{os.urandom(4).hex()}"
        # For the owner alone: it names people.
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._file(digest))
        _settle(self.path)
        return digest

    def read(self, digest: str) -> bytes | None:
        """Read a document; None: it was erased.

        Raises:
            LedgerError: its bytes are not those that were kept, or cannot be read.
        """
        found = (_read(folder / self._file(digest).name) for folder in self._folders())
        return next((content for content in found if content is not None), None)

    def erase(self, digest: str) -> bool:
        """Erase a document that this ledger names, or that lies in its own folder; says whether it was there."""
        found = [path for folder in self._folders() if (path := folder / self._file(digest).name).exists()]
        for path in found:
            path.unlink(missing_ok=True)
            _settle(path.parent)
        return len(found) > 0

    def digests(self) -> Iterator[str]:
        """Name the documents that are in the ledger's own folder."""
        return _digests(self.path)

    def shared_digests(self) -> Iterator[str]:
        """Name the documents, of whichever ledger, in the folders that several shared."""
        return chain.from_iterable(_digests(folder) for folder in self._shared)

    def kept_at(self, digest: str) -> datetime.datetime | None:
        """Say when a document was last kept in the ledger's own folder, in UTC; None: it is not there."""
        try:
            changed = self._file(digest).stat().st_mtime
        except FileNotFoundError:
            return None
        return datetime.datetime.fromtimestamp(changed, datetime.UTC)

    def _folders(self) -> list[Path]:
        return [self.path, *self._shared]

    def _file(self, digest: str) -> Path:
        return self.path / f"{digest}.json"


def _read(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise LedgerError(f"what was seen cannot be read: {exc.strerror}", where=str(path)) from exc
    if hashlib.sha256(content).hexdigest() != path.stem:
        raise LedgerError("what was seen was changed after the decision", where=str(path))
    return content


def _digests(folder: Path) -> Iterator[str]:
    return (path.stem for path in sorted(folder.glob("*.json")))


def _settle(folder: Path) -> None:
    """Bring what changed in a folder to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

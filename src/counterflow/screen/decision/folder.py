"""Documents that name people, kept outside the ledger by their digest, so that they can be erased.

seen/<sha256>.json    what a decider saw, or the facts that an allow entry rests on
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from counterflow.exc import LedgerError

FOLDER = "seen"


class Folder:
    """The documents beside one ledger."""

    def __init__(self, path: Path) -> None:
        """Use a folder, made when the first document is kept."""
        self.path = path

    @classmethod
    def beside(cls, ledger: Path) -> Folder:
        """Give the folder beside a ledger's file."""
        return cls(ledger.parent / FOLDER)

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
        self._settle()
        return digest

    def read(self, digest: str) -> bytes | None:
        """Read a document; None: it was erased.

        Raises:
            LedgerError: its bytes are not those that were kept.
        """
        try:
            content = self._file(digest).read_bytes()
        except FileNotFoundError:
            return None
        if hashlib.sha256(content).hexdigest() != digest:
            raise LedgerError("what was seen was changed after the decision", where=str(self._file(digest)))
        return content

    def erase(self, digest: str) -> bool:
        """Erase a document; says whether it was there."""
        try:
            self._file(digest).unlink()
        except FileNotFoundError:
            return False
        self._settle()
        return True

    def digests(self) -> Iterator[str]:
        """Name the documents that are there."""
        return (path.stem for path in sorted(self.path.glob("*.json")))

    def kept_at(self, digest: str) -> datetime.datetime | None:
        """Say when a document was last kept, in UTC; None: it is not there."""
        try:
            changed = self._file(digest).stat().st_mtime
        except FileNotFoundError:
            return None
        return datetime.datetime.fromtimestamp(changed, datetime.UTC)

    def _settle(self) -> None:
        """Bring what changed in the folder to disk."""
        handle = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _file(self, digest: str) -> Path:
        return self.path / f"{digest}.json"

"""Where fetched lists are kept: every distinct content once, under its date, with the receipts beside it.

inputs/fetched/<dataset>/
  2026-02-11_1f3a90bc.xml   a vintage: publisher's date, or the day it was fetched; first 8 digits of its SHA-256
  .receipt.jsonl            one line an attempt
  .refused-9d02c1e7         the newest download that was refused, for looking at
  .lock                     held while the dataset is fetched

Hidden files are no inputs of the case (`collect.walk`).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from counterflow.case import Case
from counterflow.exc import CaseLockedError, UsageError
from counterflow.remote.receipt import PACKAGE_FORMAT, TAXII_FORMAT, Outcome, Receipt, append_receipt, read_receipts

DATASET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""As case.toml takes them; such a name is also a folder's, and leads nowhere else."""

_RECEIPTS = ".receipt.jsonl"


class Copy(NamedTuple):
    """A good copy of a dataset."""

    path: Path
    receipt: Receipt
    """Of the attempt that brought or last confirmed it."""
    since: Receipt
    """Of the attempt that brought it."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of one dataset of a case."""

    path: Path
    dataset: str

    @property
    def label(self) -> str:
        """What messages call it."""
        return f"inputs/fetched/{self.dataset}"

    def receipts(self) -> Sequence[Receipt]:
        """Read what is known of earlier attempts, oldest first."""
        return read_receipts(self.path / _RECEIPTS)

    def is_partner(self) -> bool:
        """Whether it holds what a partner gives, and no dataset."""
        return any(one.format in (TAXII_FORMAT, PACKAGE_FORMAT) for one in self.receipts())

    def add_receipt(self, receipt: Receipt) -> None:
        """Write down an attempt."""
        append_receipt(self.path / _RECEIPTS, receipt)
        _flush_folder(self.path)

    def find_good(self, *, is_checked: bool) -> Copy | None:
        """Find the newest good copy that is still there, unchanged: by its SHA-256 (`is_checked`), else by its size."""
        receipts = [one for one in self.receipts() if one.outcome.is_good and one.file is not None]
        for receipt in reversed(receipts):
            path = self.path / (receipt.file or "")
            if _is_same(path, receipt, is_checked=is_checked):
                return Copy(path, receipt, _brought(receipts, receipt))
        return None

    def keep(self, download: Path, receipt: Receipt, date: str, suffix: str) -> Path:
        """Take a download in as a vintage; a content that was here before is kept once, under its newest date.

        A publisher who goes back to an earlier content makes it the present one: under its first date it would stand
        behind the content that it replaces.
        """
        digest = (receipt.sha256 or "")[:8]
        path = self.path / f"{date}_{digest}{suffix}"
        download.replace(path)
        for other in self.path.glob(f"[0-9]*_{digest}.*"):
            if other != path and _hash(other) == receipt.sha256:
                other.unlink()
        _flush_folder(self.path)
        return path

    def put_aside(self, download: Path) -> tuple[Path, str]:
        """Keep a refused download, and no older one; gives where it is, and its SHA-256."""
        digest = _hash(download)
        for other in self.path.glob(".refused-*"):
            other.unlink()
        return download.replace(self.path / f".refused-{digest[:8]}"), digest

    @contextmanager
    def hold(self) -> Iterator[Path]:
        """Hold the folder for one fetch; gives the path to download to, which is gone afterwards.

        Raises:
            CaseLockedError: another process is fetching the dataset.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        download = self.path / ".download"
        handle = os.open(self.path / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(handle, self.label)
            try:
                yield download
            finally:
                download.unlink(missing_ok=True)
                os.ftruncate(handle, 0)
        finally:
            os.close(handle)


def find_folder(case: Case, dataset: str) -> Folder:
    """Give the folder of a dataset, whether it is there or not.

    Raises:
        UsageError: no dataset can have that name.
    """
    if DATASET_NAME.fullmatch(dataset) is None:
        raise UsageError(f"{dataset!r} is no name of a dataset", expected="letters, digits and . _ -, e.g. us_ofac_sdn")
    return Folder(case.inputs_path / "fetched" / dataset, dataset)


def list_folders(case: Case) -> Sequence[Folder]:
    """List the datasets fetched into a case before, by name; those of failed attempts too."""
    found = (case.inputs_path / "fetched").glob(f"*/{_RECEIPTS}")
    names = sorted(path.parent.name for path in found)
    return [find_folder(case, name) for name in names if DATASET_NAME.fullmatch(name) is not None]


def _lock(handle: int, label: str) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, 200, 0).decode(errors="replace") or "another process"
        raise CaseLockedError(f"it is being fetched by {holder}", where=label, next_step="Wait for it") from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)


def _brought(receipts: Sequence[Receipt], last: Receipt) -> Receipt:
    """Find the attempt that brought the copy that a later one confirmed."""
    same = [one for one in receipts if one.sha256 == last.sha256 and one.outcome is Outcome.NEW]
    return same[-1] if len(same) > 0 else last


def _is_same(path: Path, receipt: Receipt, *, is_checked: bool) -> bool:
    with suppress(OSError):
        return path.stat().st_size == receipt.bytes and (not is_checked or _hash(path) == receipt.sha256)
    return False


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _flush_folder(path: Path) -> None:
    """Flush the names in a folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""What is known of each attempt to fetch a dataset: one line of JSON an attempt, appended and never changed.

The wall clock stands here and nowhere else: what is fetched is named after its content, and no build reads a receipt.
"""

from __future__ import annotations

import datetime
import enum
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from counterflow.exc import InputError

TAXII_FORMAT = "taxii"
"""Format of what came from a partner's collection, in place of a reader's name: it was not read when it came."""

PACKAGE_FORMAT = "package"
"""The same of what came as a signed package; its `url` is `package:` with the serial number."""


class Outcome(enum.StrEnum):
    """What became of an attempt."""

    NEW = "new"
    """Another content than the last good copy's; kept."""
    UNCHANGED = "unchanged"
    """The server says, or its file shows, that the last good copy is still the present one."""
    REFUSED = "refused"
    """A file came that is not the list, or not all of it; put aside."""
    FAILED = "failed"
    """No file came."""

    @property
    def is_good(self) -> bool:
        """Whether the copy that the receipt names is good."""
        return self in (Outcome.NEW, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One attempt. What is said of the file is said of the copy at hand where the server sent none."""

    dataset: str
    url: str
    fetched_at: str
    """When the attempt began, ISO 8601, UTC."""
    outcome: Outcome
    reason: str | None = None
    """Why it was refused or failed, or what `forced` overrode."""
    forced: bool = False
    """Whether it was taken in spite of what `reason` says."""
    final_url: str | None = None
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    checked: tuple[str, ...] = ()
    """The checksums that it fits."""
    file: str | None = None
    """Name in the dataset's folder."""
    sha256: str | None = None
    bytes: int | None = None
    format: str | None = None
    """Name of the reader."""
    published: str | None = None
    """Publisher's date, EDTF, where the file states one."""
    records: int | None = None
    parties: int | None = None

    @property
    def time(self) -> datetime.datetime:
        """When the attempt began."""
        return datetime.datetime.fromisoformat(self.fetched_at)


_FIELDS = {one.name for one in fields(Receipt)}


def write_time(moment: datetime.datetime) -> str:
    """Write a time as receipts hold it."""
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def read_receipts(path: Path) -> Sequence[Receipt]:
    """Read the receipts of a dataset, oldest first; a last line that was not written to its end is left out.

    Raises:
        InputError: a line is no receipt.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    whole, _, _ = data.rpartition(b"\n")
    lines = whole.split(b"\n") if len(whole) > 0 else []
    return [_parse(line, path, number) for number, line in enumerate(lines, 1)]


def _parse(line: bytes, path: Path, number: int) -> Receipt:
    try:
        data: dict[str, Any] = json.loads(line)
        known = {name: value for name, value in data.items() if name in _FIELDS}
        known |= {"outcome": Outcome(data["outcome"]), "checked": tuple(data.get("checked", ()))}
        receipt = Receipt(**known)
        if receipt.time.tzinfo is None:
            raise ValueError("fetched_at has no zone")
    except (ValueError, TypeError, KeyError, AttributeError) as exc:
        raise InputError(
            f"line {number} is no receipt ({exc})",
            where=str(path),
            expected="one JSON object a line, as `counterflow fetch` writes them",
            next_step="Remove the line; if it named the last good copy, the next fetch downloads that again",
        ) from exc
    return receipt


def append_receipt(path: Path, receipt: Receipt) -> None:
    """Append a receipt and flush it to disk; the rest of a line that was never finished is removed first."""
    line = json.dumps(asdict(receipt), ensure_ascii=False, sort_keys=True) + "\n"
    with path.open("ab+") as handle:
        handle.seek(0)
        end = handle.read().rfind(b"\n") + 1
        handle.truncate(end)
        handle.write(line.encode("utf-8", "backslashreplace"))
        handle.flush()
        os.fsync(handle.fileno())

"""Files as publishers pack them: gzip, and a ZIP archive that holds one file, are read as the file inside.

Nothing is unpacked to disk. What unpacks to far more than a list ever holds is refused while it is read, so that a
small archive cannot fill the memory.
"""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from pathlib import Path
from typing import IO, BinaryIO, cast

from counterflow.exc import InputError

MAX_UNPACKED_BYTES = 16 << 30
"""GLEIF's largest file holds 5 GB."""

MAX_RATIO = 200
"""Real lists shrink to a tenth or a twentieth; archives made to burst, to a thousandth."""

_FREE_BYTES = 64 << 20
"""Below this size no ratio matters."""

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"

DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile, lzma.LZMAError, NotImplementedError)
"""What reading an archive raises that is damaged, or packed in a way that nobody here knows."""


def inner_name(path: Path) -> str:
    """Give the name of the file inside: `sdn.csv` of `sdn.csv.gz`, the member of a ZIP; of a plain file its own."""
    with path.open("rb") as handle:
        mark = handle.read(4)
    if mark.startswith(_GZIP):
        return path.stem if path.suffix.lower() == ".gz" else path.name
    if mark == _ZIP:
        member = _only_member(path)
        return path.name if member is None else Path(member.filename).name
    return path.name


def open_unpacked(path: Path) -> BinaryIO:
    """Open a file for reading bytes, unpacked where it is packed.

    Raises:
        InputError: while it is read, if it unpacks to too much.
    """
    with path.open("rb") as handle:
        mark = handle.read(4)
    if mark.startswith(_GZIP):
        return _limit(cast(IO[bytes], gzip.GzipFile(path)), path)
    member = _only_member(path) if mark == _ZIP else None
    if member is not None:
        with zipfile.ZipFile(path) as archive:
            return _limit(archive.open(member), path)
    return path.open("rb")


def _only_member(path: Path) -> zipfile.ZipInfo | None:
    """Find the one file of a ZIP archive; None if it holds several (an Office document) or cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    is_plain = len(members) == 1 and not members[0].flag_bits & 0x1
    return members[0] if is_plain else None


def _limit(stream: IO[bytes], path: Path) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Limited(stream, path), 1 << 18))


class _Limited(io.RawIOBase):
    """A stream that refuses to give more than a list can hold."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream = stream
        self._name = path.name
        self._limit = min(MAX_UNPACKED_BYTES, max(_FREE_BYTES, MAX_RATIO * path.stat().st_size))
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self._given += len(data)
        if self._given > self._limit:
            raise InputError(
                f"it unpacks to more than {self._limit >> 20:,} MiB",
                where=self._name,
                expected="a list packed once",
                next_step="Unpack it with another program and look at what it holds",
            )
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()

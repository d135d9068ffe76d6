"""The publisher's checksums of a download: as its server announces them, and as it was computed while it came.

Sources: RFC 9530 (`Repr-Digest`, `Content-Digest`), RFC 3230 (`Digest`, obsolete and in use), RFC 1864 (`Content-MD5`).
All four are of the bytes sent, before a transfer's gzip is undone; servers that compress on the fly often send the
checksum of the file instead, so one that fits either is taken.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

ALGORITHMS = {"sha-512": "sha512", "sha-256": "sha256", "sha": "sha1", "md5": "md5"}
"""Names in the headers and in hashlib; RFC 9530 lists others, which only find accidents or are not in use."""

_MEMBER = re.compile(r"\s*([A-Za-z0-9-]+)\s*=\s*(?::([A-Za-z0-9+/=]*):|([A-Za-z0-9+/]+=*))\s*")


class Announced(NamedTuple):
    """One checksum that a response announces."""

    header: str
    algorithm: str
    """Name in hashlib."""
    value: bytes

    @property
    def label(self) -> str:
        """What receipts and messages call it, e.g. `Repr-Digest sha256`."""
        return f"{self.header} {self.algorithm}"


def read_announced(headers: Mapping[str, str]) -> Sequence[Announced]:
    """Read the checksums that a response announces; unknown algorithms and malformed values are left out."""
    found = []
    for header in ("Repr-Digest", "Content-Digest", "Digest"):
        for member in headers.get(header, "").split(","):
            match = _MEMBER.fullmatch(member)
            algorithm = None if match is None else ALGORITHMS.get(match[1].lower())
            if match is not None and algorithm is not None:
                found.append(_announced(header, algorithm, match[2] or match[3] or ""))
    if "Content-MD5" in headers:
        found.append(_announced("Content-MD5", "md5", headers["Content-MD5"].strip()))
    return [one for one in found if one is not None]


def _announced(header: str, algorithm: str, text: str) -> Announced | None:
    try:
        value = base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
    return Announced(header, algorithm, value) if len(value) == new_hash(algorithm).digest_size else None


def new_hash(algorithm: str) -> hashlib._Hash:
    """Begin a hash; the weak ones are the publisher's choice and find accidents, not attacks."""
    return hashlib.new(algorithm, usedforsecurity=False)


class Hashes:
    """Hashes of one stream of bytes, computed as it passes."""

    def __init__(self, algorithms: Iterable[str]) -> None:
        self._hashes = {algorithm: new_hash(algorithm) for algorithm in algorithms}

    def update(self, data: bytes) -> None:
        """Take the next bytes."""
        for one in self._hashes.values():
            one.update(data)

    def digest(self, algorithm: str) -> bytes:
        """Give a hash of the bytes so far."""
        return self._hashes[algorithm].digest()


def find_mismatch(announced: Iterable[Announced], sent: Hashes, file: Hashes) -> Announced | None:
    """Find a checksum that fits neither the bytes sent nor the file."""
    for one in announced:
        if one.value not in (sent.digest(one.algorithm), file.digest(one.algorithm)):
            return one
    return None

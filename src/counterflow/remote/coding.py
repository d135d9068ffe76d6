"""The coding a body is sent in, undone piece by piece: gzip (RFC 9110, section 8.4.1) or none."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

from counterflow.remote.failure import TransferError

PIECE_BYTES = 1 << 20
"""Most that one step unpacks: a small body made to burst is measured before it fills the memory."""

_GZIP_BITS = 16 + zlib.MAX_WBITS


class Coding(Protocol):
    """Undoes one coding."""

    def decode(self, data: bytes) -> Iterator[bytes]:
        """Yield what the next bytes of the body hold."""
        ...

    def is_whole(self) -> bool:
        """Whether the body may end here."""
        ...


class Identity:
    """No coding."""

    def decode(self, data: bytes) -> Iterator[bytes]:
        """Yield the bytes as they are."""
        yield data

    def is_whole(self) -> bool:
        """Whether the body may end here: it says nothing of its end."""
        return True


class Gzip:
    """One gzip stream, or several one after another (RFC 1952, section 2.2)."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_GZIP_BITS)

    def decode(self, data: bytes) -> Iterator[bytes]:
        """Yield what is unpacked, in pieces of at most `PIECE_BYTES`.

        Raises:
            TransferError: the bytes are no gzip.
        """
        try:
            while len(data) > 0:
                if self._stream.eof:
                    self._stream = zlib.decompressobj(_GZIP_BITS)
                yield self._stream.decompress(data, PIECE_BYTES)
                data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        except zlib.error as exc:
            raise TransferError("the body is sent as gzip and is none", is_passing=True) from exc

    def is_whole(self) -> bool:
        """Whether the body may end here."""
        return self._stream.eof


def find_coding(name: str) -> Coding:
    """Give what undoes a `Content-Encoding`.

    Raises:
        TransferError: it is another than those asked for.
    """
    match name.strip().lower():
        case "" | "identity":
            return Identity()
        case "gzip" | "x-gzip":
            return Gzip()
    raise TransferError(f"the body is sent in the coding {name!r}, which was not asked for")

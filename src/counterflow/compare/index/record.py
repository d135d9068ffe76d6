"""Whole entities on disk: JSON lines in small compressed blocks, any entity read alone in some ten microseconds.

Where a block ends is decided by the entity ids alone (an id whose checksum is divisible by `BLOCK_MEAN` begins a
block), as in rsync and content-defined chunking: a changed entity changes its block and no other, and a delta copies
the rest.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from counterflow.compare.index.packed import encode

BLOCK_MEAN = 16
"""Entities of a block, on average."""
LEVEL = 1
"""Effort of zlib: 3 to 4 times smaller, and as fast as the analysis can deliver."""
_MODULUS = 1 << 256


class Block(NamedTuple):
    """Entities stored together."""

    first: int
    """Number of its first entity."""
    data: bytes
    """Compressed JSON lines."""


def dump_entity(entity: Mapping[str, Any]) -> bytes:
    """Give an entity as one line of JSON with sorted keys: equal entities, equal bytes."""
    try:
        return orjson.dumps(entity, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a lone surrogate, or an integer beyond 64 bits
        return json.dumps(entity, sort_keys=True, separators=(",", ":")).encode()


def load_entity(line: bytes | str) -> dict[str, Any]:
    """Read one line of JSON.

    Raises:
        ValueError: it is not JSON.
    """
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:  # orjson refuses lone surrogates, which lists do contain
        value = json.loads(line)
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def fingerprint(lines: Iterable[bytes]) -> int:
    """Add up the digests of entities (AdHash, Bellare and Micciancio 1997): the same in every order."""
    return sum(int.from_bytes(blake2b(line, digest_size=32).digest()) for line in lines) % _MODULUS


def write_fingerprint(total: int) -> str:
    """Write a sum of fingerprints as 64 hexadecimal digits."""
    return f"{total % _MODULUS:064x}"


def begins_block(entity_id: str) -> bool:
    """Tell whether an entity begins a block; the first entity of all does, too."""
    return zlib.crc32(encode(entity_id)) % BLOCK_MEAN == 0


def block_starts(ids: Sequence[str]) -> NDArray[np.uint32]:
    """Give the numbers of the entities that begin blocks, and last the number of entities."""
    starts = [number for number, entity_id in enumerate(ids) if number == 0 or begins_block(entity_id)]
    return np.array([*starts, len(ids)], np.uint32)


def compress_block(lines: Iterable[bytes]) -> bytes:
    """Compress the lines of a block."""
    return zlib.compress(b"\n".join(lines), LEVEL)


def read_block(data: bytes) -> list[bytes]:
    """Give the lines of a block."""
    return zlib.decompress(data).split(b"\n")


class RecordWriter:
    """Writes blocks one after the other and remembers where they begin."""

    def __init__(self, file: BinaryIO) -> None:
        """Write to a new file."""
        self._file = file
        self._sizes: list[int] = []

    def write(self, block: bytes) -> None:
        """Append a block."""
        self._file.write(block)
        self._sizes.append(len(block))

    @property
    def count(self) -> int:
        """Blocks written."""
        return len(self._sizes)

    def offsets(self) -> NDArray[np.uint64]:
        """Say where each block begins in the file, and where the last one ends."""
        offsets = np.zeros(len(self._sizes) + 1, np.uint64)
        np.cumsum(self._sizes, out=offsets[1:])
        return offsets


class Records:
    """Entities by number."""

    def __init__(self, path: Path, starts: NDArray[np.uint32], offsets: NDArray[np.uint64]) -> None:
        """Map a file of blocks.

        Args:
            path: the file.
            starts: `block_starts`.
            offsets: `RecordWriter.offsets`.
        """
        self.starts = starts
        self._offsets = offsets
        self._last: tuple[int, list[bytes]] = (-1, [])
        self._data = np.memmap(path, np.uint8, "r") if path.stat().st_size > 0 else np.zeros(0, np.uint8)

    def save(self, path: Path) -> None:
        """Write all blocks to a file."""
        self._data.tofile(path)

    def block_of(self, number: int) -> int:
        """Say which block holds an entity."""
        return int(np.searchsorted(self.starts, number, side="right")) - 1

    def block(self, block: int) -> bytes:
        """Give a block as it is stored."""
        return self._data[int(self._offsets[block]) : int(self._offsets[block + 1])].tobytes()

    def line(self, number: int) -> bytes:
        """Give an entity as its line of JSON."""
        block = self.block_of(number)
        held, lines = self._last
        if held != block:
            lines = read_block(self.block(block))
            self._last = (block, lines)
        return lines[number - int(self.starts[block])]

    def blocks(self) -> Iterator[Block]:
        """Give all blocks in order."""
        for block in range(len(self.starts) - 1):
            yield Block(int(self.starts[block]), self.block(block))

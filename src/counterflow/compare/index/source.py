"""Inputs of an index: JSON lines in files or entities in memory, cut into chunks."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from counterflow.compare.index.part import Chunk, check_entity
from counterflow.compare.index.record import dump_entity
from counterflow.exc import InputError

CHUNK_BYTES = 12_000_000
"""Bytes of JSON lines analysed together: some 30,000 entities."""
CHUNK_ENTITIES = 30_000
_MEMORY = "entities"
"""What an input is called that has no name."""

Entities = Iterable[Mapping[str, Any]] | Sequence[Path]


def read_chunks(entities: Entities) -> Iterator[Chunk]:
    """Cut inputs into chunks, one at least.

    Args:
        entities: FtM entities, or files of them: .jsonl or .jsonl.gz.

    Raises:
        InputError: a file cannot be read.
    """
    waiting = iter(entities)
    first = next(waiting, None)
    if first is None:
        yield Chunk(_MEMORY, 1, b"")
    elif isinstance(first, (str, Path)):
        for path in [first, *waiting]:
            yield from _of_file(Path(cast(Path, path)))
    else:
        yield from _of_memory(cast(Mapping[str, Any], first), cast(Iterator[Mapping[str, Any]], waiting))


def sha256_of(path: Path) -> str:
    """Digest a file as it lies on disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _of_memory(first: Mapping[str, Any], rest: Iterator[Mapping[str, Any]]) -> Iterator[Chunk]:
    number, batch = 1, [first, *islice(rest, CHUNK_ENTITIES - 1)]
    while len(batch) > 0:
        for place, entity in enumerate(batch, start=number):
            check_entity(entity, f"{_MEMORY}, line {place}")
        yield Chunk(_MEMORY, number, b"\n".join(map(dump_entity, batch)))
        number += len(batch)
        batch = list(islice(rest, CHUNK_ENTITIES))


def _of_file(path: Path) -> Iterator[Chunk]:
    try:
        with _open(path) as file:
            number = 1
            data = file.read(CHUNK_BYTES) + file.readline()
            while data != b"" or number == 1:
                yield Chunk(path.name, number, data)
                number += max(data.count(b"\n"), 1)
                data = file.read(CHUNK_BYTES) + file.readline()
    except (OSError, EOFError) as exc:
        raise InputError(f"cannot be read: {exc}", where=str(path), expected="FtM entities as JSON lines") from exc


def _open(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path)) if path.suffix == ".gz" else path.open("rb")

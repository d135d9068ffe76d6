"""Entities in, a part of an index out: analysed in a worker, spilled to disk, merged by `merge`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.builder import FrameBuilder
from counterflow.compare.index.layout import Array
from counterflow.compare.index.packed import pack, unpack
from counterflow.compare.index.record import dump_entity, fingerprint, load_entity
from counterflow.compare.index.schema import PARTY_SCHEMATA
from counterflow.exc import InputError


class Chunk(NamedTuple):
    """Lines of one input that are analysed together."""

    source: str
    """Name of the input, for messages."""
    first_line: int
    """Line of the input that the chunk begins with; the first one is 1."""
    data: bytes
    """JSON lines."""


@dataclass(frozen=True, slots=True)
class Part:
    """What was made of a chunk; the arrays lie on disk."""

    path: Path
    source: str
    entities: int
    """Entities read, skipped ones included."""
    skipped: Mapping[str, int]
    """Entities that are no parties, by schema."""
    datasets: Mapping[str, int]
    schemata: Mapping[str, int]
    fingerprint: int

    def column(self, name: str) -> Array:
        """Read one array."""
        array: Array = np.load(self.path / f"{name}.npy")
        return array

    def tokens(self) -> list[str]:
        """Read the distinct tokens of the names, in code point order; `names.token` counts through them."""
        return unpack(self.column("text_at"), self.column("text"))

    def ids(self) -> list[str]:
        """Read the entity ids, in the order of the parties."""
        return unpack(self.column("id_at"), self.column("id"))

    def lines(self) -> LineFile:
        """Map the entities' JSON lines."""
        return LineFile(np.load(self.path / "lines.npy", mmap_mode="r"), self.column("line_at"))


class LineFile(NamedTuple):
    """JSON lines of a part, by number of the party."""

    data: NDArray[np.uint8]
    offsets: NDArray[np.uint64]

    def line(self, number: int) -> bytes:
        """Give one line."""
        return self.data[int(self.offsets[number]) : int(self.offsets[number + 1])].tobytes()


def analyse(chunk: Chunk, path: Path) -> Part:
    """Analyse the entities of a chunk and write the arrays to the folder `path`.

    Raises:
        InputError: a line is not an FtM entity.
    """
    builder, ids, lines, numbers = _Collector(), [], [], []
    skipped: Counter[str] = Counter()
    datasets: Counter[str] = Counter()
    schemata: Counter[str] = Counter()
    for number, entity in _read(chunk):
        if entity["schema"] not in PARTY_SCHEMATA:
            skipped[entity["schema"]] += 1
            continue
        builder.add(entity)
        ids.append(entity["id"])
        lines.append(dump_entity(entity))
        numbers.append(number)
        schemata[entity["schema"]] += 1
        datasets.update(set(entity.get("datasets", ())))
    path.mkdir()
    columns = builder.collect()
    columns["id_at"], columns["id"] = pack(ids)
    columns["lines"] = np.frombuffer(b"".join(lines), np.uint8)
    columns["line_at"] = np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.uint64)
    columns["line_number"] = np.array(numbers, np.uint32)
    for name, array in columns.items():
        np.save(path / f"{name}.npy", array)
    entities = len(ids) + skipped.total()
    return Part(path, chunk.source, entities, skipped, datasets, schemata, fingerprint(lines))


def _read(chunk: Chunk) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(chunk.data.split(b"\n"), start=chunk.first_line):
        if line.strip() == b"":
            continue
        where = f"{chunk.source}, line {number}"
        try:
            entity = load_entity(line)
        except ValueError as exc:
            raise InputError(f"not a JSON object: {exc}", where=where, expected="an FtM entity") from exc
        check_entity(entity, where)
        yield number, entity


def check_entity(entity: Mapping[str, Any], where: str) -> None:
    """Refuse what is not an FtM entity.

    Raises:
        InputError: `id` or `schema` is no text, or `properties` are not lists of texts.
    """
    for name in ("id", "schema"):
        if not isinstance(entity.get(name), str) or entity[name] == "":
            raise InputError(f"{name} is {entity.get(name)!r}", where=where, expected="an FtM entity")
    properties = entity.get("properties", {})
    if not isinstance(properties, Mapping) or not all(map(_is_texts, properties.values())):
        raise InputError("properties are not lists of texts", where=where, expected="an FtM entity")


def _is_texts(values: object) -> bool:
    return isinstance(values, (list, tuple)) and all(isinstance(value, str) for value in values)


class _Collector(FrameBuilder):
    """Gives what was added without a vocabulary, which is worked out once for all parts."""

    def collect(self) -> dict[str, Array]:
        """Give the columns of `PARTIES` but the ids, and the tokens as `text_at` and `text`."""
        texts = sorted(self._token_number)
        place = np.empty(len(texts), np.uint32)
        place[[self._token_number[text] for text in texts]] = np.arange(len(texts), dtype=np.uint32)
        written = np.frombuffer(self._token.tobytes(), np.uint32)
        columns: dict[str, Array] = {
            "name_at": np.frombuffer(self._name_at.tobytes(), np.uint32),
            "names.token_at": np.frombuffer(self._token_at.tobytes(), np.uint32),
            "names.token": place[written] if len(texts) > 0 else written,
            "names.kind": np.frombuffer(self._kind.tobytes(), np.uint8),
            "names.rank": np.frombuffer(self._rank.tobytes(), np.uint8),
            "names.legal": np.frombuffer(self._legal.tobytes(), np.uint8),
        }
        columns |= {f"facts.{field}": array for field, array in self._facts.freeze()._asdict().items()}
        columns["text_at"], columns["text"] = pack(texts)
        return columns

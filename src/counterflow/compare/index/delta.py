"""A list's changes applied to an index: only what changed is analysed, and the result is what a rebuild would give."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.index.files import replacing
from counterflow.compare.index.layout import PARTIES, TOKENS, Array, columns_of_vocabulary, join_parts, pick
from counterflow.compare.index.manifest import Manifest, Source, write_manifest
from counterflow.compare.index.merge import Merger
from counterflow.compare.index.packed import find
from counterflow.compare.index.part import Part, analyse
from counterflow.compare.index.patch import write_records
from counterflow.compare.index.record import fingerprint, load_entity, write_fingerprint
from counterflow.compare.index.source import read_chunks
from counterflow.compare.index.store import Index
from counterflow.compare.index.words import unite
from counterflow.compare.index.write import write_columns
from counterflow.compare.vocabulary import build_vocabulary
from counterflow.exc import UsageError


def apply_delta(
    directory: Path,
    changed: Iterable[Mapping[str, Any]],
    removed: Iterable[str],
    *,
    version: str | None = None,
    beside: Callable[[Path], object] | None = None,
) -> Manifest:
    """Bring an index up to date.

    Args:
        directory: folder of the index.
        changed: entities that are new or differ, whole.
        removed: ids of parties that are gone.
        version: date or version of the lists that the change leads to, to be kept with the sources.
        beside: as `build_index` has it.

    Writes:
        `directory`: the same bytes as a rebuild, but for `sources.json`, to which the delta is added.

    Raises:
        InputError: the index or an entity cannot be read, or two changed entities have one id.
        NotFoundError: a removed id is not in the index.
        UsageError: an id is changed and removed at once.
        StorageError: the disk is full or the folder cannot be written.
    """
    index = Index.open(directory)
    with replacing(directory) as place, tempfile.TemporaryDirectory(dir=place.parent, prefix=".delta-") as spill:
        parts = [analyse(chunk, Path(spill) / f"{i:06}") for i, chunk in enumerate(read_chunks(changed))]
        merger = Merger(parts, {text: i for i, text in enumerate(unite(part.tokens() for part in parts))})
        gone = _gone(index, merger.ids, removed)
        change = _Change(index, merger, gone)
        sizes = write_columns(place, chain(change.parties(), change.vocabulary()))
        sizes |= write_records(place, index, merger, change.order)
        read = sum(part.entities for part in parts)
        manifest = _manifest(index, parts, gone, sizes, Source("delta", None, version, read))
        write_manifest(place, manifest)
        if beside is not None:
            beside(place)
    return manifest


def _gone(index: Index, ids: Sequence[str], removed: Iterable[str]) -> NDArray[np.int64]:
    """Give the numbers of the parties that are removed or replaced."""
    wanted = set(removed)
    both = sorted(wanted.intersection(ids))
    if len(both) > 0:
        raise UsageError(f"the party {both[0]!r} is both changed and removed", next_step="Leave out one of the two")
    gone = {index.number(entity_id) for entity_id in wanted}
    places = (find(index.id_at, index.id, entity_id) for entity_id in ids)
    return np.array(sorted(gone | {place for place, is_there in places if is_there}), np.int64)


class _Change:
    """Old parties and tokens, new ones behind them, and the order in which both stand in the new index."""

    def __init__(self, index: Index, merger: Merger, gone: NDArray[np.int64]) -> None:
        self._index, self._merger = index, merger
        self.order = _merge_order(index.id_at, index.id, merger.ids, gone)
        new = merger.order.astype(np.int64)
        # Behind the old parties stand the parts as they were analysed, not yet in order.
        is_new = self.order >= len(index)
        self.order[is_new] = new[self.order[is_new] - len(index)] + len(index)
        self._texts = [text for text in merger.texts if not find(*self._old_texts(), text)[1]]
        self._numbers = self._combined_numbers()
        self._used: NDArray[np.bool_] = np.zeros(self._old_count() + len(self._texts), np.bool_)

    def parties(self) -> Iterator[tuple[str, Array]]:
        """Give the columns of the parties, with token numbers of the new vocabulary."""
        for name, array in pick(PARTIES, self._party_column, self.order.astype(np.uint32)):
            yield (name, self._renumbered(array)) if name == "names.token" else (name, array)

    def vocabulary(self) -> Iterator[tuple[str, Array]]:
        """Give the columns of the tokens that are used; to be called behind `parties`."""
        new = columns_of_vocabulary(build_vocabulary(self._texts))
        old = columns_of_vocabulary(self._index.frame.vocabulary)
        yield from pick(TOKENS, lambda name: join_parts([old[name], new[name]], name), self._token_order())

    def _party_column(self, name: str) -> Array:
        old = self._index.column(name)
        new = self._merger.column(name)
        if name == "names.token":
            new = self._numbers[new]
        return join_parts([old, new], name)

    def _renumbered(self, tokens: NDArray[np.uint32]) -> NDArray[np.uint32]:
        self._used[tokens] = True
        order = self._token_order()
        numbers = np.zeros(len(self._used), np.uint32)
        numbers[order] = np.arange(len(order), dtype=np.uint32)
        return numbers[tokens]

    def _token_order(self) -> NDArray[np.uint32]:
        order = _merge_order(*self._old_texts(), self._texts, np.zeros(0, np.int64))
        return order[self._used[order]].astype(np.uint32)

    def _combined_numbers(self) -> NDArray[np.uint32]:
        """Number the tokens of the parts: as in the old vocabulary, or behind it."""
        added = {text: self._old_count() + number for number, text in enumerate(self._texts)}
        return np.array(
            [added[text] if text in added else find(*self._old_texts(), text)[0] for text in self._merger.texts],
            np.uint32,
        )

    def _old_count(self) -> int:
        return len(self._index.frame.vocabulary.text_at) - 1

    def _old_texts(self) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        return self._index.frame.vocabulary.text_at, self._index.frame.vocabulary.text


def _merge_order(
    old_at: NDArray[np.uint32], old: NDArray[np.uint8], new: Sequence[str], gone: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Give the order of old texts, less those that are gone, and new ones, which are numbered behind the old."""
    count = len(old_at) - 1
    places = np.array([find(old_at, old, text)[0] for text in new], np.int64)
    order = np.insert(np.arange(count, dtype=np.int64), places, count + np.arange(len(new), dtype=np.int64))
    is_gone = np.zeros(count + len(new), np.bool_)
    is_gone[gone] = True
    return order[~is_gone[order]]


def _manifest(
    index: Index, parts: Sequence[Part], gone: NDArray[np.int64], sizes: Mapping[str, int], source: Source
) -> Manifest:
    datasets, schemata = Counter(index.manifest.datasets), Counter(index.manifest.schemata)
    lines = [index.records.line(number) for number in gone.tolist()]
    for entity in map(load_entity, lines):
        datasets.subtract(set(entity.get("datasets", ())))
        schemata.subtract([entity["schema"]])
    for part in parts:
        datasets.update(part.datasets)
        schemata.update(part.schemata)
    total = int(index.manifest.fingerprint, 16) - fingerprint(lines) + sum(part.fingerprint for part in parts)
    return Manifest(
        parties=len(index) - len(gone) + sum(sum(part.schemata.values()) for part in parts),
        names=sizes["names.kind"],
        tokens=sizes["vocabulary.role"],
        datasets=_positive(datasets),
        schemata=_positive(schemata),
        fingerprint=write_fingerprint(total),
        columns=sizes,
        sources=(*index.manifest.sources, source),
    )


def _positive(counts: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if count > 0}

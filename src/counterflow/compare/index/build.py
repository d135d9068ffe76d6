"""Builds an index from FtM entities; the result depends on the entities alone, not on their order or on the workers."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path

from counterflow.compare.index.block import compress_blocks
from counterflow.compare.index.files import RECORDS, replacing, save
from counterflow.compare.index.layout import PARTIES, columns_of_vocabulary, pick
from counterflow.compare.index.manifest import Manifest, Source, write_manifest
from counterflow.compare.index.merge import Merger
from counterflow.compare.index.part import Chunk, Part, analyse
from counterflow.compare.index.pool import Spread, open_pool
from counterflow.compare.index.record import RecordWriter, block_starts, write_fingerprint
from counterflow.compare.index.source import Entities, read_chunks, sha256_of
from counterflow.compare.index.words import join_vocabularies, look_up_slice, unite
from counterflow.compare.index.write import write_columns

Progress = Callable[[str, int], None]
"""Told the stage (analyse, look up, write) and how many entities or words it has done."""

_SLICE = 8_000
"""Tokens looked up together."""
_BLOCKS = 1_000
"""Blocks of records compressed together."""


def build_index(
    entities: Entities,
    directory: Path,
    *,
    workers: int = 2,
    versions: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    beside: Callable[[Path], object] | None = None,
) -> Manifest:
    """Build an index of parties.

    Args:
        entities: FtM entities (`id`, `schema`, `properties`), or paths of files of them (.jsonl, .jsonl.gz).
            Entities of other schemata than `schema.PARTY_SCHEMATA` are left out.
        directory: folder of the index; an index that is there is replaced when the new one is whole.
        workers: processes that analyse.
        versions: dates or versions of the lists, by file name, to be kept in the manifest.
        progress: told how far the work is.
        beside: called with the new folder before it takes its place, to write there what belongs to the index.

    Writes:
        `directory`: arrays (.npy), `record.bin`, `manifest.json`, `sources.json`.

    Raises:
        InputError: an input cannot be read, is no FtM entity, or two entities have one id.
        UsageError: `directory` holds other files.
        StorageError: the disk is full or the folder cannot be written.
    """
    paths = _paths_of(entities)
    tell = progress or (lambda _stage, _done: None)
    with replacing(directory) as place, _spill(place.parent) as spill, open_pool(workers) as spread:
        parts = list(_analyse(paths or entities, spill, spread, tell))
        sources = _sources(parts, paths, versions or {})
        manifest = write_index(parts, place, spread, sources, tell)
        if beside is not None:
            beside(place)
    return manifest


def write_index(
    parts: Sequence[Part], place: Path, spread: Spread, sources: tuple[Source, ...], tell: Progress
) -> Manifest:
    """Merge parts into the files of an index."""
    texts = unite(part.tokens() for part in parts)
    slices = []
    for vocabulary in spread(look_up_slice, [texts[at : at + _SLICE] for at in range(0, len(texts), _SLICE)] or [[]]):
        slices.append(vocabulary)
        tell("look up", sum(len(done.role) for done in slices))
    merger = Merger(parts, {text: number for number, text in enumerate(texts)})
    sizes = _write_records(merger, place, spread, tell)
    columns = columns_of_vocabulary(join_vocabularies(slices))
    del slices
    sizes |= write_columns(place, chain(columns.items(), pick(PARTIES, merger.column, merger.order)))
    manifest = Manifest(
        parties=len(merger.ids),
        names=sizes["names.kind"],
        tokens=len(texts),
        datasets=_total(part.datasets for part in parts),
        schemata=_total(part.schemata for part in parts),
        fingerprint=write_fingerprint(sum(part.fingerprint for part in parts)),
        columns=sizes,
        sources=sources,
    )
    write_manifest(place, manifest)
    return manifest


def _analyse(entities: Entities, spill: Path, spread: Spread, tell: Progress) -> Iterator[Part]:
    done = 0
    numbers = count()
    work = ((chunk, spill / f"{next(numbers):06}") for chunk in read_chunks(entities))
    for part in spread(_analyse_chunk, work):
        done += part.entities
        tell("analyse", done)
        yield part


def _analyse_chunk(work: tuple[Chunk, Path]) -> Part:
    return analyse(*work)


def _write_records(merger: Merger, place: Path, spread: Spread, tell: Progress) -> dict[str, int]:
    starts = block_starts(merger.ids)
    with (place / RECORDS).open("wb") as file:
        writer = RecordWriter(file)
        for blocks in spread(compress_blocks, merger.block_tasks(starts, _BLOCKS)):
            for block in blocks:
                writer.write(block)
            tell("write", int(starts[writer.count]))
        offsets = writer.offsets()
    return {
        "record_start": save(place, "record_start", starts),
        "record_at": save(place, "record_at", offsets),
        "record": int(offsets[-1]),
    }


def _sources(parts: Sequence[Part], paths: Sequence[Path] | None, versions: Mapping[str, str]) -> tuple[Source, ...]:
    if paths is None:
        return (Source("entities", None, None, sum(part.entities for part in parts)),)
    read = Counter[str]()
    for part in parts:
        read[part.source] += part.entities
    return tuple(Source(path.name, sha256_of(path), versions.get(path.name), read[path.name]) for path in sorted(paths))


def _total(counts: Iterator[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(sorted(total.items()))


def _paths_of(entities: Entities) -> list[Path] | None:
    if not isinstance(entities, Sequence) or len(entities) == 0:
        return None
    return [Path(item) for item in entities if isinstance(item, (str, Path))] or None


@contextmanager
def _spill(folder: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".counterflow-spill-", dir=folder) as name:
        yield Path(name)

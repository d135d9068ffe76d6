"""Files of FtM entities in, an index of names out; or an index changed to what the files hold now."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.index.build import build_index
from counterflow.compare.index.delta import apply_delta
from counterflow.compare.index.manifest import Manifest
from counterflow.compare.index.record import dump_entity, load_entity
from counterflow.compare.index.schema import PARTY_SCHEMATA
from counterflow.compare.index.store import Index
from counterflow.exc import InputError, NotFoundError, UsageError
from counterflow.screen.answer import IndexSummary

Tell = Callable[[str, int], None]
"""Told a stage and how much of it is done."""

_EVERY = 10_000


def make_index(files: Sequence[Path], directory: Path, *, workers: int, tell: Tell) -> IndexSummary:
    """Build an index.

    Raises:
        InputError: a file is not there or holds no FtM entities, or two entities have one id.
    """
    check_files(files)
    manifest = build_index(files, directory, workers=workers, progress=tell)
    read = sum(source.entities for source in manifest.sources)
    return _summary(directory, manifest, skipped=read - manifest.parties, changed=None, removed=None)


def update_index(files: Sequence[Path], directory: Path, *, workers: int, tell: Tell) -> IndexSummary:
    """Change an index to what the files hold now: equal entities stay, others are put in, missing ones go.

    Raises:
        InputError: as `make_index`; or no index is there.
    """
    check_files(files)
    index = Index.open(directory)
    seen = np.zeros(len(index), np.bool_)
    is_changed = bytearray()
    skipped = 0
    for entity in _read_entities(files):
        is_party = entity["schema"] in PARTY_SCHEMATA
        skipped += not is_party
        is_changed.append(is_party and not _is_known(index, entity, seen))
        if len(is_changed) % _EVERY == 0:
            tell("compare", len(is_changed))
    removed = [index.entity_id(int(number)) for number in np.flatnonzero(~seen)]
    # The files are read once more, for what changed may be more than memory holds.
    changed = compress(_read_entities(files), is_changed)
    is_same = not any(is_changed) and len(removed) == 0
    manifest = index.manifest if is_same else apply_delta(directory, changed, removed)
    return _summary(directory, manifest, skipped=skipped, changed=sum(is_changed), removed=len(removed))


def check_files(files: Sequence[Path]) -> None:
    """Refuse what is no file.

    Raises:
        InputError: one is not there.
        UsageError: one is given twice.
    """
    for path in files:
        if not path.is_file():
            raise InputError("no such file", where=str(path), expected="FtM entities as JSON lines")
        if files.count(path) > 1:
            raise UsageError(f"the file {path} is given twice")


def _is_known(index: Index, entity: dict[str, Any], seen: NDArray[np.bool_]) -> bool:
    """Say whether the index holds an entity just so, and note that it is still there."""
    try:
        number = index.number(entity["id"])
    except NotFoundError:
        return False
    if seen[number]:
        raise InputError(f"two entities have the id {entity['id']!r}", next_step="Merge them, or leave one file out")
    seen[number] = True
    return index.records.line(number) == dump_entity(entity)


def _read_entities(files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for path in files:
        with cast("Any", gzip.open(path) if path.suffix == ".gz" else path.open("rb")) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip() != b"":
                    yield _read_entity(line, f"{path}, line {number:,}")


def _read_entity(line: bytes, where: str) -> dict[str, Any]:
    try:
        entity = load_entity(line)
        if isinstance(entity["id"], str) and isinstance(entity["schema"], str):
            return entity
    except (ValueError, KeyError):
        pass
    raise InputError("no FtM entity", where=where, expected="a JSON object with id, schema and properties")


def _summary(
    directory: Path, manifest: Manifest, *, skipped: int, changed: int | None, removed: int | None
) -> IndexSummary:
    return IndexSummary(
        output=str(directory),
        build=manifest.fingerprint[:16],
        algorithm=manifest.algorithm,
        parties=manifest.parties,
        names=manifest.names,
        tokens=manifest.tokens,
        skipped=skipped,
        changed=changed,
        removed=removed,
        datasets=dict(manifest.datasets),
        bytes=sum(manifest.columns.values()),
        seconds=0.0,
    )

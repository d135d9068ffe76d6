"""Files of FtM entities in, an index of names out; or an index changed to what the files hold now."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from pathlib import Path
from typing import Any, NamedTuple, cast

from counterflow.compare.index.build import build_index
from counterflow.compare.index.delta import apply_delta
from counterflow.compare.index.files import settled
from counterflow.compare.index.manifest import Manifest, read_manifest
from counterflow.compare.index.record import dump_entity, load_entity
from counterflow.compare.index.schema import PARTY_SCHEMATA
from counterflow.compare.index.store import Index
from counterflow.exc import InputError, NotFoundError, UsageError
from counterflow.screen.answer import IndexSummary
from counterflow.screen.entity_store.filter import Filter
from counterflow.screen.entity_store.layout import FILE as STORE
from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.entity_store.update import update_store
from counterflow.screen.entity_store.write import make_store
from counterflow.screen.index_identity import Tally
from counterflow.screen.index_lock import index_lock
from counterflow.screen.keep_index import keep_index
from counterflow.screen.list_dates import GivenDates, ListDates, read_list_dates, write_list_dates

Tell = Callable[[str, int], None]
"""Told a stage and how much of it is done."""

_EVERY = 10_000
_NO_DATES = GivenDates()


def make_index(
    files: Sequence[Path],
    directory: Path,
    *,
    workers: int,
    tell: Tell,
    dates: GivenDates = _NO_DATES,
    keep: Path | None = None,
) -> IndexSummary:
    """Build an index, and the store of all entities beside it.

    While another run makes or changes it, this one waits. Of lists that the index before it held too, dates that are
    not given stay as they were: a list never becomes one of unknown age by being read again.

    Args:
        files: FtM entities.
        directory: folder of the index.
        workers: processes that read.
        tell: told how far the work is.
        dates: of the lists, to be kept in the index.
        keep: folder in which the index that is replaced is kept (`keep_index`).

    Raises:
        UsageError: a date is of a list that has no party in the index.
        InputError: a file is not there or holds no FtM entities, or two entities have one id.
        StorageError: the disk is full or the folder cannot be written.
    """
    check_files(files)

    def beside(place: Path) -> None:
        tally = Tally()
        make_store(tally.passing(_read_entities(files)), place, workers=workers, tell=tell)
        tally.write(place)
        _keep_dates(place, before, dates)

    with index_lock(directory, tell):
        before = read_list_dates(settled(directory))
        if keep is not None:
            keep_index(directory, keep)
        manifest = build_index(files, directory, workers=workers, progress=tell, beside=beside)
    read = sum(source.entities for source in manifest.sources)
    return _summary(directory, manifest, skipped=read - manifest.parties, changed=None, removed=None)


def update_index(
    files: Sequence[Path],
    directory: Path,
    *,
    workers: int,
    tell: Tell,
    dates: GivenDates = _NO_DATES,
    keep: Path | None = None,
) -> IndexSummary:
    """Change an index to what the files hold now: equal entities stay, others are put in, missing ones go.

    While another run changes it, this one waits. Dates of lists that are not given stay as they were.

    Raises:
        InputError: as `make_index`; or no index is there.
    """
    check_files(files)
    with index_lock(directory, tell):
        return _update(files, directory, tell, dates, keep)


def _update(
    files: Sequence[Path], directory: Path, tell: Tell, dates: GivenDates, keep: Path | None = None
) -> IndexSummary:
    if keep is not None:
        keep_index(directory, keep)
    index = Index.open(directory)
    store = EntityStore.open(settled(directory))
    try:
        difference = _compare(files, index, store, tell)
    finally:
        store.close()
    before = read_list_dates(settled(directory))
    # The files are read again, for what changed may be more than memory holds.
    parties = (one for one in _pick(files, difference.is_changed) if one["schema"] in PARTY_SCHEMATA)

    def beside(place: Path) -> None:
        update_store(settled(directory), place, _pick(files, difference.is_changed), difference.removed, tell=tell)
        difference.tally.write(place)
        _keep_dates(place, before, dates)

    gone = [one for one in difference.removed if _is_there(index, one)]
    is_same = difference.is_none and dates.join(before, index.manifest.datasets) == before
    manifest = index.manifest if is_same else apply_delta(directory, parties, gone, beside=beside)
    changed, removed = sum(difference.is_changed), len(difference.removed)
    return _summary(directory, manifest, skipped=difference.skipped, changed=changed, removed=removed)


def _keep_dates(place: Path, before: ListDates, given: GivenDates) -> None:
    """Keep the dates of the lists that the new index in `place` holds."""
    write_list_dates(place, given.join(before, read_manifest(place).datasets))


class _Difference(NamedTuple):
    """What files hold otherwise than an index."""

    is_changed: bytearray
    """Of each entity of the files, whether it is new or another."""
    removed: Sequence[str]
    skipped: int
    """Entities that are no parties."""
    tally: Tally
    """Of what the files hold."""

    @property
    def is_none(self) -> bool:
        return not any(self.is_changed) and len(self.removed) == 0


def _compare(files: Sequence[Path], index: Index, store: EntityStore, tell: Tell) -> _Difference:
    seen: set[str] = set()
    tally = Tally()
    is_changed = bytearray()
    skipped = 0
    for entity in _read_entities(files):
        if entity["id"] in seen:
            message = f"two entities have the id {entity['id']!r}"
            raise InputError(message, next_step="Merge them, or leave one file out")
        seen.add(entity["id"])
        tally.add(entity)
        is_party = entity["schema"] in PARTY_SCHEMATA
        skipped += not is_party
        is_known = _is_held(index, entity) if is_party else store.get(entity["id"]) == entity
        is_changed.append(not is_known)
        if len(is_changed) % _EVERY == 0:
            tell("compare", len(is_changed))
    removed = [one for one in store.filter_ids(Filter()) if one not in seen]
    return _Difference(is_changed, removed, skipped, tally)


def _pick(files: Sequence[Path], is_wanted: bytearray) -> Iterator[dict[str, Any]]:
    return compress(_read_entities(files), is_wanted)


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


def _is_held(index: Index, entity: dict[str, Any]) -> bool:
    """Say whether the index holds a party just so."""
    try:
        number = index.number(entity["id"])
    except NotFoundError:
        return False
    return index.records.line(number) == dump_entity(entity)


def _is_there(index: Index, entity_id: str) -> bool:
    try:
        index.number(entity_id)
    except NotFoundError:
        return False
    return True


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
        bytes=sum(manifest.columns.values()) + (settled(directory) / STORE).stat().st_size,
        seconds=0.0,
    )

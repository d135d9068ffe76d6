"""The parties of a case as an index that can be screened against, made once a build.

cache/names/<build>-<scope>-<algorithm>/    the index and its entity store; made again from the build
"""

from __future__ import annotations

import contextlib
import datetime
import json
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from counterflow.case import Case
from counterflow.compare.algorithm import ALGORITHM
from counterflow.compare.index.build import build_index
from counterflow.compare.index.schema import PARTY_SCHEMATA
from counterflow.compare.index.store import Index
from counterflow.dossier.archive import Archive
from counterflow.dossier.find import sum_up
from counterflow.exc import InputError, UsageError
from counterflow.ledger import Ledger
from counterflow.model.handling import TLP_LABELS
from counterflow.model.schema import get_schema
from counterflow.model.told import DATASET as DOCUMENT_DATASET
from counterflow.screen.answer import IndexRef
from counterflow.screen.decision.history import KIND as DECISION
from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.entity_store.write import make_store
from counterflow.screen.index_lock import index_lock
from counterflow.screen.index_parties import IndexParties
from counterflow.screen.owned_words import write_owned
from counterflow.service.list_age import Lists, lists_of_case
from counterflow.service.owned_parties import find_owned
from counterflow.service.scope import OWNED, REPORTED, has_ownership, index_folder
from counterflow.share import export_build

_LISTED = "SELECT canonical_id FROM entity WHERE listed_now"


def open_parties(
    archive: Archive, scope: str, now: datetime.datetime, say: Callable[[str], None], *, threads: int
) -> IndexParties:
    """Open the index of a case's parties; makes it where it is not there.

    Args:
        archive: the build.
        scope: as `choose_scope` gives it.
        now: the time of day, for the age of the lists.
        say: told when an index is made, which takes a while.
        threads: how many search.

    Raises:
        UsageError: the build has no ownership.
    """
    listed = {row["canonical_id"] for row in archive.rows(_LISTED)}
    owned: dict[str, str] = {}
    if scope == OWNED:
        if not has_ownership(archive.build):
            raise UsageError(
                "--scope owned needs the table `ownership`, which this build does not have",
                next_step=f"counterflow run {archive.case.root}",
            )
        owned = find_owned(archive, DOCUMENT_DATASET)
    wanted = None if scope == REPORTED else listed | set(owned)
    index = _open_index(archive, scope, wanted, owned, say)
    ref = IndexRef(archive.build.manifest.build, tuple(lists_of(archive, set(index.manifest.datasets))(now)))
    return IndexParties(index, ref=ref, listed=listed, owned=owned, threads=threads)


def _open_index(
    archive: Archive, scope: str, wanted: set[str] | None, owned: Mapping[str, str], say: Callable[[str], None]
) -> Index:
    build = archive.build.manifest.build
    folder = index_folder(archive.case, build, scope)
    index = _opened(folder)
    if index is not None:
        return index
    with index_lock(folder):
        made = _opened(folder)  # another process may have made it while this one waited
        return _make_index(archive, folder, scope, wanted, owned, say) if made is None else made


def _opened(folder: Path) -> Index | None:
    """Open an index with its entity store; None: there is none, or one of another version."""
    try:
        EntityStore.open(folder).close()
        return Index.open(folder)
    except InputError:
        return None


def _make_index(
    archive: Archive,
    folder: Path,
    scope: str,
    wanted: set[str] | None,
    owned: Mapping[str, str],
    say: Callable[[str], None],
) -> Index:
    say(f"indexing the names of build {archive.build.manifest.build} ({scope}), once a build: {folder}")
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryFile("w+", encoding="utf-8", dir=folder.parent) as file:
        # Screening stays in the house, so no label is too strict for it but those that name recipients.
        # What a report calls a listed party is no name of it to alert on, and who is only in reports is nobody's.
        export_build(archive.engine, "ftm", file, max_tlp=TLP_LABELS[-1], with_told=scope == REPORTED)

        def beside(place: Path) -> None:
            file.seek(0)
            near = None if wanted is None else _with_neighbours(file, wanted)
            file.seek(0)
            make_store(_entities(file, near), place)
            if scope == OWNED:
                write_owned(place, owned)

        file.seek(0)
        build_index(_entities(file, wanted), folder, beside=beside)
    _drop_old(archive.case, folder)
    return Index.open(folder)


def _entities(lines: Iterator[str], wanted: set[str] | None) -> Iterator[dict[str, Any]]:
    """Read the entities that are wanted; None: all."""
    for line in lines:
        entity = json.loads(line)
        if wanted is None or entity["id"] in wanted:
            yield entity


def _with_neighbours(lines: Iterator[str], wanted: set[str]) -> set[str]:
    """Name the parties that are wanted and what is said of them (sanctions, addresses), nothing that is of others."""
    near = set(wanted)
    for line in lines:
        entity = json.loads(line)
        schema = get_schema(entity["schema"])
        named = {
            value
            for prop, values in entity["properties"].items()
            if prop in schema.properties and schema.properties[prop].type.name == "entity"
            for value in values
        }
        if entity["id"] in wanted:
            near |= named
        elif entity["schema"] not in PARTY_SCHEMATA and not named.isdisjoint(wanted):
            near.add(entity["id"])
    return near


def _drop_old(case: Case, folder: Path) -> None:
    """Drop the indexes of builds that the case has no more, and of other algorithms, but those decisions were made on.

    With such an index and the version of the program that made it, the decision can be replayed.
    """
    old = [
        other
        for other in sorted(folder.parent.iterdir())
        # With a dot: another process is making an index.
        if not other.name.startswith(".")
        and (not other.name.endswith(ALGORITHM) or not (case.builds_path / other.name.partition("-")[0]).exists())
    ]
    named = _decided_on(case) if len(old) > 0 else frozenset()
    for other in old:
        if other not in named:
            shutil.rmtree(other, ignore_errors=True)


def _decided_on(case: Case) -> frozenset[Path]:
    """Name the indexes that decisions in the ledger were made on."""
    if not case.ledger_path.exists():
        return frozenset()
    with contextlib.closing(Ledger.of_file(case.ledger_path)) as ledger:
        said = [entry.data["content"] for entry in ledger.entries_of([DECISION])]
    return frozenset(index_folder(case, str(one["build"]), str(one["scope"]), str(one["algorithm"])) for one in said)


def lists_of(archive: Archive, datasets: Collection[str]) -> Lists:
    """Say which lists there are, and give what tells at any time which of them are older than they may be."""
    published = {one.name: one.published for one in sum_up(archive).datasets}
    return lists_of_case(archive.case, datasets, published)

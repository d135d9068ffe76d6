"""An index alone, or a case, as a source of states."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable
from pathlib import Path

from counterflow.case import Case
from counterflow.compare.index.files import mark_of, settled
from counterflow.compare.index.store import Index
from counterflow.dossier.archive import Archive
from counterflow.remote.clock import Clock
from counterflow.run.build import open_build, read_current
from counterflow.screen.answer import ListRef
from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.index_parties import IndexParties
from counterflow.service.case_parties import lists_of, open_parties
from counterflow.service.state import State

Say = Callable[[str], None]


def open_folder(directory: Path) -> tuple[Index, EntityStore]:
    """Open the index and the entity store in a folder, both of one version, while another may take its place.

    Raises:
        InputError: one of them is not there, is damaged, or was made by another version of Counterflow.
    """
    while True:
        mark = mark_of(settled(directory))
        index = Index.open(directory)
        entities = EntityStore.open(settled(directory))
        if mark_of(settled(directory)) == mark:
            return index, entities
        entities.close()


class IndexSource:
    """An index that `counterflow index` makes and changes."""

    def __init__(self, directory: Path, clock: Clock, *, threads: int) -> None:
        """Serve the index in a folder."""
        self._directory = directory
        self._clock = clock
        self._threads = threads

    def mark(self) -> Hashable:
        """Give the folder's identity: another version is another folder."""
        return mark_of(settled(self._directory))

    def open(self) -> State:
        """Map the index and search it once, so that nothing is left to be compiled or read for the first request."""
        index, entities = open_folder(self._directory)
        parties = IndexParties(index, threads=self._threads)
        parties.warm_up()
        ref = parties.index

        def lists(_now: datetime.datetime) -> tuple[ListRef, ...]:
            return ref.lists

        return State(parties, entities, ref.build, "listed", lists, self._clock.now())


class CaseSource:
    """A case: the parties of its current build."""

    def __init__(self, case: Case, scope: str, clock: Clock, say: Say, *, threads: int) -> None:
        """Serve the parties of a case that a scope holds."""
        self._case = case
        self._scope = scope
        self._clock = clock
        self._say = say
        self._threads = threads

    def mark(self) -> Hashable:
        """Give the id of the build in use."""
        return read_current(self._case)

    def open(self) -> State:
        """Open the build's index; made where it is not there, which takes a while."""
        build = open_build(self._case)
        archive = Archive(self._case, build)
        try:
            parties = open_parties(archive, self._scope, self._clock.now(), self._say, threads=self._threads)
            lists = lists_of(archive, set(parties.names.manifest.datasets))
        finally:
            archive.close()
        parties.warm_up()
        entities = EntityStore.open(parties.names.directory)
        return State(parties, entities, build.manifest.build, self._scope, lists, self._clock.now())

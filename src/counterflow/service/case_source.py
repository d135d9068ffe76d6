"""A case as a source of states; apart from an index alone, which is served without what reads a case."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.remote.clock import Clock
from counterflow.run.build import Build, open_build, read_current
from counterflow.screen.entity_store.read import EntityStore
from counterflow.service.case_parties import lists_of, open_parties
from counterflow.service.scope import choose_scope
from counterflow.service.state import State

Say = Callable[[str], None]


class CaseSource:
    """A case: the parties of its current build."""

    def __init__(self, case: Case, scope: str | None, clock: Clock, say: Say, *, threads: int) -> None:
        """Serve the parties of a case that a scope holds; None: of each build the one that `choose_scope` chooses."""
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
        scope = choose_scope(build, self._scope, self._say)
        return open_build_state(self._case, build, scope, self._clock, self._say, threads=self._threads)


def open_build_state(case: Case, build: Build, scope: str, clock: Clock, say: Say, *, threads: int = 1) -> State:
    """Open the index of a build and search it once; made where it is not there, which takes a while."""
    archive = Archive(case, build)
    try:
        parties = open_parties(archive, scope, clock.now(), say, threads=threads)
        lists = lists_of(archive, set(parties.names.manifest.datasets))
    finally:
        archive.close()
    parties.warm_up()
    entities = EntityStore.open(parties.names.directory)
    return State(parties, entities, build.manifest.build, scope, lists, clock.now())

"""An index alone as a source of states."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

from counterflow.compare.index.files import mark_of, settled
from counterflow.compare.index.store import Index
from counterflow.exc import InputError
from counterflow.remote.clock import Clock
from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.index_parties import IndexParties
from counterflow.screen.list_dates import ListDates, read_list_dates
from counterflow.screen.owned_words import read_owned
from counterflow.service.list_age import lists_of_index
from counterflow.service.state import State


@dataclass(frozen=True, slots=True)
class Opened:
    """What the folder of an index holds, of one version."""

    parties: IndexParties
    entities: EntityStore
    dates: ListDates
    scope: str
    """`listed`; of a case's index that says who is owned, `owned`."""


def open_folder(directory: Path, *, threads: int) -> Opened:
    """Open all that is in the folder of an index, of one version, while another may take its place.

    Raises:
        InputError: one of them is not there, is damaged, or was made by another version of Counterflow.
    """
    while True:
        mark = mark_of(settled(directory))
        try:
            opened = _open(directory, threads)
        except InputError:
            if mark_of(settled(directory)) == mark:
                raise
            continue  # it was moved away while it was opened
        if mark_of(settled(directory)) == mark:
            return opened
        opened.entities.close()


def _open(directory: Path, threads: int) -> Opened:
    index = Index.open(directory)
    entities = EntityStore.open(settled(directory))
    try:
        dates = read_list_dates(settled(directory))
        owned = read_owned(settled(directory))
        parties = IndexParties(index, owned=owned or {}, threads=threads)
        return Opened(parties, entities, dates, "listed" if owned is None else "owned")
    except InputError:
        entities.close()
        raise


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
        return open_index_state(self._directory, self._clock, threads=self._threads)


def open_index_state(directory: Path, clock: Clock, *, threads: int) -> State:
    """Map an index and search it once.

    Raises:
        InputError: it is not there, is damaged, or was made by another version of Counterflow.
    """
    opened = open_folder(directory, threads=threads)
    parties = opened.parties
    parties.warm_up()
    lists = lists_of_index(parties.names.manifest.datasets, opened.dates)
    return State(parties, opened.entities, parties.index.build, opened.scope, lists, clock.now())

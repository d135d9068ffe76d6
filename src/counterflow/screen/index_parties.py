"""An index of names as parties that can be searched from any thread: the kernel gives the interpreter free."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from types import MappingProxyType
from typing import Any

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.frame import Frame
from counterflow.compare.index.files import settled
from counterflow.compare.index.search import SCORED, Hits, Searcher
from counterflow.compare.index.store import Index
from counterflow.compare.matcher import frame_of
from counterflow.compare.reason import Reason, explain
from counterflow.compare.score import probability
from counterflow.exc import NotFoundError, StorageError
from counterflow.screen.answer import IndexRef, ListRef, Status
from counterflow.screen.index_identity import read_identity
from counterflow.screen.party import DEEPEST, Hit

THREADS = 2
"""Threads that search by default."""

SHARE = 10
"""Queries that a thread takes at once: a single one waits for no more than these."""
DEEP_SHARE = 1
"""The same of queries of which more are wanted than are scored otherwise: one takes as long as twenty others."""

_BUILD_DIGITS = 16


@dataclass(frozen=True)
class Place:
    """What another process needs to search the same parties."""

    directory: Path
    fingerprint: str
    ref: IndexRef
    listed: Collection[str] | None
    owned: Mapping[str, str]
    scored: int

    def open(self) -> IndexParties:
        """Open them for one thread.

        Raises:
            StorageError: another version of the index took their place.
        """
        index = Index.open(self.directory)
        if index.manifest.fingerprint != self.fingerprint:
            raise StorageError(
                "the index was replaced while it was being opened", where=str(self.directory), next_step="Call it again"
            )
        return IndexParties(index, ref=self.ref, listed=self.listed, owned=self.owned, threads=1, scored=self.scored)


class IndexParties:
    """Parties of one index, for any number of callers; as many search at a time as there are threads."""

    def __init__(
        self,
        index: Index,
        *,
        ref: IndexRef | None = None,
        listed: Collection[str] | None = None,
        owned: Mapping[str, str] = MappingProxyType({}),
        threads: int = THREADS,
        scored: int = SCORED,
    ) -> None:
        """Make an index ready.

        Args:
            index: opened.
            ref: what answers call it; by default its fingerprint and the datasets in it.
            listed: ids of the parties that a list holds now; None: all but those owned.
            owned: of parties that no list holds and listed ones own, by id: how much, by whom.
            threads: how many search.
            scored: parties that are scored in full for one query at most.

        Raises:
            InputError: the index is there no more. Who also reads what lies beside its names looks whether the folder
                was replaced meanwhile.
        """
        self.index = index_ref(index) if ref is None else ref
        self.names = index
        """The index itself."""
        self.identity = read_identity(settled(index.directory))
        """Names the state: another for other parties, dates of lists, entities beside them, or algorithm."""
        self._listed = listed
        self._owned = dict(owned)
        self._scored = scored
        self._algorithm = load_algorithm()
        self._plain = _Lane(_Searchers(index, threads, scored), threads, SHARE)
        # Apart, so that nobody else waits behind the few queries of which more are wanted than are scored otherwise.
        self._deep = _Lane(_Searchers(index, threads, max(scored, DEEPEST)), threads, DEEP_SHARE)

    @property
    def algorithm(self) -> str:
        """Name the algorithm that scores."""
        return self._algorithm.name

    @property
    def place(self) -> Place:
        """Say how another process opens them."""
        index = self.names
        return Place(index.directory, index.manifest.fingerprint, self.index, self._listed, self._owned, self._scored)

    def status(self, entity_id: str) -> Status:
        """Say whether a list holds a party now, or listed ones own it."""
        if entity_id in self._owned:
            return Status.OWNED
        return Status.LISTED if self._listed is None or entity_id in self._listed else Status.UNVERIFIED

    def owner_words(self, entity_id: str) -> str:
        """Say whose a party is that listed ones own; empty of others."""
        return self._owned.get(entity_id, "")

    def holds(self, entity_id: str) -> bool:
        """Say whether a party of this id is in the index."""
        try:
            self.names.number(entity_id)
        except NotFoundError:
            return False
        return True

    def warm_up(self) -> None:
        """Search once, so that everything is compiled and mapped: a minute on a new machine, then milliseconds."""
        self.search([{"schema": "Person", "properties": {"name": ["Anyone"]}}], limit=1, cutoff=0)

    def search(self, entities: Sequence[Mapping[str, Any]], *, limit: int, cutoff: float) -> Sequence[Sequence[Hit]]:
        """Find for each query the best parties, best first; the threads share the queries out."""
        if len(entities) == 0:
            return []
        frame = frame_of(entities)
        lane = self._plain if limit <= self._scored else self._deep

        def find(numbers: range) -> list[list[Hit]]:
            with lane.searchers.one() as searcher:
                hits = [searcher.search(frame, number, limit=limit, threshold=cutoff) for number in numbers]
            return [self._found(entities[number], frame, number, hits[i]) for i, number in enumerate(numbers)]

        return [found for share in lane.run(find, len(entities)) for found in share]

    def scores(self, frame: Frame, party: int, *, cutoff: float) -> list[tuple[str, float]]:
        """Give id and score of each party that one of a frame may be, best first: a hit without its reasons.

        As many are given as are scored in full, but for those that share an identifier.
        """
        with self._plain.searchers.one() as searcher:
            hits = searcher.search(frame, party, limit=self._scored, threshold=cutoff)
        ids = (self.names.entity_id(int(number)) for number in hits.number)
        return list(zip(ids, probability(hits.odds).tolist(), strict=True))

    def _found(self, query: Mapping[str, Any], frame: Frame, party: int, hits: Hits) -> list[Hit]:
        # The kernel counts names through the frame, reasons through the party.
        first = int(frame.name_at[party])
        scores = probability(hits.odds).tolist()
        return [_IndexHit(self.names, query, first, hits, row, score) for row, score in enumerate(scores)]


class _IndexHit:
    """One hit of a search."""

    def __init__(
        self, index: Index, query: Mapping[str, Any], first_name: int, hits: Hits, row: int, score: float
    ) -> None:
        self.score = score
        self._index, self._query, self._first_name = index, query, first_name
        self._hits, self._row = hits, row
        self._number = int(hits.number[row])

    @property
    def id(self) -> str:
        return self._index.entity_id(self._number)

    @functools.cached_property
    def entity(self) -> Mapping[str, Any]:
        return self._index.entity(self._number)

    @functools.cached_property
    def reasons(self) -> tuple[Reason, ...]:
        rows, row = self._hits.rows, self._row
        left = int(rows.best[row, 0]) - self._first_name
        right = int(rows.best[row, 1]) - int(self._index.frame.name_at[self._number])
        return tuple(explain(self._query, left, self.entity, right, rows, row, load_algorithm().weights))


class _Lane:
    """Searchers with the threads that share the queries of a call out among them."""

    def __init__(self, searchers: _Searchers, threads: int, share: int) -> None:
        self.searchers = searchers
        self._threads = threads
        self._share = share
        self._pool = ThreadPoolExecutor(threads, "search")

    def run(self, find: Callable[[range], list[list[Hit]]], count: int) -> Iterable[list[list[Hit]]]:
        """Search so many queries, share by share; a single share, or one thread alone, in the thread of the caller."""
        shares = [range(at, min(at + self._share, count)) for at in range(0, count, self._share)]
        return map(find, shares) if len(shares) == 1 or self._threads == 1 else self._pool.map(find, shares)


class _Searchers:
    """Searchers of one index, each lent to one thread at a time; made when there is work for one more."""

    def __init__(self, index: Index, most: int, scored: int) -> None:
        self._index = index
        self._scored = scored
        self._lock = threading.Lock()
        self._left = most
        self._free: SimpleQueue[Searcher] = SimpleQueue()

    @contextmanager
    def one(self) -> Iterator[Searcher]:
        """Lend one; waits while all are lent."""
        searcher = self._take()
        try:
            yield searcher
        finally:
            self._free.put(searcher)

    def _take(self) -> Searcher:
        try:
            return self._free.get_nowait()
        except Empty:
            pass
        with self._lock:
            is_more, self._left = self._left > 0, max(self._left - 1, 0)
        return Searcher(self._index, scored=self._scored) if is_more else self._free.get()


def index_ref(index: Index) -> IndexRef:
    """Name an index by the state of the lists in it."""
    lists = tuple(ListRef(name, None, None) for name in index.manifest.datasets)
    return IndexRef(index.manifest.fingerprint[:_BUILD_DIGITS], lists)

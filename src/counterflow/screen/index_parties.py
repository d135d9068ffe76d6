"""An index of names as parties that can be searched, on several threads: the kernel gives the interpreter free."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.frame import Frame
from counterflow.compare.index.search import Hits, Searcher
from counterflow.compare.index.store import Index
from counterflow.compare.matcher import frame_of
from counterflow.compare.reason import explain
from counterflow.compare.score import probability
from counterflow.screen.answer import IndexRef, ListRef, Status
from counterflow.screen.party import Found

THREADS = 2
"""Threads that search by default."""

SHARE = 50
"""Queries that a thread takes at once."""

_BUILD_DIGITS = 16


class IndexParties:
    """Parties of one index; from several threads only one search at a time."""

    def __init__(
        self,
        index: Index,
        *,
        ref: IndexRef | None = None,
        listed: Collection[str] | None = None,
        threads: int = THREADS,
    ) -> None:
        """Make an index ready.

        Args:
            index: opened.
            ref: what answers call it; by default its fingerprint and the datasets in it.
            listed: ids of the parties that a list holds now; None: all.
            threads: how many search.
        """
        self.index = index_ref(index) if ref is None else ref
        self._index = index
        self._listed = listed
        self._algorithm = load_algorithm()
        self._threads = threads
        # A searcher belongs to one thread at a time; more than one is made when there is work for it.
        self._free: SimpleQueue[Searcher] = SimpleQueue()
        self._free.put(Searcher(index))
        self._made = 1

    @property
    def algorithm(self) -> str:
        """Name the algorithm that scores."""
        return self._algorithm.name

    def status(self, entity_id: str) -> Status:
        """Say whether a list holds a party now."""
        return Status.LISTED if self._listed is None or entity_id in self._listed else Status.UNVERIFIED

    def warm_up(self) -> None:
        """Search once, so that everything is compiled and mapped: a minute on a new machine, then milliseconds."""
        self.search([{"schema": "Person", "properties": {"name": ["Anyone"]}}], limit=1, cutoff=0)

    def search(self, entities: Sequence[Mapping[str, Any]], *, limit: int, cutoff: float) -> Sequence[Sequence[Found]]:
        """Find for each query the best parties, best first; the threads share the queries out."""
        if len(entities) == 0:
            return []
        frame = frame_of(entities)

        def find(numbers: range) -> list[list[Found]]:
            searcher = self._free.get()
            try:
                return [
                    self._found(
                        entities[number], frame, number, searcher.search(frame, number, limit=limit, threshold=cutoff)
                    )
                    for number in numbers
                ]
            finally:
                self._free.put(searcher)

        if len(entities) == 1 or self._threads == 1:
            return find(range(len(entities)))
        while self._made < self._threads:
            self._free.put(Searcher(self._index))
            self._made += 1
        shares = [range(at, min(at + SHARE, len(entities))) for at in range(0, len(entities), SHARE)]
        with ThreadPoolExecutor(self._threads) as pool:
            return [found for share in pool.map(find, shares) for found in share]

    def _found(self, query: Mapping[str, Any], frame: Frame, party: int, hits: Hits) -> list[Found]:
        scores = probability(hits.odds).tolist()
        return [
            self._explain(query, frame, party, hits, row, number, score)
            for row, (number, score) in enumerate(zip(hits.number.tolist(), scores, strict=True))
        ]

    def _explain(  # noqa: PLR0913, PLR0917 - one step of `_found`
        self, query: Mapping[str, Any], frame: Frame, party: int, hits: Hits, row: int, number: int, score: float
    ) -> Found:
        entity = self._index.entity(number)
        # The kernel counts names through the frame, reasons through the party.
        left = int(hits.rows.best[row, 0]) - int(frame.name_at[party])
        right = int(hits.rows.best[row, 1]) - int(self._index.frame.name_at[number])
        reasons = explain(query, left, entity, right, hits.rows, row, self._algorithm.weights)
        return Found(entity, score, tuple(reasons))


def index_ref(index: Index) -> IndexRef:
    """Name an index by the state of the lists in it."""
    lists = tuple(ListRef(name, None, None) for name in index.manifest.datasets)
    return IndexRef(index.manifest.fingerprint[:_BUILD_DIGITS], lists)

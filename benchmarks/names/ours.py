"""Our side behind one door: what the scripts here need of `counterflow.compare`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from benchmarks.names.entity import Entity
from benchmarks.names.quality import Floats
from numpy.typing import NDArray

from counterflow.compare import Comparison, Matcher
from counterflow.compare.frame import Frame, seal
from counterflow.compare.index.build import build_index
from counterflow.compare.index.search import Searcher
from counterflow.compare.index.store import Index
from counterflow.compare.matcher import frame_of
from counterflow.compare.reason import Reason, explain
from counterflow.compare.score import probability, score_rows

Places = NDArray[np.int64]
"""Numbers of prepared parties."""

CHUNK = 100_000
"""Parties scored at once when all are."""


class Ours:
    """The matcher that ships with the package."""

    def __init__(self) -> None:
        self.matcher = Matcher()
        self.name = self.matcher.algorithm.name
        self.threshold = self.matcher.algorithm.threshold

    def score(self, lefts: Sequence[Entity], rights: Sequence[Entity]) -> Floats:
        """Score pairs of entities."""
        return self.matcher.score_many(lefts, rights)

    def compare_many(self, lefts: Sequence[Entity], rights: Sequence[Entity]) -> list[Comparison]:
        """Compare pairs of entities, with reasons."""
        return [self.matcher.compare(left, right) for left, right in zip(lefts, rights, strict=True)]

    def prepare(self, entities: Sequence[Entity]) -> Frame:
        """Analyse entities once."""
        return frame_of(entities)

    def compare_prepared(self, prepared: Frame, lefts: Places, rights: Places) -> Floats:
        """Compare prepared parties by their numbers; the rows of features that reasons are read from are made too."""
        return self.matcher.score(self.matcher.describe(prepared, lefts, prepared, rights))


class Hit(NamedTuple):
    """A party that the index found."""

    id: str
    score: float
    """Probability."""
    rank: float
    """What hits are ordered by, the log-odds: finer than the probability, which is 1 for many."""


class OurIndex:
    """An index and how to search it."""

    def __init__(self, folder: Path) -> None:
        self.index = Index.open(folder)
        self.searcher = Searcher(self.index)
        self.matcher = Matcher()

    @classmethod
    def build(cls, entities: Iterable[Entity], folder: Path) -> OurIndex:
        """Build the index in an empty folder and open it."""
        build_index(entities, folder / "index")
        return cls(folder / "index")

    @staticmethod
    def build_file(parties: Path, folder: Path, workers: int) -> None:
        """Build the index of a file of JSON lines, with so many processes."""
        build_index([parties], folder, workers=workers)

    @property
    def name_count(self) -> int:
        """Names of all parties."""
        return self.index.manifest.names

    def search(self, query: Entity, limit: int, threshold: float = 0.0) -> list[Hit]:
        """Give the parties that are likeliest, the likeliest first."""
        hits = self.searcher.search(frame_of([query]), limit=limit, threshold=threshold)
        return self._hits(hits.number, hits.odds)

    def search_with_reasons(self, query: Entity, limit: int) -> list[tuple[Hit, list[Reason]]]:
        """Give the likeliest parties, each with the reasons for its score."""
        found = self.searcher.search(frame_of([query]), limit=limit, threshold=0.0)
        weights, rows = self.matcher.algorithm.weights, found.rows
        explained = []
        for row, (hit, number) in enumerate(zip(self._hits(found.number, found.odds), found.number, strict=True)):
            # A row knows names by their numbers in the index, reasons by their places in the party.
            place = int(rows.best[row, 1]) - int(self.index.frame.name_at[number])
            party = self.index.entity(int(number))
            explained.append((hit, explain(query, int(rows.best[row, 0]), party, place, rows, row, weights)))
        return explained

    def exhaustive(self, query: Entity, limit: int) -> list[Hit]:
        """Score every party by the matcher itself and give the likeliest."""
        asked, parties = seal(frame_of([query])), len(self.index)
        chunks = [np.arange(at, min(at + CHUNK, parties)) for at in range(0, parties, CHUNK)]
        odds = np.concatenate([self._odds(asked, chunk) for chunk in chunks])
        best = np.argsort(-odds, kind="stable")[:limit]
        return self._hits(best, odds[best])

    def _odds(self, asked: Frame, parties: Places) -> NDArray[np.float32]:
        rows = self.matcher.describe(asked, np.zeros(len(parties), np.int64), self.index.frame, parties)
        return score_rows(rows, self.matcher.algorithm.weights)

    def _hits(self, numbers: Places, odds: NDArray[np.float32]) -> list[Hit]:
        ids = [self.index.entity_id(int(number)) for number in numbers]
        return [Hit(*one) for one in zip(ids, probability(odds).tolist(), odds.tolist(), strict=True)]

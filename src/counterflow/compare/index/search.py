"""Parties of an index that match a query, best first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.frame import Frame, seal
from counterflow.compare.index.confirm import MARGIN, Goal, confirm
from counterflow.compare.index.estimate import slopes_of
from counterflow.compare.index.find import MAX_SHARED, Bounds, Found, find_candidates
from counterflow.compare.index.memory import new_memory
from counterflow.compare.index.store import Index
from counterflow.compare.kernel.party import Rows, Weights, new_rows, new_scratch

SCORED = 250
"""Parties that are scored in full at most, of those that names suggest."""
WHOLE = 256
"""Parties of an index that is compared as a whole, which then takes less than a millisecond."""


class Hits(NamedTuple):
    """Parties that match, best first; equals in order of their ids."""

    number: NDArray[np.int64]
    """Parties' numbers in the index."""
    odds: NDArray[np.float32]
    """Log-odds of being the query's party."""
    rows: Rows
    """What they follow from, row by row."""


class Searcher:
    """Searches one index; it belongs to one thread, because its memory is used again from query to query."""

    def __init__(self, index: Index, *, weights: Weights | None = None, scored: int = SCORED) -> None:
        """Reserve memory.

        Args:
            index: where to search.
            weights: what evidence is worth; by default what ships with the package.
            scored: parties that are scored in full at most.
        """
        self.index = index
        self._weights = load_algorithm().weights if weights is None else weights
        vocabulary = index.frame.vocabulary
        self._slopes = slopes_of(self._weights)
        self._scratch = new_scratch()
        self._memory = new_memory(len(vocabulary.text_at) - 1, len(vocabulary.digest), len(index))
        self._scored = scored
        room = max(WHOLE, scored + MAX_SHARED)
        self._rows, self._odds = new_rows(room), np.zeros(room, np.float32)

    def candidates(self, query: Frame, party: int = 0, *, limit: int = SCORED) -> NDArray[np.int64]:
        """Give the numbers of the parties that are likeliest to match, likeliest first.

        Args:
            query: parties to be looked for.
            party: which of them.
            limit: parties given at most; those that share an identifier come first and beyond it.
        """
        return self._find(seal(query), party, limit, -np.inf).number

    def search(self, query: Frame, party: int = 0, *, limit: int = 10, threshold: float = 0.5) -> Hits:
        """Give the parties that match.

        Args:
            query: parties to be looked for.
            party: which of them.
            limit: hits given at most.
            threshold: least probability of a hit.
        """
        query = seal(query)
        least = log_odds(threshold)
        found = self._all() if len(self.index) <= WHOLE else self._find(query, party, self._scored, least - MARGIN)
        goal, rows, odds = Goal(limit, least), self._rows, self._odds
        done = confirm(query, party, self.index.frame, found, goal, self._weights, self._scratch, rows, odds)
        order = np.lexsort((found.number[:done], -odds[:done]))
        order = order[odds[order] >= least][:limit]
        kept = Rows(rows.name[order], rows.fact[order], rows.best[order], rows.person[order])
        return Hits(found.number[order], odds[order], kept)

    def search_many(self, queries: Frame, *, limit: int = 10, threshold: float = 0.5) -> list[Hits]:
        """Search for each party of a frame: analysing many queries together costs a third of analysing each alone."""
        parties = range(len(queries.name_at) - 1)
        return [self.search(queries, party, limit=limit, threshold=threshold) for party in parties]

    def _all(self) -> Found:
        count = len(self.index)
        return Found(np.arange(count, dtype=np.int64), np.full(count, np.inf, np.float32))

    def _find(self, query: Frame, party: int, limit: int, least: float) -> Found:
        frame, derived = self.index.frame, self.index.derived
        bounds = Bounds(limit, least, self._slopes, self._weights)
        return find_candidates(query, party, frame, derived, bounds, self._memory)


def log_odds(probability: float) -> float:
    """Turn a probability into log-odds."""
    if probability <= 0:
        return -np.inf
    return float(np.log(probability / (1 - probability))) if probability < 1 else np.inf

"""Queries in, answers out, whatever they are read from and written to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from counterflow.screen.answer import Answer, IndexRef, Result, Status, is_stale, reason_lines, shown_score
from counterflow.screen.party import DEEPEST, Hit, Parties
from counterflow.screen.query import Query
from counterflow.screen.sentence import write_sentence

MOST_SEARCHED = 250
"""Parties that are looked through first where some of them may not be wanted."""


@dataclass(frozen=True)
class Limits:
    """What of the parties found is said."""

    threshold: float
    """Least score of a match."""
    cutoff: float
    """Least score of a result."""
    results: int
    """Results of one query at most."""


class Finds(NamedTuple):
    """What was found for one query."""

    hits: list[Hit]
    """Those that are wanted, best first, equals in order of their ids."""
    is_cut: bool
    """There may be more: as many were looked through as may be, and too few of them were wanted."""


class Screener:
    """Searches queries among parties."""

    def __init__(
        self,
        parties: Parties,
        limits: Limits,
        *,
        index: IndexRef | None = None,
        keep: Callable[[Hit], bool] | None = None,
    ) -> None:
        """Search these parties.

        Args:
            parties: where.
            limits: what of those found is said.
            index: what answers call them; by default their own name.
            keep: which of those found are wanted; None: all.
        """
        self.parties = parties
        self.limits = limits
        self._keep = keep
        self._index = parties.index if index is None else index
        self._lists = {one.name: one for one in self._index.lists}
        self.stale = is_stale(one.stale for one in self._index.lists)

    def answer(self, queries: Sequence[Query]) -> list[Answer]:
        """Search queries, each by all its readings; the best score of a party counts."""
        return [
            self.say(query, found[: self.limits.results])
            for query, found in zip(queries, self.find(queries), strict=True)
        ]

    def find(self, queries: Sequence[Query], *, at_least: int = 0) -> list[list[Hit]]:
        """Find for each query the parties at or above the cutoff, best first, equals in order of their ids.

        Args:
            queries: what is asked.
            at_least: how many are found, where there are so many, even if fewer are said.
        """
        return [one.hits for one in self.find_wanted(queries, at_least=at_least)]

    def find_wanted(self, queries: Sequence[Query], *, at_least: int = 0) -> list[Finds]:
        """Find as `find`, and say whether all were found that are wanted.

        Where some parties are not wanted, twice as many are looked through again and again, until enough are wanted,
        there are no more, or `DEEPEST` are looked through.
        """
        wanted = max(at_least, self.limits.results)
        if self._keep is None:
            return [Finds(hits, False) for hits, _ in self._search(queries, wanted)]
        found: dict[int, Finds] = {}
        left, depth = list(range(len(queries))), max(MOST_SEARCHED, min(wanted, DEEPEST))
        while len(left) > 0:
            for number, (hits, is_cut) in zip(left, self._search([queries[one] for one in left], depth), strict=True):
                found[number] = Finds(hits, is_cut and len(hits) < wanted)
            left = [one for one in left if found[one].is_cut] if depth < DEEPEST else []
            depth = min(2 * depth, DEEPEST)
        return [found[number] for number in range(len(queries))]

    def _search(self, queries: Sequence[Query], limit: int) -> list[tuple[list[Hit], bool]]:
        """Search each query by all its readings; gives what is wanted of the hits, and whether there may be more."""
        readings = [reading for query in queries for reading in query.readings]
        found = iter(self.parties.search(readings, limit=limit, cutoff=self.limits.cutoff))
        by_query = [[next(found) for _ in query.readings] for query in queries]
        return [(self._best(one), any(len(hits) >= limit for hits in one)) for one in by_query]

    def say(self, query: Query, found: Sequence[Hit]) -> Answer:
        """Put what was found into words."""
        return Answer(
            query=query.row.values,
            results=tuple(self._result(one) for one in found),
            index=self._index,
            stale=self.stale,
            algorithm=self.parties.algorithm,
            error=query.error,
        )

    def _best(self, found: Sequence[Sequence[Hit]]) -> list[Hit]:
        best: dict[str, Hit] = {}
        for one in (one for by_reading in found for one in by_reading):
            known = best.get(one.id)
            if (known is None or one.score > known.score) and (self._keep is None or self._keep(one)):
                best[one.id] = one
        return sorted(best.values(), key=lambda one: (-one.score, one.id))

    def _result(self, found: Hit) -> Result:
        entity = found.entity
        result = Result(
            id=found.id,
            caption=str(entity.get("caption") or next(iter(entity.get("properties", {}).get("name", ())), found.id)),
            schema=entity["schema"],
            datasets=tuple(entity.get("datasets", ())),
            score=shown_score(found.score),
            match=found.score >= self.limits.threshold,
            status=self.parties.status(found.id),
            explanation="",
            reasons=reason_lines(found.reasons),
        )
        words = self.parties.owner_words(found.id) if result.status is Status.OWNED else ""
        sentence = write_sentence(result, entity.get("properties", {}), self._lists, words)
        return replace(result, explanation=sentence)

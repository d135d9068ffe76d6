"""Queries in, answers out, whatever they are read from and written to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterflow.screen.answer import Answer, Result, is_stale, reason_lines, shown_score
from counterflow.screen.party import Found, Parties
from counterflow.screen.query import Query


@dataclass(frozen=True)
class Limits:
    """What of the parties found is said."""

    threshold: float
    """Least score of a match."""
    cutoff: float
    """Least score of a result."""
    results: int
    """Results of one query at most."""


class Screener:
    """Searches queries among parties."""

    def __init__(self, parties: Parties, limits: Limits) -> None:
        """Search these parties."""
        self.parties = parties
        self.limits = limits
        self._index = parties.index
        self.stale = is_stale(one.stale for one in self._index.lists)

    def answer(self, queries: Sequence[Query]) -> list[Answer]:
        """Search queries, each by all its readings; the best score of a party counts."""
        readings = [reading for query in queries for reading in query.readings]
        found = iter(self.parties.search(readings, limit=self.limits.results, cutoff=self.limits.cutoff))
        return [self._answer(query, [next(found) for _ in query.readings]) for query in queries]

    def _answer(self, query: Query, found: Sequence[Sequence[Found]]) -> Answer:
        best: dict[str, Found] = {}
        for one in (one for by_reading in found for one in by_reading):
            known = best.get(one.entity["id"])
            if known is None or one.score > known.score:
                best[one.entity["id"]] = one
        ranked = sorted(best.items(), key=lambda item: (-item[1].score, item[0]))[: self.limits.results]
        return Answer(
            query=query.row.values,
            results=tuple(self._result(entity_id, one) for entity_id, one in ranked),
            index=self._index,
            stale=self.stale,
            algorithm=self.parties.algorithm,
            error=query.error,
        )

    def _result(self, entity_id: str, found: Found) -> Result:
        entity = found.entity
        return Result(
            id=entity_id,
            caption=str(entity.get("caption") or next(iter(entity.get("properties", {}).get("name", ())), entity_id)),
            schema=entity["schema"],
            datasets=tuple(entity.get("datasets", ())),
            score=shown_score(found.score),
            match=found.score >= self.limits.threshold,
            status=self.parties.status(entity_id),
            reasons=reason_lines(found.reasons),
        )

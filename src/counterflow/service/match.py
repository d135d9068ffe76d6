"""Queries answered from one state at one time: who they may mean, of the parties that are wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from counterflow.exc import NotFoundError
from counterflow.screen.answer import Answer
from counterflow.screen.entity_store.filter import Filter, scope_of
from counterflow.screen.party import Hit
from counterflow.screen.query import Query, QueryReader
from counterflow.screen.row import Row
from counterflow.screen.screener import Finds, Limits, Screener
from counterflow.service.state import Moment, State

ALL = "default"
"""Name of the collection of all lists."""
COUNTED = 50
"""Hits that are looked for at least, so that their number is known beyond those that are said."""


@dataclass(frozen=True)
class Asked:
    """What is asked of every query of a request."""

    limits: Limits
    filter: Filter = field(default_factory=Filter)


class Match(NamedTuple):
    """The answer to one query."""

    query: Query
    answer: Answer
    hits: Sequence[Hit]
    """Those in the answer, in its order."""
    matches: int
    """Parties found at or above the threshold, also those that are not said."""
    is_cut: bool = False
    """There may be more that pass the filter, behind all that were looked through."""


def match(moment: Moment, queries: Sequence[Mapping[str, Any]], asked: Asked) -> list[Match]:
    """Search for the parties that queries may mean.

    Args:
        moment: where, and at what time the lists' age counts.
        queries: FtM entities (`schema`, `properties`), or columns as a file of names has them.
        asked: limits and filter.
    """
    reader = QueryReader()
    read = [reader.read(Row(number, dict(query))) for number, query in enumerate(queries, 1)]
    keep = None if asked.filter == Filter() else _Keep(asked.filter)
    screener = Screener(moment.state.parties, asked.limits, index=moment.ref, keep=keep)
    found = screener.find_wanted(read, at_least=COUNTED)
    return [_match(screener, query, one, asked.limits) for query, one in zip(read, found, strict=True)]


class _Keep:
    """Asks a filter of hits, of each party once a request: whoever looks deeper meets the same ones again."""

    def __init__(self, wanted: Filter) -> None:
        self._wanted = wanted
        self._known: dict[str, bool] = {}

    def __call__(self, hit: Hit) -> bool:
        found = self._known.get(hit.id)
        if found is None:
            # The party is read from disk, which takes longer than all else.
            found = self._known[hit.id] = self._wanted.passes(hit.entity)
        return found


def _match(screener: Screener, query: Query, found: Finds, limits: Limits) -> Match:
    said = found.hits[: limits.results]
    matches = sum(hit.score >= limits.threshold for hit in found.hits)
    return Match(query, screener.say(query, said), said, matches, found.is_cut)


def read_scope(
    state: State, dataset: str, *, include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> frozenset[str] | None:
    """Name the lists that are looked through: of a collection or one list, `include` alone if any, none of `exclude`.

    Returns:
        Their names; None: all.

    Raises:
        NotFoundError: there is no such list.
    """
    names = state.entities.counts().datasets
    for name in (dataset, *include, *exclude):
        # One that is not there would find nobody, and nobody would know why.
        if name != ALL and name not in names:
            raise NotFoundError(f"No such dataset: {name!a}", expected=", ".join([ALL, *sorted(names)]))
    return scope_of(None if dataset == ALL else dataset, names, include, exclude)

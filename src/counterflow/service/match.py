"""Queries answered from one state: who they may mean, of the parties that are wanted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from counterflow.exc import NotFoundError
from counterflow.screen.answer import Answer
from counterflow.screen.entity_store.filter import Filter, scope_of
from counterflow.screen.party import Hit
from counterflow.screen.query import Query, QueryReader
from counterflow.screen.row import Row
from counterflow.screen.screener import Limits, Screener
from counterflow.service.state import State

ALL = "default"
"""Name of the collection of all lists."""
COUNTED = 50
"""Hits that are looked for at least, so that their number is known beyond those that are said."""


@dataclass(frozen=True)
class Asked:
    """What is asked of every query of a request."""

    limits: Limits
    now: datetime.datetime
    """Time of day at which the lists' age counts."""
    filter: Filter = field(default_factory=Filter)


class Match(NamedTuple):
    """The answer to one query."""

    query: Query
    answer: Answer
    hits: Sequence[Hit]
    """Those in the answer, in its order."""
    matches: int
    """Parties found at or above the threshold, also those that are not said."""


def match(state: State, queries: Sequence[Mapping[str, Any]], asked: Asked) -> list[Match]:
    """Search for the parties that queries may mean.

    Args:
        state: where.
        queries: FtM entities (`schema`, `properties`), or columns as a file of names has them.
        asked: limits and filter.
    """
    reader = QueryReader()
    read = [reader.read(Row(number, dict(query))) for number, query in enumerate(queries, 1)]
    passes = asked.filter.passes
    keep = None if asked.filter == Filter() else lambda hit: passes(hit.entity)
    screener = Screener(state.parties, asked.limits, index=state.ref(asked.now), keep=keep)
    found = screener.find(read, at_least=COUNTED)
    return [_match(screener, query, hits, asked.limits) for query, hits in zip(read, found, strict=True)]


def _match(screener: Screener, query: Query, hits: Sequence[Hit], limits: Limits) -> Match:
    said = hits[: limits.results]
    return Match(query, screener.say(query, said), said, sum(hit.score >= limits.threshold for hit in hits))


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

"""A search: what is found, how much of it there is, and how it falls into groups."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from counterflow.screen.entity_store.condition import Condition, make_condition
from counterflow.screen.entity_store.expression import Expression, exact_fields, read_expression, to_match
from counterflow.screen.entity_store.filter import FieldFilter, Filter
from counterflow.screen.entity_store.layout import KINDS
from counterflow.screen.entity_store.overview import Overview, can_answer
from counterflow.screen.entity_store.row import unpack
from counterflow.screen.entity_store.sort import Sort
from counterflow.screen.entity_store.vocabulary import LazyVocabulary

FACETS = ("datasets", "schema", "countries", "identifiers", "topics", "genders")
MAX_BUCKETS = 1_000
"""Values counted for one facet."""

_ALL = frozenset(["", "*", "*:*"])
_NAME_WEIGHT, _TEXT_WEIGHT = 3.0, 1.0
_SCORE = f"round(e.weight - bm25(word, {_NAME_WEIGHT}, {_TEXT_WEIGHT}, 0.0), 6)"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked."""

    text: str = ""
    """Empty: all."""
    filter: Filter = field(default_factory=Filter)
    fuzzy: bool = False
    simple: bool = False
    sort: tuple[Sort, ...] = ()
    """Then the best first, then by id."""
    limit: int = 10
    offset: int = 0
    facets: tuple[str, ...] = ()
    """Of `FACETS`."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What is found."""

    entities: list[dict[str, Any]]
    total: int
    facets: Mapping[str, Sequence[tuple[str, int]]]
    """Values with the number of entities found that have each, most first; counted over all that is found."""


def search(connection: sqlite3.Connection, query: SearchQuery, vocabulary: LazyVocabulary) -> SearchResult:
    """Search the store that a connection has open. No text is an error."""
    is_all = query.text.strip() in _ALL
    if is_all and len(query.sort) == 0 and can_answer(query.filter, query.facets):
        return _from_overview(connection, query)
    if not _collect(connection, query, vocabulary):
        return SearchResult([], 0, {facet: [] for facet in query.facets})
    total = connection.execute("SELECT count(*) FROM hit").fetchone()[0]
    return SearchResult(
        entities=_page(connection, query),
        total=int(total),
        facets={facet: _count_facet(connection, facet) for facet in query.facets},
    )


def _from_overview(connection: sqlite3.Connection, query: SearchQuery) -> SearchResult:
    overview = Overview(connection, query.filter)
    return SearchResult(
        entities=[read_number(connection, number) for number in overview.numbers(query.limit, query.offset)],
        total=overview.total,
        facets={facet: overview.facet(facet, MAX_BUCKETS) for facet in query.facets},
    )


def _collect(connection: sqlite3.Connection, query: SearchQuery, vocabulary: LazyVocabulary) -> bool:
    """Put all that is found into the table `hit`; false where there was nothing to search for."""
    expression = None
    if query.text.strip() not in _ALL:
        expression = read_expression(query.text, simple=query.simple)
        if expression is None:
            return False
    match = None if expression is None else _match(connection, expression, query, vocabulary)
    wanted = query.filter if expression is None else _with_exact(query.filter, expression)
    condition = make_condition(connection, wanted, few=match is not None)
    connection.execute("DELETE FROM hit")
    connection.execute(*_select(condition, match))
    return True


def _match(
    connection: sqlite3.Connection, expression: Expression, query: SearchQuery, vocabulary: LazyVocabulary
) -> str:
    return to_match(expression, lambda word, edits: vocabulary.of(connection).near(word, edits), fuzzy=query.fuzzy)


def _with_exact(wanted: Filter, expression: Expression) -> Filter:
    exact = tuple(FieldFilter(name, (value,)) for name, value in exact_fields(expression))
    return replace(wanted, fields=(*wanted.fields, *exact))


def _select(condition: Condition, match: str | None) -> tuple[str, list[object]]:
    """Write the statement that fills `hit`: through the words where there are any, else through the entities."""
    narrowed = " AND ".join(part for part in (match, *condition.match) if part is not None)
    clauses = list(condition.clauses)
    if match is not None:
        source, score = "word CROSS JOIN entity e ON e.number = word.rowid", _SCORE
        clauses.insert(0, "word MATCH ?")
    else:
        source, score = "entity e", "round(e.weight, 6)"
        if narrowed != "":
            clauses.insert(0, "e.number IN (SELECT rowid FROM word WHERE word MATCH ?)")
    where = f" WHERE {' AND '.join(clauses)}" if len(clauses) > 0 else ""
    values = [*([narrowed] if narrowed != "" else []), *condition.values]
    return f"INSERT INTO hit SELECT e.number, {score} FROM {source}{where}", values  # noqa: S608, our own clauses


def _page(connection: sqlite3.Connection, query: SearchQuery) -> list[dict[str, Any]]:
    record = ""
    if any(sort.reads_record for sort in query.sort):
        record = "JOIN record r ON r.number = h.number"
    order = ", ".join([*(sort.order() for sort in query.sort), "h.score DESC", "e.id"])
    found = connection.execute(
        f"SELECT h.number FROM hit h CROSS JOIN entity e ON e.number = h.number {record}"  # noqa: S608, our own names
        f" ORDER BY {order} LIMIT ? OFFSET ?",
        [query.limit, query.offset],
    ).fetchall()
    return [read_number(connection, number) for (number,) in found]


def read_number(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    """Read the entity of a number."""
    return unpack(connection.execute("SELECT json FROM record WHERE number = ?", [number]).fetchone()[0])


def _count_facet(connection: sqlite3.Connection, facet: str) -> list[tuple[str, int]]:
    if facet == "schema":
        counted = "SELECT e.schema AS value, count(*) AS count FROM hit h CROSS JOIN entity e USING (number) GROUP BY 1"
    else:
        counted = (
            "SELECT t.value, c.count FROM (SELECT m.term, count(*) AS count FROM hit h CROSS JOIN mark m"
            " ON m.entity = h.number AND m.kind = ? GROUP BY m.term) c"
            " JOIN term t ON t.number = c.term"
        )
    kind = [KINDS[facet]] if facet in KINDS else []
    found = connection.execute(f"{counted} ORDER BY 2 DESC, 1 LIMIT {MAX_BUCKETS}", kind)
    return [(str(value), int(count)) for value, count in found]

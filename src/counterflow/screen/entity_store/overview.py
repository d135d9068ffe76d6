"""A search without text or filter, but for schemata: counted when the store was written, so not counted again."""

from __future__ import annotations

import sqlite3
from typing import Any

from counterflow.screen.entity_store.filter import Filter
from counterflow.screen.entity_store.layout import KINDS, TALLIED

_ENTITIES = 0
"""Term under which all entities of a schema are counted."""


def can_answer(wanted: Filter, facets: tuple[str, ...]) -> bool:
    """Say whether the counts are kept that a search for all with this filter asks."""
    only_schemata = Filter(schemata=wanted.schemata, without_schemata=wanted.without_schemata)
    return wanted == only_schemata and TALLIED.issuperset(facet for facet in facets if facet != "schema")


class Overview:
    """Counts over all entities of some schemata."""

    def __init__(self, connection: sqlite3.Connection, wanted: Filter) -> None:
        """Count what passes a filter that `can_answer` allows."""
        self._connection = connection
        held = connection.execute("SELECT schema, count FROM tally WHERE term = ?", [_ENTITIES])
        self._schemata = {
            str(schema): int(count)
            for schema, count in held
            if (wanted.schemata is None or schema in wanted.schemata) and schema not in wanted.without_schemata
        }

    @property
    def total(self) -> int:
        """Entities in all."""
        return sum(self._schemata.values())

    def numbers(self, limit: int, offset: int) -> list[int]:
        """Give the numbers of a page of them: those with most values first, then by id."""
        marks, names = self._names()
        found = self._connection.execute(
            f"SELECT number FROM entity INDEXED BY entity_weight WHERE schema IN ({marks})"  # noqa: S608, question marks
            " ORDER BY weight DESC, id LIMIT ? OFFSET ?",
            [*names, limit, offset],
        )
        return [int(number) for (number,) in found]

    def facet(self, facet: str, limit: int) -> list[tuple[str, int]]:
        """Give the values of a facet with their counts, most first, then by value."""
        if facet == "schema":
            return sorted(self._schemata.items(), key=lambda one: (-one[1], one[0]))[:limit]
        marks, names = self._names()
        found = self._connection.execute(
            "SELECT t.value, sum(y.count) FROM term t CROSS JOIN tally y ON y.term = t.number"  # noqa: S608, as above
            f" WHERE t.kind = ? AND y.schema IN ({marks}) GROUP BY t.number ORDER BY 2 DESC, 1 LIMIT ?",
            [KINDS[facet], *names, limit],
        )
        return [(str(value), int(count)) for value, count in found]

    def _names(self) -> tuple[str, list[Any]]:
        return ",".join("?" * len(self._schemata)), sorted(self._schemata)

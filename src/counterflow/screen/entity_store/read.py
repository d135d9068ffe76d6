"""The entity store of an index, opened: looked up, searched, counted. Nothing is written."""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterflow.exc import NotFoundError
from counterflow.screen.entity_store.adjacent import Page, entity_properties, nest, read_adjacent
from counterflow.screen.entity_store.condition import make_condition
from counterflow.screen.entity_store.deadline import SEARCH_S, limited
from counterflow.screen.entity_store.field import Entity
from counterflow.screen.entity_store.filter import Filter
from counterflow.screen.entity_store.layout import FILE, KINDS
from counterflow.screen.entity_store.pool import CONNECTIONS, Connections
from counterflow.screen.entity_store.row import storable, unpack
from counterflow.screen.entity_store.search import SearchQuery, SearchResult, search
from counterflow.screen.entity_store.vocabulary import LazyVocabulary
from counterflow.screen.entity_store.words import words

Adjacent = Mapping[str, tuple[int, Sequence[Mapping[str, Any]]]]
"""By property: how many there are, and a page of them."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a store holds."""

    entities: int
    schemata: Mapping[str, int]
    datasets: Mapping[str, Mapping[str, int]]
    """Entities by schema, of each dataset."""


class EntityStore:
    """Entities of every schema. Any number of threads may ask at once; more than the connections wait their turn."""

    def __init__(self, connections: Connections, *, search_s: float = SEARCH_S) -> None:
        """Read through these connections; see `open`. A search may take so many seconds."""
        self._connections = connections
        self._search_s = search_s
        self._vocabulary = LazyVocabulary()
        self._counts = self._read_counts()
        # A connection of SQLite refers to itself, so left alone it and its files wait for the next garbage collection.
        self._end = weakref.finalize(self, connections.close)
        self._end.atexit = False

    @classmethod
    def open(cls, folder: Path, *, connections: int = CONNECTIONS) -> EntityStore:
        """Open the store in the folder of an index. The folder may be replaced afterwards: this one is read to the end.

        The caller looks whether it was replaced meanwhile, as it does for the other files of the folder.

        Raises:
            InputError: no store is there, it is damaged, or another version of Counterflow made it.
        """
        return cls(Connections(folder / FILE, connections))

    def close(self) -> None:
        """Close the file, when the last question under way is answered; done by itself with the last reference."""
        self._end()

    def get(self, entity_id: str) -> dict[str, Any] | None:
        """Give the entity of exactly this id, or None."""
        find = "SELECT r.json FROM entity e JOIN record r USING (number) WHERE e.id = ?"
        with self._connections.one() as connection:
            found = connection.execute(find, [storable(entity_id)]).fetchone()
            return None if found is None else unpack(found[0])

    def resolve(self, entity_id: str) -> str | None:
        """Give the id under which an entity is held now: this one, or that of what it was merged into, or None."""
        with self._connections.one() as connection:
            found = connection.execute(
                "SELECT id, 0 FROM entity WHERE id = :id"
                " UNION SELECT e.id, 1 FROM former_id f JOIN entity e USING (number) WHERE f.id = :id ORDER BY 2, 1",
                {"id": storable(entity_id)},
            ).fetchone()
        return None if found is None else str(found[0])

    def adjacent(self, entity_id: str, prop: str | None = None, page: Page | None = None) -> Adjacent:
        """Give the entities next to one, by property; forward and back.

        Args:
            entity_id: exactly an id.
            prop: one property alone, which is in the answer even if nothing is there; None: all that have any.
            page: which of them, for each property.

        Raises:
            NotFoundError: no such entity; or its schema has no such property that names entities.
        """
        entity = self.get(entity_id)
        if entity is None:
            raise NotFoundError(f"no entity has the id {entity_id!r}")
        properties = [one for one in entity_properties(entity["schema"]) if prop is None or one.name == prop]
        if prop is not None and len(properties) == 0:
            raise NotFoundError(f"{prop!r} is no property of a {entity['schema']} that names other entities")
        with self._connections.one() as connection:
            found = {one.name: read_adjacent(connection, entity, one, page or Page()) for one in properties}
        return {name: near for name, near in found.items() if near[0] > 0 or prop is not None}

    def nested(self, entity: Entity) -> dict[str, Any]:
        """Give an entity with those next to it in the places of their ids (`adjacent.nest`)."""
        with self._connections.one() as connection:
            return nest(connection, entity)

    def search(self, query: SearchQuery) -> SearchResult:
        """Search; no text is an error.

        Raises:
            UsageError: it takes too long.
        """
        with self._connections.one() as connection, limited(connection, self._search_s):
            return search(connection, query, self._vocabulary)

    def suggest(
        self, prefix: str, wanted: Filter | None = None, *, offset: int = 0, limit: int = 10
    ) -> list[dict[str, Any]]:
        """Give entities whose names hold the words typed so far, the last of which may go on.

        One whose id was typed comes first.
        """
        wanted = wanted or Filter()
        exact = self.get(prefix)
        first = [exact] if exact is not None and wanted.passes(exact) else []
        typed = words(prefix)
        if len(typed) == 0:
            return first[offset : offset + limit]
        text = " ".join(f"name:{word}" for word in typed) + "*"
        found = self.search(SearchQuery(text, wanted, limit=offset + limit)).entities
        return [*first, *(one for one in found if one["id"] != prefix)][offset : offset + limit]

    def filter_ids(self, wanted: Filter) -> list[str]:
        """Give the ids of all entities that pass, in order; `wanted.passes` asks the same of one entity."""
        with self._connections.one() as connection:
            condition = make_condition(connection, wanted, few=False)
            where = f"WHERE {' AND '.join(condition.clauses)}" if len(condition.clauses) > 0 else ""
            statement = f"SELECT e.id FROM entity e {where} ORDER BY e.id"  # noqa: S608, our own clauses
            return [str(entity_id) for (entity_id,) in connection.execute(statement, condition.values)]

    def counts(self) -> Counts:
        """Say how many entities there are, by schema and by dataset."""
        return self._counts

    def warm_up(self) -> None:
        """Read the words, so that the first search that allows misspelling does not wait for them."""
        with self._connections.one() as connection:
            self._vocabulary.of(connection)

    def _read_counts(self) -> Counts:
        with self._connections.one() as connection:
            all_ = dict(connection.execute("SELECT schema, count FROM tally WHERE term = 0 ORDER BY schema").fetchall())
            rows = connection.execute(
                "SELECT t.value, y.schema, y.count FROM term t JOIN tally y ON y.term = t.number"
                " WHERE t.kind = ? ORDER BY 1, 2",
                [KINDS["datasets"]],
            ).fetchall()
        datasets: dict[str, dict[str, int]] = {}
        for dataset, schema, count in rows:
            datasets.setdefault(dataset, {})[schema] = count
        return Counts(sum(all_.values()), all_, datasets)

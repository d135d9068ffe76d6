"""One dataset of the lists in use: what a request asks, from its start to its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from counterflow.api.reconcile.describe import describe
from counterflow.api.reconcile.form import shown
from counterflow.api.reconcile.service import Entity, Lists, Scored, Service
from counterflow.exc import NotFoundError


@dataclass(frozen=True, slots=True)
class Dataset:
    """The lists of one moment, and the name of that which the address gives."""

    lists: Lists
    name: str

    @property
    def title(self) -> str:
        """What people call it."""
        return self.lists.datasets()[self.name]

    @property
    def is_stale(self) -> bool | None:
        """A list of it is older than it may be; None: not known."""
        return self.lists.is_stale(self.name)

    def titles(self, entity: Entity) -> list[str]:
        """Give the titles of the datasets that list an entity; one without a title has its name."""
        titles = self.lists.datasets()
        return [titles.get(str(name), str(name)) for name in entity.get("datasets", ())]

    def describe(self, entity: Entity) -> str:
        """Describe an entity, with what must be said of it first."""
        return describe(entity, self.lists.note(entity))

    def must_be_read(self, entity: Entity) -> bool:
        """Say whether something is said of an entity that a person must read before it is taken."""
        return self.lists.note(entity) != ""

    def entity(self, entity_id: str) -> Entity | None:
        """Give the entity of an id, or of one that it had before."""
        return self.lists.entity(entity_id, self.name)

    def match(self, entities: Sequence[Entity], limit: int) -> Sequence[Sequence[Scored]]:
        """Find candidates, as `Lists.match` does."""
        return self.lists.match(entities, self.name, limit)

    def suggest(self, prefix: str, schema: str | None, offset: int, limit: int) -> Sequence[Entity]:
        """Suggest entities, as `Lists.suggest` does."""
        return self.lists.suggest(prefix, self.name, schema, offset, limit)


@contextmanager
def open_dataset(service: Service, name: str) -> Iterator[Dataset]:
    """Give a dataset of the lists in use, and keep them until the request is answered.

    Raises:
        NotFoundError: there is no such dataset.
    """
    with service.lists() as lists:
        if name not in lists.datasets():
            raise NotFoundError(f"there is no dataset {shown(name)}", next_step="See /catalog")
        yield Dataset(lists, name)

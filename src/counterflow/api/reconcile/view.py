"""The state in use, as the reconciliation routes ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from fastapi import Request

from counterflow.api.reconcile.service import LEAST_SCORE, Entity, Scored
from counterflow.api.standing import standing_of
from counterflow.api.yente.service import DEFAULT
from counterflow.collect.dataset import find_dataset
from counterflow.compare.algorithm import load_algorithm
from counterflow.remote.clock import Clock
from counterflow.screen.answer import Status, is_stale
from counterflow.screen.entity_store.filter import Filter, searched_schemata
from counterflow.screen.screener import Limits
from counterflow.service.current import CurrentState
from counterflow.service.match import Asked, match
from counterflow.service.state import Moment


class ListsView:
    """One state at one time of day (`Lists`)."""

    def __init__(self, moment: Moment) -> None:
        """Look at a state."""
        self._moment, self._state = moment, moment.state

    def datasets(self) -> Mapping[str, str]:
        """Give what can be asked, each with its title."""
        names = sorted(self._state.entities.counts().datasets)
        titles = {name: name if (known := find_dataset(name)) is None else known.title for name in names}
        return {DEFAULT: "All lists", **titles}

    def is_stale(self, dataset: str) -> bool | None:
        """Say whether a list of a dataset is older than it may be; None: its age is not known."""
        return is_stale(one.stale for one in self._moment.lists if dataset in {DEFAULT, one.name})

    def standing(self) -> Mapping[str, str]:
        """Give the headers that say what is looked through, and whether any list is too old."""
        return standing_of(self._moment)

    def note(self, entity: Entity) -> str:
        """Say what must be read of an entity before all else."""
        status = self._state.parties.status(entity["id"])
        return "" if status is Status.LISTED else str(status)

    def match(self, entities: Sequence[Entity], dataset: str, limit: int) -> Sequence[Sequence[Scored]]:
        """Find for each example entity the best parties, best first."""
        limits = Limits(load_algorithm().threshold, LEAST_SCORE, limit)
        found = match(self._moment, entities, Asked(limits, Filter(scope=_scope(dataset))))
        return [
            [
                Scored(hit.entity, result.score, result.match, result.reasons)
                for hit, result in zip(one.hits, one.answer.results, strict=True)
            ]
            for one in found
        ]

    def entity(self, entity_id: str, dataset: str) -> Entity | None:
        """Give the entity of an id, or of one that it had before; None: the dataset has none of it."""
        known = self._state.entities.resolve(entity_id)
        entity = None if known is None else self._state.entities.get(known)
        return entity if entity is not None and Filter(scope=_scope(dataset)).passes(entity) else None

    def suggest(self, prefix: str, dataset: str, schema: str | None, offset: int, limit: int) -> Sequence[Entity]:
        """Give entities one of whose names or numbers begins with a text, the likeliest first."""
        schemata = None if schema is None else searched_schemata(schema)
        wanted = Filter(scope=_scope(dataset), schemata=schemata)
        return self._state.entities.suggest(prefix, wanted, offset=offset, limit=limit)


class ReconcileService:
    """The service behind the routes (`Service`)."""

    def __init__(self, current: CurrentState, clock: Clock, origins: Sequence[str]) -> None:
        """Serve what is current to pages of these origins."""
        self._current, self._clock = current, clock
        self.origins = origins
        """Origins whose pages may read the replies and show the preview."""

    def base_url(self, request: Request) -> str:
        """Give the address of the server as the client sees it."""
        return str(request.base_url).rstrip("/")

    @contextmanager
    def lists(self) -> Iterator[ListsView]:
        """Give the lists in use; who has them keeps them."""
        yield ListsView(self._current.get().at(self._clock.now()))


def _scope(dataset: str) -> frozenset[str] | None:
    return None if dataset == DEFAULT else frozenset([dataset])

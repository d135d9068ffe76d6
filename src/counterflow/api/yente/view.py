"""The state in use in the peer's words: its lists and its way to score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from counterflow.api.standing import standing_of
from counterflow.api.yente.service import DEFAULT
from counterflow.api.yente.shape import (
    AlgorithmDocs,
    AlgorithmResponse,
    AlgorithmsResponse,
    CatalogResponse,
    DatasetResponse,
    FeatureDoc,
)
from counterflow.collect.dataset import find_dataset
from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.fact.feature import FEATURES
from counterflow.compare.kernel.feature import NameFeature
from counterflow.exc import InputError
from counterflow.model.schema import get_schema
from counterflow.remote.clock import Clock
from counterflow.screen.answer import ListRef
from counterflow.screen.entity_store.read import EntityStore
from counterflow.service.current import CurrentState
from counterflow.service.state import Moment

_DESCRIPTION = (
    "Names aligned word by word and weighed in bits by the rarity of their words, with dates, countries, numbers and "
    "addresses as evidence for and against; the score is a calibrated probability."
)


class StateView:
    """One state at one time of day (`YenteState`)."""

    def __init__(self, moment: Moment) -> None:
        """Look at a state."""
        self._moment, self._state = moment, moment.state
        self._lists = {one.name: one for one in moment.lists}

    def store(self) -> EntityStore:
        """Give the entities."""
        return self._state.entities

    def version(self) -> str:
        """Name the state."""
        return self._state.version

    def standing(self) -> Mapping[str, str]:
        """Give the headers that say what is looked through, and whether a list is too old."""
        return standing_of(self._moment)

    def catalog(self) -> CatalogResponse:
        """Give the lists, and before them the collection of all."""
        names = sorted(self._state.entities.counts().datasets)
        outdated = [name for name in names if (one := self._lists.get(name)) is not None and one.stale is True]
        everything = DatasetResponse(
            name=DEFAULT,
            title="All lists",
            entity_count=self._state.entities.counts().entities,
            thing_count=_things(self._state.entities.counts().schemata),
            index_version=self._state.version,
            children=names,
        )
        return CatalogResponse(
            datasets=[everything, *(self._dataset(name) for name in names)],
            current=[name for name in names if name not in outdated],
            outdated=outdated,
            index_stale=len(outdated) > 0,
        )

    def algorithms(self) -> AlgorithmsResponse:
        """Give the one way to score."""
        algorithm = load_algorithm()
        features = {
            feature.name.lower(): FeatureDoc(description=feature.meaning, coefficient=float(weight))
            for feature, weight in zip(FEATURES, algorithm.weights.fact, strict=True)
        } | {
            f"name_{feature.name.lower()}": FeatureDoc(
                description=(feature.__doc__ or "").strip() or "Of names", coefficient=float(weight)
            )
            for feature, weight in zip(NameFeature, algorithm.weights.name[0], strict=True)
        }
        docs = AlgorithmDocs(name=algorithm.name, description=_DESCRIPTION, features=features)
        one = AlgorithmResponse(name=algorithm.name, description=_DESCRIPTION, features=features, docs=docs)
        return AlgorithmsResponse(algorithms=[one], default=algorithm.name, best=algorithm.name)

    def _dataset(self, name: str) -> DatasetResponse:
        known, listed = find_dataset(name), self._lists.get(name, ListRef(name, None, None))
        counts = self._state.entities.counts().datasets[name]
        return DatasetResponse(
            name=name,
            title=name if known is None else known.title,
            entity_count=sum(counts.values()),
            thing_count=_things(counts),
            version=listed.published,
            updated_at=listed.published,
            index_version=self._state.version,
            index_current=listed.stale is not True,
        )


class Lender:
    """Lends the state in use (`YenteService`)."""

    def __init__(self, current: CurrentState, clock: Clock) -> None:
        """Lend what is current."""
        self._current, self._clock = current, clock

    @contextmanager
    def state(self) -> Iterator[StateView]:
        """Give the newest state; who has it keeps it."""
        yield StateView(self._current.get().at(self._clock.now()))


def _things(counts: object) -> int:
    assert isinstance(counts, dict)
    return sum(count for schema, count in counts.items() if _is_thing(schema))


def _is_thing(schema: str) -> bool:
    try:
        return get_schema(schema).is_a("Thing")
    except InputError:  # a list may have schemata of its own
        return False

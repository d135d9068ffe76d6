"""What the routes need of the service behind them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from counterflow.api.yente.shape import AlgorithmsResponse, CatalogResponse
from counterflow.exc import NotFoundError
from counterflow.screen.entity_store.read import EntityStore

DEFAULT = "default"
"""The dataset that holds all others: what a client asks that names none."""


class YenteState(Protocol):
    """One immutable state of the lists. All that a request asks comes from one."""

    def store(self) -> EntityStore:
        """Give the entities."""

    def catalog(self) -> CatalogResponse:
        """Give the lists, `default` among them."""

    def algorithms(self) -> AlgorithmsResponse:
        """Give the ways to score."""

    def version(self) -> str:
        """Name the state: letters, digits, `-`, `_` and `.`; another for other lists."""

    def standing(self) -> Mapping[str, str]:
        """Give the headers that say what is looked through, and whether a list is too old (`api.standing`)."""


class YenteService(Protocol):
    """Lends the state in use."""

    def state(self) -> AbstractContextManager[YenteState]:
        """Give the newest state; it stays open until the block ends.

        Raises:
            CounterflowError: there is none yet.
        """


def read_dataset(state: YenteState, name: str) -> str | None:
    """Give the one dataset that a path names; None for all.

    Raises:
        NotFoundError: there is no such dataset.
    """
    if name == DEFAULT:
        return None
    if name not in dataset_names(state):
        raise NotFoundError("No such dataset.", next_step="See /catalog")
    return name


def dataset_names(state: YenteState) -> frozenset[str]:
    """Name the lists: those of the catalog, and any that an entity names."""
    listed = (dataset.name for dataset in state.catalog().datasets if dataset.name != DEFAULT)
    return frozenset([*listed, *state.store().counts().datasets])

"""What these routes need of the rest: lists that can be searched, and where the service stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from fastapi import Request

from counterflow.screen.answer import ReasonLine

Entity = Mapping[str, Any]
"""An entity as FtM's JSON has it: `id`, `schema`, `caption`, `datasets`, `properties`."""

LEAST_SCORE = 0.05
"""Candidates are wanted down to this probability: a person chooses among them, and one that comes near the best shows
that the best is not certain."""

CALLED_FROM = ("http://127.0.0.1:3333", "http://localhost:3333")
"""Origins whose pages may read the replies, unless others are set: OpenRefine on the user's own machine."""


class Scored(NamedTuple):
    """A party that a query may mean."""

    entity: Entity
    score: float
    """Probability that it is the one asked for, 0 to 1."""
    match: bool
    """The score reaches the threshold."""
    reasons: Sequence[ReasonLine]


class Lists(Protocol):
    """The lists of one moment. A request asks one of these from its start to its end, so no reply mixes versions."""

    def datasets(self) -> Mapping[str, str]:
        """Give what can be asked, by the name in the address, each with its title."""

    def is_stale(self, dataset: str) -> bool | None:
        """Say whether a list of a dataset is older than it may be; None: its age is not known."""

    def standing(self) -> Mapping[str, str]:
        """Give the headers that say what is looked through, and whether any list is too old (`api.standing`)."""

    def note(self, entity: Entity) -> str:
        """Say what must be read of an entity before all else: `OWNED`, `UNVERIFIED`; empty of a listed one."""

    def match(self, entities: Sequence[Entity], dataset: str, limit: int) -> Sequence[Sequence[Scored]]:
        """Find for each example entity the best parties, best first.

        Args:
            entities: FtM entities without an id: `schema` and `properties`.
            dataset: one of `datasets`.
            limit: parties for each at most, from a score of `LEAST_SCORE`.
        """

    def entity(self, entity_id: str, dataset: str) -> Entity | None:
        """Give the entity of an id, or of one that it had before; None: the dataset has none of it."""

    def suggest(self, prefix: str, dataset: str, schema: str | None, offset: int, limit: int) -> Sequence[Entity]:
        """Give entities one of whose names or numbers begins with a text, the likeliest first.

        Args:
            prefix: what the user has typed; not empty.
            dataset: one of `datasets`.
            schema: only entities that are of this FtM schema; None: any.
            offset: entities to leave out at the start.
            limit: entities at most.
        """


class Service(Protocol):
    """The service behind the routes."""

    @property
    def origins(self) -> Sequence[str]:
        """Name the origins whose pages may read the replies and show the preview, e.g. `CALLED_FROM`."""

    def base_url(self, request: Request) -> str:
        """Give the address of the server as the client sees it, without a slash at the end."""

    def lists(self) -> AbstractContextManager[Lists]:
        """Give the lists in use, and keep them until the request is answered."""

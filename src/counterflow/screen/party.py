"""What can be searched: the seam between queries and an index of parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from counterflow.compare.reason import Reason
from counterflow.screen.answer import IndexRef, Status

DEEPEST = 4_000
"""Hits of one query that can be asked for at most."""


class Hit(Protocol):
    """One party that a query may mean; what it says in full is read when it is asked for."""

    @property
    def id(self) -> str:
        """Give its id."""

    @property
    def score(self) -> float:
        """Give the probability that it is the one asked for."""

    @property
    def entity(self) -> Mapping[str, Any]:
        """Give it as FtM has it: `id`, `caption`, `schema`, `datasets`, `properties`."""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Say what the score follows from."""


class Found(NamedTuple):
    """A hit of which everything is known."""

    entity: Mapping[str, Any]
    score: float
    reasons: tuple[Reason, ...]

    @property
    def id(self) -> str:
        """Give its id."""
        return str(self.entity["id"])


class Parties(Protocol):
    """Parties that can be searched by name and number."""

    @property
    def index(self) -> IndexRef:
        """Say what is searched."""

    @property
    def algorithm(self) -> str:
        """Name the algorithm that scores."""

    def search(self, entities: Sequence[Mapping[str, Any]], *, limit: int, cutoff: float) -> Sequence[Sequence[Hit]]:
        """Find for each query the best parties, best first.

        Args:
            entities: FtM entities.
            limit: parties for each at most; up to `DEEPEST`.
            cutoff: least score.
        """

    def status(self, entity_id: str) -> Status:
        """Say what a party stands for."""

    def owner_words(self, entity_id: str) -> str:
        """Say whose a party is that is `OWNED`: how much, by whom, since when; empty of others."""

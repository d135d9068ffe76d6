"""What can be searched: the seam between queries and an index of parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from counterflow.compare.reason import Reason
from counterflow.screen.answer import IndexRef, Status


class Found(NamedTuple):
    """One party that a query may mean."""

    entity: Mapping[str, Any]
    """As FtM has it: `id`, `caption`, `schema`, `datasets`, `properties`."""
    score: float
    reasons: tuple[Reason, ...]


class Parties(Protocol):
    """Parties that can be searched by name and number."""

    @property
    def index(self) -> IndexRef:
        """Say what is searched."""

    @property
    def algorithm(self) -> str:
        """Name the algorithm that scores."""

    def search(self, entities: Sequence[Mapping[str, Any]], *, limit: int, cutoff: float) -> Sequence[Sequence[Found]]:
        """Find for each query the best parties, best first.

        Args:
            entities: FtM entities.
            limit: parties for each at most.
            cutoff: least score.
        """

    def status(self, entity_id: str) -> Status:
        """Say what a party stands for."""

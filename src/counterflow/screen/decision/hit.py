"""A hit: a subject, a party that it may be, and what speaks for and against it, as things stand at one time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterflow.screen.answer import ReasonLine, Status

Entity = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """One pair that is decided on."""

    subject_id: str
    """As the subject's keeper has it, e.g. the number of a customer."""
    subject: Entity
    """What was asked, as an FtM entity: `schema`, `properties`."""
    party: Entity
    """The party as FtM has it: `id`, `referents`, `schema`, `datasets`, `properties`."""
    status: Status
    reasons: Sequence[ReasonLine]
    score: float
    """Probability that the subject is the party."""

    @property
    def members(self) -> tuple[str, ...]:
        """The ids of all entities that are this party, as it is now: its own and its referents."""
        return tuple(sorted({self.party["id"], *self.party.get("referents", ())}))


def texts_of(entity: Entity, prop: str) -> frozenset[str]:
    """Give what an entity says under a property; `schema` is one too."""
    if prop == "schema":
        schema = entity.get("schema")
        return frozenset() if schema is None else frozenset([str(schema)])
    return frozenset(str(value) for value in entity.get("properties", {}).get(prop, ()))

"""What became of a subject's hit when a list changed, and which fact of the list did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What happened to the party of a hit."""

    ADDED = "added"
    """It was not on the lists before."""
    REMOVED = "removed"
    """It is on them no more."""
    CHANGED = "changed"
    """What the lists say of it changed."""
    SUBJECT = "subject"
    """The subject is new or changed, or is screened for the first time; the party may be as it was."""
    OTHERS = "others"
    """Neither changed. Where very many parties are alike, the likeliest are compared; those that came or left made room
    for the party, or took its place."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What the lists say otherwise of a party."""

    prop: str
    """FtM property; `schema`, `datasets`."""
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One hit of one subject that is not as it was."""

    subject: str
    party: str
    caption: str
    kind: Kind
    before: float | None
    """Score; None: below the cutoff."""
    after: float | None
    was_match: bool
    match: bool
    facts: tuple[Fact, ...]
    """What changed of the party; none where only the subject did."""


def list_facts(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[Fact, ...]:
    """Say what two versions of a party differ in, property by property; of a new party or one that left, its lists."""
    if before is None or after is None:
        return tuple(_of_one(before, removed=True)) if after is None else tuple(_of_one(after, removed=False))
    old, new = _values(before), _values(after)
    facts = (
        Fact(name, _without(new.get(name, ()), old.get(name, ())), _without(old.get(name, ()), new.get(name, ())))
        for name in dict.fromkeys([*old, *new])
    )
    return tuple(fact for fact in facts if len(fact.added) + len(fact.removed) > 0)


def _of_one(entity: Mapping[str, Any] | None, *, removed: bool) -> list[Fact]:
    datasets = () if entity is None else tuple(entity.get("datasets", ()))
    return [Fact("datasets", () if removed else datasets, datasets if removed else ())]


def _values(entity: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    values = {name: tuple(map(str, given)) for name, given in entity.get("properties", {}).items()}
    return {"schema": (entity["schema"],), "datasets": tuple(entity.get("datasets", ())), **values}


def _without(values: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in values if value not in others)

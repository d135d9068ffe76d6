"""The properties that queries may name and extensions fetch: those of FtM's parties, and a few facts beside."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from followthemoney.property import Property

from counterflow.api.reconcile.entity_type import AskedType, text_rank, type_names
from counterflow.api.reconcile.service import Entity
from counterflow.model.schema import load_model
from counterflow.screen.column import property_of

FIELDS = {
    "datasets": "Datasets that list it",
    "schema": "Schema",
    "last_change": "Date of the last change",
}
"""What an entity's JSON says beside its properties, and an extension may fetch."""


@dataclass(frozen=True, slots=True)
class EntityProperty:
    """A property of parties."""

    id: str
    """FtM's qualified name, e.g. `Person:birthDate`; of a field its name."""
    name: str
    """FtM's name, e.g. `birthDate`."""
    label: str
    description: str | None
    range: str | None
    """Schema of the entities that its values are; None: they are texts."""
    is_compared: bool
    """A query's value of it moves the score."""

    def ref(self) -> dict[str, str]:
        """Give it as the API writes it; the description says what helps to choose."""
        texts = ["Compared when matching." if self.is_compared else "", self.description or ""]
        text = " ".join(part for part in texts if part != "")
        return {"id": self.id, "name": self.label, **({"description": text} if text != "" else {})}

    def values(self, entity: Entity) -> Sequence[Any]:
        """Give what an entity says of it, in the entity's order."""
        found = entity.get(self.name) if self.id in FIELDS else entity.get("properties", {}).get(self.name)
        if found is None:
            return ()
        return tuple(found) if isinstance(found, list | tuple) else (found,)


@functools.cache
def all_properties() -> tuple[EntityProperty, ...]:
    """Give the properties of every type on offer: those that are compared first, then by label."""
    found = {one.id: one for name in type_names() for one in _of_schema(name)}
    return tuple(sorted(found.values(), key=lambda one: (not one.is_compared, one.label, one.id)))


def properties_of(type_name: str) -> tuple[EntityProperty, ...]:
    """Give the properties of a type, in the order of `all_properties`; none for one that is not known."""
    schema = load_model().get(type_name)
    known = {prop.qname for prop in schema.properties.values()} if schema is not None else set()
    return tuple(one for one in all_properties() if one.id in known)


@functools.cache
def fields() -> tuple[EntityProperty, ...]:
    """Give the facts beside the properties."""
    return tuple(EntityProperty(name, name, label, None, None, False) for name, label in FIELDS.items())


def find_property(text: str) -> EntityProperty | None:
    """Find a property by its qualified name, its FtM name or, as people head columns, a word for it."""
    by_id, by_name = _index()
    name = text.rpartition(":")[2]
    found = by_id.get(text) or by_name.get(name)
    if found is not None:
        return found
    return by_name.get(property_of(text) or "")


def suggest_properties(prefix: str, asked_type: AskedType) -> list[dict[str, str]]:
    """Give the properties whose id or label begins with a text, then those that hold it; all for an empty one.

    Args:
        prefix: what the user has typed.
        asked_type: only properties of this type; none of one that is not known.
    """
    if asked_type.is_unknown:
        return []
    type_name = asked_type.name
    asked = prefix.strip().casefold()
    refs = [one.ref() for one in (all_properties() if type_name is None else properties_of(type_name))]
    ranked = sorted((rank, number) for number, ref in enumerate(refs) if (rank := text_rank(asked, ref)) is not None)
    return [refs[number] for _, number in ranked]


@functools.cache
def _index() -> tuple[dict[str, EntityProperty], dict[str, EntityProperty]]:
    known = [*all_properties(), *fields()]
    # Several schemata may have a property of one name (`registrationNumber`): its values stand under that name.
    return {one.id: one for one in known}, {one.name: one for one in reversed(known)}


def _of_schema(name: str) -> list[EntityProperty]:
    schema = load_model().get(name)
    assert schema is not None  # type_names are the model's
    return [_read(prop) for prop in schema.properties.values() if not (prop.stub or prop.hidden or prop.deprecated)]


def _read(prop: Property) -> EntityProperty:
    range_ = prop.range.name if prop.type.name == "entity" and prop.range is not None else None
    compared = property_of(prop.name) == prop.name
    return EntityProperty(prop.qname, prop.name, prop.label, prop.description, range_, compared)

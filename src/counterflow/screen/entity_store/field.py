"""Fields of an entity by the names a client gives them: `countries`, `properties.birthDate`, `last_change`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from followthemoney.property import Property
from followthemoney.types import registry

from counterflow.exc import InputError, UsageError
from counterflow.model.schema import get_schema, load_model

Entity = Mapping[str, Any]
"""An FtM entity as JSON: id, schema, properties; and caption, datasets, referents, target and dates where they are."""

RISK_TOPICS = frozenset(registry.topic.RISKS)
PREFIX = "properties."
_OWN = frozenset("id entity_id schema caption datasets referents target first_seen last_seen last_change".split())
_CODES = frozenset(["country", "topic", "gender", "language", "entity", "checksum", "mimetype"])
"""Types of values that are codes or ids: no words to search for."""
_NO_TIME = "0000-01-01T00:00:00"
_MOMENT = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?)?)?")


@functools.cache
def property_of(schema: str, name: str) -> Property | None:
    """Give a property of a schema; None where the model has no such schema or the schema no such property."""
    try:
        return get_schema(schema).get(name)
    except InputError:
        return None


@functools.cache
def has_words(schema: str, name: str) -> bool:
    """Say whether the values of a property are searched by their words; those of unknown properties are."""
    found = property_of(schema, name)
    return found is None or found.type.name not in _CODES


def values_of(entity: Entity, name: str) -> list[str]:
    """Give the values of a property, those alone that are text."""
    found = entity.get("properties", {}).get(name, ())
    return [value for value in found if isinstance(value, str)]


def group_values(entity: Entity, group: str) -> Iterator[str]:
    """Give all values whose type FtM puts in a group, e.g. `countries`; datasets are a group of their own."""
    if group == "datasets":
        yield from (one for one in entity.get("datasets", ()) if isinstance(one, str))
        return
    for name in entity.get("properties", {}):
        prop = property_of(entity["schema"], name)
        if prop is not None and prop.type.group == group:
            yield from values_of(entity, name)


@functools.cache
def _known_properties() -> Mapping[str, str]:
    """Names of all properties and of their types; of two types under one name the one that is matched as a whole."""
    found: dict[str, str] = {}
    for schema in sorted(load_model().schemata.values(), key=lambda one: one.name):
        for name, prop in schema.properties.items():
            if name not in found or prop.type.group is not None:
                found[name] = prop.type.name
    return found


@functools.lru_cache(maxsize=1024)
def read_field(name: str) -> str:
    """Give the one name of a field: one of the entity's own, a group, or `properties.` and a property.

    Raises:
        UsageError: there is no such field.
    """
    if name in _OWN:
        return "id" if name == "entity_id" else name
    if name in registry.groups:
        return name
    prop = name.removeprefix(PREFIX)
    if prop in _known_properties():
        return PREFIX + prop
    raise UsageError(
        f"{name!r} is no field", expected="datasets, schema, target, a group such as countries, or properties.<name>"
    )


def type_of(field: str) -> str:
    """Name the FtM type of a field's values; `identifier`, which is matched as a whole, for the entity's own."""
    if field.startswith(PREFIX):
        return _known_properties()[field.removeprefix(PREFIX)]
    group = registry.groups.get(field)
    return "identifier" if group is None else str(group.name)


@functools.cache
def is_in_words(field: str) -> bool:
    """Say whether whatever a field holds is among the words of its entity."""
    if not field.startswith(PREFIX):
        return field in registry.groups and type_of(field) not in _CODES
    name = field.removeprefix(PREFIX)
    return all(has_words(schema, name) for schema in load_model().schemata)


def field_values(entity: Entity, field: str) -> list[str]:
    """Give the values of a field as `read_field` names it."""
    if field == "target":
        return ["true" if is_target(entity) else "false"]
    if field in ("id", "schema"):
        return [str(entity[field])]
    if field in registry.groups or field == "datasets":
        return list(group_values(entity, field))
    if field.startswith(PREFIX):
        return values_of(entity, field.removeprefix(PREFIX))
    value = entity.get(field)
    found = value if isinstance(value, list | tuple) else [value]
    return [one for one in found if isinstance(one, str)]


def is_target(entity: Entity) -> bool:
    """Say whether an entity is a target: as it says itself, or by its topics."""
    said = entity.get("target")
    return said if isinstance(said, bool) else not RISK_TOPICS.isdisjoint(values_of(entity, "topics"))


@functools.lru_cache(maxsize=4096)
def moment(text: str | None) -> str | None:
    """Bring a date or time to seconds of UTC without a zone; what is not said is the first of its kind, None if none.

    `2024-01` is the first second of that month.
    """
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
        return (time if time.tzinfo is None else time.astimezone(UTC)).strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    except (ValueError, OverflowError):
        found = _MOMENT.match(text)
        return None if found is None else found.group() + _NO_TIME[len(found.group()) :]


def read_changed_since(text: str | None) -> str | None:
    """Read the time after which entities changed, as a client gives it; None: not asked for.

    Raises:
        UsageError: it is no time, or none that there is: as text, the 99th of a month would be later than all others.
    """
    if text is None:
        return None
    found = moment(text)
    if found is None or not _is_real(found):
        raise UsageError(f"changed_since={text!r} is no time", expected="e.g. 2024-01-31 or 2024-01-31T12:00:00")
    return found


def _is_real(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True

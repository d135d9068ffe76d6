"""An entity in a few words: what tells namesakes apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from followthemoney.types import registry

from counterflow.api.reconcile.entity_type import type_ref
from counterflow.api.reconcile.service import Entity

_BORN = ("birthDate", "incorporationDate", "buildDate")
_NUMBERS = ("imoNumber", "leiCode", "registrationNumber")
_COUNTRIES = ("nationality", "citizenship", "jurisdiction", "flag", "country")
_MAX_VALUES = 3
_MAX_CHARS = 300


def entity_id(entity: Entity) -> str:
    """Give an entity's id."""
    return str(entity["id"])


def entity_name(entity: Entity) -> str:
    """Give an entity's caption; a name may not be empty (specification, 2.1), so one without has its id."""
    caption = str(entity.get("caption") or "")
    return caption if caption.strip() != "" else entity_id(entity)


def entity_type(entity: Entity) -> list[dict[str, str]]:
    """Give an entity's types: its schema alone, so that the type of a column is guessed as narrowly as it can be."""
    return [type_ref(str(entity.get("schema", "Thing")))]


def describe(entity: Entity, note: str = "") -> str:
    """Describe an entity: sort, dates, numbers, countries, and the datasets that list it."""
    parts = [
        note,
        type_ref(str(entity.get("schema", "Thing")))["name"],
        *(_first(entity, _BORN, lead="born ") if entity.get("schema") == "Person" else _first(entity, _BORN)),
        *_first(entity, _NUMBERS),
        ", ".join(_countries(entity)),
        ", ".join(str(one) for one in entity.get("datasets", ())),
    ]
    return "; ".join(part for part in parts if part != "")[:_MAX_CHARS]


def texts_of(entity: Entity, prop: str) -> list[str]:
    """Give the texts of a property; entities among them by name."""
    return [entity_name(one) if isinstance(one, dict) else str(one) for one in _values(entity, prop)]


def country_name(code: str) -> str:
    """Name a country by its code, e.g. `kp`; a code that is not known stays."""
    return registry.country.caption(code) or code


def _first(entity: Entity, props: Iterable[str], lead: str = "") -> list[str]:
    found = [text for prop in props for text in texts_of(entity, prop)[:1]]
    return [lead + text for text in found[:1]]


def _countries(entity: Entity) -> list[str]:
    codes = dict.fromkeys(text for prop in _COUNTRIES for text in texts_of(entity, prop))
    return [country_name(code) for code in codes][:_MAX_VALUES]


def _values(entity: Entity, prop: str) -> Sequence[Any]:
    found: Sequence[Any] = entity.get("properties", {}).get(prop, ())
    return found

"""Data extension: the values of properties of entities that were matched (specification, 7)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException

from counterflow.api.reconcile.dataset import Dataset
from counterflow.api.reconcile.describe import entity_id, entity_name
from counterflow.api.reconcile.entity_property import (
    EntityProperty,
    all_properties,
    fields,
    find_property,
    properties_of,
)
from counterflow.api.reconcile.entity_type import AskedType, type_ref
from counterflow.api.reconcile.form import shown
from counterflow.api.reconcile.service import Entity
from counterflow.exc import UsageError

MAX_IDS = 500
MAX_PROPERTIES = 50

SETTINGS = (
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "Most values to fetch for each entity (0 for all)",
    },
)
"""What a user may set of a property; OpenRefine shows a form of it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A property that is asked for."""

    id: str
    """As the client writes it."""
    property: EntityProperty | None
    """None: it is not known, and no entity has values of it."""
    limit: int | None
    """Values at most; None: all."""

    def meta(self) -> dict[str, Any]:
        """Describe the column; a type says that its cells are entities."""
        if self.property is None:
            return {"id": self.id, "name": self.id}
        range_ = self.property.range
        return {
            "id": self.id,
            "name": self.property.label,
            **({"type": type_ref(range_)} if range_ is not None else {}),
        }


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension query."""

    ids: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def problems(self) -> dict[str, str]:
        """Say which properties are not known."""
        return {column.id: "This property is not known." for column in self.columns if column.property is None}


def read_extension(query: Mapping[str, Any]) -> Extension:
    """Read an extension query.

    Raises:
        UsageError: `ids` is no list of texts, or `properties` no list of objects with ids.
        HTTPException: 413 there are more than `MAX_IDS` ids or `MAX_PROPERTIES` properties.
    """
    ids, properties = query.get("ids"), query.get("properties")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise UsageError("ids is no list of texts")
    if not isinstance(properties, list) or not all(_is_property(one) for one in properties):
        raise UsageError("properties is no list of objects with ids")
    if len(ids) > MAX_IDS or len(properties) > MAX_PROPERTIES:
        raise HTTPException(413, f"at most {MAX_IDS} ids and {MAX_PROPERTIES} properties are taken at once")
    return Extension(tuple(ids), tuple(_read_column(one) for one in properties))


def extend(extension: Extension, dataset: Dataset) -> dict[str, Any]:
    """Fetch the values: a row for every id asked, a cell for every property, each in the entity's order.

    Cells without values are there and empty: OpenRefine stops where one is missing.
    """
    rows = {one: _row(dataset.entity(one), extension.columns, dataset) for one in extension.ids}
    return {"meta": [column.meta() for column in extension.columns], "rows": rows}


def propose(asked: AskedType, limit_text: str | None) -> dict[str, Any]:
    """Propose properties to fetch for entities of a type, those that tell parties apart first; for any without one.

    Raises:
        UsageError: the limit is no positive number.
    """
    limit = _read_proposal_limit(limit_text)
    known = all_properties() if asked.name is None else properties_of(asked.name)
    # A type that is not known has no properties, but every entity has the facts beside them.
    found = [*fields(), *(() if asked.is_unknown else known)]
    proposal: dict[str, Any] = {"properties": [one.ref() for one in found[:limit]]}
    if asked.text is not None:
        proposal["type"] = asked.text
    return proposal if limit is None else {**proposal, "limit": limit}


def _is_property(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("id"), str)


def _read_column(value: Mapping[str, Any]) -> Column:
    return Column(value["id"], find_property(value["id"]), _read_limit(value.get("settings")))


def _read_limit(settings: Any) -> int | None:
    """Read the setting `limit`: a number, or one as text, as some forms send it; nothing, 0 or no number is all."""
    limit = settings.get("limit") if isinstance(settings, dict) else None
    if isinstance(limit, str) and limit.isdecimal():
        limit = int(limit[:6])
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not math.isfinite(limit) or limit < 1:
        return None
    return int(limit)


def _read_proposal_limit(text: str | None) -> int | None:
    if text is None or text == "":
        return None
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise UsageError(f"limit {shown(text)} is no positive number")
    return int(text)


def _row(entity: Entity | None, columns: Sequence[Column], dataset: Dataset) -> dict[str, list[dict[str, str]]]:
    return {column.id: _cell(entity, column, dataset) for column in columns}


def _cell(entity: Entity | None, column: Column, dataset: Dataset) -> list[dict[str, str]]:
    if entity is None or column.property is None:
        return []
    values = column.property.values(entity)[: column.limit]
    # Texts all of them: FtM's dates may be of a year alone, which the API's `date` cannot say.
    return [_entity_value(one, dataset) if column.property.range is not None else {"str": str(one)} for one in values]


def _entity_value(value: Any, dataset: Dataset) -> dict[str, str]:
    """Give an entity's id and name; of one that the dataset does not hold, the id stands for both."""
    entity = value if isinstance(value, dict) else dataset.entity(str(value))
    if entity is None:
        return {"id": str(value), "name": str(value)}
    return {"id": entity_id(entity), "name": entity_name(entity)}

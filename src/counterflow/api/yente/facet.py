"""Labels of facets and of their values, as the peer gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from followthemoney.types import registry

from counterflow.exc import InputError
from counterflow.model.schema import get_schema

Counted = Sequence[tuple[str, int]]


def facet_reply(facet: str, counted: Counted, titles: Mapping[str, str]) -> dict[str, Any]:
    """Give a facet with the values that were counted (`Facet`).

    Args:
        facet: `datasets`, `schema`, or FtM's group of a type.
        counted: values and how many entities have each.
        titles: titles of datasets, by name.
    """
    return {
        "label": _label(facet),
        "values": [{"name": name, "label": _value(facet, name, titles), "count": count} for name, count in counted],
    }


def _label(facet: str) -> str:
    if facet == "datasets":
        return "Data sources"
    return "Entity types" if facet == "schema" else str(registry.groups[facet].plural)


def _value(facet: str, name: str, titles: Mapping[str, str]) -> str:
    if facet == "datasets":
        return titles.get(name, name)
    if facet != "schema":
        return registry.groups[facet].caption(name) or name
    try:
        return str(get_schema(name).plural)
    except InputError:
        return name

"""What leaves, in the peer's words and order; the names and types are those that `yente-client` reads.

Source: yente 5.5.0, `data/common.py` and `data/dataset.py`; yente-client 0.2.0, `models.py` (facts of the interface).
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """One object of an answer."""

    model_config = ConfigDict(populate_by_name=True, frozen=True)


class ErrorPart(Shape):
    """An error in its parts."""

    what: str
    expected: str | None = None
    next_step: str | None = None


class ErrorResponse(Shape):
    """Any error."""

    detail: str
    """The whole message: what the peer's clients read."""
    error: ErrorPart | None = None


class EntityResponse(Shape):
    """An entity; under `properties`, values or whole entities next to it."""

    id: str
    caption: str
    schema_: str = Field(alias="schema")
    properties: dict[str, list[str | EntityResponse]]
    datasets: list[str] = []
    referents: list[str] = []
    target: bool = False
    first_seen: str | None = None
    """This and the next two: seconds of UTC without a zone."""
    last_seen: str | None = None
    last_change: str | None = None


class Total(Shape):
    """How many there are."""

    value: int
    relation: Literal["eq", "gte"] = "eq"


class FacetValue(Shape):
    """One value of a facet."""

    name: str
    label: str
    count: int


class Facet(Shape):
    """How what was found falls into groups."""

    label: str
    values: list[FacetValue]


class SearchResponse(Shape):
    """Answer of `/search`."""

    results: list[EntityResponse]
    facets: dict[str, Facet]
    total: Total
    limit: int
    offset: int


class AdjacentPropResponse(Shape):
    """Entities next to one by a property."""

    results: list[EntityResponse]
    total: Total
    limit: int
    offset: int


class AdjacentResponse(Shape):
    """Entities next to one by all its properties; those without any are left out."""

    entity: EntityResponse
    adjacent: dict[str, AdjacentPropResponse]


class Publisher(Shape):
    """Who publishes a list."""

    name: str
    url: str | None = None
    acronym: str | None = None
    description: str | None = None
    country: str | None = None
    country_label: str | None = None
    official: bool | None = None


class Coverage(Shape):
    """What time and which countries a list covers."""

    start: str | None = None
    end: str | None = None
    countries: list[str] = []
    frequency: str | None = None
    schedule: str | None = None


class DatasetResponse(Shape):
    """One list, or the collection of all."""

    name: str
    title: str | None = None
    summary: str | None = None
    description: str | None = None
    url: str | None = None
    version: str | None = None
    category: str | None = None
    tags: list[str] = []
    entities_url: str | None = None
    delta_url: str | None = None
    entity_count: int = 0
    thing_count: int = 0
    updated_at: str | None = None
    last_export: str | None = None
    coverage: Coverage | None = None
    publisher: Publisher | None = None
    load: bool = True
    index_version: str | None = None
    index_current: bool = True
    children: list[str] = []
    deprecated: bool = False


class CatalogResponse(Shape):
    """Answer of `/catalog`."""

    datasets: list[DatasetResponse]
    current: list[str]
    """Lists that are not too old, or of which it is not known."""
    outdated: list[str]
    """Lists older than they may be."""
    index_stale: bool = False
    """One is."""


class FeatureDoc(Shape):
    """What a feature of an algorithm is."""

    description: str
    coefficient: float
    url: str | None = None


class AlgorithmDocs(Shape):
    """An algorithm with its features."""

    name: str
    description: str
    config: dict[str, Any] = {}
    features: dict[str, FeatureDoc]


class AlgorithmResponse(Shape):
    """One way to score."""

    name: str
    description: str | None = None
    features: dict[str, FeatureDoc] = {}
    docs: AlgorithmDocs


class AlgorithmsResponse(Shape):
    """Answer of `/algorithms`."""

    algorithms: list[AlgorithmResponse]
    default: str
    best: str

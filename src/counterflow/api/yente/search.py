"""`GET /search/{dataset}`: a search by text, with filters and facets."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from counterflow.api.yente.facet import facet_reply
from counterflow.api.yente.reply import MAX_LIMIT, MAX_OFFSET, SAID, YenteReply, entity_reply, window
from counterflow.api.yente.service import YenteService, YenteState, dataset_names, read_dataset
from counterflow.api.yente.shape import SearchResponse
from counterflow.exc import UsageError
from counterflow.screen.entity_store.field import read_changed_since
from counterflow.screen.entity_store.filter import FieldFilter, Filter, scope_of, searched_schemata
from counterflow.screen.entity_store.search import SearchQuery
from counterflow.screen.entity_store.sort import read_sorts

MAX_VALUES = 200
"""Values of one parameter."""


class Facet(StrEnum):
    """What results may be counted by."""

    DATASETS = "datasets"
    SCHEMA = "schema"
    COUNTRIES = "countries"
    IDENTIFIERS = "identifiers"
    TOPICS = "topics"
    GENDERS = "genders"


class Operator(StrEnum):
    """Whether one of several values of a field is enough."""

    AND = "AND"
    OR = "OR"


Values = Annotated[list[str], Field(max_length=MAX_VALUES)]


class SearchParameters(BaseModel):
    """Parameters of a search, with the peer's names and defaults."""

    q: str = Field("", description="Words, phrases, beginnings*, OR, -not and fields; empty: all")
    schema_: str = Field("Thing", alias="schema", description="Schema of what is searched for")
    include_dataset: Values = Field([], description="Only these datasets of the scope")
    exclude_dataset: Values = Field([], description="Without these datasets of the scope")
    exclude_schema: Values = Field([], description="No entities of exactly these schemata")
    changed_since: str | None = Field(None, description="Only what changed later; a date, or a time in UTC")
    countries: Values = Field([], description="Country codes")
    topics: Values = Field([], description="Topics, e.g. sanction")
    datasets: Values = Field([], description="Names of datasets that an entity is in")
    filter: Values = Field([], description="`field:value`, e.g. `properties.birthDate:1985`")
    filter_op: Operator = Field(Operator.OR, description="Whether all values of one field are wanted, or any")
    target: bool | None = Field(None, description="Only targets, or none; name topics instead")
    limit: int = Field(10, le=MAX_LIMIT)
    offset: int = Field(0, le=MAX_OFFSET)
    sort: Values = Field([], description="`field:asc` or `field:desc`")
    fuzzy: bool = Field(False, description="Words may be misspelt by a letter or two")
    simple: bool = Field(False, description="Fewer operators mean something: for a search box")
    facets: list[Facet] = Field([Facet.COUNTRIES, Facet.TOPICS, Facet.DATASETS], max_length=len(Facet))


def make_search_router(service: YenteService) -> APIRouter:
    """Make the route of the search. Its errors are raised; the application renders them."""
    router = APIRouter(tags=["Matching"], strict_content_type=False)

    @router.get("/search/{dataset}", response_model=SearchResponse, responses=SAID)
    def search(dataset: str, parameters: Annotated[SearchParameters, Query()]) -> Response:
        """Search the entities of a dataset (`default`: of all) by text."""
        with service.state() as state:
            return YenteReply(answer_search(state, dataset, parameters), headers=dict(state.standing()))

    return router


def answer_search(state: YenteState, dataset: str, parameters: SearchParameters) -> dict[str, Any]:
    """Answer a search (`SearchResponse`).

    Raises:
        NotFoundError: no such dataset, among those to be left out as well.
        UsageError: there is no such schema; or a filter, an order or a date cannot be read.
    """
    limit, offset = window(parameters.limit, parameters.offset)
    query = SearchQuery(
        text=parameters.q,
        filter=_read_filter(state, dataset, parameters),
        fuzzy=parameters.fuzzy,
        simple=parameters.simple,
        sort=read_sorts(parameters.sort),
        limit=limit,
        offset=offset,
        facets=tuple(dict.fromkeys(facet.value for facet in parameters.facets)),
    )
    found = state.store().search(query)
    titles = {one.name: one.title for one in state.catalog().datasets if one.title is not None}
    return {
        "results": [entity_reply(entity) for entity in found.entities],
        "facets": {facet: facet_reply(facet, counted, titles) for facet, counted in found.facets.items()},
        "total": {"value": found.total, "relation": "eq"},
        "limit": limit,
        "offset": offset,
    }


def _read_filter(state: YenteState, dataset: str, parameters: SearchParameters) -> Filter:
    include, exclude = parameters.include_dataset, parameters.exclude_dataset
    for name in (*include, *exclude):
        read_dataset(state, name)  # one that is not there would find nothing, and nobody would know why
    return Filter(
        scope=scope_of(read_dataset(state, dataset), dataset_names(state), include, exclude),
        schemata=searched_schemata(parameters.schema_),
        without_schemata=frozenset(parameters.exclude_schema),
        fields=_read_fields(parameters),
        changed_since=read_changed_since(parameters.changed_since),
    )


def _read_fields(parameters: SearchParameters) -> tuple[FieldFilter, ...]:
    """Gather the values of each field, whichever parameter names them."""
    pairs = [
        *(("countries", value) for value in parameters.countries),
        *(("topics", value) for value in parameters.topics),
        *(("datasets", value) for value in parameters.datasets),
        *_split(parameters.filter),
    ]
    if parameters.target is not None:
        pairs.append(("target", str(parameters.target).lower()))
    values: dict[str, list[str]] = {}
    for field, value in pairs:
        values.setdefault(field, []).append(value)
    every = parameters.filter_op == Operator.AND
    return tuple(FieldFilter.read(field, found, every=every) for field, found in values.items())


def _split(filters: Iterable[str]) -> Iterable[tuple[str, str]]:
    for text in filters:
        field, colon, value = text.partition(":")
        if colon == "":
            raise UsageError(f"Invalid filter: {text!r}", expected="field:value")
        yield field, value

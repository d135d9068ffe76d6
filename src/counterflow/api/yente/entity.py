"""`GET /entities/{id}` and what stands next to an entity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from counterflow.api.yente.place import Place, read_place
from counterflow.api.yente.reply import MAX_LIMIT, MAX_OFFSET, SAID, YenteReply, entity_reply, window
from counterflow.api.yente.service import YenteService, YenteState
from counterflow.api.yente.shape import AdjacentPropResponse, AdjacentResponse, EntityResponse
from counterflow.exc import NotFoundError
from counterflow.screen.entity_store.adjacent import Page
from counterflow.screen.entity_store.sort import read_sorts

Limit = Annotated[int, Query(le=MAX_LIMIT)]
Offset = Annotated[int, Query(le=MAX_OFFSET)]
Sorts = Annotated[list[str], Query(description="`field:asc` or `field:desc`", max_length=20)]

_RESPONSES = {**SAID, 308: {"description": "The entity was merged into another, which is named"}}
_AT = "/entities/{entity_id:path}"


def make_entity_router(service: YenteService) -> APIRouter:
    """Make the routes of entities. Their errors are raised; the application renders them.

    The routes describe the paths; which of them one is, and of what entity, is read from it as it was sent.
    """
    router = APIRouter(tags=["Data access"], strict_content_type=False)

    @router.get(f"{_AT}/adjacent/{{property_name}}", response_model=AdjacentPropResponse, responses=_RESPONSES)
    def adjacent_by_property(
        request: Request,
        entity_id: str,
        property_name: str,
        sort: Sorts = [],  # noqa: B006, FastAPI copies it
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> Response:
        """Give the entities next to one by a property, of either direction."""
        return _answer(service, request, _page(sort, limit, offset))

    @router.get(f"{_AT}/adjacent", response_model=AdjacentResponse, responses=_RESPONSES)
    def adjacent(
        request: Request,
        entity_id: str,
        sort: Sorts = [],  # noqa: B006, FastAPI copies it
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> Response:
        """Give the entities next to one, a page of each property."""
        return _answer(service, request, _page(sort, limit, offset))

    @router.get(_AT, response_model=EntityResponse, responses=_RESPONSES)
    def entity(request: Request, entity_id: str, nested: bool = True) -> Response:
        """Give an entity, with those next to it in the places of their ids."""
        return _answer(service, request, Page(), nested=nested)

    return router


def _page(sort: Sequence[str], limit: int, offset: int) -> Page:
    limit, offset = window(limit, offset)
    return Page(offset=offset, limit=limit, sort=read_sorts(sort))


def _answer(service: YenteService, request: Request, page: Page, *, nested: bool = True) -> Response:
    place = read_place(request.scope)
    with service.state() as state:
        found = state.store().resolve(place.entity_id)
        if found is None:
            raise NotFoundError("No such entity!", next_step="Search for it: /search/default?q=")
        if found != place.entity_id:
            return _redirect(request, place._replace(entity_id=found))
        if place.property_name is not None:
            content = _one(state, found, place.property_name, page)
        else:
            content = _all(state, found, page) if place.is_adjacent else _entity(state, found, nested=nested)
        return YenteReply(content, headers=dict(state.standing()))


def _redirect(request: Request, place: Place) -> Response:
    """Answer what asks for a former id: ask the same of the entity it was merged into."""
    query = request.scope["query_string"].decode("latin-1")
    address = request.scope.get("root_path", "") + place.path()
    return RedirectResponse(address if query == "" else f"{address}?{query}", 308)


def _entity(state: YenteState, entity_id: str, *, nested: bool) -> dict[str, Any]:
    entity = state.store().get(entity_id)
    assert entity is not None  # resolved within the same state
    return entity_reply(state.store().nested(entity) if nested else entity)


def _one(state: YenteState, entity_id: str, prop: str, page: Page) -> dict[str, Any]:
    try:
        total, near = state.store().adjacent(entity_id, prop, page)[prop]
    except NotFoundError as exc:
        raise NotFoundError("No such property!", expected=exc.what) from exc
    return _near(total, near, page)


def _all(state: YenteState, entity_id: str, page: Page) -> dict[str, Any]:
    found = state.store().adjacent(entity_id, page=page)
    return {
        "entity": _entity(state, entity_id, nested=False),
        "adjacent": {prop: _near(total, near, page) for prop, (total, near) in found.items()},
    }


def _near(total: int, near: Sequence[Mapping[str, Any]], page: Page) -> dict[str, Any]:
    return {
        "results": [entity_reply(entity) for entity in near],
        "total": {"value": total, "relation": "eq"},
        "limit": page.limit,
        "offset": page.offset,
    }

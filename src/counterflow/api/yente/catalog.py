"""`GET /catalog`, also `/manifest`, and `GET /algorithms`: what there is to search and how it is scored."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response

from counterflow.api.yente.reply import YenteReply
from counterflow.api.yente.service import YenteService
from counterflow.api.yente.shape import AlgorithmsResponse, CatalogResponse
from counterflow.screen.encode import dump_json

_NOT_MODIFIED = 304
_RESPONSES: dict[int | str, dict[str, Any]] = {
    _NOT_MODIFIED: {"description": "The state is the one that the client has"}
}


def make_catalog_router(service: YenteService) -> APIRouter:
    """Make the routes of the catalog."""
    router = APIRouter(strict_content_type=False)

    def catalog(if_none_match: Annotated[str | None, Header()] = None) -> Response:
        """List the datasets; with the `ETag` of an earlier answer, 304 as long as nothing changed."""
        with service.state() as state:
            body = state.catalog().model_dump()
            # Of the answer and not of the state: a list becomes too old while nothing else changes.
            tag = f'"{sha256(dump_json(body)).hexdigest()[:32]}"'
            headers = {"ETag": tag, "Cache-Control": "no-cache"}
            if _is_known(tag, if_none_match):
                return Response(status_code=_NOT_MODIFIED, headers=headers)
            return YenteReply(body, headers=headers)

    add = router.add_api_route
    add("/catalog", catalog, tags=["Data access"], response_model=CatalogResponse, responses=_RESPONSES)
    add("/manifest", catalog, include_in_schema=False)

    @router.get("/algorithms", tags=["System information"], response_model=AlgorithmsResponse)
    def algorithms() -> Response:
        """List the ways to score, with the features of each."""
        with service.state() as state:
            return YenteReply(state.algorithms().model_dump())

    return router


def _is_known(tag: str, known: str | None) -> bool:
    """Compare tags as RFC 9110, 13.1.2 says: weakly, and `*` fits any."""
    tags = [one.strip().removeprefix("W/") for one in (known or "").split(",")]
    return tag in tags or "*" in tags

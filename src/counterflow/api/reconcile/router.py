"""The routes under `/reconcile/{dataset}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse, Response

from counterflow.api.reconcile import shape
from counterflow.api.reconcile.cors import check_origins
from counterflow.api.reconcile.dataset import Dataset, open_dataset
from counterflow.api.reconcile.entity_property import suggest_properties
from counterflow.api.reconcile.entity_type import read_type, suggest_types
from counterflow.api.reconcile.extend import extend, propose, read_extension
from counterflow.api.reconcile.form import MEDIA_TYPE, read_form, read_object, shown
from counterflow.api.reconcile.manifest import make_manifest
from counterflow.api.reconcile.preview import preview_page
from counterflow.api.reconcile.query import read_batch
from counterflow.api.reconcile.reply import PROBLEMS, reply
from counterflow.api.reconcile.result import answer_batch
from counterflow.api.reconcile.service import Service
from counterflow.api.reconcile.suggest import page, read_cursor, read_prefix, suggest_entities
from counterflow.api.reply import JsonReply
from counterflow.api.standing import STANDING
from counterflow.dossier.shape import ErrorBody
from counterflow.exc import NotFoundError, UsageError

Text = str | None
"""A parameter. All are read by hand: what a framework says of a wrong one repeats it, and must not."""

_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            MEDIA_TYPE: {
                "schema": {
                    "type": "object",
                    "properties": {
                        "queries": {"type": "string", "description": "A query batch, as JSON"},
                        "extend": {"type": "string", "description": "A data extension query, as JSON"},
                    },
                }
            }
        },
    }
}
_ERRORS: dict[int | str, dict[str, Any]] = {status: {"model": ErrorBody} for status in (400, 404)}
_HEADERS: Mapping[str, Any] = {**STANDING, **PROBLEMS}
_FORM_ERRORS: dict[int | str, dict[str, Any]] = {status: {"model": ErrorBody} for status in (413, 415)}


def make_router(service: Service) -> APIRouter:
    """Make the routes.

    Reads:
        service: the lists in use, and where the service stands. Nothing is written.
    Raises:
        UsageError: one of its origins is none.
    """
    check_origins(service.origins)  # said at the start, not at the first preview
    router = APIRouter(
        prefix="/reconcile/{dataset}", tags=["reconcile"], default_response_class=JsonReply, responses=_ERRORS
    )
    _add_endpoint(router, service)
    _add_suggest(router, service)
    _add_preview(router, service)
    return router


def _add_endpoint(router: APIRouter, service: Service) -> None:
    """Add the one address to which queries and extensions go (specification, 3.1, 4.3 and 7.4)."""

    def manifest_or_answer(request: Request, dataset: str, queries: Text = None, extend: Text = None) -> Response:
        """Give the service's manifest; with `queries` or `extend`, answer as POST does."""
        fields = {name: text for name, text in (("queries", queries), ("extend", extend)) if text is not None}
        with open_dataset(service, dataset) as opened:
            if len(fields) == 0:
                return reply(make_manifest(dataset, opened.title, service.base_url(request)))
            return _answer(fields, opened)

    def answer(dataset: str, form: Annotated[Mapping[str, str], Depends(read_form)]) -> Response:
        """Find candidates for a batch of `queries`, or fetch the values that `extend` asks for."""
        with open_dataset(service, dataset) as opened:
            return _answer(form, opened)

    results: dict[int | str, dict[str, Any]] = {
        200: {"model": shape.ResultBatch | shape.ExtensionReply, "headers": _HEADERS},
        **_FORM_ERRORS,
    }
    manifest: dict[int | str, dict[str, Any]] = {
        200: {"model": dict[str, Any], "headers": _HEADERS},
        413: {"model": ErrorBody},
    }
    # People paste the address with a slash at its end as well.
    for path in ("", "/"):
        is_named = path == ""
        router.get(path, responses=manifest, include_in_schema=is_named)(manifest_or_answer)
        router.post(path, responses=results, openapi_extra=_FORM, include_in_schema=is_named)(answer)


def _add_suggest(router: APIRouter, service: Service) -> None:
    """Add what a client asks while its user types (specification, 6 and 7.2)."""

    def responses(headers: Mapping[str, Any]) -> dict[int | str, dict[str, Any]]:
        return {200: {"model": shape.Suggestions, "headers": headers}}

    @router.get("/suggest/entity", responses=responses(_HEADERS))
    def entity(dataset: str, prefix: Text = None, cursor: Text = None, type: Text = None) -> Response:
        """Suggest entities by the beginning of a name or number, or by an id."""
        with open_dataset(service, dataset) as opened:
            asked = read_type(type)
            found = suggest_entities(opened, read_prefix(prefix), asked, read_cursor(cursor))
            return reply({"result": found}, asked.problems, opened.lists.standing())

    @router.get("/suggest/type", responses=responses({}))
    def type_(dataset: str, prefix: Text = None, cursor: Text = None) -> Response:
        """Suggest types."""
        with open_dataset(service, dataset):
            return reply({"result": page(suggest_types(read_prefix(prefix)), read_cursor(cursor))})

    @router.get("/suggest/property", responses=responses(PROBLEMS))
    def property_(dataset: str, prefix: Text = None, cursor: Text = None, type: Text = None) -> Response:
        """Suggest properties, those that are compared first."""
        with open_dataset(service, dataset):
            asked = read_type(type)
            found = suggest_properties(read_prefix(prefix), asked)
            return reply({"result": page(found, read_cursor(cursor))}, asked.problems)

    @router.get("/extend/property", responses={200: {"model": shape.Proposal, "headers": PROBLEMS}})
    def proposed(dataset: str, type: Text = None, limit: Text = None) -> Response:
        """Propose properties to fetch for entities of a type."""
        with open_dataset(service, dataset):
            asked = read_type(type)
            return reply(propose(asked, limit), asked.problems)


def _add_preview(router: APIRouter, service: Service) -> None:
    """Add the page that clients show in a frame (specification, 5)."""
    html: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {"schema": {"type": "string"}}}}}

    @router.get("/preview", responses=html, response_class=HTMLResponse)
    def preview(dataset: str, entity_id: Annotated[Text, Query(alias="id")] = None) -> Response:
        """Show an entity as a small page."""
        if entity_id is None or entity_id == "":
            raise UsageError("id is missing", expected="id= and an entity's id")
        with open_dataset(service, dataset) as opened:
            entity = opened.entity(entity_id)
            if entity is None:
                raise NotFoundError(f"no entity has the id {shown(entity_id)}")
            return preview_page(entity, opened, service.origins)


def _answer(fields: Mapping[str, str], dataset: Dataset) -> JsonReply:
    """Answer the queries or the extension that a form or an address holds."""
    if "queries" in fields:
        batch = read_batch(read_object(fields["queries"], "queries"))
        return reply(answer_batch(batch, dataset), batch.problems, dataset.lists.standing())
    if "extend" in fields:
        extension = read_extension(read_object(fields["extend"], "extend"))
        return reply(extend(extension, dataset), extension.problems, dataset.lists.standing())
    raise UsageError("the form holds no field that is read", expected="queries or extend")

"""The addresses of TAXII 2.1 (OASIS Standard, 10 June 2021, sections 4 and 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
from fastapi import APIRouter, Depends, Request, Response

from counterflow.api.guard.access import caller_of
from counterflow.api.guard.route import TAXII_PATH
from counterflow.api.taxii.error import error_answer
from counterflow.api.taxii.media import TAXII, check_accept, check_content_type
from counterflow.exc import ForbiddenError, NotFoundError
from counterflow.share.policy import Recipient, may_have
from counterflow.share.taxii.catalog import Collection, Root, find_collection, find_root, list_collections, list_roots
from counterflow.share.taxii.change import add_objects, add_status, delete_objects, describe, find_status
from counterflow.share.taxii.filter import Filter, read_delete_filter, read_filter
from counterflow.share.taxii.page import Page, is_there, list_handlings, read_manifest, read_objects, read_versions

_COLLECTION = "/{root}/collections/{collection}"
_READ_PAGE = Callable[[sa.Connection, str, Filter, list[str]], Page]


@dataclass(frozen=True)
class TaxiiService:
    """What is served."""

    engine: sa.Engine
    """Of `share.taxii.store.open_store`."""
    max_body: int
    """Bytes of a body at most."""
    title: str = "Counterflow"


def make_router(service: TaxiiService) -> APIRouter:
    """Make the routes."""
    router = APIRouter(prefix=TAXII_PATH, include_in_schema=False)
    _add_information(router, service)
    _add_reading(router, service)
    _add_changing(router, service)
    return router


def _add_information(router: APIRouter, service: TaxiiService) -> None:
    @router.get("/", dependencies=[Depends(check_accept)])
    def discovery(request: Request) -> Response:
        """Say which API roots there are (section 4.1)."""
        with service.engine.begin() as connection:
            roots = [_address(request, one) for one in list_roots(connection)]
        known = {} if len(roots) == 0 else {"default": roots[0], "api_roots": roots}
        return _answer({"title": service.title, **known})

    @router.get("/{root}/", dependencies=[Depends(check_accept)])
    def api_root(root: str) -> Response:
        """Describe an API root (section 4.2)."""
        with service.engine.begin() as connection:
            found = find_root(connection, root)
        description = {} if found.description is None else {"description": found.description}
        limits = {"versions": [TAXII], "max_content_length": service.max_body}
        return _answer({"title": found.title, **description, **limits})

    @router.get("/{root}/status/{id_}/", dependencies=[Depends(check_accept)])
    def status(request: Request, root: str, id_: str) -> Response:
        """Say what became of a request (section 4.3)."""
        with service.engine.begin() as connection:
            find_root(connection, root)
            return _answer(find_status(connection, root, id_, _holder(request)))

    @router.get("/{root}/collections/", dependencies=[Depends(check_accept)])
    def collections(request: Request, root: str) -> Response:
        """Name the collections (section 5.1)."""
        with service.engine.begin() as connection:
            find_root(connection, root)
            found = list_collections(connection, root, _holder(request))
        return _answer({} if len(found) == 0 else {"collections": list(map(_describe, found))})

    @router.get(f"{_COLLECTION}/", dependencies=[Depends(check_accept)])
    def one_collection(request: Request, root: str, collection: str) -> Response:
        """Describe a collection (section 5.2)."""
        with service.engine.begin() as connection:
            return _answer(_describe(find_collection(connection, root, collection, _holder(request))))


def _add_reading(router: APIRouter, service: TaxiiService) -> None:
    def read(
        request: Request, root: str, collection: str, filter_: Filter, page: _READ_PAGE, *, of: str | None = None
    ) -> Response:
        with service.engine.begin() as connection:
            found = _readable(connection, request, root, collection)
            handlings = _open_handlings(connection, request, found)
            if of is not None and not is_there(connection, found.id, of, handlings):
                raise NotFoundError("there is no such object, or not for this caller")
            return _answer_page(page(connection, found.id, filter_, handlings))

    @router.get(f"{_COLLECTION}/manifest/", dependencies=[Depends(check_accept)])
    def manifest(request: Request, root: str, collection: str) -> Response:
        """Say what is known of a collection's objects (section 5.3)."""
        return read(request, root, collection, read_filter(request.query_params.multi_items()), read_manifest)

    @router.get(f"{_COLLECTION}/objects/", dependencies=[Depends(check_accept)])
    def objects(request: Request, root: str, collection: str) -> Response:
        """Give a collection's objects (section 5.4)."""
        return read(request, root, collection, read_filter(request.query_params.multi_items()), read_objects)

    @router.get(f"{_COLLECTION}/objects/{{object_id}}/", dependencies=[Depends(check_accept)])
    def one_object(request: Request, root: str, collection: str, object_id: str) -> Response:
        """Give an object's versions, the last if no other is asked for (section 5.6)."""
        items = request.query_params.multi_items()
        filter_ = read_filter(items, matches=("version", "spec_version"), of=object_id)
        return read(request, root, collection, filter_, read_objects, of=object_id)

    @router.get(f"{_COLLECTION}/objects/{{object_id}}/versions/", dependencies=[Depends(check_accept)])
    def versions(request: Request, root: str, collection: str, object_id: str) -> Response:
        """Name an object's versions (section 5.8)."""
        items = request.query_params.multi_items()
        filter_ = read_filter(items, matches=("spec_version",), of=object_id, versions=frozenset({"all"}))
        return read(request, root, collection, filter_, read_versions, of=object_id)


def _add_changing(router: APIRouter, service: TaxiiService) -> None:
    @router.post(f"{_COLLECTION}/objects/", dependencies=[Depends(check_accept), Depends(check_content_type)])
    def add(request: Request, root: str, collection: str, body: bytes = Depends(_body)) -> Response:
        """Take objects (section 5.5); 202 with what became of each, 422 if none could be taken."""
        with service.engine.begin() as connection:
            found = find_collection(connection, root, collection, _holder(request))
        if not found.can_write:
            raise ForbiddenError("this caller may not write to this collection")
        sent = _read_envelope(body)
        if isinstance(sent, str):
            return error_answer(422, sent)
        outcomes = add_objects(service.engine, found.id, sent, by=_holder(request))
        if all(one.fault is not None for one in outcomes):
            failures = list(map(describe, outcomes))
            return error_answer(422, f"no object was taken: {outcomes[0].fault}", {"failures": failures})
        return _answer(add_status(service.engine, root, outcomes, holder=_holder(request)), 202)

    @router.delete(f"{_COLLECTION}/objects/{{object_id}}/", dependencies=[Depends(check_accept)])
    def delete(request: Request, root: str, collection: str, object_id: str) -> Response:
        """Delete versions of an object, all of them if none is named (section 5.7)."""
        filter_ = read_delete_filter(request.query_params.multi_items())
        with service.engine.begin() as connection:
            found = _readable(connection, request, root, collection)
            handlings = _open_handlings(connection, request, found)
        if not found.can_write:
            raise ForbiddenError("this caller may not delete from this collection")
        if delete_objects(service.engine, found.id, object_id, filter_, handlings) == 0:
            raise NotFoundError("there is no such object, or not for this caller")
        return Response(b"", media_type=TAXII)


async def _body(request: Request) -> bytes:
    return await request.body()


def _readable(connection: sa.Connection, request: Request, root: str, collection: str) -> Collection:
    found = find_collection(connection, root, collection, _holder(request))
    if not found.can_read:
        raise ForbiddenError("this caller may not read this collection")
    return found


def _open_handlings(connection: sa.Connection, request: Request, found: Collection) -> list[str]:
    """Give the markings of a collection's objects that the caller may have; others are not there for them."""
    caller = caller_of(request.scope)
    # Without keys it is whoever runs the server, on this machine.
    is_owner = caller is not None and caller.key_id is None
    recipient = Recipient(_holder(request), found.is_named, is_owner)
    return [marking for marking in list_handlings(connection, found.id) if may_have(marking, recipient)]


def _read_envelope(body: bytes) -> list[object] | str:
    """Give the objects in an envelope (section 3.7), or why it is none."""
    try:
        envelope = orjson.loads(body)
    except orjson.JSONDecodeError as exc:
        return f"the body is no JSON: {exc.msg}"
    objects = envelope.get("objects") if isinstance(envelope, dict) else None
    if not isinstance(objects, list) or len(objects) == 0:
        return "the body is no envelope with objects"
    return objects


def _holder(request: Request) -> str | None:
    caller = caller_of(request.scope)
    return None if caller is None else caller.holder


def _address(request: Request, root: Root) -> str:
    return f"{str(request.base_url).rstrip('/')}{TAXII_PATH}/{root.name}/"


def _describe(one: Collection) -> dict[str, Any]:
    whole = {
        "id": one.id,
        "title": one.title,
        "description": one.description,
        "alias": one.alias,
        "can_read": one.can_read,
        "can_write": one.can_write,
        "media_types": ["application/stix+json;version=2.1", "application/stix+json;version=2.0"],
    }
    return {name: value for name, value in whole.items() if value is not None}


def _answer(value: dict[str, Any] | bytes, status: int = 200) -> Response:
    body = value if isinstance(value, bytes) else orjson.dumps(value)
    return Response(body, status, media_type=TAXII)


def _answer_page(page: Page) -> Response:
    dates = {"X-TAXII-Date-Added-First": page.first, "X-TAXII-Date-Added-Last": page.last}
    headers = {name: value for name, value in dates.items() if value is not None}
    return Response(page.body, headers=headers, media_type=TAXII)

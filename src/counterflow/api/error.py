"""Errors as they leave: the one place where an error becomes an answer.

What is wrong with a request is a `UsageError` or one of the errors of the guard: 4xx. What is wrong with that which
the server holds (an index, a case, a ledger, a disk) is 503 with its text, whatever was asked: the request may be sent
again when it was mended.

Every error has the shape `{"error": {what, expected, next_step, candidates}, "detail": text}`; clients of
yente's API read `detail`.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from counterflow.api.method import allowed_methods
from counterflow.api.reply import reply
from counterflow.dossier.shape import ErrorBody, ErrorDetail, PartyRef
from counterflow.exc import (
    AmbiguousNameError,
    AuthError,
    CaseError,
    CounterflowError,
    DecisionError,
    ForbiddenError,
    InputError,
    LedgerError,
    NoEntryError,
    NotFoundError,
    NotReadyError,
    RateLimitError,
    StorageError,
    TooLargeError,
    UsageError,
)

STATUS: dict[type[CounterflowError], int] = {
    NotFoundError: 404,
    AmbiguousNameError: 409,
    DecisionError: 409,
    NoEntryError: 404,
    UsageError: 400,
    InputError: 503,
    CaseError: 503,
    LedgerError: 503,
    StorageError: 503,
    NotReadyError: 503,
    AuthError: 401,
    ForbiddenError: 403,
    TooLargeError: 413,
    RateLimitError: 429,
    CounterflowError: 500,
}
"""HTTP status of each error; the nearest class counts."""

OPENAPI = "/api/openapi.json"


def render_errors(app: FastAPI) -> None:
    """Let an application say its errors in the one shape."""
    app.add_exception_handler(CounterflowError, _render_error)
    app.add_exception_handler(RequestValidationError, _render_wrong_request)
    app.add_exception_handler(HTTPException, _render_http_error)


def error_reply(detail: ErrorDetail, status: int, headers: dict[str, str] | None = None) -> Response:
    """Say an error."""
    return reply(ErrorBody(error=detail, detail=_text(detail)).model_dump(), status, headers)


def _text(detail: ErrorDetail) -> str:
    return detail.what if detail.expected is None else f"{detail.what}; expected: {detail.expected}"


def _render_wrong_request(_request: Request, exc: Exception) -> Response:
    """Say what is wrong with a request's parameters or body; not what was given, which may be a person's data."""
    assert isinstance(exc, RequestValidationError)
    first = exc.errors()[0]
    name = ".".join(str(part) for part in first["loc"][1:]) or "the body"
    return error_reply(ErrorDetail(what=f"{name}: {first['msg']}", next_step=f"See {OPENAPI}"), HTTPStatus.BAD_REQUEST)


def _render_http_error(request: Request, exc: Exception) -> Response:
    """Say what the server itself refuses: no such file, a method that the address does not take."""
    assert isinstance(exc, HTTPException)
    what = f"{request.method} {request.url.path}: {exc.detail}"
    headers = dict(exc.headers or {})
    if exc.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        # The framework names those of one route alone; of a page it is right.
        headers["Allow"] = ", ".join(allowed_methods(request)) or headers.get("Allow", "GET")
    return error_reply(ErrorDetail(what=what, next_step=f"See {OPENAPI}"), exc.status_code, headers)


def _render_error(_request: Request, exc: Exception) -> Response:
    assert isinstance(exc, CounterflowError)
    status = next(STATUS[kind] for kind in type(exc).__mro__ if kind in STATUS)
    candidates: tuple[PartyRef, ...] = ()
    if isinstance(exc, AmbiguousNameError):
        candidates = tuple(PartyRef(id=one[0], caption=one[1], schema_=one[2]) for one in exc.candidates)
    detail = ErrorDetail(what=exc.what, expected=exc.expected, next_step=exc.next_step, candidates=candidates)
    return error_reply(detail, status)

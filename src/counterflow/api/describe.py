"""The API's description (OpenAPI): what the routes say of themselves, and what the rails around them may answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from counterflow.api.guard.route import needed_scopes

_JSON = "application/json"
_ERROR = {_JSON: {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}

TEXTS = {
    400: "The request is wrong",
    401: "No valid key was sent",
    403: "The key does not allow it, or the server does not, or a page of another origin asks",
    404: "There is no such thing",
    408: "The body did not arrive in time",
    409: "It contradicts what was decided before",
    413: "The body is too large",
    414: "The address is too long",
    415: "The body is of another type",
    429: "Too many requests",
    431: "The headers are too long",
    503: "The lists are not open yet or are too old, or the server ends",
}
"""What each error means."""

_HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}},
    429: {"Retry-After": {"schema": {"type": "integer"}, "required": True, "description": "Seconds"}},
}

_ANY = (400, 414, 431, 503)
_KEYED = (401, 403, 429)
_WITH_BODY = (408, 413)

SCHEMES: dict[str, Any] = {
    "ApiKey": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "Bearer": {"type": "http", "scheme": "bearer", "description": "Also under the scheme ApiKey"},
}
"""How a key is sent. A server on loopback whose ledger never had a key needs none."""


class DescribedApp(FastAPI):
    """An application whose description names every answer, and the keys."""

    def openapi(self) -> dict[str, Any]:
        """Describe the API, version 3.1 of OpenAPI."""
        document = super().openapi()
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                _describe(operation, path, method.upper())
        document["components"]["securitySchemes"] = SCHEMES
        return document


def _describe(operation: dict[str, Any], path: str, method: str) -> None:
    responses = operation["responses"]
    responses.pop("422", None)  # FastAPI's own; ours is 400
    for status in _refusals(path, method):
        responses.setdefault(str(status), {})
    for status, response in responses.items():
        if int(status) >= 400:
            _describe_error(response, int(status))
    operation["responses"] = dict(sorted(responses.items()))
    if len(needed_scopes(path, method)) > 0:
        operation["security"] = [{name: []} for name in SCHEMES]


def _refusals(path: str, method: str) -> Iterator[int]:
    """Name what the rails may answer in a route's place."""
    yield from _ANY
    if len(needed_scopes(path, method)) > 0:
        yield from _KEYED
    if method == "POST":
        yield from _WITH_BODY


def _describe_error(response: dict[str, Any], status: int) -> None:
    """Say what an error looks like: JSON, also where the route's other answers are not."""
    response["description"] = TEXTS[status]
    if _JSON not in response.get("content", {}):
        response["content"] = _ERROR
    if status in _HEADERS:
        response["headers"] = _HEADERS[status]

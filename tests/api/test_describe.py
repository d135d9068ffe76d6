"""The description names what the rails answer, route by route, and how a key is sent."""

from __future__ import annotations

from typing import Any

import pytest

from counterflow.api.describe import SCHEMES, DescribedApp
from counterflow.dossier.shape import ErrorBody


def nothing() -> None: ...


@pytest.fixture(scope="module")
def paths() -> Any:
    app = DescribedApp(responses={400: {"model": ErrorBody}})
    app.get("/healthz")(nothing)
    app.post("/match/{dataset}")(nothing)
    app.get("/reconcile/{dataset}/preview", responses={404: {"content": {"text/html": {}}}})(nothing)
    document = app.openapi()
    assert document == app.openapi()
    assert document["components"]["securitySchemes"] == SCHEMES
    return document["paths"]


@pytest.mark.parametrize(
    ("path", "method", "statuses"),
    [
        ("/healthz", "get", "200 400 414 431 503"),
        ("/match/{dataset}", "post", "200 400 401 403 408 413 414 429 431 503"),
        ("/reconcile/{dataset}/preview", "get", "200 400 401 403 404 414 429 431 503"),
    ],
)
def test_every_answer_is_named(paths: Any, path: str, method: str, statuses: str) -> None:
    """What needs a key says so; what has no body cannot be too large."""
    operation = paths[path][method]
    assert " ".join(operation["responses"]) == statuses
    assert ("security" in operation) == ("401" in operation["responses"])
    for status, response in operation["responses"].items():
        if status != "200":
            assert response["content"]["application/json"]["schema"]["$ref"].endswith("/ErrorBody")


def test_a_client_reads_when_to_come_again(paths: Any) -> None:
    assert "Retry-After" in paths["/match/{dataset}"]["post"]["responses"]["429"]["headers"]

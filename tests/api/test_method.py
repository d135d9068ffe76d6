"""An address that does not take a method says which it takes."""

from __future__ import annotations

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from counterflow.api.error import render_errors
from counterflow.api.method import REST, refuse_known


def nothing() -> None: ...


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    render_errors(app)
    app.get("/both")(nothing)
    app.post("/both")(nothing)
    app.post("/write/{name}")(nothing)

    @app.get(f"/{REST}")
    def page(request: Request, rest: str) -> str:
        refuse_known(request)
        return "page"

    return TestClient(app)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("PUT", "/both", "GET, POST"), ("GET", "/write/x", "POST"), ("DELETE", "/write/x", "POST"), ("POST", "/x", "GET")],
)
def test_all_methods_of_an_address_are_named(client: TestClient, method: str, path: str, allowed: str) -> None:
    """Also where several routes have it, or a page stands behind all of them."""
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert method in answer.json()["detail"]


def test_other_addresses_are_pages(client: TestClient) -> None:
    assert client.get("/entity/x").json() == "page"

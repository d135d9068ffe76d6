"""Which scope each route needs."""

from __future__ import annotations

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from counterflow.api.guard.asgi import App, Receive, Scope, Send
from counterflow.api.guard.key import KeyScope
from counterflow.api.guard.route import NO_ROUTE, RULES, method_name, needed_scopes, route_name


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", "/healthz", set()),
        ("GET", "/readyz", set()),
        ("GET", "/", set()),
        ("GET", "/assets/index-1a2b.js", set()),
        ("GET", "/entity/ofac-12209", set()),
        ("OPTIONS", "/reconcile/default", set()),
        ("OPTIONS", "/match/default", set()),
        ("POST", "/match/default", {"screen"}),
        ("GET", "/reconcile/default/suggest/entity", {"screen"}),
        ("POST", "/reconcile/default", {"screen"}),
        ("GET", "/search/default", {"screen", "read"}),
        ("GET", "/entities/ofac-1/adjacent", {"screen", "read"}),
        ("GET", "/catalog", {"screen", "read"}),
        ("POST", "/updatez", {"update"}),
        ("GET", "/metrics", {"metrics"}),
        ("GET", "/api/case", {"read"}),
        ("GET", "/api/openapi.json", set()),
        ("POST", "/api/screening/decisions", {"decide"}),
        ("GET", "/api/screening/decisions", {"read", "decide"}),
        ("POST", "/api/screening/answers", {"screen"}),
        ("GET", "/api/screening", {"screen", "decide"}),
        ("DELETE", "/entities/ofac-1", {"decide"}),
        ("GET", "/healthz/more", {"read"}),
        ("GET", "/matches", {"read"}),
        ("GET", "/anything/else", {"read"}),
        ("PATCH", "/", {"decide"}),
        ("OTHER", "/healthz", {"decide"}),
        ("GET", "*", {"decide"}),
    ],
)
def test_a_route_needs_its_scope(method: str, path: str, needed: set[str]) -> None:
    """The longest path in the table counts, and what is not in it needs a key."""
    assert needed_scopes(path, method) == needed


def test_every_scope_opens_something() -> None:
    """No scope can be given that allows nothing."""
    assert {scope for rule in RULES for scope in rule.scopes} == set(KeyScope)


@given(path=st.text(), method=st.text())
def test_nothing_but_reading_is_open(path: str, method: str) -> None:
    """Whatever is asked: without a key nothing can be changed."""
    if len(needed_scopes(path, method)) == 0:
        assert method in {"GET", "HEAD", "OPTIONS"}


class Watch:
    """Notes the names of routes from outside the application, as the log does."""

    seen: list[str]

    def __init__(self, app: App, seen: list[str]) -> None:
        self.app = app
        self.seen = seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
        if scope["type"] == "http":
            self.seen.append(f"{method_name(scope)} {route_name(scope)}")


def test_the_name_of_a_route_is_its_template() -> None:
    """No value of a path is in it, whatever router the route came by."""
    seen: list[str] = []
    app = FastAPI()
    inner = APIRouter()

    @app.get("/entities/{entity_id:path}")
    def entity(entity_id: str) -> str:
        return entity_id

    @inner.get("/{dataset}/preview")
    def preview(dataset: str) -> str:
        return dataset

    app.include_router(inner, prefix="/reconcile")
    app.add_middleware(Watch, seen=seen)
    with TestClient(app) as client:
        client.get("/entities/john-doe")
        client.get("/reconcile/secret/preview")
        client.get("/nothing/john-doe")
        client.request("BREW", "/john-doe")
    assert seen == [
        "GET /entities/{entity_id}",
        "GET /reconcile/{dataset}/preview",
        f"GET {NO_ROUTE}",
        f"OTHER {NO_ROUTE}",
    ]

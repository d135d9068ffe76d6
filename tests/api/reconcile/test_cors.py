"""Who may read the replies."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from counterflow.api.reconcile.cors import check_origins
from counterflow.api.reconcile.service import CALLED_FROM
from counterflow.exc import UsageError

PATHS = [
    "/reconcile/default",
    "/reconcile/default/suggest/entity?prefix=kim",
    "/reconcile/default/suggest/type",
    "/reconcile/default/suggest/property",
    "/reconcile/default/extend/property",
    "/reconcile/default/preview?id=ofac-1",
    "/reconcile/nowhere",
]
ALLOWED = "access-control-allow-origin"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("origin", CALLED_FROM)
def test_every_route_may_be_read_from_the_origins_given(client: TestClient, path: str, origin: str) -> None:
    """Errors too: a page can say what is wrong."""
    assert client.get(path, headers={"origin": origin}).headers[ALLOWED] == origin


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:3333.evil.example", "http://127.0.0.1"]
)
def test_no_other_page_may_read(client: TestClient, origin: str) -> None:
    """A page elsewhere must not read a case through its user's browser."""
    assert ALLOWED not in client.get(PATHS[0], headers={"origin": origin}).headers
    asked = {"origin": origin, "access-control-request-method": "POST"}
    assert ALLOWED not in client.options(PATHS[0], headers=asked).headers


def test_a_browser_that_asks_before_is_answered(client: TestClient) -> None:
    """A key in a header makes browsers ask."""
    asked = {
        "origin": CALLED_FROM[0],
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
    }
    reply = client.options(PATHS[0], headers=asked)
    assert reply.status_code == 200
    assert reply.headers[ALLOWED] == CALLED_FROM[0]


@pytest.mark.parametrize("path", ["/openapi.json", "/reconcile", "/reconciled/x"])
def test_other_routes_are_not_opened(client: TestClient, path: str) -> None:
    """Only these routes are shared."""
    assert ALLOWED not in client.get(path, headers={"origin": CALLED_FROM[0]}).headers


@pytest.mark.parametrize(
    "origin", ["*", "null", "", "http://x/", "HTTP://X", "ftp://x", "http://x y", "http://x;y", "http://x\n"]
)
def test_what_is_no_origin_is_refused(origin: str) -> None:
    """`*` above all."""
    with pytest.raises(UsageError):
        check_origins([origin])


def test_origins_are_taken_as_browsers_send_them() -> None:
    """Names and addresses, with a port or without."""
    origins = [*CALLED_FROM, "https://refine.bank.example", "http://[::1]:3333"]
    assert check_origins(origins) == origins


def test_there_is_no_jsonp(client: TestClient) -> None:
    """A script element elsewhere could read it past CORS."""
    reply = client.get(PATHS[0], params={"callback": "steal"})
    assert reply.headers["content-type"] == "application/json"
    assert "steal" not in reply.text

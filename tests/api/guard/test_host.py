"""Under which names the server may be asked, and by which pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counterflow.api.guard.asgi import App
from counterflow.api.guard.host import HostCheck, OriginCheck, host_name

Ask = Callable[..., Any]
NAMES = ("127.0.0.1", "::1", "localhost", "Screen.example.org")
REFINE = "http://127.0.0.1:3333"


@pytest.mark.parametrize(
    ("host", "is_known"),
    [
        ("127.0.0.1:8765", True),
        ("127.0.0.1", True),
        ("LOCALHOST:1", True),
        ("[::1]:8765", True),
        ("[::1]", True),
        ("screen.example.org", True),
        ("evil.example.org:8765", False),
        ("localhost.evil.org", False),
        ("localhost@evil.org", False),
        ("localhost:80@evil.org", False),
        ("[::1]evil.org", False),
        ("", False),
        (None, False),
    ],
)
def test_only_our_own_names_are_answered(ask: Ask, app: App, host: str | None, is_known: bool) -> None:
    """A page elsewhere that points its name at this machine gets nothing, whatever it appends."""
    answer = ask(HostCheck(app, NAMES), host=host)
    assert answer.status == (200 if is_known else 400)
    if not is_known:
        assert "COUNTERFLOW_ALLOWED_HOSTS" in answer.error["next_step"]


def test_two_names_are_none(ask: Ask, app: App) -> None:
    """Who reads which of two Host headers is anyone's guess (RFC 9112, 3.2)."""
    assert ask(HostCheck(app, NAMES), headers=[("host", "localhost")], host="localhost").status == 400


@given(st.binary(max_size=40))
@example(b"[")
def test_any_host_has_a_name_or_none(value: bytes) -> None:
    """No bytes raise, and a port is never part of a name."""
    name = host_name(value + b":80")
    assert ":" not in name or b"]" in value


@pytest.mark.parametrize(
    ("method", "path", "headers", "passes"),
    [
        ("POST", "/api/decisions", [], True),
        ("POST", "/api/decisions", [("sec-fetch-site", "same-origin")], True),
        ("POST", "/api/decisions", [("sec-fetch-site", "none")], True),
        ("POST", "/api/decisions", [("sec-fetch-site", "cross-site")], False),
        ("POST", "/api/decisions", [("sec-fetch-site", "same-site")], False),
        ("POST", "/api/decisions", [("origin", "http://127.0.0.1:8765")], True),
        ("POST", "/api/decisions", [("origin", "http://127.0.0.1:3000")], False),
        ("POST", "/api/decisions", [("origin", "https://evil.example")], False),
        ("POST", "/api/decisions", [("origin", "null")], False),
        ("POST", "/api/decisions", [("origin", REFINE)], False),
        ("POST", "/api/decisions", [("origin", "http://127.0.0.1:8765"), ("origin", "https://evil.example")], False),
        ("DELETE", "/api/decisions", [("origin", "https://evil.example")], False),
        ("POST", "/reconcile/default", [("origin", REFINE)], True),
        ("POST", "/reconcile/default", [("origin", "https://evil.example")], False),
        ("GET", "/api/case", [("origin", "https://evil.example")], True),
        ("OPTIONS", "/reconcile/default", [("origin", "https://evil.example")], True),
    ],
)
def test_pages_elsewhere_change_nothing(
    ask: Ask, app: App, method: str, path: str, headers: list[tuple[str, str]], passes: bool
) -> None:
    """A form on any page can post to loopback; its browser says where it stands, other programs say nothing."""
    answer = ask(OriginCheck(app, [REFINE]), method=method, path=path, headers=headers)
    assert answer.status == (200 if passes else 403)
    if not passes:
        assert answer.error["what"] == "a page of another origin may not do that"

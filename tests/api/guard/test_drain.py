"""A server that was told to end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from counterflow.api.guard.asgi import App
from counterflow.api.guard.drain import Drain, DrainCheck

Ask = Callable[..., Any]


def test_a_server_that_ends_is_not_ready(ask: Ask, app: App) -> None:
    """Load balancers look elsewhere; what is asked meanwhile is answered."""
    drain = Drain()
    checked = DrainCheck(app, drain)
    assert ask(checked, path="/readyz").status == 200
    drain.begin()
    answer = ask(checked, path="/readyz")
    assert answer.status == 503
    assert answer.error["what"] == "the server is ending"
    assert ask(checked, path="/match/default").status == 200
    assert ask(checked, path="/healthz").status == 200

"""The server is told to end: load balancers hear of it, requests in flight are finished."""

from __future__ import annotations

from http import HTTPStatus

from counterflow.api.guard.asgi import App, Receive, Scope, Send
from counterflow.api.guard.refuse import refuse
from counterflow.exc import CounterflowError

READY_PATH = "/readyz"


class Drain:
    """Whether the server is ending."""

    def __init__(self) -> None:
        self._has_begun = False

    @property
    def has_begun(self) -> bool:
        """Whether the server was told to end."""
        return self._has_begun

    def begin(self) -> None:
        """Note that the server was told to end; may be called from a signal handler."""
        self._has_begun = True


class DrainCheck:
    """Says that a server that ends is not ready; what else is asked is answered as before."""

    def __init__(self, app: App, drain: Drain) -> None:
        """Ask `drain` whether the server ends."""
        self._app = app
        self._drain = drain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on, or answer 503 to /readyz."""
        if not self._drain.has_begun or scope["path"] != READY_PATH:
            await self._app(scope, receive, send)
            return
        error = CounterflowError("the server is ending", next_step="Ask another one")
        await refuse(send, error, HTTPStatus.SERVICE_UNAVAILABLE)

"""The parts of ASGI that the rails use (asgi.readthedocs.io, "HTTP & WebSocket ASGI Message Format" 2.4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
"""What is known of a request before its body is read."""
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

Header = tuple[bytes, bytes]


def header_values(scope: Scope, name: bytes) -> list[bytes]:
    """Give the values of a header, each time it was sent; `name` is in lower case."""
    headers: Iterable[Header] = scope.get("headers", ())
    return [value for key, value in headers if key == name]


def state_of(scope: Scope) -> MutableMapping[str, Any]:
    """Give what the rails and the routes tell each other about one request (`request.state` in Starlette)."""
    state: MutableMapping[str, Any] = scope.setdefault("state", {})
    return state


class Sent:
    """Passes an answer on, and notes what was sent of it."""

    def __init__(self, send: Send, headers: Iterable[Header] = ()) -> None:
        """Send to `send`, with these headers added."""
        self._send = send
        self._headers = tuple(headers)
        self.status: int | None = None
        """Status of the answer; None: none was begun."""
        self.size_bytes = 0
        """Bytes of the body that were sent."""

    async def __call__(self, message: Message) -> None:
        """Send one message."""
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *self._headers]}
        await self._send(message)
        # Noted afterwards: what could not be sent was not sent.
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["type"] == "http.response.body":
            self.size_bytes += len(message.get("body", b""))

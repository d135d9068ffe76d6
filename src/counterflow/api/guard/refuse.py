"""How a rail refuses: the one shape of all errors, `{"detail": text, "error": {what, expected, next_step}}`."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Sequence
from http import HTTPStatus

from counterflow.api.guard.asgi import Header, Receive, Send
from counterflow.exc import CounterflowError

DROP_SECONDS = 5.0
DROP_BYTES = 64_000_000
"""How long, and how much of, a body that nobody wants is still read before its connection is closed."""


def error_body(error: CounterflowError) -> bytes:
    """Write an error as JSON, in ASCII: what no UTF-8 can hold stays an escape."""
    parts = {"what": error.what, "expected": error.expected, "next_step": error.next_step}
    return json.dumps({"detail": error.message, "error": parts}).encode("ascii")


async def refuse(send: Send, error: CounterflowError, status: HTTPStatus, headers: Sequence[Header] = ()) -> None:
    """Answer with an error."""
    body = error_body(error)
    await send(_start(body, status, headers))
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def refuse_unread(receive: Receive, send: Send, error: CounterflowError, status: HTTPStatus) -> None:
    """Answer with an error before the body was read, and end the connection.

    What still comes is read and dropped for a while: closing at once would reset the connection, and a client that is
    still sending would never see the answer (RFC 9112, 9.6).
    """
    body = error_body(error)
    await send(_start(body, status, [(b"connection", b"close")]))
    await send({"type": "http.response.body", "body": body, "more_body": True})
    await _drop(receive)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _start(body: bytes, status: HTTPStatus, headers: Sequence[Header]) -> dict[str, object]:
    length = str(len(body)).encode("ascii")
    own = [(b"content-type", b"application/json"), (b"content-length", length), (b"cache-control", b"no-store")]
    plain = (b"x-content-type-options", b"nosniff")
    return {"type": "http.response.start", "status": int(status), "headers": [*own, plain, *headers]}


async def _drop(receive: Receive) -> None:
    dropped = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DROP_SECONDS):
            while dropped < DROP_BYTES:
                message = await receive()
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
                dropped += len(message.get("body", b""))

"""How large a request may be, how deep its JSON, and how long its body may take to arrive."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from http import HTTPStatus

from counterflow.api.guard.asgi import App, Message, Receive, Scope, Send, header_values
from counterflow.api.guard.refuse import refuse, refuse_unread
from counterflow.exc import TooLargeError, UsageError


@dataclass(frozen=True)
class Sizes:
    """What a request may measure."""

    body_bytes: int = 2_000_000
    """100 parties with all that is known of them are a tenth of it."""
    body_seconds: float = 30.0
    url_bytes: int = 60_000
    """Path and query; yente's limit, which its clients know."""
    header_bytes: int = 16_384
    header_fields: int = 100
    json_depth: int = 32
    """Lists and objects within each other; a request of ours has 8."""


class HeadLimit:
    """Refuses an address or headers that are too long."""

    def __init__(self, app: App, sizes: Sizes) -> None:
        """Refuse what is larger than `sizes`."""
        self._app = app
        self._sizes = sizes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on, or answer 414 or 431."""
        sizes = self._sizes
        headers = scope.get("headers", ())
        path = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
        if len(path) + len(scope.get("query_string", b"")) > sizes.url_bytes:
            error = TooLargeError("the address is too long", expected=f"at most {sizes.url_bytes:,} bytes")
            await refuse_unread(receive, send, error, HTTPStatus.REQUEST_URI_TOO_LONG)
        elif (
            len(headers) > sizes.header_fields
            or sum(len(name) + len(value) for name, value in headers) > sizes.header_bytes
        ):
            most = f"at most {sizes.header_fields} of them, {sizes.header_bytes:,} bytes together"
            error = TooLargeError("the headers are too long", expected=most)
            await refuse_unread(receive, send, error, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        else:
            await self._app(scope, receive, send)


class BodyLimit:
    """Reads a body whole before anything else happens with it, so what is refused was never begun."""

    def __init__(self, app: App, sizes: Sizes) -> None:
        """Refuse what is larger, slower or deeper than `sizes`."""
        self._app = app
        self._sizes = sizes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on with the body, or answer 413, 408 or 400."""
        most = self._sizes.body_bytes
        too_large = TooLargeError(
            "the body is too large", expected=f"at most {most:,} bytes", next_step="Send it in several requests"
        )
        if any(_is_above(value, most) for value in header_values(scope, b"content-length")):
            await refuse_unread(receive, send, too_large, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        try:
            async with asyncio.timeout(self._sizes.body_seconds):
                read = await _read_body(receive, most)
        except TimeoutError:
            waited = f"within {self._sizes.body_seconds:g} s"
            error = TooLargeError("the body did not arrive in time", expected=f"all of it {waited}")
            await refuse(send, error, HTTPStatus.REQUEST_TIMEOUT, [(b"connection", b"close")])
            return
        if read is None:
            return  # the client went away: nobody waits for an answer
        body, is_whole = read
        if len(body) > most and is_whole:
            await refuse(send, too_large, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif len(body) > most:
            await refuse_unread(receive, send, too_large, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif is_deeper(body, self._sizes.json_depth):
            error_ = UsageError("the JSON is nested too deeply", expected=f"at most {self._sizes.json_depth} levels")
            await refuse(send, error_, HTTPStatus.BAD_REQUEST)
        else:
            await self._app(scope, _again(body, receive), send)


_PART = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)
"""A string, even one without an end, or a bracket; possessive, so the time is proportional to the length."""


def is_deeper(body: bytes, depth: int) -> bool:
    """Whether JSON has more lists and objects within each other than `depth`, without parsing it."""
    if body.count(b"[") + body.count(b"{") <= depth:
        return False
    level = 0
    for found in _PART.finditer(body):
        sign = body[found.start()]
        if sign in b"[{":
            level += 1
            if level > depth:
                return True
        elif sign in b"]}":
            level = max(0, level - 1)
    return False


def _is_above(value: bytes, most: int) -> bool:
    return value.isdigit() and (len(value) > 15 or int(value) > most)


async def _read_body(receive: Receive, most: int) -> tuple[bytes, bool] | None:
    """Read a body until it is whole or larger than `most`, and say whether it is whole; None: the client went away."""
    body = bytearray()
    while len(body) <= most:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body), True
    return bytes(body), False


def _again(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read to whoever asks for it, and then what the client does next."""
    left = [body]

    async def receive_again() -> Message:
        if len(left) > 0:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return receive_again

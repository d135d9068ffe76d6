"""Errors as TAXII says them (section 3.6): whoever refuses a request under its addresses, a route or a rail."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from fastapi import Response
from starlette.datastructures import MutableHeaders

from counterflow.api.guard.asgi import App, Message, Receive, Scope, Send
from counterflow.api.guard.route import is_taxii_path
from counterflow.api.taxii.media import TAXII


def error_message(status: int, what: str, details: dict[str, Any] | None = None, next_step: str | None = None) -> bytes:
    """Write an error message."""
    message: dict[str, Any] = {"title": HTTPStatus(status).phrase, "description": what, "http_status": str(status)}
    parts = dict(details or {}) | ({} if next_step is None else {"next_step": next_step})
    return orjson.dumps(message | ({"details": parts} if len(parts) > 0 else {}))


def error_answer(status: int, what: str, details: dict[str, Any] | None = None) -> Response:
    """Answer with an error."""
    return Response(error_message(status, what, details), status, media_type=TAXII)


class TaxiiErrors:
    """Says errors of TAXII's addresses in its form; stands outermost, because the rails refuse in ours."""

    def __init__(self, app: App) -> None:
        """Stand around an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and what is answered, changed where it is an error."""
        if scope["type"] != "http" or not is_taxii_path(scope["path"]):
            await self._app(scope, receive, send)
            return
        started: list[Message] = []
        body = bytearray()

        async def send_changed(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_ours(message):
                started.append(message)
            elif len(started) == 0:
                await send(message)
            elif message["type"] == "http.response.body" and len(body) == 0:
                # An error of ours is sent in one piece; a rail may send an empty one after it.
                body.extend(_translate(started[0]["status"], message.get("body", b"")))
                await send(_head(started[0], len(body)))
                await send({**message, "body": bytes(body)})
            else:
                await send(message)

        await self._app(scope, receive, send_changed)


def _is_ours(start: Message) -> bool:
    types = [value for name, value in start.get("headers", ()) if name.lower() == b"content-type"]
    return bool(start["status"] >= HTTPStatus.BAD_REQUEST) and types == [b"application/json"]


def _head(start: Message, length: int) -> Message:
    message = {**start, "headers": list(start.get("headers", ()))}
    headers = MutableHeaders(scope=message)
    headers["content-type"] = TAXII
    headers["content-length"] = str(length)
    return message


def _translate(status: int, body: bytes) -> bytes:
    said = orjson.loads(body)
    return error_message(status, said["detail"], next_step=said["error"]["next_step"])

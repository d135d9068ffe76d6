"""A request by hand and a trivial application: the rails are tested without a server."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from counterflow.api.guard.asgi import App, Message, Receive, Scope, Send
from counterflow.ledger import Ledger


@dataclasses.dataclass
class Request:
    """What is asked, and in which pieces its body comes."""

    path: str = "/match/default"
    method: str = "GET"
    headers: Sequence[tuple[str, str]] = ()
    query: bytes = b""
    chunks: Sequence[bytes] = (b"",)
    client: tuple[str, int] | None = ("192.0.2.7", 50_000)
    host: str | None = "127.0.0.1:8765"
    goes_away: bool = False
    """Whether the client goes away instead of sending the last piece."""
    stalls: bool = False
    """Whether the last piece never comes."""


@dataclasses.dataclass
class Answer:
    """What was answered."""

    messages: list[Message]
    scope: Scope
    received: int = 0
    """How many pieces of the body were asked for."""

    @property
    def status(self) -> int | None:
        """The status; None: there was no answer."""
        return next((one["status"] for one in self.messages if one["type"] == "http.response.start"), None)

    @property
    def headers(self) -> dict[str, str]:
        """The headers, by their names in lower case."""
        found: dict[str, str] = {}
        for message in self.messages:
            for name, value in message.get("headers", ()):
                found[name.decode()] = value.decode()
        return found

    @property
    def body(self) -> bytes:
        """The whole body."""
        return b"".join(one.get("body", b"") for one in self.messages)

    @property
    def error(self) -> dict[str, Any]:
        """The error, after a check that it has the one shape of all errors."""
        data = json.loads(self.body)
        assert set(data) == {"detail", "error"}
        assert set(data["error"]) == {"what", "expected", "next_step"}
        assert data["error"]["what"] in data["detail"]
        error: dict[str, Any] = data["error"]
        return error


def scope_of(request: Request) -> Scope:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in request.headers]
    if request.host is not None:
        headers.append((b"host", request.host.encode("latin-1")))
    return {
        "type": "http",
        "method": request.method,
        "path": request.path,
        "query_string": request.query,
        "headers": headers,
        "client": request.client,
        "state": {},
    }


async def send_request(app: App, request: Request) -> Answer:
    answer = Answer([], scope_of(request))
    chunks = list(request.chunks)
    is_done = asyncio.Event()

    async def receive() -> Message:
        answer.received += 1
        if len(chunks) == 1 and request.stalls:
            await is_done.wait()
        if len(chunks) == 1 and request.goes_away:
            return {"type": "http.disconnect"}
        if len(chunks) == 0:
            await is_done.wait()  # as a server does: nothing more comes from a client that waits for its answer
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": chunks.pop(0), "more_body": len(chunks) > 0}

    async def send(message: Message) -> None:
        answer.messages.append(message)

    await app(answer.scope, receive, send)
    return answer


@pytest.fixture(scope="session")
def ask() -> Callable[..., Any]:
    """Ask an application: `ask(app, path=..., headers=[...])`."""

    def call(app: App, **parts: Any) -> Answer:
        return asyncio.run(send_request(app, Request(**parts)))

    return call


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Read the body, and answer with it."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": body, "more_body": False})


@pytest.fixture(scope="session")
def app() -> App:
    """An application that answers with what it is sent."""
    return echo


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A new ledger."""
    made = Ledger.of_file(tmp_path / "ledger.sqlite")
    yield made
    made.close()

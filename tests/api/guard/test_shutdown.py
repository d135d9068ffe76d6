"""How uvicorn is run: a real server on loopback, ended as an operator ends it."""

from __future__ import annotations

import asyncio
import signal
import socket

import pytest
import uvicorn

from counterflow.api.guard.asgi import App, Receive, Scope, Send
from counterflow.api.guard.drain import Drain
from counterflow.api.guard.shutdown import DrainingServer, server_options
from counterflow.api.guard.size import BodyLimit, Sizes
from counterflow.api.guard.wall import Rails, Wall
from counterflow.settings import Settings


def test_only_the_named_proxy_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one no X-Forwarded-For counts, whatever uvicorn's own variable says."""
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    closed = server_options(Settings())
    assert closed["proxy_headers"] is False
    assert uvicorn.Config("x", **closed).forwarded_allow_ips == []
    behind = server_options(Settings(tls_proxy=("10.0.0.7", "10.1.0.0/28"), drain_seconds=5))
    assert behind["proxy_headers"] is True
    config = uvicorn.Config("x", **behind)
    assert config.forwarded_allow_ips == ["10.0.0.7", "10.1.0.0/28"]
    assert config.timeout_graceful_shutdown == 5
    assert config.access_log is False


async def start(app: App, drain: Drain) -> tuple[DrainingServer, asyncio.Task[None], int]:
    """Start a server on a free port, in this event loop."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = DrainingServer(uvicorn.Config(app, **server_options(Settings())), drain)
    # Not `serve`: it raises the signals that it caught again at its end, here in the test.
    task = asyncio.create_task(server._serve([listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    return server, task, listener.getsockname()[1]


async def exchange(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    try:
        return await reader.read()
    finally:
        writer.close()


def test_a_request_in_flight_is_finished() -> None:
    """After SIGTERM a request that had begun is answered whole, new connections are refused, then the server ends."""

    async def play() -> bytes:
        drain = Drain()
        has_begun, may_end = asyncio.Event(), asyncio.Event()

        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            has_begun.set()
            await may_end.wait()
            await send({"type": "http.response.body", "body": b"whole", "more_body": False})

        server, task, port = await start(Wall(slow, Rails(Settings(log="off"), drain=drain)), drain)
        head = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        asked = asyncio.create_task(exchange(port, head))
        await has_begun.wait()
        server.handle_exit(signal.SIGTERM, None)
        assert drain.has_begun
        # Reset: it came just before the door was closed, and was not taken.
        with pytest.raises((ConnectionRefusedError, ConnectionResetError)):
            while True:  # until the server has closed its door
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                await asyncio.sleep(0.01)
        may_end.set()
        answer = await asked
        await task
        return answer

    answer = asyncio.run(play())
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"whole" in answer


def test_sigterm_is_an_end_in_order() -> None:
    """Raised again at the end, it would end the process, and a service manager would call that a failure."""
    raised: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda sig, _frame: raised.append(sig))
    try:
        server = DrainingServer(uvicorn.Config(lambda: None, **server_options(Settings())), Drain())
        with server.capture_signals():
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert server.should_exit
    assert raised == []


def test_a_client_that_sends_too_much_sees_the_answer() -> None:
    """413 arrives while the client is still sending 10 MB, and no reset takes it away."""

    async def never(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError(scope["path"])

    async def play() -> bytes:
        server, task, port = await start(BodyLimit(never, Sizes()), Drain())
        body = b"x" * 10_000_000
        head = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10000000\r\n\r\n"
        answer = await exchange(port, head + body)
        server.handle_exit(signal.SIGTERM, None)
        await task
        return answer

    answer = asyncio.run(play())
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"the body is too large" in answer

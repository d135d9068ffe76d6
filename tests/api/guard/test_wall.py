"""All rails together, around an application like ours."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient

from counterflow.api.guard.access import caller_of
from counterflow.api.guard.asgi import Message, Receive, Scope, Send
from counterflow.api.guard.key import add_key
from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.metric import Metrics, metrics_route
from counterflow.api.guard.wall import Rails, Wall
from counterflow.ledger import Ledger
from counterflow.settings import Settings

SECRET = "Kim Jong Un"


def serve(rails: Rails) -> FastAPI:
    app = FastAPI()

    @app.post("/match/{dataset}")
    async def match(dataset: str, request: Request) -> dict[str, object]:
        caller = caller_of(request.scope)
        request.state.fingerprint = "f1"
        return {"bytes": len(await request.body()), "holder": None if caller is None else caller.holder}

    @app.get("/entities/{entity_id}")
    def entity(entity_id: str) -> str:
        raise ValueError(entity_id)

    @app.get("/search/{dataset}")
    def search(dataset: str) -> StreamingResponse:
        return StreamingResponse(iter([b"one", b"two"]))

    app.get("/metrics")(metrics_route(rails.metrics))
    app.add_middleware(Wall, rails=rails)
    return app


@pytest.fixture
def rails(ledger: Ledger) -> Rails:
    """Rails with two keys."""
    return Rails(Settings(rate=0, max_body=1000), Keyring.read(ledger), Metrics("1"))


@pytest.fixture
def client(rails: Rails) -> Iterator[TestClient]:
    """A client of the application."""
    with TestClient(serve(rails), base_url="http://127.0.0.1:8765") as client:
        yield client


def test_a_desk_needs_no_key(client: TestClient, capfd: pytest.CaptureFixture[str]) -> None:
    """Open on loopback; the line of the log has the template and the state, never what was asked."""
    answer = client.post("/match/secret-list", params={"q": SECRET}, content=SECRET)
    assert answer.status_code == 200
    assert answer.json()["bytes"] == len(SECRET)
    (line,) = capfd.readouterr().err.splitlines()
    data = json.loads(line)
    assert (data["route"], data["state"], data["status"]) == ("/match/{dataset}", "f1", 200)
    assert data["request_id"] == answer.headers["x-request-id"]
    assert "key" not in data
    assert "secret" not in line


def test_a_key_is_asked_for_before_the_body_is_read(ledger: Ledger) -> None:
    """A caller without a key gets 401 for a body of any size; with one 413 for what is too large."""
    _, text = add_key(ledger, "bank", ["screen"])
    rails = Rails(Settings(max_body=1000, log="off"), Keyring.read(ledger), Metrics("1"))
    with TestClient(serve(rails), base_url="http://127.0.0.1:8765") as client:
        assert client.post("/match/default", content=b"x" * 1001).status_code == 401
        headers = {"authorization": f"ApiKey {text}"}
        large = client.post("/match/default", content=b"x" * 1001, headers=headers)
        assert large.status_code == 413
        small = client.post("/match/default", content=b"x" * 1000, headers=headers)
        assert small.json() == {"bytes": 1000, "holder": "bank"}
        assert client.get("/metrics", headers=headers).status_code == 403


def test_refusals_and_failures_have_one_shape(client: TestClient, capfd: pytest.CaptureFixture[str]) -> None:
    """Every error has `detail` and `error`, and none says what a failure said."""
    answers = [
        client.get("/search/default", headers={"host": "evil.example"}),
        client.post("/match/default", content=b"x" * 1001),
        client.post("/match/default", content=b"[" * 100),
        client.post("/match/default", headers={"origin": "https://evil.example"}),
        client.get("/search/default", params={"q": "x" * 60_000}),
        client.get("/search/default", headers={"x": "y" * 20_000}),
        client.get(f"/entities/{SECRET}"),
    ]
    assert [one.status_code for one in answers] == [400, 413, 400, 403, 414, 431, 500]
    for answer in answers:
        assert set(answer.json()) == {"detail", "error"}
        assert "x-request-id" in answer.headers
        assert SECRET not in answer.text
    logged = capfd.readouterr().err
    assert len(logged.splitlines()) == len(answers)
    assert SECRET not in logged


def test_what_was_refused_is_counted(ledger: Ledger) -> None:
    """Metrics know every request, and which were refused for their rate."""
    rails = Rails(Settings(rate=1, log="off"), Keyring.read(ledger), Metrics("1"))
    with TestClient(serve(rails), base_url="http://127.0.0.1:8765") as client:
        statuses = [client.get("/search/default").status_code for _ in range(4)]
        assert statuses[:2] == [200, 200]
        text = rails.metrics.text().decode()
    limited = statuses.count(429)
    assert f'counterflow_rate_limited_total{{process="1"}} {limited}\n' in text
    assert 'counterflow_requests_total{process="1",route="/search/{dataset}",status="2xx"}' in text


def test_an_answer_streams_through() -> None:
    """Each piece is sent when the application sends it, and a client that goes away is noticed."""
    sent: list[Message] = []
    seen: list[str] = []

    async def stream(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((await receive())["type"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        assert sent[-1]["body"] == b"one"
        seen.append((await receive())["type"])

    messages: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}, {"type": "http.disconnect"}]

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": "GET", "path": "/search/default", "headers": [(b"host", b"localhost")]}
    asyncio.run(Wall(stream, Rails(Settings(log="off")))(scope, receive, send))
    assert seen == ["http.request", "http.disconnect"]


def test_a_websocket_is_closed() -> None:
    """No rail reads one, so none passes."""
    sent: list[Message] = []

    async def never(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError(scope["type"])

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Wall(never, Rails())({"type": "websocket", "path": "/"}, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_several_processes_share_the_rate(ledger: Ledger) -> None:
    """Each of two takes half of what one key may ask."""
    rails = Rails(Settings(rate=2, log="off"), Keyring.read(ledger), Metrics("1"), processes=2)
    with TestClient(serve(rails), base_url="http://127.0.0.1:8765") as client:
        statuses = [client.get("/search/default").status_code for _ in range(20)]
    assert 2 <= statuses.count(200) < 20

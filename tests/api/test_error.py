"""What is wrong with a request is 4xx; what is wrong with that which the server holds is 503, and says what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from counterflow.api.error import STATUS
from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.exc import CaseError, CounterflowError, InputError, LedgerError, StorageError, UsageError
from counterflow.remote.clock import SystemClock
from counterflow.screen.entity_store.layout import FILE
from counterflow.screen.make_index import make_index
from counterflow.service.current import CurrentState
from counterflow.service.source import IndexSource
from counterflow.settings import Settings

ENTITIES = (
    {"id": "un-1", "schema": "Person", "properties": {"name": ["KIM Yong Chol"]}, "datasets": ["un"]},
    {"id": "own-1", "schema": "Secret", "properties": {"name": ["of a list's own"]}, "datasets": ["un"]},
)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    file = tmp_path / "entities.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in ENTITIES), encoding="utf-8")
    make_index([file], tmp_path / "index", workers=1, tell=lambda *_: None)
    return tmp_path / "index"


@pytest.fixture
def client(index: Path) -> Iterator[TestClient]:
    current = CurrentState(IndexSource(index, SystemClock(), threads=1))
    current.refresh()
    app = create_app(None, current, rails=Rails(Settings(log="off", rate=0)))
    yield TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("error", "status"),
    [(InputError, 503), (CaseError, 503), (LedgerError, 503), (StorageError, 503), (UsageError, 400)],
)
def test_status_by_where_it_comes_from(error: type[CounterflowError], status: int) -> None:
    assert STATUS[error] == status


@pytest.mark.parametrize("path", ["/search/default?schema=Nothing", "/search/default?filter=x", "/search/none"])
def test_what_the_client_sent(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in {400, 404}


def test_an_example_that_cannot_be_searched(client: TestClient) -> None:
    body = {"queries": {"q": {"schema": "Nothing", "properties": {"name": ["Kim"]}}}}
    assert client.post("/match/default", json=body).status_code == 400


@pytest.mark.parametrize("path", ["/catalog", "/search/default?q=kim", "/entities/own-1", "/entities/own-1/adjacent"])
def test_a_schema_that_is_not_known_hides_no_list(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_an_index_that_cannot_be_opened(client: TestClient, index: Path) -> None:
    """The answer says what is wrong, and what was opened before goes on."""
    index.rename(index.with_name("away"))
    index.mkdir()
    answer = client.post("/updatez?sync=true")
    assert answer.status_code == 503
    assert "counterflow index" in answer.json()["error"]["next_step"]
    assert client.get("/search/default?q=kim").json()["total"]["value"] == 1


def test_a_store_that_is_damaged_while_it_is_open(client: TestClient, index: Path) -> None:
    store = index / FILE
    size = store.stat().st_size
    with store.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    answer = client.get("/entities/un-1")
    assert answer.status_code == 503
    assert "cannot be read" in answer.json()["detail"]

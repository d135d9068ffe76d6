"""The estimate over HTTP: asked once of a build, with clear errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from counterflow.api import money
from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.dossier.money import show_money
from counterflow.dossier.money_shape import MoneyAnswer
from counterflow.settings import Settings


def connect(case: Case) -> TestClient:
    rails = Rails(Settings(log="off", rate=0, user="ana"), Keyring.read(None))
    return TestClient(create_app(case, rails=rails), base_url="http://127.0.0.1")


@pytest.fixture
def client(money_case: Case) -> Iterator[TestClient]:
    with connect(money_case) as opened:
        yield opened


def test_a_build_is_estimated_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build never changes: the second answer is the first, another result is another answer."""
    asked: list[str | None] = []

    def counted(archive: Archive, of: str | None) -> MoneyAnswer:
        asked.append(of)
        return show_money(archive, of)

    monkeypatch.setattr(money, "show_money", counted)
    first = client.get("/api/money").json()
    part = first["parts"][0]["part"]
    assert client.get("/api/money").json() == first
    assert client.get("/api/money", params={"of": part}).json()["estimate"]["of"] == part
    assert asked == [None, part]


def test_an_unknown_result_names_near_ones(client: TestClient) -> None:
    """404, with what there is and what was probably meant."""
    whole = client.get("/api/money").json()["parts"][0]["whole"]
    reply = client.get("/api/money", params={"of": whole[:-1]})
    assert reply.status_code == 404
    assert whole in reply.json()["error"]["next_step"]


def test_a_case_without_money_says_so(told_case: Case) -> None:
    """A report that states no sum of a known currency: 404 with what to do, no empty picture."""
    with connect(told_case) as client:
        reply = client.get("/api/money")
    assert reply.status_code == 404
    assert "[estimate]" in reply.json()["error"]["next_step"]

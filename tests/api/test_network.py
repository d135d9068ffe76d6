"""The network over HTTP: bounded answers, clear refusals, and a key that may read is enough."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from counterflow.api.case import CurrentArchive
from counterflow.api.exposure import make_router
from counterflow.api.guard.key import KeyScope
from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.route import needed_scopes
from counterflow.api.guard.wall import Rails
from counterflow.api.network import CurrentNetwork
from counterflow.api.server import create_app
from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.dossier.exposure import trace_exposure
from counterflow.service.network.shape import NetworkAnswer
from counterflow.service.network.view import NetworkView
from counterflow.settings import Settings
from counterflow.trace.network import load_network, load_stakes


@pytest.fixture(scope="module")
def client(example_case: Case) -> Iterator[TestClient]:
    rails = Rails(Settings(log="off", rate=0, user="ana"), Keyring.read(None))
    with TestClient(create_app(example_case, rails=rails), base_url="http://127.0.0.1") as opened:
        yield opened


def test_picture_neighbours_ties_and_path(client: TestClient) -> None:
    """Each address answers with its shape; the second picture is read from the case's cache."""
    picture = client.get("/api/network", params={"around": "ofac-12209", "limit": 6}).json()
    assert len(picture["parties"]["id"]) == 6
    assert picture["around"]["caption"] == "Office 39"
    body = {"party": "ofac-12209", "shown": picture["parties"]["id"], "limit": 2}
    coming = client.post("/api/network/neighbours", json=body).json()
    assert len(coming["parties"]["id"]) == 2
    one, other = picture["ties"]["source"][0], picture["ties"]["target"][0]
    assert client.get("/api/network/ties", params={"one": one, "other": other}).json()["ties"][0]["evidence"] != []
    path = client.get("/api/network/path", params={"source": one, "target": other}).json()
    assert path["steps"][0]["party"]["id"] in (one, other)
    assert client.get("/api/network", params={"around": "ofac-12209", "limit": 6}).json() == picture


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/network?limit=0", 400),
        ("/api/network?limit=5001", 400),
        ("/api/network?around=nobody", 404),
        ("/api/network/ties?one=ofac-12209", 400),
        ("/api/network/path?source=ofac-12209&target=nobody", 404),
    ],
)
def test_what_cannot_be_answered_is_refused(client: TestClient, path: str, status: int) -> None:
    """With what was asked, as everywhere."""
    refused = client.get(path)
    assert refused.status_code == status
    assert refused.json()["error"]["what"] != ""


def test_too_many_shown_parties_are_refused(client: TestClient) -> None:
    """The list that a page sends is bounded."""
    body = {"party": "ofac-12209", "shown": ["x"] * 10_001}
    assert client.post("/api/network/neighbours", json=body).status_code == 400


def test_a_key_that_may_read_is_enough() -> None:
    """Also for the question that is a POST, because it names all that is shown; the page itself needs none."""
    assert needed_scopes("/api/network/neighbours", "POST") == {KeyScope.READ}
    assert needed_scopes("/api/network", "GET") == {KeyScope.READ}
    assert needed_scopes("/api/network", "POST") == {KeyScope.DECIDE}
    assert needed_scopes("/network", "GET") == frozenset()


def test_leads_are_marked_and_say_how_many_of_such_were_true(client: TestClient) -> None:
    """Likeliest first, each with two parties that no tie joins; never under a weaker marking than leads have."""
    answer = client.get("/api/network/leads").json()
    assert answer["handling"].startswith("TLP:AMBER+STRICT")
    assert answer["status"] == "LEAD, NOT A FINDING"
    assert len(answer["leads"]) > 0
    for lead in answer["leads"][:3]:
        assert 0.0 <= lead["precision"] <= 1.0
        assert lead["reasons"] != []
        ends = {"one": lead["one"]["id"], "other": lead["other"]["id"]}
        assert client.get("/api/network/ties", params=ends).json()["ties"] == []
    assert needed_scopes("/api/network/leads", "GET") == {KeyScope.READ}


def test_the_whole_picture_is_drawn_once_and_before_it_is_asked_for(
    example_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server draws it when it starts; whoever comes while it is drawn waits for it, and nobody draws it again."""
    drawn: list[str] = []
    begun = threading.Event()
    show = NetworkView.show

    def noted(view: NetworkView, archive: Archive, *, limit: int = 5000, around: str | None = None) -> NetworkAnswer:
        drawn.append(threading.current_thread().name)
        begun.set()
        return show(view, archive, limit=limit, around=around)

    monkeypatch.setattr(NetworkView, "show", noted)
    rails = Rails(Settings(log="off", rate=0, user="ana"), Keyring.read(None))
    with TestClient(create_app(example_case, rails=rails), base_url="http://127.0.0.1") as opened:
        assert begun.wait(timeout=60)
        first = opened.get("/api/network")
        assert opened.get("/api/network").content == first.content
    assert first.json()["total"]["parties"] > 0
    assert drawn == ["network-picture"]


def test_exposure_loads_ties_and_stakes_once_a_build(example_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page and exposure hold one network, and nothing of a build stays beside that of the next."""
    loaded: list[str] = []

    def count(name: str, of: Callable[..., object]) -> Callable[..., object]:
        def load(*given: object) -> object:
            loaded.append(name)
            return of(*given)

        return load

    monkeypatch.setattr("counterflow.service.network.view.load_network", count("network", load_network))
    monkeypatch.setattr("counterflow.dossier.exposure.load_network", count("network again", load_network))
    monkeypatch.setattr("counterflow.dossier.exposure.load_stakes", count("stakes", load_stakes))
    held = CurrentNetwork()
    current = CurrentArchive(example_case)
    app = FastAPI()
    app.include_router(make_router(current, held))
    with TestClient(app) as client:
        first = client.get("/api/exposure/ofac-12209").json()
        assert client.get("/api/exposure/ofac-12209").json() == first
        assert client.get("/api/exposure/unsc-6908524?to=ofac-12209").json()["paths"] != []
    with current.read() as archive:
        assert trace_exposure(archive, first["id"]).model_dump(mode="json", by_alias=True) == first
        loaded.remove("network again")
        loaded.remove("stakes")
        held.picture(archive, 10, None)
        old = weakref.ref(held.of(archive).network)
        assert loaded == ["network", "stakes"]
        held.of(archive).build = "another"
        held.hands(archive)
        gc.collect()
        assert old() is None
    current.close()
    assert loaded == ["network", "stakes"] * 2

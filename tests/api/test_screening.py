"""Screening over HTTP: one state an answer, the peer's shapes, and no answer that a hostile request breaks."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.compare.algorithm import ALGORITHM
from counterflow.remote.clock import SystemClock
from counterflow.service.current import CurrentState
from counterflow.service.source import IndexSource
from counterflow.settings import Settings

from ..interop.serving import ENTITIES, make_small_index


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    index = make_small_index(tmp_path_factory.mktemp("screening"))
    current = CurrentState(IndexSource(index, SystemClock(), threads=1))
    app = create_app(None, current, rails=Rails(Settings(log="off", rate=0)))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        current.refresh()
        yield client


def ask(client: TestClient, schema: str = "Person", dataset: str = "default", **properties: Any) -> Any:
    """Ask for one party; gives its answer."""
    params = properties.pop("params", {})
    body = {"queries": {"q": {"schema": schema, "properties": properties}}}
    return client.post(f"/match/{dataset}", json=body, params=params)


def found(answer: Any) -> list[str]:
    return [one["id"] for one in answer.json()["responses"]["q"]["results"]]


def test_who_an_example_may_mean(client: TestClient) -> None:
    """Best first, with what speaks for it; the shape that yente's client reads."""
    answer = ask(client, name=["Kim Yong Chol"], birthDate="1962-02-18")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["limit"], body["algorithm"], body["scope"]) == (5, ALGORITHM, "listed")
    one = body["responses"]["q"]
    assert one["query"] == {"schema": "Person", "properties": {"name": ["Kim Yong Chol"], "birthDate": ["1962-02-18"]}}
    assert [result["id"] for result in one["results"]] == ["un-1", "us-1"]
    assert one["total"] == {"value": 2, "relation": "eq"}
    best = one["results"][0]
    assert best["match"] is True
    assert best["explanations"]["name"]["score"] > 0
    assert best["last_change"] == "2024-05-01T00:00:00"


@pytest.mark.parametrize(
    ("params", "ids"),
    [
        ({"limit": 1}, ["un-1"]),
        ({"limit": 0}, []),
        ({"exclude_entity_ids": "old-1"}, ["us-1"]),
        ({"topics": "sanction"}, ["un-1"]),
        ({"changed_since": "2023-01-01"}, ["un-1"]),
        ({"include_dataset": "us_ofac_sdn"}, ["us-1"]),
        ({"exclude_dataset": "us_ofac_sdn"}, ["un-1"]),
        ({"exclude_schema": "Person"}, []),
        ({"countries": "kp"}, ["un-1"]),
        ({"countries": "ru"}, []),
        ({"schema": "LegalEntity"}, ["un-1", "us-1"]),
        ({"schema": "Vessel"}, []),
        ({"threshold": 1, "cutoff": 0.3}, ["un-1", "us-1"]),
        ({"algorithm": ALGORITHM}, ["un-1", "us-1"]),
    ],
)
def test_what_is_wanted(client: TestClient, params: dict[str, Any], ids: list[str]) -> None:
    answer = ask(client, name="Kim Yong Chol", birthDate="1962-02-18", params=params)
    assert found(answer) == ids


def test_the_threshold_decides_what_matches(client: TestClient) -> None:
    answer = ask(client, name="Kim Yong Chol", params={"threshold": 1, "cutoff": 0.3}).json()["responses"]["q"]
    assert {one["match"] for one in answer["results"]} == {False}
    assert answer["total"]["value"] == 0


def test_one_list_alone(client: TestClient) -> None:
    assert found(ask(client, dataset="us_ofac_sdn", name="Kim Yong Chol")) == ["us-1"]
    assert ask(client, dataset="nothing", name="Kim Yong Chol").status_code == 404
    assert ask(client, name="Kim Yong Chol", params={"include_dataset": "us_ofac_snd"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ({"queries": {}}, "No queries provided."),
        ({"queries": {"q": {"schema": "Banana", "properties": {"name": ["x"]}}}}, "Invalid schema"),
        ({"queries": {"q": {"schema": "Person", "properties": {}}}}, "no name and no number"),
        ({"queries": {str(i): {"schema": "Person", "properties": {"name": ["x"]}} for i in range(101)}}, "Too many"),
        ({"queries": {"q": {"properties": {"name": ["x"]}}}}, "schema"),
        ({"queries": []}, "queries"),
        ({"queries": {"q": {"schema": "Person", "properties": {"name": ["x"]}}}, "weights": {"a": 1}}, "weights"),
    ],
)
def test_what_cannot_be_asked(client: TestClient, body: Any, what: str) -> None:
    answer = client.post("/match/default", json=body)
    assert answer.status_code == 400
    assert what in answer.json()["detail"]


@pytest.mark.parametrize("params", [{"algorithm": "logic-v2"}, {"threshold": "nan"}, {"limit": -1}, {"limit": 501}])
def test_parameters_that_are_none(client: TestClient, params: dict[str, Any]) -> None:
    assert ask(client, name="Kim", params=params).status_code == 400


def test_one_bad_example_does_not_spoil_a_batch(client: TestClient) -> None:
    good = {"schema": "Person", "properties": {"name": ["Kim Yong Chol"]}}
    body = {"queries": {"good": good, "bad": {"schema": "Banana", "properties": {}}, "none": None}}
    answer = client.post("/match/default", json=body)
    assert answer.status_code == 200
    responses = answer.json()["responses"]
    assert set(responses) == {"good", "bad"}
    assert (responses["good"]["status"], responses["bad"]["status"]) == (200, 400)
    assert len(responses["good"]["results"]) == 2
    assert answer.headers["x-batch-size"] == "2"


def test_entities_search_and_catalog(client: TestClient) -> None:
    """One state serves all routes of the peer."""
    assert client.get("/entities/un-1").json()["properties"]["sanctions"][0]["id"] == "s-1"
    moved = client.get("/entities/old-1", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, "/entities/un-1")
    assert [one["id"] for one in client.get("/search/default", params={"q": "ocean"}).json()["results"]] == ["us-2"]
    names = [one["name"] for one in client.get("/catalog").json()["datasets"]]
    assert names == ["default", "un_sc_sanctions", "us_ofac_sdn"]
    assert client.get("/algorithms").json()["best"] == ALGORITHM
    assert client.get("/reconcile/default").json()["versions"][-1] == "0.2"
    assert client.get("/readyz").json()["status"] == "ok"


@pytest.mark.parametrize(
    "path",
    [
        "/search/default?q=ocean",
        "/entities/un-1",
        "/entities/un-1/adjacent",
        "/entities/un-1/adjacent/sanctions",
        "/reconcile/default/suggest/entity?prefix=kim",
        "/reconcile/default?queries=%7B%22q%22%3A%7B%22query%22%3A%22kim%22%7D%7D",
    ],
)
def test_what_is_looked_through_stands_in_headers(client: TestClient, path: str) -> None:
    """Where the body's shape is others': the scope, whether a list is too old, and which state it was."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert (answer.headers["x-counterflow-scope"], answer.headers["x-counterflow-stale"]) == ("listed", "unknown")
    assert answer.headers["x-counterflow-state"] == client.get("/catalog").json()["datasets"][0]["index_version"]


BAD_QUERY = quote('{"q": {}}')
SAMPLES = {
    "/search/{dataset}": ["/search/default?q=ocean"],
    "/entities/{entity_id}": ["/entities/un-1"],
    "/entities/{entity_id}/adjacent": ["/entities/un-1/adjacent"],
    "/entities/{entity_id}/adjacent/{property_name}": ["/entities/un-1/adjacent/sanctions"],
    "/reconcile/{dataset}": ["/reconcile/default", f"/reconcile/default?queries={BAD_QUERY}"],
    "/reconcile/{dataset}/suggest/entity": ["/reconcile/default/suggest/entity?prefix=kim&type=Q5"],
    "/reconcile/{dataset}/suggest/type": ["/reconcile/default/suggest/type?prefix=p"],
    "/reconcile/{dataset}/suggest/property": ["/reconcile/default/suggest/property?prefix=name&type=Q5"],
    "/reconcile/{dataset}/extend/property": ["/reconcile/default/extend/property?type=Q5"],
    "/reconcile/{dataset}/preview": ["/reconcile/default/preview?id=un-1"],
    "/catalog": ["/catalog"],
    "/algorithms": ["/algorithms"],
    "/api/screening": ["/api/screening"],
    "/readyz": ["/readyz"],
    "/healthz": ["/healthz"],
    "/api/served": ["/api/served"],
}
"""An address or more of every route that takes GET."""
OUR_OWN = ("x-counterflow-", "x-reconcile-", "x-batch-")
NEED_A_LEDGER = "/api/screening/"


def test_every_header_of_ours_is_described(client: TestClient) -> None:
    """What an answer says in headers stands in the description of its route, and nothing else does."""
    paths = client.get("/openapi.json").json()["paths"]
    batch = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Kim"]}}}}
    posts = {
        "/match/{dataset}": client.post("/match/default", json=batch),
        "/reconcile/{dataset}": client.post("/reconcile/default", data={"queries": '{"q": {}}'}),
        "/updatez": client.post("/updatez", params={"sync": True}),
        "/api/screening/answers": client.post("/api/screening/answers", json={"queries": [{"name": "Kim"}]}),
    }
    answers = [("get", path, client.get(one)) for path, places in SAMPLES.items() for one in places]
    answers += [("post", path, answer) for path, answer in posts.items()]
    known = {(method, path) for path, methods in paths.items() for method in methods}
    left = known - {(method, path) for method, path, _ in answers}
    assert [path for _, path in left if not path.startswith(NEED_A_LEDGER)] == []
    sent: dict[tuple[str, str], set[str]] = {}
    for method, path, answer in answers:
        assert answer.status_code == 200, (path, answer.text)
        names = {name for name in answer.headers if name.startswith(OUR_OWN)}
        sent.setdefault((method, path), set()).update(names)
    for (method, path), names in sent.items():
        assert {one.lower() for one in paths[path][method]["responses"]["200"].get("headers", {})} == names, path


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(properties=st.dictionaries(st.sampled_from(["name", "birthDate", "alias", "country", "x"]), json_values))
def test_no_example_breaks_the_server(client: TestClient, properties: dict[str, Any]) -> None:
    body = json.dumps({"queries": {"q": {"schema": "Person", "properties": properties}}})
    answer = client.post("/match/default", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {200, 400}
    assert answer.json()


def test_an_update_is_taken_up_whole(tmp_path: Path) -> None:
    """Parties and entities of one version change together, and answers name another version."""
    index = make_small_index(tmp_path)
    current = CurrentState(IndexSource(index, SystemClock(), threads=1))
    with TestClient(create_app(None, current, rails=Rails(Settings(log="off"))), base_url="http://127.0.0.1") as client:
        before = current.refresh()
        changed = [one for one in ENTITIES if one["id"] not in {"us-1", "s-1"}]
        changed[0] = {**changed[0], "properties": {"name": ["Somebody Else"]}}
        make_small_index(tmp_path, changed)
        assert client.post("/updatez", params={"sync": True}).json() == {"status": "ok"}
        after = current.get()
        assert after.version != before.version
        assert found(ask(client, name="Kim Yong Chol")) == []
        assert client.get("/entities/us-1").status_code == 404
        assert "sanctions" not in client.get("/entities/un-1").json()["properties"]
        assert before.entities.get("us-1") is not None
        assert after.opened_at <= datetime.datetime.now(datetime.UTC)

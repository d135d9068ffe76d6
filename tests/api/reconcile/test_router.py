"""The routes: every reply has the shape of the specification, and nothing that a client sends is a server's error."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from counterflow.api.reconcile import shape

BASE = "/reconcile/default"
QUERIES = {
    "q0": {"query": "Kim Jong Un", "type": "Person", "type_strict": "should", "limit": 3},
    "q1": {"query": "Ri Yong Ho", "properties": [{"pid": "birthDate", "v": ["1950", {"id": "x", "name": "1956"}]}]},
    "q2": {"query": "old-1"},
    "q3": {"query": ""},
    "q4": {"properties": [{"pid": "imoNumber", "v": 7937317}], "type": ["Vessel"]},
    "q5": {"query": "nobody has this name"},
}
EXTENSION = {
    "ids": ["ofac-1", "ofac-3", "nobody"],
    "properties": [{"id": "birthDate"}, {"id": "addressEntity"}, {"id": "x"}],
}
REPLIES = [
    ("manifest", "", None),
    ("reconciliation-result-batch", f"?queries={json.dumps(QUERIES)}", shape.ResultBatch),
    ("data-extension-response", f"?extend={json.dumps(EXTENSION)}", shape.ExtensionReply),
    ("suggest-entities-response", "/suggest/entity?prefix=kim", shape.Suggestions),
    ("suggest-types-response", "/suggest/type?prefix=", shape.Suggestions),
    ("suggest-properties-response", "/suggest/property?prefix=", shape.Suggestions),
    ("data-extension-property-proposal", "/extend/property?type=Person&limit=9", shape.Proposal),
    ("data-extension-property-proposal", "/extend/property", shape.Proposal),
]
HOSTILE = ("suggest-entities-response", "/suggest/entity?prefix=<img", None)
"""Its name holds a lone surrogate, which the description's models cannot read."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.shared_data
@pytest.mark.parametrize(("schema", "path", "_shape"), [*REPLIES, HOSTILE])
def test_replies_have_the_shape_of_the_specification(
    client: TestClient, check: Callable[[str, Any], None], schema: str, path: str, _shape: Any
) -> None:
    """Each validates against the W3C's schema."""
    check(schema, client.get(BASE + path).json())


@pytest.mark.shared_data
def test_our_queries_have_the_shape_of_the_specification(check: Callable[[str, Any], None]) -> None:
    """What the tests send is what clients may send."""
    check("reconciliation-query-batch", QUERIES)
    check("data-extension-query", EXTENSION)


@pytest.mark.parametrize(("_schema", "path", "model"), REPLIES[1:])
def test_replies_have_the_shape_that_the_description_gives(
    client: TestClient, _schema: str, path: str, model: Any
) -> None:
    """The API's description says nothing that a reply is not; this needs no file from elsewhere."""
    reply = client.get(BASE + path)
    assert reply.status_code == 200
    TypeAdapter(model).validate_json(reply.content)


def test_the_description_names_every_route(client: TestClient) -> None:
    """With the form that POST takes."""
    paths = client.get("/openapi.json").json()["paths"]
    place = "/reconcile/{dataset}"
    assert set(paths) == {
        place,
        *(f"{place}/suggest/{kind}" for kind in ("entity", "type", "property")),
        f"{place}/extend/property",
        f"{place}/preview",
    }
    assert list(paths[place]["post"]["requestBody"]["content"]) == ["application/x-www-form-urlencoded"]


def test_get_and_post_answer_alike(client: TestClient) -> None:
    """The address is for trying out, the form for work."""
    text = json.dumps(QUERIES)
    posted = client.post(BASE, data={"queries": text})
    got = client.get(BASE, params={"queries": text})
    assert posted.json() == got.json()
    assert list(posted.json()) == list(QUERIES)


def test_a_bad_query_spoils_no_other(client: TestClient) -> None:
    """Its result is empty, and a header says why."""
    reply = client.post(BASE, data={"queries": json.dumps({"bad": {"limit": -1, "query": "x"}, **QUERIES})})
    assert reply.status_code == 200
    assert reply.json()["bad"]["result"] == []
    assert len(reply.json()["q0"]["result"]) > 0
    assert set(json.loads(reply.headers["X-Reconcile-Problems"])) == {"bad", "q3"}


@pytest.mark.parametrize(
    "rest", ["", "/suggest/entity", "/suggest/type", "/suggest/property", "/extend/property", "/preview?id=x"]
)
def test_a_dataset_that_is_not_there_is_said(client: TestClient, rest: str) -> None:
    """404 on every route."""
    assert client.get(f"/reconcile/nowhere{rest}").status_code == 404
    assert client.post("/reconcile/nowhere", data={"queries": "{}"}).status_code == 404


@pytest.mark.parametrize("name", ["%00", "%ed%a0%80", "..%2f..", "default%0d%0aX-Injected:%201", "%F0%9F%99%82"])
def test_a_hostile_name_of_a_dataset_is_not_there(client: TestClient, name: str) -> None:
    """404, in one line."""
    reply = client.get(f"/reconcile/{name}")
    assert reply.status_code == 404
    assert "x-injected" not in reply.headers


def test_a_dataset_holds_its_own(client: TestClient) -> None:
    """What another list holds is not found in it."""
    text = json.dumps({"q0": {"query": "Kim Jong Un"}})
    reply = client.get("/reconcile/un_sc_sanctions", params={"queries": text})
    assert reply.json()["q0"]["result"] == []


@settings(max_examples=60)
@given(JSON | st.dictionaries(st.text(), st.fixed_dictionaries({"query": st.text(), "properties": JSON}), max_size=3))
def test_no_json_is_an_error_of_the_server(client: TestClient, value: Any) -> None:
    """NaN, lone surrogates, control signs: 200 with every key, or 400."""
    for field in ("queries", "extend"):
        reply = client.post(BASE, data={field: json.dumps(value)})
        assert reply.status_code in (200, 400)
        if field == "queries" and isinstance(value, dict):
            assert list(reply.json()) == list(json.loads(json.dumps(value)))


@pytest.mark.parametrize(
    "text",
    [
        '{"q0": {"query": "\\ud800", "limit": NaN}, "\\udc00": {"query": "K\\u0000\\u202e"}}',
        '{"q0": {"query": "Kim", "limit": Infinity, "properties": [{"pid": "birthDate", "v": -Infinity}]}}',
        '{"q0": {"query": "Kim", "properties": [{"pid": "birthDate", "v": ' + "[" * 900 + "]" * 900 + "}]}}",
        '{"q0": {"query": "' + "\\u0000" * 400 + '"}}',
        '{"q0": {"query": "1\' OR \'1\'=\'1"}, "<script>": {"query": "<script>"}}',
        '{"q0": {"query": "Kim", "limit": 1e999}}',
        "{" * 200_000,
    ],
)
def test_hostile_batches_are_answered(client: TestClient, text: str) -> None:
    """What a batch holds is never a reason to fail."""
    reply = client.post(BASE, data={"queries": text})
    assert reply.status_code in (200, 400)
    reply.json()


def test_a_request_gives_its_lists_back(client: TestClient, service: Any) -> None:
    """Also one that fails: a state that is held for ever is never unmapped."""
    client.get(BASE)
    client.get("/reconcile/nowhere")
    client.get(f"{BASE}/preview")
    assert service.open == 0

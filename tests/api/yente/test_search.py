"""`/search/{dataset}` as the peer's client reads it."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.api.yente.shape import SearchResponse


def search(client: TestClient, dataset: str = "default", **params: Any) -> dict[str, Any]:
    answer = client.get(f"/search/{dataset}", params=params)
    assert answer.status_code == 200, answer.text
    SearchResponse.model_validate_json(answer.content)
    body: dict[str, Any] = answer.json()
    return body


def ids(client: TestClient, dataset: str = "default", **params: Any) -> list[str]:
    return [one["id"] for one in search(client, dataset, **params)["results"]]


def test_the_whole_answer(client: TestClient) -> None:
    """Names, order, labels and dates."""
    body = search(client, q="ri yong ho", facets=["countries", "datasets", "schema"])
    assert list(body) == ["results", "facets", "total", "limit", "offset"]
    assert body["results"] == [
        {
            "id": "NK-ri",
            "caption": "Ri Yong Ho",
            "schema": "Person",
            "properties": {"name": ["Ri Yong Ho", "리용호"], "topics": ["sanction"], "country": ["kp"]},
            "datasets": ["un", "us"],
            "referents": ["ofac-1", "un/2 %"],
            "target": True,
            "first_seen": "2020-01-01T00:00:00",
            "last_seen": None,
            "last_change": "2024-06-01T00:00:00",
        }
    ]
    assert body["facets"] == {
        "countries": {"label": "Countries", "values": [{"name": "kp", "label": "North Korea", "count": 1}]},
        "datasets": {
            "label": "Data sources",
            "values": [{"name": "un", "label": "UN list", "count": 1}, {"name": "us", "label": "us", "count": 1}],
        },
        "schema": {"label": "Entity types", "values": [{"name": "Person", "label": "People", "count": 1}]},
    }
    assert (body["total"], body["limit"], body["offset"]) == ({"value": 1, "relation": "eq"}, 10, 0)


@pytest.mark.parametrize(
    ("dataset", "params", "expected"),
    [
        ("default", {}, ["NK-ri", "odd %2F?#ü", "un/adjacent"]),
        ("un", {}, ["NK-ri", "un/adjacent"]),
        ("empty", {}, []),
        ("default", {"exclude_dataset": "un"}, ["NK-ri", "odd %2F?#ü"]),
        ("un", {"include_dataset": "us"}, []),
        ("default", {"datasets": ["un", "us"], "filter_op": "AND"}, ["NK-ri"]),
        ("default", {"schema": "Sanction"}, ["s-1"]),
        ("default", {"exclude_schema": "Person", "countries": "kp"}, ["un/adjacent"]),
        ("default", {"topics": "sanction"}, ["NK-ri"]),
        ("default", {"target": "false"}, ["odd %2F?#ü", "un/adjacent"]),
        ("default", {"filter": "properties.name:odd"}, ["odd %2F?#ü"]),
        ("default", {"changed_since": "2024-05-31"}, ["NK-ri"]),
        ("default", {"changed_since": "2024-06-01T00:00:00"}, []),
        ("default", {"limit": -1}, []),
        ("default", {"q": "riyongho", "simple": "true"}, ["NK-ri"]),
        ("default", {"q": "maritmie", "fuzzy": "true"}, ["un/adjacent"]),
    ],
)
def test_parameters(client: TestClient, dataset: str, params: dict[str, Any], expected: list[str]) -> None:
    """Each narrows what is found as with the peer."""
    assert sorted(ids(client, dataset, **params)) == sorted(expected)


def test_the_window_ends(client: TestClient) -> None:
    """Offset and limit together stay within what the peer pages through."""
    body = search(client, limit=500, offset=9_499)
    assert (body["limit"], body["offset"], body["results"]) == (500, 9_499, [])


@pytest.mark.parametrize(
    ("dataset", "params", "status"),
    [
        ("nothing", {}, 404),
        ("default", {"include_dataset": ["un", "nothing"]}, 404),
        ("default", {"exclude_dataset": "nothing"}, 404),
        ("default", {"schema": "Nothing"}, 400),
        ("default", {"filter": "nocolon"}, 400),
        ("default", {"filter": "no.field:1"}, 400),
        ("default", {"sort": "nofield"}, 400),
        ("default", {"changed_since": "yesterday"}, 400),
        ("default", {"limit": 501}, 422),
        ("default", {"offset": 9_500}, 422),
        ("default", {"facets": "nothing"}, 422),
    ],
)
def test_wrong_parameters(client: TestClient, dataset: str, params: dict[str, Any], status: int) -> None:
    """Each is said."""
    assert client.get(f"/search/{dataset}", params=params).status_code == status


def test_a_lone_surrogate_harms_no_answer(client: TestClient) -> None:
    """A name that UTF-8 cannot hold is no failure of the server, nor of a client that reads strictly."""
    (ship,) = search(client, schema="Vessel")["results"]
    assert ship["properties"]["name"] == ["Odd ? Ship 😀"]


@given(st.text(st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_text_is_answered(client: TestClient, text: str) -> None:
    """Whatever is typed, 200."""
    search(client, q=text)


def test_every_parameter_is_described(client: TestClient) -> None:
    """The description of the API names each parameter of the peer's search."""
    described = client.get("/openapi.json").json()["paths"]["/search/{dataset}"]["get"]["parameters"]
    assert {one["name"] for one in described} == set(
        "dataset q schema include_dataset exclude_dataset exclude_schema changed_since countries topics datasets filter"
        " filter_op target limit offset sort fuzzy simple facets".split()
    )

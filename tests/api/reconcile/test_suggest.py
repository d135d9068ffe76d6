"""Suggestions while the user types."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from counterflow.api.reconcile.reply import PROBLEM_HEADER
from counterflow.api.reconcile.suggest import PAGE_SIZE

BASE = "/reconcile/default/suggest"


def ids(client: TestClient, kind: str, **params: Any) -> list[str]:
    reply = client.get(f"{BASE}/{kind}", params=params)
    assert reply.status_code == 200
    return [one["id"] for one in reply.json()["result"]]


def test_entities_are_suggested_by_name(client: TestClient) -> None:
    """In any script, and of one type if one is asked for."""
    assert ids(client, "entity", prefix="kim j") == ["ofac-1", "ofac-7"]
    assert ids(client, "entity", prefix="김") == ["ofac-1"]
    assert ids(client, "entity", prefix="kim", type="LegalEntity") == ["ofac-7"]
    assert ids(client, "entity", prefix="") == []


def test_an_id_is_suggested_first(client: TestClient) -> None:
    """A user may paste one, also one that an entity had before."""
    assert ids(client, "entity", prefix="un-2") == ["un-2"]
    assert ids(client, "entity", prefix="old-1") == ["ofac-1"]
    assert ids(client, "entity", prefix="un-2", type="Vessel") == []


def test_an_entity_found_by_id_and_by_name_is_suggested_once(client: TestClient) -> None:
    """A ship may be called by its number."""
    assert ids(client, "entity", prefix="un-9") == ["un-9"]


@pytest.mark.parametrize("kind", ["entity", "property"])
def test_nothing_is_of_a_type_that_is_not_known(client: TestClient, kind: str) -> None:
    """As in a query: the header says that it is not known, in signs that a header can hold."""
    for text in ("Q5", "Persön\n", "x" * 5_000):
        reply = client.get(f"{BASE}/{kind}", params={"prefix": "kim" if kind == "entity" else "name", "type": text})
        assert reply.json() == {"result": []}
        assert "is not known" in json.loads(reply.headers[PROBLEM_HEADER])["type"]
    for text in ("Person", "individual", ""):
        reply = client.get(f"{BASE}/{kind}", params={"prefix": "kim" if kind == "entity" else "name", "type": text})
        assert len(reply.json()["result"]) > 0
        assert PROBLEM_HEADER not in reply.headers


def test_the_cursor_skips(client: TestClient) -> None:
    """Pages put together are the whole, without gap or double."""
    whole = ids(client, "property", prefix="", cursor=0)
    assert len(whole) == PAGE_SIZE
    assert ids(client, "property", prefix="", cursor=5)[:10] == whole[5:15]
    assert ids(client, "entity", prefix="ri", cursor=1) == ids(client, "entity", prefix="ri")[1:]
    assert ids(client, "type", prefix="", cursor=100) == []


@pytest.mark.parametrize("cursor", ["-1", "x", "1.5", "9" * 5_000, "10001", "²"])
def test_a_cursor_that_is_no_number_is_refused(client: TestClient, cursor: str) -> None:
    """400, and no error of the server."""
    assert client.get(f"{BASE}/type", params={"cursor": cursor}).status_code == 400


def test_a_prefix_that_is_too_long_is_refused(client: TestClient) -> None:
    """No name has 501 characters."""
    assert client.get(f"{BASE}/entity", params={"prefix": "k" * 501}).status_code == 400

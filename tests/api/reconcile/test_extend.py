"""Data extension."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from counterflow.api.reconcile.extend import MAX_IDS, MAX_PROPERTIES, SETTINGS
from counterflow.api.reconcile.reply import PROBLEM_HEADER


def extend(client: TestClient, ids: list[str], *properties: Any) -> Any:
    query = {"ids": ids, "properties": [{"id": one} if isinstance(one, str) else one for one in properties]}
    reply = client.post("/reconcile/default", data={"extend": json.dumps(query)})
    assert reply.status_code == 200
    return reply.json()


def test_every_id_has_a_row_and_every_property_a_cell(client: TestClient) -> None:
    """Empty where nothing is known, in the order asked; GET says the same."""
    reply = extend(client, ["un-1", "nobody"], "Person:birthDate", "nonsense", "nationality")
    assert [one["id"] for one in reply["meta"]] == ["Person:birthDate", "nonsense", "nationality"]
    assert list(reply["rows"]) == ["un-1", "nobody"]
    assert reply["rows"]["un-1"] == {"Person:birthDate": [{"str": "1950"}], "nonsense": [], "nationality": []}
    assert reply["rows"]["nobody"] == {"Person:birthDate": [], "nonsense": [], "nationality": []}
    properties = [{"id": "Person:birthDate"}, {"id": "nonsense"}, {"id": "nationality"}]
    query = {"ids": ["un-1", "nobody"], "properties": properties}
    got = client.get("/reconcile/default", params={"extend": json.dumps(query)})
    assert got.json() == reply
    assert "nonsense" in got.headers[PROBLEM_HEADER]


def test_values_keep_their_order_and_limit(client: TestClient) -> None:
    """A user may ask for the first ones; as a number, or as text, as forms send it."""
    columns = [{"id": "alias", "settings": {"limit": limit}} for limit in (1, "1", 1.0)]
    for column in columns:
        assert extend(client, ["ofac-3"], column)["rows"]["ofac-3"]["alias"] == [{"str": "KOMID"}]
    for limit in (0, "", None, True, "x", -1):
        column = {"id": "alias", "settings": {"limit": limit}}
        assert extend(client, ["ofac-3"], column)["rows"]["ofac-3"]["alias"] == [{"str": "KOMID"}, {"str": "K-M"}]


def test_entities_have_id_and_name(client: TestClient) -> None:
    """The column says their type; one that is not in the dataset is its own name."""
    reply = extend(client, ["ofac-5"], "Thing:addressEntity")
    assert reply["meta"][0]["type"] == {"id": "Address", "name": "Address"}
    assert reply["rows"]["ofac-5"]["Thing:addressEntity"] == [
        {"id": "addr-1", "name": "Central District, Pyongyang"},
        {"id": "addr-9", "name": "addr-9"},
    ]


def test_facts_beside_the_properties_are_fetched(client: TestClient) -> None:
    """Which lists hold it is what a screener asks first."""
    row = extend(client, ["old-1"], "datasets", "schema", "last_change")["rows"]["old-1"]
    assert row == {
        "datasets": [{"str": "us_ofac_sdn"}],
        "schema": [{"str": "Person"}],
        "last_change": [{"str": "2026-02-10"}],
    }


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"ids": []},
        {"ids": [1], "properties": []},
        {"ids": ["x"], "properties": [{}]},
        {"ids": "x", "properties": []},
    ],
)
def test_a_query_that_is_none_is_refused(client: TestClient, query: Any) -> None:
    """400: there is no batch to spoil."""
    assert client.post("/reconcile/default", data={"extend": json.dumps(query)}).status_code == 400


def test_too_much_at_once_is_refused(client: TestClient) -> None:
    """413, by number of ids and of properties."""
    for ids, properties in (
        ([str(one) for one in range(MAX_IDS + 1)], []),
        ([], [{"id": "name"}] * (MAX_PROPERTIES + 1)),
    ):
        query = json.dumps({"ids": ids, "properties": properties})
        assert client.post("/reconcile/default", data={"extend": query}).status_code == 413


def test_properties_are_proposed_by_type(client: TestClient) -> None:
    """Each can be fetched under the id that is proposed."""
    reply = client.get("/reconcile/default/extend/property", params={"type": "Vessel", "limit": "12"}).json()
    assert (reply["type"], reply["limit"], len(reply["properties"])) == ("Vessel", 12, 12)
    fetched = extend(client, ["ofac-2"], *(one["id"] for one in reply["properties"]))
    assert [one["name"] for one in fetched["meta"]] == [one["name"] for one in reply["properties"]]


def test_a_type_that_is_not_known_has_only_what_every_entity_has(client: TestClient) -> None:
    """And is repeated as the client wrote it; the header says that it is not known."""
    got = client.get("/reconcile/default/extend/property", params={"type": "Q5"})
    assert "is not known" in json.loads(got.headers[PROBLEM_HEADER])["type"]
    reply = got.json()
    assert [one["id"] for one in reply["properties"]] == ["datasets", "schema", "last_change"]
    assert reply["type"] == "Q5"
    assert len(client.get("/reconcile/default/extend/property").json()["properties"]) > 50


@pytest.mark.parametrize("limit", ["0", "-1", "x", "9" * 5_000])
def test_a_wrong_limit_is_refused(client: TestClient, limit: str) -> None:
    """400, and no error of the server."""
    assert client.get("/reconcile/default/extend/property", params={"limit": limit}).status_code == 400


def test_every_setting_on_offer_is_read(client: TestClient) -> None:
    """The manifest offers no setting that does nothing."""
    for setting in SETTINGS:
        column = {"id": "alias", "settings": {setting["name"]: 1}}
        assert len(extend(client, ["ofac-3"], column)["rows"]["ofac-3"]["alias"]) == 1

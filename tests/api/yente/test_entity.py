"""`/entities/{id}` and what is next to an entity."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from counterflow.api.yente.shape import AdjacentPropResponse, AdjacentResponse, EntityResponse


def place(entity_id: str) -> str:
    return f"/entities/{quote(entity_id, safe='')}"


@pytest.mark.parametrize("entity_id", ["NK-ri", "un/adjacent", "odd %2F?#ü"])
def test_ids_of_any_characters(client: TestClient, entity_id: str) -> None:
    """Percent-encoded as the peer's client does, an id may hold slashes, and even look like a path."""
    answer = client.get(place(entity_id))
    assert answer.status_code == 200
    EntityResponse.model_validate_json(answer.content)
    assert answer.json()["id"] == entity_id
    adjacent = client.get(place(entity_id) + "/adjacent")
    AdjacentResponse.model_validate_json(adjacent.content)
    assert adjacent.json()["entity"]["id"] == entity_id


def test_nested_or_not(client: TestClient) -> None:
    """Entities in the places of ids, unless the client does not want them."""
    nested = client.get("/entities/NK-ri").json()["properties"]
    assert nested["sanctions"][0]["properties"] == {"program": ["DPRK"]}
    assert nested["ownershipOwner"][0]["properties"]["asset"][0]["caption"] == "Ocean Maritime"
    assert "sanctions" not in client.get("/entities/NK-ri?nested=false").json()["properties"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/entities/ofac-1", "/entities/NK-ri"),
        ("/entities/un%2F2%20%25?nested=false&x=%C3%BC", "/entities/NK-ri?nested=false&x=%C3%BC"),
        ("/entities/ofac-1/adjacent?limit=3", "/entities/NK-ri/adjacent?limit=3"),
        ("/entities/ofac-1/adjacent/sanctions", "/entities/NK-ri/adjacent/sanctions"),
    ],
)
def test_a_former_id_leads_on(client: TestClient, path: str, expected: str) -> None:
    """308 to the same question of the entity that holds it now."""
    answer = client.get(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, expected)
    assert client.get(path).status_code == 200


def test_adjacent_by_property(client: TestClient) -> None:
    """A page of one property, with the total."""
    answer = client.get(place("un/adjacent") + "/adjacent/ownershipAsset?limit=0")
    AdjacentPropResponse.model_validate_json(answer.content)
    assert answer.json() == {"results": [], "total": {"value": 1, "relation": "eq"}, "limit": 0, "offset": 0}


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/entities/nobody", "No such entity!"),
        ("/entities/nobody/adjacent", "No such entity!"),
        ("/entities/NK-ri/adjacent/name", "No such property!"),
        ("/entities/%FF%00", "No such entity!"),
    ],
)
def test_what_is_not_there(client: TestClient, path: str, detail: str) -> None:
    """404 with the peer's text."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith(detail.rstrip("!"))

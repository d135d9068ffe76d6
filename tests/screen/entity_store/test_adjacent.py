"""Entities next to one."""

from __future__ import annotations

import pytest

from counterflow.exc import NotFoundError
from counterflow.screen.entity_store.adjacent import Page
from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.entity_store.sort import read_sorts


def test_both_directions(store: EntityStore) -> None:
    """What an entity names, and what names it, under the model's names of both."""
    found = store.adjacent("omm")
    assert {name: (total, [one["id"] for one in near]) for name, (total, near) in found.items()} == {
        "addressEntity": (1, ["address"]),
        "directorshipOrganization": (1, ["directs"]),
        "ownedVehicles": (1, ["ship"]),
        "ownershipAsset": (1, ["owns"]),
    }


def test_a_tie_holds_its_other_end_and_leads_not_back(store: EntityStore) -> None:
    """Of an ownership, the owner whole; the asset asked about is left out."""
    _, (tie,) = store.adjacent("omm", "ownershipAsset")["ownershipAsset"]
    assert tie["properties"]["owner"] == [store.get("NK-ri")]
    assert "asset" not in tie["properties"]
    _, (sanction,) = store.adjacent("NK-ri", "sanctions")["sanctions"]
    assert "entity" not in sanction["properties"]


def test_nested(store: EntityStore) -> None:
    """All of it in the places of the ids; the other end of a tie is not opened further."""
    ri = store.get("NK-ri")
    assert ri is not None
    nested = store.nested(ri)["properties"]
    assert set(nested) - set(ri["properties"]) == {"sanctions", "ownershipOwner", "familyPerson"}
    assert nested["ownershipOwner"][0]["properties"]["asset"][0]["properties"]["addressEntity"] == ["address"]
    assert nested["familyPerson"][0]["properties"]["relative"] == ["nobody"]
    ship = store.get("ship")
    assert ship is not None
    assert store.nested(ship)["properties"]["owner"][0]["id"] == "omm"


def test_pages(store: EntityStore) -> None:
    """The total counts all; the page is what is asked for, in order."""
    assert store.adjacent("omm", "ownershipAsset", Page(offset=1)) == {"ownershipAsset": (1, [])}
    page = Page(limit=1, sort=read_sorts(["caption:desc", "properties.name"]))
    assert store.adjacent("omm", "ownershipAsset", page)["ownershipAsset"][0] == 1


def test_what_is_not_there(store: EntityStore) -> None:
    """An entity or a property that names none is said; one without any has a total of nothing."""
    with pytest.raises(NotFoundError):
        store.adjacent("ofac-12209")
    with pytest.raises(NotFoundError, match="birthDate"):
        store.adjacent("NK-ri", "birthDate")
    assert store.adjacent("NK-ri", "associates") == {"associates": (0, [])}

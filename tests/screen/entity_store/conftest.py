"""A small store: parties of several scripts, and what ties them to each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.entity_store.write import make_store

Made = dict[str, Any]


def entity(entity_id: str, schema: str, datasets: str = "un_sc", **properties: list[str]) -> Made:
    """An entity whose caption is its first name."""
    return {
        "id": entity_id,
        "schema": schema,
        "caption": next(iter(properties.get("name", [])), entity_id),
        "datasets": datasets.split(),
        "referents": [],
        "first_seen": "2024-01-01T00:00:00",
        "last_seen": "2026-02-10T00:00:00",
        "last_change": "2024-06-01T12:00:00",
        "target": "sanction" in properties.get("topics", []),
        "properties": properties,
    }


def small_network() -> list[Made]:
    """A listed man with his sanction, company, ship, relative and address; a director; two more in other scripts."""
    ri = entity(
        "NK-ri", "Person", "un_sc us_ofac", name=["Ri Yong Ho", "리용호"], birthDate=["1956-07-10"],
        nationality=["kp"], topics=["sanction"], gender=["male"], passportNumber=["PS-654310175"],
    )  # fmt: skip
    ri["referents"] = ["ofac-12209", "un/6908524"]
    petrov = entity("petrov", "Person", name=["Владимир Петров"], country=["ru"], birthDate=["1985"])
    petrov["last_change"] = "2025-03-04"
    unknown = entity("beijing/1", "Company", "eu_fsf", name=["北京外贸公司"], jurisdiction=["cn"])
    unknown["last_change"] = None
    return [
        ri,
        petrov,
        unknown,
        entity("mueller", "Person", "eu_fsf", name=["Jürgen Müller-Øvergård"], citizenship=["de"], gender=["male"]),
        entity(
            "omm", "Company", name=["Ocean Maritime Management Company, Ltd."], alias=["O.M.M."],
            country=["kp"], addressEntity=["address"], topics=["sanction"], registrationNumber=["KP 39/1"],
        ),
        entity(
            "ship", "Vessel", "us_ofac",
            name=["Chong Chon Gang"], imoNumber=["7937317"], flag=["kp"], owner=["omm"],
        ),
        entity("sanction", "Sanction", entity=["NK-ri"], authority=["UN Security Council"], program=["DPRK"]),
        entity("owns", "Ownership", owner=["NK-ri"], asset=["omm"], percentage=["60"]),
        entity("directs", "Directorship", "eu_fsf", director=["mueller"], organization=["omm"], role=["director"]),
        entity("family", "Family", person=["NK-ri"], relative=["nobody"], relationship=["cousin"]),
        entity("address", "Address", full=["Donghung-dong, Central District, Pyongyang"], country=["kp"]),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def network() -> list[Made]:
    """The entities of the store."""
    return small_network()


@pytest.fixture(scope="session")
def store(network: list[Made], tmp_path_factory: pytest.TempPathFactory) -> Iterator[EntityStore]:
    """The store, open."""
    folder = tmp_path_factory.mktemp("store")
    make_store(network, folder)
    opened = EntityStore.open(folder, connections=2)
    yield opened
    opened.close()

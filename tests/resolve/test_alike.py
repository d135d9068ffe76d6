"""Parties that several documents name and no list has."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest

from counterflow.resolve.alike import Told, is_fuller, join_pairs, weigh_pairs
from counterflow.resolve.cluster import Clusters
from counterflow.resolve.decide import Decision
from counterflow.resolve.member import Facts

KP = frozenset(["kp"])


def told(
    number: int, name: str, *, document: str = "", schema: str = "Person", **facts: Any
) -> tuple[Told, dict[str, Any]]:
    """Make a party of a document of its own, with what it is told to be."""
    around = {key: facts.pop(key) for key in ("countries", "company", "namesakes") if key in facts}
    one = Told(f"zdoc-{number}", schema, document or f"doc{number}", "TLP:CLEAR", **around)
    properties = {key: [value] for key, value in facts.items()}
    return one, {"id": one.entity_id, "schema": schema, "properties": {"name": [name], **properties}}


def decide(parties: Sequence[tuple[Told, dict[str, Any]]]) -> dict[tuple[str, str], str]:
    """Give the decision on each pair that is worth a look, by the names."""
    clusters = Clusters({one.entity_id: Facts(one.entity_id, one.document_id, one.schema) for one, _ in parties}, [])
    entities = {one.entity_id: entity for one, entity in parties}
    links = join_pairs(clusters, weigh_pairs(entities, [one for one, _ in parties]))
    names = {key: entity["properties"]["name"][0] for key, entity in entities.items()}
    assert {(link.source_id, link.target_id) for link in links if link.decision == Decision.SAME} >= {
        (member, min(ids)) for ids in _groups(clusters) for member in ids if len(ids) == 2 and member != min(ids)
    }
    return {tuple(sorted((names[link.source_id], names[link.target_id]))): str(link.decision) for link in links}


def _groups(clusters: Clusters) -> list[list[str]]:
    found = sorted(clusters.canonical().items(), key=lambda pair: (pair[1], pair[0]))
    return [[member for member, _ in group] for _, group in itertools.groupby(found, key=lambda pair: pair[1])]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Stephen J. Townsend", "Stephen J. Townsend"),
        ("Joseph Votel", "Joseph L. Votel"),
        ("Jon Yong Sang", "Jon Yong-sang"),
        ("Yong Sang Jon", "Jon Yong Sang"),
    ],
)
def test_one_name_in_two_documents_of_one_country_is_one_person(name: str, other: str) -> None:
    """Two documents of one case that name a country in common and a person alike mean one."""
    assert list(decide([told(1, name, countries=KP), told(2, other, countries=KP)]).values()) == ["same"]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Kim Jong Un", "Kim Jong Il"),
        ("Kim Jong Un", "Kim Jong Nam"),
        ("Kim Song Chol", "Kim Chol Song"),
        ("Ri Su Yong", "Ri Su Il"),
        ("Ri Yong Ho", "Ri Yong Nam"),
        ("Choe Ryong Hae", "Choe Ryong Su"),
        ("Jang Song Thaek", "Jang Song Chol"),
    ],
)
def test_two_of_one_surname_are_two(name: str, other: str) -> None:
    """Whatever their documents have in common."""
    around: dict[str, Any] = {"countries": KP, "company": frozenset(["un-1"]), "position": "defence minister"}
    assert "same" not in decide([told(1, name, **around), told(2, other, **around)]).values()


def test_what_speaks_against_one_person_is_weighed() -> None:
    """Other years of birth, and namesakes whom lists tell apart, leave a doubt."""
    name = "Kim Tong Myong"
    one = told(1, name, countries=KP, birthDate="1964")
    assert "same" not in decide([one, told(2, name, countries=KP, birthDate="1981")]).values()
    listed = told(3, "Kim Yong Chol", countries=KP, namesakes=2), told(4, "Kim Yong Chol", countries=KP, namesakes=2)
    assert "same" not in decide(listed).values()


def test_a_ship_is_one_ship_and_no_person() -> None:
    """Two documents name a ship; a third takes the name for a person."""
    ships = told(1, "Wise Honest", schema="Vessel", countries=KP), told(2, "Wise Honest", schema="Vessel", countries=KP)
    assert list(decide(ships).values()) == ["same"]
    assert decide([ships[0], told(3, "Wise Honest", countries=KP)]) == {}
    numbers = (
        told(i, "Wise Honest", schema="Vessel", countries=KP, imoNumber=n) for i, n in ((1, "8905490"), (2, "7937317"))
    )
    assert "same" not in decide(list(numbers)).values()


def test_two_that_a_document_keeps_apart_stay_apart() -> None:
    """Not even a third document joins them: it is equally like both, so it is joined to none."""
    parties = [
        told(1, "Jon Yong Sang", document="a", countries=KP),
        told(2, "Jon Yong-sang", document="a", countries=KP),
        told(3, "Jon Yong Sang", document="b", countries=KP),
    ]
    for order in itertools.permutations(parties):
        clusters = Clusters({one.entity_id: Facts(one.entity_id, one.document_id, one.schema) for one, _ in order}, [])
        entities = {one.entity_id: entity for one, entity in order}
        join_pairs(clusters, weigh_pairs(entities, [one for one, _ in order]))
        assert _groups(clusters) == []


def test_a_fuller_name_has_initials_more() -> None:
    """Between the first and the last word, and nothing else."""
    assert is_fuller("Joseph Votel", "Joseph L. Votel")
    assert not is_fuller("Kim Jong", "Kim Jong Un")
    assert not is_fuller("Ri Yong", "Ri Su Yong")
    assert not is_fuller("Votel", "Joseph L. Votel")

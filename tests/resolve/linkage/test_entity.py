"""Entities of FollowTheMoney as records, and the cut below which weights are not learnt."""

from __future__ import annotations

from typing import Any

from tests.resolve.linkage.test_link import PROPERTIES, make_records

from counterflow.resolve import linkage
from counterflow.resolve.linkage.entity import MIN_RECORDS, link_entities, read_entities
from counterflow.resolve.linkage.field import Field, Kind, infer_fields


def make_entities(parties: int) -> list[dict[str, Any]]:
    """Make persons, two records each."""
    return [
        {
            "id": row["id"],
            "schema": "Person",
            "properties": {name: [row[column]] for column, name in PROPERTIES.items() if row[column] is not None},
            "party": row["party"],
        }
        for row in make_records(parties, 2, seed=3)
    ]


def test_many_entities_are_linked_by_their_own_weights() -> None:
    """Persons with attributes enough are linked; a company among them is another family and left to the kernel."""
    persons = make_entities(400)
    company = {"id": "acme", "schema": "Company", "properties": {"name": ["Acme Ltd"], "country": ["gb"]}}
    found = {records.family: linked for records, linked in link_entities([*persons, company])}
    assert found["organization"] is None
    linked = found["person"]
    assert linked is not None
    party = {person["id"]: person["party"] for person in persons}
    pairs = [(linked.ids[i], linked.ids[j]) for i, j in enumerate(linked.clusters.tolist()) if i != j]
    assert len(pairs) > 300
    assert sum(party[left] != party[right] for left, right in pairs) < 0.03 * len(pairs)


def test_few_attributes_are_not_enough() -> None:
    """Names with one attribute, however many, are left to the kernel."""
    persons = [
        {"id": str(one), "schema": "Person", "properties": {"name": [f"Person {one}"], "country": ["gb"]}}
        for one in range(MIN_RECORDS + 10)
    ]
    (records,) = read_entities(persons)
    assert not records.is_enough
    for person in persons:
        person["properties"]["birthDate"] = ["1960"]  # type: ignore[index]
    (records,) = read_entities(persons)
    assert records.is_enough
    assert [field.name for field in records.fields] == ["name", "birthDate", "country"]


def test_aliases_are_names() -> None:
    """All strong names are values of one field, and weak aliases are none."""
    person = {"id": "1", "schema": "Person", "properties": {"name": ["A B"], "alias": ["C D"], "weakAlias": ["E"]}}
    (records,) = read_entities([person])
    assert records.table["name"].to_pylist() == [["A B", "C D"]]


def test_parts_of_names_are_one_field() -> None:
    """Given and family names are read in that order as one name, unless a whole name stands beside them."""
    parts = {"surname": "lastName", "first": "firstName", "dob": "birthDate", "row": "unknown"}
    assert infer_fields(parts) == [
        Field("name", Kind.NAME, ("first", "surname")),
        Field("birthDate", Kind.DATE, ("dob",)),
    ]
    assert infer_fields({**parts, "full": "name"})[0] == Field("name", Kind.NAME, ("full",))


def test_public_names() -> None:
    """What the package offers is what it lists."""
    assert set(linkage.__all__) <= set(dir(linkage))

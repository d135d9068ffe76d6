"""Properties on offer."""

from __future__ import annotations

import pytest

from counterflow.api.reconcile.entity_property import all_properties, find_property, properties_of, suggest_properties
from counterflow.api.reconcile.entity_type import read_type


@pytest.mark.parametrize("text", ["birthDate", "Person:birthDate", "Vessel:birthDate", "date of birth", "DOB"])
def test_a_property_is_found_by_any_of_its_names(text: str) -> None:
    """FtM's qualified name, its name, or a word that people head columns with."""
    found = find_property(text)
    assert found is not None
    assert found.id == "Person:birthDate"


@pytest.mark.parametrize("text", ["", "P31", ":", "Person:", "\x00", "shoe size"])
def test_what_is_no_property_is_not_found(text: str) -> None:
    """And is no error."""
    assert find_property(text) is None


def test_ids_are_unique_and_lead_back() -> None:
    """Every suggested id finds the property that it names."""
    ids = [one.id for one in all_properties()]
    assert len(ids) == len(set(ids))
    assert [find_property(one) for one in ids] == list(all_properties())


def test_what_is_compared_is_suggested_first_and_says_so() -> None:
    """A user who maps a column wants one that counts."""
    found = suggest_properties("", read_type("Person"))
    flags = [one.get("description", "").startswith("Compared when matching.") for one in found]
    assert flags[0]
    assert flags == sorted(flags, reverse=True)


def test_properties_are_those_of_the_type() -> None:
    """A ship has no birth date, a person no IMO number."""
    assert "Person:birthDate" not in [one.id for one in properties_of("Vessel")]
    assert "Vessel:imoNumber" not in [one["id"] for one in suggest_properties("imo", read_type("Person"))]
    assert properties_of("Nonsense") == ()


def test_properties_are_found_by_the_beginning_of_label_or_name() -> None:
    """The equal one first, also by its id."""
    assert suggest_properties("birth d", read_type(None))[0]["id"] == "Person:birthDate"
    assert suggest_properties("person:birthdate", read_type(None))[0]["id"] == "Person:birthDate"
    assert suggest_properties("imo", read_type(None))[0]["name"].startswith("IMO")

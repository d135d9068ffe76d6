"""Types on offer."""

from __future__ import annotations

import pytest

from counterflow.api.reconcile.entity_type import broad_type, is_of_type, suggest_types, type_names
from counterflow.model.schema import load_model


def test_every_type_on_offer_can_be_matched() -> None:
    """FtM says which schemata are."""
    assert {"Person", "Company", "Vessel"} <= set(type_names())
    assert all(load_model()[name].matchable for name in type_names())


def test_a_type_names_those_directly_above_it() -> None:
    """As a hierarchy of types is told, one step at a time."""
    assert [one["id"] for one in broad_type("Company")["broader"]] == ["Asset", "Organization"]


@pytest.mark.parametrize(
    ("prefix", "first"), [("pers", "Person"), ("Ship", None), ("comp", "Company"), ("BODY", "PublicBody")]
)
def test_types_are_found_by_the_beginning_of_their_name(prefix: str, first: str | None) -> None:
    """Then by any part of it; capitals do not count."""
    found = [one["id"] for one in suggest_types(prefix)]
    assert found[:1] == ([first] if first is not None else [])


def test_without_a_prefix_every_type_is_suggested() -> None:
    """So a user sees what there is."""
    assert {one["id"] for one in suggest_types(" ")} == set(type_names())


def test_a_schema_is_of_each_type_above_it() -> None:
    """A company is an organization, no organization is a company by that."""
    assert is_of_type("Company", "Organization")
    assert not is_of_type("Organization", "Company")
    assert not is_of_type("Nonsense", "Thing")

"""Filters: the same asked of one entity and of the store."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.exc import UsageError
from counterflow.screen.entity_store.filter import FieldFilter, Filter, scope_of, searched_schemata
from counterflow.screen.entity_store.read import EntityStore

DATASETS = ["un_sc", "us_ofac", "eu_fsf", "none"]
_VALUES = {
    "countries": ["kp", "KP", "ru", "xx"],
    "topics": ["sanction", "role.pep"],
    "datasets": DATASETS,
    "genders": ["male", "female"],
    "identifiers": ["7937317", "ps-654310175", "KP 39/1"],
    "target": ["true", "false", "other"],
    "schema": ["Person", "person", "Vessel"],
    "id": ["ship", "beijing/1"],
    "referents": ["ofac-12209"],
    "names": ["ri", "yong ho", "ocean", "北京", "!"],
    "dates": ["1956", "1956-07", "1956-07-10", "195"],
    "properties.birthDate": ["1985", "1956-07"],
    "properties.owner": ["omm"],
    "properties.role": ["Director"],
    "birthDate": ["1985"],
}
_FIELDS = st.sampled_from(sorted(_VALUES)).flatmap(
    lambda field: st.builds(
        lambda values, every: FieldFilter.read(field, values, every=every),
        st.lists(st.sampled_from(_VALUES[field]), min_size=1, max_size=3),
        st.booleans(),
    )
)
_FILTERS = st.builds(
    Filter,
    scope=st.none() | st.frozensets(st.sampled_from(DATASETS)),
    schemata=st.none() | st.sampled_from(["Thing", "Person", "Company", "Sanction"]).map(searched_schemata),
    without_schemata=st.frozensets(st.sampled_from(["Person", "Address", "Nothing"])),
    without_ids=st.frozensets(st.sampled_from(["ship", "ofac-12209", "nobody"])),
    fields=st.lists(_FIELDS, max_size=2).map(tuple),
    changed_since=st.none() | st.sampled_from(["2024-06-01T11:59:59", "2024-06-01T12:00:00", "2025-03-03T00:00:00"]),
)


@given(_FILTERS)
@settings(max_examples=300, deadline=None)
def test_the_store_and_the_entity_agree(store: EntityStore, network: list[dict[str, Any]], wanted: Filter) -> None:
    """The ids that the store gives are those of the entities that pass."""
    assert store.filter_ids(wanted) == sorted(one["id"] for one in network if wanted.passes(one))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(changed_since="2025-01-01T00:00:00"), ["petrov"]),
        (Filter(without_ids=frozenset(["ofac-12209"]), schemata=searched_schemata("Person")), ["mueller", "petrov"]),
        (Filter(fields=(FieldFilter.read("properties.birthDate", ["1985", "1956"]),)), ["NK-ri", "petrov"]),
        (Filter(fields=(FieldFilter.read("countries", ["kp", "ru"], every=True),)), []),
        (Filter(scope=frozenset(["us_ofac"])), ["NK-ri", "ship"]),
        (Filter(scope=frozenset()), []),
    ],
)
def test_filters(store: EntityStore, wanted: Filter, expected: list[str]) -> None:
    """What each lets through."""
    assert store.filter_ids(wanted) == expected


def test_schemata_that_are_searched() -> None:
    """A company may be listed as a legal entity; a Thing is any party or place, and no tie."""
    assert searched_schemata("Company") == {"Company", "Organization", "LegalEntity"}
    assert {"Person", "Vessel", "Address", "Thing"} <= searched_schemata("Thing")
    assert "Ownership" not in searched_schemata("Thing")
    with pytest.raises(UsageError):
        searched_schemata("Nothing")


def test_a_dataset_left_out_is_left_out_of_the_scope() -> None:
    """What stands in another dataset too is still found through that one."""
    known = ["a", "b", "c"]
    assert scope_of(None, known) is None
    assert scope_of(None, known, exclude=["a"]) == frozenset(["b", "c"])
    assert scope_of("a", known, include=["b"]) == frozenset()
    assert scope_of("a", known) == frozenset(["a"])


def test_an_unknown_field_is_said() -> None:
    """A misspelt field would let everything or nothing pass."""
    with pytest.raises(UsageError, match="is no field"):
        FieldFilter.read("properties.brithDate", ["1985"])

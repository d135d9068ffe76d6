"""Markings as STIX objects, and back; what contradicts itself is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.exc import InputError
from counterflow.model.handling import TLP_LABELS, Handling
from counterflow.stix.check import find_fault
from counterflow.stix.marking import make_definitions, marking_refs, read_marking
from counterflow.stix.tlp import TLP_IDS, label_of_definition

NAMES = st.frozensets(st.sampled_from(["MOFA", "UN-POE", "EX"]), min_size=1)
MARKINGS = st.builds(
    Handling, st.sampled_from(TLP_LABELS), st.none() | NAMES | st.just(frozenset()), st.booleans(), st.just(frozenset())
).map(str)


def definitions(*markings: str) -> dict[str, dict[str, object]]:
    return {one["id"]: one for one in make_definitions(markings)}


@given(MARKINGS)
def test_a_marking_comes_back(marking: str) -> None:
    assert read_marking(marking_refs(marking), definitions(marking)) == marking


@given(MARKINGS)
def test_definitions_are_stix(marking: str) -> None:
    assert [find_fault(one) for one in make_definitions([marking])] == [None] * len(marking_refs(marking))


@pytest.mark.parametrize("label", TLP_LABELS)
def test_labels_are_the_objects_of_everyone(label: str) -> None:
    """Known by id, also where the bundle does not hold them, and by the extension under another id."""
    assert marking_refs(label) == (TLP_IDS[label],)
    assert read_marking([TLP_IDS[label]], {}) == label
    (one,) = make_definitions([label])
    assert label_of_definition({**one, "id": "marking-definition--00000000-0000-4000-8000-000000000001"}) == label


def test_labels_of_tlp_1() -> None:
    assert read_marking(["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"], {}) == "TLP:CLEAR"
    old = {"id": "marking-definition--00000000-0000-4000-8000-000000000001", "definition_type": "tlp"}
    assert read_marking([old["id"]], {old["id"]: {**old, "definition": {"tlp": "amber"}}}) == "TLP:AMBER"


def test_two_labels_contradict_each_other() -> None:
    with pytest.raises(InputError, match="marked TLP:GREEN and TLP:RED"):
        read_marking([TLP_IDS["TLP:GREEN"], TLP_IDS["TLP:RED"]], {})


def test_recipients_without_anybody_in_common_contradict_each_other() -> None:
    one, other = "TLP:AMBER//REL TO MOFA", "TLP:AMBER//REL TO UN-POE"
    with pytest.raises(InputError, match="different recipients"):
        read_marking([*marking_refs(one), *marking_refs(other)], definitions(one, other))


def test_what_is_no_marking_that_we_know_says_nothing() -> None:
    assert read_marking(["marking-definition--00000000-0000-4000-8000-000000000001"], {}) == "TLP:CLEAR"

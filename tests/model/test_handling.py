"""Handling: one text form, and the strictest of what a row came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.exc import InputError
from counterflow.model.handling import TLP_LABELS, Handling, parse_handling, strictest, widest

NAMES = st.frozensets(st.sampled_from(["MOFA", "UN-POE", "TREASURY"]))
HANDLINGS = st.builds(
    Handling,
    st.sampled_from(TLP_LABELS),
    st.none() | NAMES,
    st.booleans(),
    st.frozensets(st.sampled_from(["CC-BY-4.0", "OGL"])),
)


@given(HANDLINGS)
def test_text_form_round_trips(handling: Handling) -> None:
    """What is written is read back as it was."""
    assert parse_handling(str(handling)) == handling


@given(st.lists(HANDLINGS, min_size=1))
def test_strictest_is_no_wider_than_any(handlings: list[Handling]) -> None:
    """A derived row is at least as strict as each thing it came from."""
    whole = parse_handling(strictest(str(one) for one in handlings))
    for one in handlings:
        assert TLP_LABELS.index(whole.tlp) >= TLP_LABELS.index(one.tlp)
        assert whole.originator_control >= one.originator_control
        assert whole.licence >= one.licence
        if one.releasable_to is not None:
            assert whole.releasable_to is not None
            assert whole.releasable_to <= one.releasable_to


@given(st.lists(HANDLINGS, min_size=1))
def test_combining_twice_changes_nothing(handlings: list[Handling]) -> None:
    """Combination is idempotent, and its order does not matter."""
    texts = [str(one) for one in handlings]
    assert strictest([strictest(texts), *texts]) == strictest(reversed(texts))


def test_two_limits_without_a_common_organisation_release_to_nobody() -> None:
    """An empty intersection is kept as NONE and never read as no limit."""
    marking = strictest(["TLP:GREEN//REL TO MOFA", "TLP:GREEN//REL TO UN-POE"])
    assert marking == "TLP:GREEN//REL TO NONE"
    assert parse_handling(marking).releasable_to == frozenset()


def test_widest_is_the_source_that_may_be_shown_to_most() -> None:
    """A fact that a public and a restricted source state is public."""
    assert widest(["TLP:RED", "TLP:CLEAR", "TLP:AMBER//ORCON"]) == "TLP:CLEAR"
    assert widest(["TLP:GREEN//REL TO MOFA", "TLP:GREEN"]) == "TLP:GREEN"


@pytest.mark.parametrize("marking", ["", "AMBER", "TLP:BLUE", "TLP:RED//FOO", "TLP:RED//ORCON//ORCON", "TLP:RED//LIC "])
def test_a_marking_that_is_none_is_refused(marking: str) -> None:
    """No marking is guessed: an unreadable one would release what must not leave."""
    with pytest.raises(InputError):
        parse_handling(marking)


def test_tlp_white_is_clear() -> None:
    """TLP 1.0's WHITE is TLP 2.0's CLEAR."""
    assert parse_handling("tlp:white").tlp == "TLP:CLEAR"

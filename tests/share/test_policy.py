"""Who may have what is so marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.model.handling import TLP_LABELS, Handling, strictest
from counterflow.share.policy import Recipient, may_be_given, may_have, may_leave

ANYBODY, PARTNER = Recipient("EX"), Recipient("EX", is_named=True)
OWNER = Recipient(None, is_owner=True)


@pytest.mark.parametrize(
    ("marking", "anybody", "partner"),
    [
        ("TLP:CLEAR", True, True),
        ("TLP:GREEN", True, True),
        ("TLP:AMBER", False, True),
        ("TLP:AMBER+STRICT", False, True),
        ("TLP:RED", False, False),
        ("TLP:RED//REL TO EX", False, False),
        ("TLP:AMBER//REL TO EX", False, True),
        ("TLP:CLEAR//REL TO MOFA", False, False),
        ("TLP:CLEAR//REL TO NONE", False, False),
        ("TLP:CLEAR//ORCON", False, False),
        ("TLP:AMBER//REL TO EX,MOFA//ORCON", False, False),
        ("TLP:GREEN//REL TO EX,MOFA", True, True),
        ("TLP:GREEN//LIC CC-BY-4.0", True, True),
    ],
)
def test_who_may_have_it(marking: str, anybody: bool, partner: bool) -> None:
    assert (may_have(marking, ANYBODY), may_have(marking, PARTNER)) == (anybody, partner)
    assert may_have(marking, OWNER)


NAMES = st.none() | st.frozensets(st.sampled_from(["EX", "MOFA", "UN-POE"]))
MARKINGS = st.builds(Handling, st.sampled_from(TLP_LABELS), NAMES, st.booleans(), st.just(frozenset())).map(str)


@given(MARKINGS)
def test_a_name_opens_nothing_to_nobody(marking: str) -> None:
    """Who is nobody in particular has less than anybody who is named; a file has least."""
    nobody = Recipient(None)
    assert not may_have(marking, nobody) or may_have(marking, PARTNER)
    assert not may_leave(marking, "TLP:GREEN") or may_have(marking, nobody)


@given(MARKINGS, MARKINGS)
def test_what_is_derived_is_no_more_open(left: str, right: str) -> None:
    """Who may have what comes of two may have each of them, and no file has more than its parts."""
    both = strictest([left, right])
    for one in (Recipient(None), ANYBODY, PARTNER):
        if may_have(both, one):
            assert may_have(left, one)
            assert may_have(right, one)
    if may_leave(both, "TLP:GREEN"):
        assert may_leave(left, "TLP:GREEN")
        assert may_leave(right, "TLP:GREEN")


@given(MARKINGS, st.sampled_from(TLP_LABELS))
def test_what_is_given_is_within_both_limits(marking: str, max_tlp: str) -> None:
    """A partner's own limit adds to what the marking says, and takes nothing from it."""
    given_ = may_be_given(marking, PARTNER, max_tlp)
    assert given_ <= may_have(marking, PARTNER)
    assert not given_ or TLP_LABELS.index(marking.partition("//")[0]) <= TLP_LABELS.index(max_tlp)
    assert may_be_given(marking, PARTNER, TLP_LABELS[-1]) == may_have(marking, PARTNER)
    assert may_leave(marking, max_tlp) <= may_be_given(marking, PARTNER, max_tlp) or "RED" in marking

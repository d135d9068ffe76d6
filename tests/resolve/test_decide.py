"""Decisions on one pair."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.resolve.block import Shared
from counterflow.resolve.decide import Decision, Rank, can_both_hold, decide, shared_date
from counterflow.resolve.identifier import Strength
from counterflow.resolve.member import Facts


def facts(id_: str, schema: str = "Person", **known: str) -> Facts:
    """Make facts of an entity `dataset:number`; several values are parted by a space."""
    values = {name: frozenset(text.split()) for name, text in known.items()}
    return Facts(id_, id_.split(":", maxsplit=1)[0], schema)._replace(**values)  # type: ignore[arg-type]


def name(text: str, *, ambiguous: bool = False, weak: bool = False, primary: bool = True) -> Shared:
    return Shared("name", text, Strength.WEAK if weak else Strength.STRONG, ambiguous, text.count(" ") + 1, primary)


def number(kind: str, strength: Strength = Strength.STRONG, *, ambiguous: bool = False) -> Shared:
    return Shared(kind, "123456", strength, ambiguous)


A, B = facts("a:1"), facts("b:1")
ORG = facts("a:1", "Organization"), facts("b:1", "Company")

CASES = [
    # Persons: a name alone says little.
    (A, B, [name("kim yong chol")], None),
    (facts("a:1", births="1962"), facts("b:1", births="1962-02-18"), [name("kim yong")], Rank.NAME_AND_BIRTH_DATE),
    (facts("a:1", births="1962"), facts("b:1", births="1962"), [name("kim")], None),
    (facts("a:1", births="1962"), facts("b:1", births="1963"), [name("kim yong chol")], None),
    (facts("a:1", nationalities="kp"), facts("b:1", nationalities="kp ru"), [name("kim yong chol")], Rank.NAME),
    (facts("a:1", nationalities="kp"), facts("b:1", nationalities="kp"), [name("kim yong")], None),
    (facts("a:1", nationalities="kp"), facts("b:1", nationalities="kp"), [name("kim yong chol", primary=False)], None),
    # Any contradiction leaves the pair to a person, whatever is shared.
    (facts("a:1", genders="male"), facts("b:1", genders="female"), [number("national number")], None),
    (facts("a:1", births="1962"), facts("b:1", births="1970"), [number("national number")], None),
    (facts("a:1"), facts("b:1", "Company"), [number("national number")], None),
    # Organisations: a name of several words, or the name under which one is listed.
    (*ORG, [name("foo trading")], Rank.NAME),
    (*ORG, [name("foo trading", ambiguous=True)], None),
    (*ORG, [name("foo trading", weak=True)], None),
    (*ORG, [name("sepanir")], Rank.NAME),
    (*ORG, [name("sepanir", primary=False)], None),
    (*ORG, [name("rgb")], None),
    (facts("a:1", "Company", countries="kp"), facts("b:1", "Company", countries="cn"), [name("foo trading")], None),
    # A public body is no company, though both are organisations: FtM has no schema that is both.
    (facts("a:1", "PublicBody"), facts("b:1", "Company"), [name("foo trading")], None),
    # Ships are renamed and share names: only numbers join them.
    (facts("a:1", "Vessel"), facts("b:1", "Vessel"), [name("pong su ho")], None),
    (facts("a:1", "Vessel"), facts("b:1", "Vessel"), [number("mmsi", Strength.WEAK)], None),
    (facts("a:1", "Vessel"), facts("b:1", "Vessel"), [number("imoNumber", Strength.UNIQUE)], Rank.UNIQUE_IDENTIFIER),
    # Identifiers join unless several of one list have them; unique ones join even within a list.
    (A, B, [number("national number")], Rank.STRONG_IDENTIFIER),
    (A, B, [number("national number", ambiguous=True)], None),
    (*ORG, [number("leiCode", Strength.UNIQUE, ambiguous=True)], Rank.UNIQUE_IDENTIFIER),
    (facts("a:1", "Company"), facts("a:2", "Company"), [number("leiCode", Strength.UNIQUE)], Rank.UNIQUE_IDENTIFIER),
    (facts("a:1", "Company"), facts("a:2", "Company"), [number("national number")], None),
    (facts("a:1", "Company"), facts("a:2", "Company"), [name("foo trading")], None),
]


@pytest.mark.parametrize(("left", "right", "shared", "rank"), CASES)
def test_rules(left: Facts, right: Facts, shared: list[Shared], rank: Rank | None) -> None:
    """Each rule in both directions: what joins, and what leaves a pair to a person."""
    for verdict in (decide(left, right, shared), decide(right, left, shared)):
        assert verdict.rank == rank
        assert verdict.decision == (Decision.CANDIDATE if rank is None else Decision.SAME)


@pytest.mark.parametrize("fact", ["imo", "lei"])
def test_differing_unique_numbers_are_two_parties(fact: str) -> None:
    """Differing IMO or LEI numbers decide, whatever else is shared."""
    left, right = facts("a:1", "Company", **{fact: "1"}), facts("b:1", "Company", **{fact: "2"})
    assert decide(left, right, [name("foo trading")]).decision == Decision.DIFFERENT


def test_a_list_that_repeats_parties_is_no_reason_against() -> None:
    """Rows of one repeating dataset are compared like those of two lists."""
    left, right = (facts(id_, "Company", listed_as="foo") for id_ in ("eu:1", "eu:2"))
    assert decide(left, right, [name("foo trading")]).decision == Decision.SAME


dates = st.sampled_from(["1941", "1941-08", "1941-08-24", "1941-09", "1942", "1942-01-01"])
date_sets = st.frozensets(dates, max_size=3)


@given(date_sets, date_sets)
def test_dates_agree_both_ways(left: frozenset[str], right: frozenset[str]) -> None:
    """Agreement of dates is symmetric, and holds of a date with itself at any lower precision."""
    assert shared_date(left, right) == shared_date(right, left)
    assert can_both_hold(left, right) == can_both_hold(right, left)
    assert can_both_hold(left, frozenset(date[:4] for date in left))

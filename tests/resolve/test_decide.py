"""Decisions on one pair."""

from __future__ import annotations

import pytest

from counterflow.resolve.block import Shared
from counterflow.resolve.decide import REFERENCE_ODDS, Decision, Rank, Scored, decide, extra_odds
from counterflow.resolve.identifier import Strength
from counterflow.resolve.member import Facts

ALIKE = Scored(0.95, 2.5, 0.6, False, False)
UNLIKE = Scored(0.1, -3.0, 0.6, False, False)


def facts(id_: str, schema: str = "Person", **known: str) -> Facts:
    """Make facts of an entity `dataset:number`; several values are parted by a space."""
    values = {name: frozenset(text.split()) for name, text in known.items()}
    return Facts(id_, id_.split(":", maxsplit=1)[0], schema)._replace(**values)  # type: ignore[arg-type]


def number(kind: str, strength: Strength = Strength.STRONG, *, ambiguous: bool = False) -> Shared:
    return Shared(kind, "123456", strength, ambiguous)


A, B = facts("a:1"), facts("b:1")
SHIPS = facts("a:1", "Vessel"), facts("b:1", "Vessel")
UNIQUE = [number("leiCode", Strength.UNIQUE)]

CASES = [
    (A, B, [], ALIKE, Rank.SCORE),
    (A, B, [], UNLIKE, None),
    (A, B, [], None, None),
    # What excludes a merge leaves the pair to a person, however likely it is.
    (facts("a:1", genders="male"), facts("b:1", genders="female"), [], ALIKE, None),
    (A, facts("b:1", "Company"), [], ALIKE, None),
    # A public body is no company, though both are organisations: FtM has no schema that is both.
    (facts("a:1", "PublicBody"), facts("b:1", "Company"), [], ALIKE, None),
    # Two records of one list are two, unless it repeats parties, or a number is one party's for all time.
    (facts("a:1"), facts("a:2"), [], ALIKE, None),
    (facts("a:1", listed_as="foo"), facts("a:2", listed_as="bar"), [], ALIKE, Rank.SCORE),
    (facts("a:1", "Company"), facts("a:2", "Company"), UNIQUE, None, Rank.UNIQUE_IDENTIFIER),
    (facts("a:1", "Company"), facts("b:1", "Company"), UNIQUE, UNLIKE, Rank.UNIQUE_IDENTIFIER),
    # A weak alias alone joins nothing; with a birth date, or a number, it does.
    (A, B, [], ALIKE._replace(is_weak=True), None),
    (A, B, [], ALIKE._replace(is_weak=True, fact_odds=5.0), Rank.SCORE),
    (A, B, [], ALIKE._replace(is_weak=True, has_number=True), Rank.SCORE),
    # Ships are renamed and share names: only numbers join them.
    (*SHIPS, [], ALIKE, None),
    (*SHIPS, [], ALIKE._replace(has_number=True), Rank.SCORE),
    (*SHIPS, [number("imoNumber", Strength.UNIQUE)], None, Rank.UNIQUE_IDENTIFIER),
    # Numbers that move from party to party are the kernel's to weigh.
    (A, B, [number("mmsi", Strength.WEAK)], UNLIKE, None),
]


@pytest.mark.parametrize(("left", "right", "shared", "scored", "rank"), CASES)
def test_rules(left: Facts, right: Facts, shared: list[Shared], scored: Scored | None, rank: Rank | None) -> None:
    """Each rule in both directions: what joins, and what leaves a pair to a person."""
    for verdict in (decide(left, right, shared, scored), decide(right, left, shared, scored)):
        assert verdict.rank == rank
        assert verdict.decision == (Decision.CANDIDATE if rank is None else Decision.SAME)


@pytest.mark.parametrize("fact", ["imo", "lei"])
def test_differing_unique_numbers_are_two_parties(fact: str) -> None:
    """Differing IMO or LEI numbers decide, whatever else is shared."""
    left, right = facts("a:1", "Company", **{fact: "1"}), facts("b:1", "Company", **{fact: "2"})
    assert decide(left, right, [], ALIKE).decision == Decision.DIFFERENT


def test_the_un_reference_adds_unless_several_records_of_a_list_quote_it() -> None:
    """The kernel knows no designations: their reference is added to its log-odds, and shown as a reason."""
    odds, reasons = extra_odds([number("unscId")])
    assert odds == REFERENCE_ODDS == reasons[0].contribution
    assert extra_odds([number("unscId", ambiguous=True)]) == (0.0, ())
    assert extra_odds([number("national number")]) == (0.0, ())

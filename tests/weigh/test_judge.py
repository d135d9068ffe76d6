"""Judging the few reports of a dossier: the laws that hold whatever they say."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.model.doubt import CREDIBILITY_UNKNOWN, Hedge, Polarity, Reliability
from counterflow.weigh.hedge import meaning_of
from counterflow.weigh.judge import Account, Judged, judge

ACCOUNT = st.builds(
    Account,
    value=st.sampled_from(["Sydney", "Perth", "Australia"]),
    root=st.sampled_from("abcdef"),
    reliability=st.sampled_from(Reliability),
    hedge=st.sampled_from(Hedge),
    polarity=st.sampled_from(Polarity),
    dependence=st.floats(0, 1),
    is_own=st.booleans(),
)

B = Account("Sydney", "a", Reliability.B, Hedge.FACT, is_own=True)


def one(*accounts: Account, value: str = "Sydney", **given_: bool) -> Judged:
    return next(found for found in judge(accounts, **given_) if found.value == value)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(st.lists(ACCOUNT, min_size=1, max_size=12), st.randoms())
def test_order_does_not_matter_and_values_exclude_each_other(reports: list[Account], dice: random.Random) -> None:
    """The same reports in another order give the same answer; probabilities of one item add up to 1 at most."""
    turned = list(reports)
    dice.shuffle(turned)
    found = judge(reports)
    assert judge(turned) == found
    assert sum(each.probability for each in found) <= 1 + 1e-9
    for each in found:
        assert each.low - 1e-9 <= each.probability <= each.high + 1e-9 or each.high - each.low < 0.5


@settings(max_examples=30, deadline=None)
@given(st.lists(ACCOUNT, max_size=6))
def test_digit_one_needs_two_roots(reports: list[Account]) -> None:
    """One root, however firm and reliable, confirms nothing."""
    for each in judge(reports):
        if each.credibility == 1:
            assert each.roots >= 2


def test_one_reliable_root_is_probable_and_not_confirmed() -> None:
    """A B source that states a fact: about its letter's accuracy, digit 2."""
    found = one(B)
    assert 0.8 < found.probability < 0.95
    assert found.credibility == 2


def test_ten_copies_of_a_root_change_nothing_but_the_reports() -> None:
    """Ten reports of one root are one root."""
    copies = one(*[B] * 10)
    assert replace(copies, reports=1, parts=()) == replace(one(B), parts=())
    assert (copies.reports, copies.roots) == (10, 1)


def test_a_second_root_confirms() -> None:
    """Two independent roots of known lineage are digit 1; if the second may repeat the first, they are not."""
    second = replace(B, root="b")
    assert one(B, second).credibility == 1
    assert one(B, replace(second, dependence=0.9)).credibility == 2
    assert one(B, replace(second, dependence=0.9)).probability < one(B, second).probability


def test_unknown_lineage_says_less_and_widens() -> None:
    """Where nobody recorded who repeats whom, the same reports are less sure and the interval is wider."""
    known = one(*(replace(B, root=root, reliability=Reliability.C) for root in "abc"))
    unknown = one(*(replace(B, root=root, reliability=Reliability.C, is_own=False) for root in "abc"))
    assert unknown.probability < known.probability
    assert unknown.high - unknown.low > known.high - known.low


def test_what_nothing_is_known_of_cannot_be_judged() -> None:
    """A report of a source without a letter is 6, which is no middle value; so is a word of its own for it."""
    assert one(replace(B, reliability=Reliability.F)).credibility == CREDIBILITY_UNKNOWN


def test_hedges_are_what_people_mean() -> None:
    """Likely is less than a fact, unlikely speaks against; a word that nobody was asked about is its hedge."""
    likely, unlikely = replace(B, word="Likely"), replace(B, word="unlikely")
    assert one(unlikely).probability < 0.5 < one(likely).probability < one(B).probability
    assert meaning_of(Hedge.FACT, "perchance") == meaning_of(Hedge.FACT)
    assert meaning_of(Hedge.REPORTED, "Likely").mean == pytest.approx(0.72, abs=0.01)


def test_a_denial_weighs_less_than_a_negation() -> None:
    """Who is accused denies; who looked and found it false negates."""
    against = replace(B, root="b")
    denied = one(B, replace(against, polarity=Polarity.DENIED)).probability
    negated = one(B, replace(against, polarity=Polarity.NEGATED)).probability
    assert negated < denied < one(B).probability
    assert one(replace(B, polarity=Polarity.NEGATED)).credibility == 5


def test_an_unreliable_source_does_not_prove_the_contrary() -> None:
    """What an E source affirms is no less probable for it."""
    first = one(B).probability
    assert one(B, replace(B, root="b", reliability=Reliability.E)).probability >= first - 0.01


def test_wider_values_agree() -> None:
    """Sydney lies in Australia: they do not conflict, and Australia holds at least as surely as Sydney."""
    other = Account("Australia", "b", Reliability.B, Hedge.FACT, is_own=True)
    apart = {each.value: each.probability for each in judge([B, other])}
    together = {each.value: each.probability for each in judge([B, other], within=[("Sydney", "Australia")])}
    assert together["Sydney"] > apart["Sydney"]
    assert together["Australia"] >= together["Sydney"]


def test_values_that_may_be_true_together_do_not_compete() -> None:
    """Two nationalities are two facts."""
    other = replace(B, value="Perth", root="b")
    assert one(B, other, is_functional=False).probability == pytest.approx(
        one(B, is_functional=False).probability, abs=0.03
    )
    assert one(B, other).probability < one(B).probability


def test_parts_explain_the_probability() -> None:
    """Each root is named with what it adds, the strongest first."""
    found = one(B, replace(B, root="b", reliability=Reliability.D), replace(B, root="c", polarity=Polarity.DENIED))
    assert found.parts[0].root == "a"
    assert {part.root: part.log_odds > 0 for part in found.parts} == {"a": True, "b": True, "c": False}


def test_no_report_is_no_value() -> None:
    """Nothing said, nothing judged."""
    assert judge([]) == ()

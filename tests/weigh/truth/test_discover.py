"""Truth discovery: the laws that hold whatever the claims."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.model.doubt import Reliability
from counterflow.weigh.truth.answer import Row, rows_of
from counterflow.weigh.truth.claims import make_claims
from counterflow.weigh.truth.discover import Discovery, discover
from counterflow.weigh.truth.hierarchy import Hierarchy

Claim = tuple[str, str, str]

CLAIMS = st.lists(
    st.tuples(
        st.sampled_from([f"item {number}" for number in range(6)]),
        st.sampled_from("abcdefg"),
        st.sampled_from(
            ["red", "blue", "12:05", "12:06", "3", "3.5", "Knuth, Donald", "Donald Knuth", "n/a", "red blue"]
        ),
    ),
    min_size=1,
    max_size=40,
)


def find(claims: list[Claim], **given: object) -> Discovery:
    items, sources, values = zip(*claims, strict=True)
    return discover(make_claims(items, sources, values, [""] * len(items)), **given)  # type: ignore[arg-type]


def rows(claims: list[Claim], **given: object) -> dict[tuple[str, str], Row]:
    return {(row.item, row.value): row for row in rows_of(find(claims, **given))}


def many(items: int, sources: dict[str, float], seed: int = 1) -> tuple[list[Claim], dict[str, str]]:
    """Claims of independent sources of given accuracies, each item with one truth and nine falsehoods."""
    dice = random.Random(seed)
    truth = {f"item {number}": f"value {dice.randrange(10)}" for number in range(items)}
    claims = [
        (item, source, true if dice.random() < accuracy else f"value {dice.randrange(10)}")
        for item, true in truth.items()
        for source, accuracy in sources.items()
    ]
    return claims, truth


@settings(max_examples=60, deadline=None)
@given(CLAIMS)
def test_probabilities_of_an_item_sum_to_one_at_most(claims: list[Claim]) -> None:
    """Values of one item exclude each other, and the truth may be what nobody says."""
    found = find(claims)
    total = np.bincount(found.candidates.item, found.probability) if len(found.probability) > 0 else np.zeros(1)
    assert np.all(total <= 1 + 1e-9)
    assert np.all(found.probability >= 0)
    assert np.all(found.holds + 1e-9 >= found.probability)


@settings(max_examples=40, deadline=None)
@given(CLAIMS, st.randoms())
def test_the_order_of_claims_does_not_matter(claims: list[Claim], dice: random.Random) -> None:
    """The same claims in another order give the same bytes."""
    turned = list(claims)
    dice.shuffle(turned)
    assert list(rows_of(find(turned))) == list(rows_of(find(claims)))


def test_an_attribute_of_which_nobody_says_anything() -> None:
    """What says nothing ("n/a") is no evidence; that an attribute then has none changes nothing of the others."""
    told = [("item 0", "f", "3.5"), ("item 3", "c", "12:06")]
    silent = [("item 2", "a", "n/a")]
    items, sources, values = zip(*told, *silent, strict=True)
    claims = make_claims(items, sources, values, ["length", "time", "width"])
    assert [row.value for row in rows_of(discover(claims))] == ["3.5", "12:06"]


@settings(max_examples=40, deadline=None)
@given(CLAIMS, st.sampled_from("abcdefg"))
def test_a_recorded_copy_of_a_source_changes_nothing(claims: list[Claim], source: str) -> None:
    """What recorded lineage says is a copy adds a report and nothing else."""
    copies = [(item, "z copy", value) for item, name, value in claims if name == source]
    before, after = rows(claims), rows(claims + copies, lineage=[("z copy", source)])
    assert before.keys() == after.keys()
    for key, row in before.items():
        assert after[key].probability == pytest.approx(row.probability, abs=1e-6)
        assert after[key].roots == row.roots


@pytest.mark.parametrize("count", [1, 10])
def test_ten_copies_of_one_story_are_one_root(count: int) -> None:
    """Papers that cite one wire story raise the roots by one, also where the wire itself is not among the sources."""
    papers = [f"paper {number}" for number in range(count)]
    claims = [("ship", "navy", "Sydney"), *(("ship", paper, "Sydney") for paper in papers)]
    found = rows(claims, lineage=[(paper, "wire") for paper in papers])
    assert found["ship", "Sydney"].roots == 2
    assert found["ship", "Sydney"].reports == 1 + count


def test_copies_of_copies_and_circles_are_one_root() -> None:
    """A repeats B, B repeats C, C repeats A: one root."""
    claims = [("ship", source, "Sydney") for source in "abc"]
    assert rows(claims, lineage=[("a", "b"), ("b", "c"), ("c", "a")])["ship", "Sydney"].roots == 1


def test_who_differs_from_what_he_repeats_is_a_root_of_his_own() -> None:
    """A source that usually repeats another says something else here: that was not copied."""
    found = rows([("ship", "a", "Sydney"), ("ship", "b", "Perth")], lineage=[("b", "a")])
    assert found["ship", "Perth"].roots == 1
    assert found["ship", "Sydney"].roots == 1


def test_a_claim_can_say_what_it_repeats() -> None:
    """The column `repeats` is lineage of one claim, not of all of its source."""
    claims = make_claims(
        ["ship", "ship", "port", "port"], ["a", "b", "a", "b"], ["x", "x", "y", "y"], None, ["", "a", "", ""]
    )
    assert {(row.item, row.roots) for row in rows_of(discover(claims))} == {("ship", 1), ("port", 2)}


def test_unrecorded_copies_count_less_where_common_mistakes_show_them() -> None:
    """Four copies of a bad source do not outvote three better ones, though nobody recorded that they copy."""
    claims, truth = many(300, {"a": 0.8, "b": 0.75, "c": 0.7, "d": 0.45})
    copied = [(item, f"copy {number}", value) for item, source, value in claims if source == "d" for number in range(4)]
    found = find(claims + copied)
    best: dict[str, Row] = {}
    for row in rows_of(found):
        best.setdefault(row.item, row)
    right = sum(best[item].value == true for item, true in truth.items()) / len(truth)
    assert right > 0.85
    assert max(found.state.shares) > 0.8


def test_independent_good_sources_are_not_taken_for_copies() -> None:
    """Sources that agree because both are right stay independent."""
    found = find(many(300, {"a": 0.9, "b": 0.9, "c": 0.9, "d": 0.8, "e": 0.7})[0])
    assert max(found.state.shares) < 0.2


def test_a_letter_counts_where_nothing_else_is_known() -> None:
    """Of two sources that differ on one item, that with the better Admiralty letter is believed."""
    claims = [("ship", "a", "Sydney"), ("ship", "b", "Perth")]
    found = rows(claims, reliability={"a": Reliability.D, "b": Reliability.A})
    assert found["ship", "Perth"].probability > 0.6 > found["ship", "Sydney"].probability
    unknown = rows(claims, reliability={"a": Reliability.F, "b": Reliability.F})
    assert unknown == rows(claims)


def test_a_wider_value_supports_the_narrower() -> None:
    """Australia does not conflict with Sydney: it makes Sydney more probable than Oslo, and holds if Sydney is true."""
    tree = Hierarchy([("Sydney", "Australia"), ("Perth", "Australia"), ("Oslo", "Norway")])
    claims = [("ship", "a", "Sydney"), ("ship", "b", "Oslo")]
    alone = rows(claims, hierarchy=tree)
    helped = rows([*claims, ("ship", "c", "Australia")], hierarchy=tree)
    assert alone["ship", "Sydney"].probability == alone["ship", "Oslo"].probability
    assert helped["ship", "Sydney"].probability > 3 * helped["ship", "Oslo"].probability
    assert helped["ship", "Australia"].holds > helped["ship", "Sydney"].probability


def test_wider_values_do_not_choose_among_narrower_ones() -> None:
    """Ten who say Australia cannot tell Sydney from Perth: one who says Sydney is not proved right by them."""
    tree = Hierarchy([("Sydney", "Australia"), ("Perth", "Australia"), ("Oslo", "Norway")])
    wide = [("ship", f"wide {number}", "Australia") for number in range(10)]
    found = rows([("ship", "a", "Sydney"), *wide], hierarchy=tree)
    assert found["ship", "Sydney"].probability < 0.8
    assert found["ship", "Australia"].holds > 0.99
    both = rows([("ship", "a", "Sydney"), ("ship", "b", "Perth"), *wide], hierarchy=tree)
    assert both["ship", "Sydney"].probability == both["ship", "Perth"].probability < 0.45
    agreed = rows([*(("ship", name, "Sydney") for name in "abc"), *wide], hierarchy=tree)
    assert agreed["ship", "Sydney"].probability > 0.95


def test_how_many_say_a_wider_value_of_one_item_makes_no_other_rare() -> None:
    """Rare is what is claimed of few items, whoever and however many claim another value of this one."""
    found = find([("ship", "a", "red"), *(("ship", f"b {number}", "blue") for number in range(9))])
    assert set(found.evidence.commonness.tolist()) == {1.0}


def test_values_that_tell_nothing_are_no_claims() -> None:
    """Not available is no value of a gate."""
    assert set(rows([("gate", "a", "A 12"), ("gate", "b", "Not available"), ("gate", "c", "-")])) == {("gate", "A 12")}


def test_a_value_that_a_source_gives_everywhere_is_little_evidence() -> None:
    """Who says Galle of half the world's sites says something about himself."""
    claims, _ = many(60, {"a": 0.9, "b": 0.9, "c": 0.9})
    stuck = [(f"item {number}", "d", "Galle") for number in range(60)]
    found = find([*claims, ("other", "d", "Galle"), *stuck])
    weight = found.evidence.weight[found.evidence.source == found.roots.sources.index("d")]
    assert weight.max() < 0.2


def test_claims_recorded_as_their_sources_own_are_not_discounted() -> None:
    """Where lineage says that each source looked for itself, nothing is taken away for repeats nobody recorded."""
    items, sources, values = ["ship"] * 4, ["a", "b", "c", "d"], ["Sydney"] * 3 + ["Perth"]
    unknown = discover(make_claims(items, sources, values, [""] * 4, ["", "", "a", ""]))
    known = discover(make_claims(items, sources, values, [""] * 4, ["a", "b", "a", "d"]))
    assert known.root_count.tolist() == unknown.root_count.tolist()
    assert max(known.probability) > max(unknown.probability)
    assert max(known.effective) == pytest.approx(2.0)


def test_amounts_in_two_units_are_one_value() -> None:
    """150 kg and 330 pounds are one amount, a range around it is wider, and 125 kg is another."""
    found = {row.value: row for row in weigh_one(["150 kg", "330 pounds", "125 to 150 kg", "125 kg"])}
    assert set(found) == {"330 pounds", "125 to 150 kg", "125 kg"}
    assert found["330 pounds"].roots == 2
    assert found["125 to 150 kg"].holds > 0.99
    assert found["125 kg"].probability < 0.1


def test_a_rough_amount_is_borne_out_by_an_exact_one() -> None:
    """About 40 percent does not conflict with 42 percent, nor 3 tons with 3 tonnes."""
    for rough, exact in (("about 40 percent", "42 percent"), ("3 tons", "3 tonnes"), ("$1-2bn", "$1.5bn")):
        found = {row.value: row for row in weigh_one([rough, exact, exact])}
        assert found[rough].holds > found[exact].probability > 0.9


def test_of_two_amounts_that_could_be_a_third_the_nearer_is() -> None:
    """330 and 331 pounds differ, so 150 kg is one of them: 331 pounds are 150.1 kg, 330 are 149.7."""
    found = {row.value: row.roots for row in weigh_one(["150 kg", "330 pounds", "331 pounds"])}
    assert sorted(found.values()) == [1, 2]
    assert found["330 pounds"] == 1


def weigh_one(values: list[str]) -> list[Row]:
    """Weigh values of one item, each of a source of its own."""
    claims = make_claims(["i"] * len(values), [f"s{number}" for number in range(len(values))], values)
    return list(rows_of(discover(claims)))

"""Clusters: merges that never join what must stay apart."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from counterflow.resolve.cluster import UNKNOWN_ODDS, Clusters, Merge, split
from counterflow.resolve.decide import Rank, is_disjoint
from counterflow.resolve.member import Facts

IDS = [f"{dataset}:{i}" for i in range(3) for dataset in "abc"]

some = st.frozensets(st.sampled_from("12"), max_size=1)
all_facts = st.fixed_dictionaries(
    {
        id_: st.builds(
            Facts,
            st.just(id_),
            st.just(id_[0]),
            st.sampled_from(["Company", "Organization", "LegalEntity", "Person"]),
            genders=some,
            imo=some,
            lei=some,
            listed_as=st.just(frozenset()),
        )
        for id_ in IDS
    }
)
pair = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda one: one[0] < one[1])
all_odds = st.dictionaries(pair, st.floats(-10, 10))
ranks = st.sampled_from(list(Rank))
merges = st.lists(st.builds(lambda rank, ids: Merge(rank, 0.0, *ids), ranks, pair), max_size=15)


def grouped(canonical: dict[str, str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for member, canonical_id in canonical.items():
        groups.setdefault(canonical_id, []).append(member)
    return list(groups.values())


@given(all_facts, merges, st.lists(pair, max_size=6), all_odds)
def test_laws(
    facts: dict[str, Facts],
    wanted: list[Merge],
    negative: list[tuple[str, str]],
    odds: dict[tuple[str, str], float],
) -> None:
    """No cluster holds a NEGATIVE pair or differing unique numbers; order of input changes nothing."""
    wanted = [one._replace(doubt=-odds.get((one.left_id, one.right_id), 0.0)) for one in wanted]
    clusters = Clusters(facts, negative, odds)
    refused = clusters.merge_all(wanted)
    canonical = clusters.canonical()

    shuffled = Clusters(dict(reversed(facts.items())), reversed(negative), dict(reversed(odds.items())))
    assert shuffled.merge_all(reversed(wanted)) == refused
    assert shuffled.canonical() == canonical

    for members in grouped(canonical):
        assert canonical[members[0]] == min(members)
        for left, right in combinations(sorted(members), 2):
            assert (left, right) not in negative
            assert not is_disjoint(facts[left].imo, facts[right].imo)
            assert not is_disjoint(facts[left].lei, facts[right].lei)
            assert {facts[left].schema, facts[right].schema} != {"Company", "Person"}
    for merge in wanted:
        same = canonical.get(merge.left_id, merge.left_id) == canonical.get(merge.right_id, merge.right_id)
        assert same or (merge.left_id, merge.right_id) in refused


@given(all_facts, merges, all_odds)
def test_what_the_score_joins_is_borne_out(
    facts: dict[str, Facts], wanted: list[Merge], odds: dict[tuple[str, str], float]
) -> None:
    """By scores alone, no list is in a cluster twice, and no two genders."""
    clusters = Clusters(facts, [], odds)
    clusters.merge_all(one for one in wanted if one.rank == Rank.SCORE)
    for members in grouped(clusters.canonical()):
        assert len({facts[member].dataset for member in members}) == len(members)
        for left, right in combinations(members, 2):
            assert not is_disjoint(facts[left].genders, facts[right].genders)


def test_a_chain_of_likenesses_joins_no_strangers() -> None:
    """a = b and b = c, faintly, with nothing between a and c: the firmer merge stands, the other says why not."""
    facts = {id_: Facts(id_, id_[0], "Person") for id_ in ("a:1", "b:1", "c:1")}
    odds = {("a:1", "b:1"): 3.0, ("b:1", "c:1"): 2.5}
    wanted = [Merge(Rank.SCORE, -odds[ids], *ids) for ids in odds]
    clusters = Clusters(facts, [], odds)
    refused = clusters.merge_all(wanted)
    assert clusters.canonical() == {"a:1": "a:1", "b:1": "a:1"}
    assert refused["b:1", "c:1"] == ("average log-odds", f"{(2.5 + UNKNOWN_ODDS) / 2:.2f}", "2 pairs")
    firm = {**odds, ("a:1", "c:1"): -1.0}
    clusters = Clusters(facts, [], firm)
    clusters.merge_all(wanted)
    assert set(clusters.canonical().values()) == {"a:1"}


def test_what_lies_between_joins_nothing_across_a_negative_pair() -> None:
    """a = b and b = c with a and c judged different: the firmer merge stands, the other is refused and says why."""
    facts = {id_: Facts(id_, id_[0], "Person") for id_ in ("a:1", "b:1", "c:1")}
    clusters = Clusters(facts, [("a:1", "c:1")])
    wanted = [Merge(Rank.SCORE, -1.0, "b:1", "c:1"), Merge(Rank.UNIQUE_IDENTIFIER, 0.0, "a:1", "b:1")]
    refused = clusters.merge_all(wanted)
    assert clusters.canonical() == {"a:1": "a:1", "b:1": "a:1"}
    assert refused["b:1", "c:1"].feature == "negative judgement"


def test_a_legal_entity_is_not_both_a_person_and_a_company() -> None:
    """What could be either becomes one by its first merge, and then no longer the other."""
    facts = {
        "a:1": Facts("a:1", "a", "LegalEntity"),
        "b:1": Facts("b:1", "b", "Person"),
        "c:1": Facts("c:1", "c", "Company"),
    }
    clusters = Clusters(facts, [])
    clusters.merge_all([Merge(Rank.JUDGEMENT, 0.0, "a:1", "b:1"), Merge(Rank.JUDGEMENT, 0.0, "a:1", "c:1")])
    assert clusters.canonical() == {"a:1": "a:1", "b:1": "a:1"}


def test_splitting_shows_what_falls_apart() -> None:
    """Without the link in the middle a chain of four is two pairs; without any, everybody is alone."""
    members = ["d", "c", "b", "a"]
    links = [("a", "b"), ("b", "c"), ("c", "d")]
    assert split(members, links) == [["a", "b", "c", "d"]]
    assert split(members, [links[2], links[0]]) == [["a", "b"], ["c", "d"]]
    assert split(members, []) == [["a"], ["b"], ["c"], ["d"]]


def test_of_two_equal_bids_none_is_taken() -> None:
    """Two parties of one list are equally like a third: the smaller id is no reason; the likelier of two is one."""
    facts = {id_: Facts(id_, id_[0], "Person") for id_ in ("a:1", "b:1", "b:2", "c:1")}
    odds = {("a:1", "b:1"): 5.0, ("a:1", "b:2"): 5.0, ("a:1", "c:1"): 5.0}
    clusters = Clusters(facts, (), {**odds, ("b:1", "c:1"): 0.0, ("b:2", "c:1"): 0.0})
    refused = clusters.merge_all(Merge(Rank.SCORE, -5.0, *pair) for pair in odds)
    assert {pair: one.feature for pair, one in refused.items()} == {
        ("a:1", "b:1"): "equal bids",
        ("a:1", "b:2"): "equal bids",
    }
    assert clusters.canonical() == {"a:1": "a:1", "c:1": "a:1"}
    likelier = Clusters(facts, (), odds | {("a:1", "b:2"): 6.0})
    likelier.merge_all([Merge(Rank.SCORE, -5.0, "a:1", "b:1"), Merge(Rank.SCORE, -6.0, "a:1", "b:2")])
    assert likelier.canonical() == {"a:1": "a:1", "b:2": "a:1"}

"""Clusters: merges that never join what must stay apart."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from counterflow.resolve.cluster import Clusters, Merge
from counterflow.resolve.decide import Rank, can_both_hold, is_disjoint
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
            births=st.frozensets(st.sampled_from(["1941", "1941-08", "1942"]), max_size=1),
            genders=some,
            imo=some,
            lei=some,
            listed_as=st.just(frozenset()),
        )
        for id_ in IDS
    }
)
pair = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda one: one[0] < one[1])
merges = st.lists(st.builds(lambda rank, ids: Merge(rank, *ids), st.sampled_from(list(Rank)), pair), max_size=15)


def grouped(canonical: dict[str, str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for member, canonical_id in canonical.items():
        groups.setdefault(canonical_id, []).append(member)
    return list(groups.values())


@given(all_facts, merges, st.lists(pair, max_size=6), st.randoms())
def test_laws(facts: dict[str, Facts], wanted: list[Merge], negative: list[tuple[str, str]], random: object) -> None:
    """No cluster holds a NEGATIVE pair or differing unique numbers; order of input changes nothing."""
    clusters = Clusters(facts, negative)
    refused = clusters.merge_all(wanted)
    canonical = clusters.canonical()

    shuffled = Clusters(facts, reversed(negative))
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


@given(all_facts, merges)
def test_automatic_merges_never_contradict(facts: dict[str, Facts], wanted: list[Merge]) -> None:
    """Without judgements, all birth dates of a cluster may hold and no list is in it twice without a unique number."""
    firm = (Rank.JUDGEMENT, Rank.UNIQUE_IDENTIFIER, Rank.MENTION)  # a document may name one party twice
    automatic = [merge for merge in wanted if merge.rank not in firm]
    clusters = Clusters(facts, [])
    clusters.merge_all(automatic)
    for members in grouped(clusters.canonical()):
        assert len({facts[member].dataset for member in members}) == len(members)
        for left, right in combinations(members, 2):
            assert can_both_hold(facts[left].births, facts[right].births)
            assert not is_disjoint(facts[left].genders, facts[right].genders)


def test_what_lies_between_joins_nothing_across_a_negative_pair() -> None:
    """a = b and b = c with a and c judged different: the firmer merge stands, the other is refused and says why."""
    facts = {id_: Facts(id_, id_[0], "Person") for id_ in ("a:1", "b:1", "c:1")}
    clusters = Clusters(facts, [("a:1", "c:1")])
    refused = clusters.merge_all([Merge(Rank.NAME, "b:1", "c:1"), Merge(Rank.STRONG_IDENTIFIER, "a:1", "b:1")])
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
    clusters.merge_all([Merge(Rank.JUDGEMENT, "a:1", "b:1"), Merge(Rank.JUDGEMENT, "a:1", "c:1")])
    assert clusters.canonical() == {"a:1": "a:1", "b:1": "a:1"}

"""Clustering: merges, firmest first, that never join what must stay apart and that all members bear out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, product
from typing import NamedTuple

from counterflow.resolve.decide import Rank, is_disjoint
from counterflow.resolve.member import Facts
from counterflow.resolve.schema import common_schema, is_mergeable

UNKNOWN_ODDS = -4.0
"""Log-odds of two members of whom nothing suggests that they are one: other names for one party, or two parties."""


class Merge(NamedTuple):
    """Two entities to be made one; merges are made in the order of these fields."""

    rank: Rank
    doubt: float
    """Log-odds that they are not one: the smaller, the earlier."""
    left_id: str
    right_id: str


class Refusal(NamedTuple):
    """Why a merge was not made: two members of the two clusters that cannot be one, or what speaks against."""

    feature: str
    left: str
    right: str


@dataclass
class _Cluster:
    members: list[str]
    schema: str
    listings: list[tuple[str, str, frozenset[str]]]
    """Dataset and id of each member, with the names under which it lists it if it repeats parties."""
    imo: set[frozenset[str]]
    lei: set[frozenset[str]]
    genders: set[frozenset[str]]
    forbidden: set[str]
    """Entities that a person said are none of these."""

    @classmethod
    def of(cls, facts: Facts, forbidden: Iterable[str]) -> _Cluster:
        return cls(
            [facts.entity_id],
            facts.schema,
            [(facts.dataset, facts.entity_id, facts.listed_as)],
            _known(facts.imo),
            _known(facts.lei),
            _known(facts.genders),
            set(forbidden),
        )

    def absorb(self, other: _Cluster) -> None:
        self.schema = common_schema(self.schema, other.schema) or self.schema
        self.members += other.members
        self.listings += other.listings
        for name in ("imo", "lei", "genders", "forbidden"):
            getattr(self, name).update(getattr(other, name))


def _known(values: frozenset[str]) -> set[frozenset[str]]:
    return {values} if len(values) > 0 else set()


class Clusters:
    """The clusters as merges are made, and the merges that were refused.

    Law: whatever the order in which merges are handed in, no cluster holds a NEGATIVE pair, two differing IMO or LEI
    numbers, or schemata that exclude each other; merges are made firmest first, then by ids, which decide nothing: of
    two that cannot be one and are equally like a third neither is joined to it. What the score alone joins
    is borne out by the average log-odds of all pairs across the two sides (average linkage; Sokal and Michener 1958),
    so that a chain of likenesses joins no strangers.
    """

    def __init__(
        self,
        facts: Mapping[str, Facts],
        negative: Iterable[tuple[str, str]],
        odds: Mapping[tuple[str, str], float] | None = None,
    ) -> None:
        """Begin with each entity for itself.

        Args:
            facts: what entities are.
            negative: pairs that a person said are two.
            odds: log-odds of pairs, the smaller id left; others have `UNKNOWN_ODDS`.
        """
        self._forbidden: dict[str, set[str]] = {}
        for left, right in negative:
            self._forbidden.setdefault(left, set()).add(right)
            self._forbidden.setdefault(right, set()).add(left)
        self._odds = dict(odds or {})
        self._cluster = {id_: _Cluster.of(one, self._forbidden.get(id_, ())) for id_, one in facts.items()}

    def add(self, facts: Facts) -> None:
        """Add an entity that is in no cluster yet, as a cluster of its own."""
        if facts.entity_id not in self._cluster:
            self._cluster[facts.entity_id] = _Cluster.of(facts, self._forbidden.get(facts.entity_id, ()))

    def restore(self, members: Sequence[Facts]) -> None:
        """Put entities into one cluster, as it was found before."""
        first, *others = (_Cluster.of(one, self._forbidden.get(one.entity_id, ())) for one in members)
        for other in others:
            first.absorb(other)
        for member in first.members:
            self._cluster[member] = first

    def learn(self, odds: Mapping[tuple[str, str], float]) -> None:
        """Take in the log-odds of more pairs, the smaller id left."""
        self._odds.update(odds)

    def merge_all(self, merges: Iterable[Merge]) -> dict[tuple[str, str], Refusal]:
        """Make the merges that can be made; give the others, by pair, with the reason."""
        refused = {}
        for (rank, _), group in groupby(sorted(merges), key=lambda one: (one.rank, one.doubt)):
            alike = list(group)
            tied = self._tied(alike) if rank == Rank.SCORE and len(alike) > 1 else {}
            for merge in alike:
                pair = merge.left_id, merge.right_id
                refusal = tied.get(pair) or self._merge(merge)
                if refusal is not None:
                    refused[pair] = refusal
        return refused

    def _tied(self, merges: Sequence[Merge]) -> dict[tuple[str, str], Refusal]:
        """Find, among merges of one likeness, those by which two that cannot be one would bid for a third.

        Which of them it is nothing says, and the order of ids least of all: none is joined to it.
        """
        bids: dict[int, dict[int, tuple[_Cluster, list[Merge]]]] = {}
        for merge in merges:
            left, right = self._cluster[merge.left_id], self._cluster[merge.right_id]
            for one, other in ((left, right), (right, left)) if left is not right else ():
                bids.setdefault(id(one), {}).setdefault(id(other), (other, []))[1].append(merge)
        tied: dict[tuple[str, str], Refusal] = {}
        for bidders in bids.values():
            for (one, mine), (other, theirs) in combinations(bidders.values(), 2):
                if (
                    _conflict(one, other, Rank.SCORE) is not None
                    or self._share_list(one, other, Rank.SCORE) is not None
                ):
                    refusal = Refusal("equal bids", *sorted((min(one.members), min(other.members))))
                    tied |= {(merge.left_id, merge.right_id): refusal for merge in (*mine, *theirs)}
        return tied

    def canonical(self) -> dict[str, str]:
        """Map each entity of a cluster of several to the smallest id in it."""
        clusters = {id(cluster): cluster for cluster in self._cluster.values() if len(cluster.members) > 1}
        return {member: min(cluster.members) for cluster in clusters.values() for member in cluster.members}

    def _merge(self, merge: Merge) -> Refusal | None:
        left, right = self._cluster[merge.left_id], self._cluster[merge.right_id]
        if left is right:
            return None
        refusal = _conflict(left, right, merge.rank) or self._lack(left, right, merge)
        if refusal is not None:
            return refusal
        if len(left.members) < len(right.members):
            left, right = right, left
        left.absorb(right)
        for member in right.members:
            self._cluster[member] = left
        return None

    def _lack(self, left: _Cluster, right: _Cluster, merge: Merge) -> Refusal | None:
        """Find what the score alone cannot join."""
        if merge.rank not in (Rank.SCORE, Rank.NAME, Rank.LEARNT):
            return None
        shared = self._share_list(left, right, merge.rank)
        if shared is not None or merge.rank != Rank.SCORE:
            return shared
        total = sum(self._odds_of(a, b) for a, b in product(left.members, right.members))
        if total < 0:
            count = len(left.members) * len(right.members)
            return Refusal("average log-odds", f"{total / count:.2f}", f"{count} pairs")
        return None

    def _share_list(self, left: _Cluster, right: _Cluster, rank: Rank) -> Refusal | None:
        """Find a list that has two different parties in the two clusters."""
        for (dataset, a, names), (other, b, others) in product(sorted(left.listings), sorted(right.listings)):
            if dataset != other:
                continue
            # Of a list that does not repeat parties, two records are two; of one that does, those that are alike.
            is_repeated = len(names) > 0 and len(others) > 0
            is_unlike = rank != Rank.LEARNT and names.isdisjoint(others) and self._odds_of(a, b) < 0
            if not is_repeated or is_unlike:
                return Refusal("dataset", a, b)
        return None

    def _odds_of(self, a: str, b: str) -> float:
        return self._odds.get((a, b) if a < b else (b, a), UNKNOWN_ODDS)


def _conflict(left: _Cluster, right: _Cluster, rank: Rank) -> Refusal | None:
    """Find why two clusters cannot be one; what only lists contradict, a person may overrule, but not the rest."""
    barred = sorted(left.forbidden.intersection(right.members)) + sorted(right.forbidden.intersection(left.members))
    if len(barred) > 0:
        return Refusal("negative judgement", min(left.members), min(right.members))
    if common_schema(left.schema, right.schema) is None or not is_mergeable(left.schema):
        return Refusal("schema", left.schema, right.schema)
    # What is learnt from records has weighed how often their genders are wrong.
    exclusive = ["imo", "lei"] if rank in (Rank.JUDGEMENT, Rank.LEARNT) else ["imo", "lei", "genders"]
    features = {"imo": "imoNumber", "lei": "leiCode", "genders": "gender"}
    for known in exclusive:
        for a, b in _pairs(getattr(left, known), getattr(right, known)):
            if is_disjoint(a, b):
                return Refusal(features[known], _show(a), _show(b))
    return None


def _pairs(left: set[frozenset[str]], right: set[frozenset[str]]) -> Iterable[tuple[frozenset[str], frozenset[str]]]:
    """Pair what members of two clusters state, in an order that does not depend on hashing."""
    return product(sorted(left, key=sorted), sorted(right, key=sorted))


def _show(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))


def split(members: Iterable[str], kept: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Say what a cluster falls apart into when only some of its links are kept: parts in order, each in order of ids.

    Args:
        members: ids of the cluster.
        kept: pairs of members that stay linked.
    """
    leader = {member: member for member in members}

    def find(one: str) -> str:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for a, b in kept:
        first, second = sorted((find(a), find(b)))
        leader[second] = first
    parts: dict[str, list[str]] = {}
    for member in sorted(leader):
        parts.setdefault(find(member), []).append(member)
    return sorted(parts.values())

"""Clustering: merges, firmest first, that never join what must stay apart anywhere in the cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from counterflow.resolve.decide import Rank, can_both_hold, is_disjoint
from counterflow.resolve.member import Facts
from counterflow.resolve.schema import common_schema, is_mergeable


class Merge(NamedTuple):
    """Two entities to be made one; merges are made in the order of these fields."""

    rank: Rank
    left_id: str
    right_id: str


class Refusal(NamedTuple):
    """Why a merge was not made: two members of the two clusters that cannot be one."""

    feature: str
    left: str
    right: str


@dataclass
class _Cluster:
    members: list[str]
    schema: str
    listings: set[tuple[str, frozenset[str]]]
    """Datasets of the members, each with the names under which it lists them if it repeats parties."""
    imo: set[frozenset[str]]
    lei: set[frozenset[str]]
    births: set[frozenset[str]]
    genders: set[frozenset[str]]
    forbidden: set[str]
    """Entities that a person said are none of these."""

    @classmethod
    def of(cls, facts: Facts, forbidden: Iterable[str]) -> _Cluster:
        return cls(
            [facts.entity_id],
            facts.schema,
            {(facts.dataset, facts.listed_as)},
            _known(facts.imo),
            _known(facts.lei),
            _known(facts.births),
            _known(facts.genders),
            set(forbidden),
        )

    def absorb(self, other: _Cluster) -> None:
        self.schema = common_schema(self.schema, other.schema) or self.schema
        self.members += other.members
        for name in ("listings", "imo", "lei", "births", "genders", "forbidden"):
            getattr(self, name).update(getattr(other, name))


def _known(values: frozenset[str]) -> set[frozenset[str]]:
    return {values} if len(values) > 0 else set()


class Clusters:
    """The clusters as merges are made, and the merges that were refused.

    Law: whatever the order in which merges are handed in, no cluster holds a NEGATIVE pair, two differing IMO or LEI
    numbers, or schemata that exclude each other; merges are made firmest first, then by ids.
    """

    def __init__(self, facts: Mapping[str, Facts], negative: Iterable[tuple[str, str]]) -> None:
        self._forbidden: dict[str, set[str]] = {}
        for left, right in negative:
            self._forbidden.setdefault(left, set()).add(right)
            self._forbidden.setdefault(right, set()).add(left)
        self._cluster = {id_: _Cluster.of(one, self._forbidden.get(id_, ())) for id_, one in facts.items()}

    def add(self, facts: Facts) -> None:
        """Add an entity that is in no cluster yet, as a cluster of its own."""
        if facts.entity_id not in self._cluster:
            self._cluster[facts.entity_id] = _Cluster.of(facts, self._forbidden.get(facts.entity_id, ()))

    def merge_all(self, merges: Iterable[Merge]) -> dict[tuple[str, str], Refusal]:
        """Make the merges that can be made; give the others, by pair, with the reason."""
        refused = {}
        for merge in sorted(merges):
            refusal = self._merge(merge)
            if refusal is not None:
                refused[merge.left_id, merge.right_id] = refusal
        return refused

    def canonical(self) -> dict[str, str]:
        """Map each entity of a cluster of several to the smallest id in it."""
        clusters = {id(cluster): cluster for cluster in self._cluster.values() if len(cluster.members) > 1}
        return {member: min(cluster.members) for cluster in clusters.values() for member in cluster.members}

    def _merge(self, merge: Merge) -> Refusal | None:
        left, right = self._cluster[merge.left_id], self._cluster[merge.right_id]
        if left is right:
            return None
        refusal = _conflict(left, right, merge.rank)
        if refusal is not None:
            return refusal
        if len(left.members) < len(right.members):
            left, right = right, left
        left.absorb(right)
        for member in right.members:
            self._cluster[member] = left
        return None


def _conflict(left: _Cluster, right: _Cluster, rank: Rank) -> Refusal | None:
    """Find why two clusters cannot be one; what only lists contradict, a person may overrule, but not the rest."""
    barred = sorted(left.forbidden.intersection(right.members)) + sorted(right.forbidden.intersection(left.members))
    if len(barred) > 0:
        return Refusal("negative judgement", min(left.members), min(right.members))
    if common_schema(left.schema, right.schema) is None or not is_mergeable(left.schema):
        return Refusal("schema", left.schema, right.schema)
    for feature, known in (("imoNumber", "imo"), ("leiCode", "lei")):
        for a, b in _pairs(getattr(left, known), getattr(right, known)):
            if is_disjoint(a, b):
                return Refusal(feature, _show(a), _show(b))
    if rank == Rank.JUDGEMENT:
        return None
    return _doubt(left, right, rank)


def _doubt(left: _Cluster, right: _Cluster, rank: Rank) -> Refusal | None:
    for a, b in _pairs(left.births, right.births):
        if not can_both_hold(a, b):
            return Refusal("birthDate", _show(a), _show(b))
    for a, b in _pairs(left.genders, right.genders):
        if is_disjoint(a, b):
            return Refusal("gender", _show(a), _show(b))
    return None if rank in (Rank.UNIQUE_IDENTIFIER, Rank.MENTION) else _listed_twice(left, right, rank)


def _listed_twice(left: _Cluster, right: _Cluster, rank: Rank) -> Refusal | None:
    """Find two records of one dataset: a merge that joins them is more likely one of namesakes.

    Records of a dataset that repeats parties may be one when it gives them one name. When it does not, a name alone
    does not make them one, not even by way of a list that knows the names of both ("aliases" that are subsidiaries).
    """
    for (dataset, a), (other, b) in product(sorted(left.listings, key=_order), sorted(right.listings, key=_order)):
        if dataset != other:
            continue
        if len(a) == 0 or len(b) == 0 or (rank == Rank.NAME and a.isdisjoint(b)):
            return Refusal("dataset", dataset, other)
    return None


def _order(listing: tuple[str, frozenset[str]]) -> tuple[str, list[str]]:
    return listing[0], sorted(listing[1])


def _pairs(left: set[frozenset[str]], right: set[frozenset[str]]) -> Iterable[tuple[frozenset[str], frozenset[str]]]:
    """Pair what members of two clusters state, in an order that does not depend on hashing."""
    return product(sorted(left, key=sorted), sorted(right, key=sorted))


def _show(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))

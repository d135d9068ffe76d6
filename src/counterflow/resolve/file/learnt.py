"""Records of attributes: families of files that are linked by weights learnt from them, not by the kernel of names.

Registers and administrative files write one name a record and several attributes with errors; lists of who is
designated write all names that a party uses, and little else that two lists agree on. The kernel's weights were fitted
for the latter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np

from counterflow.model.doubt import Judgement
from counterflow.resolve.cluster import Merge
from counterflow.resolve.decide import Decision, Rank, Reason, Verdict, contradictions
from counterflow.resolve.linkage.entity import Records, link_entities, read_field
from counterflow.resolve.linkage.link import Linkage
from counterflow.resolve.member import Facts
from counterflow.resolve.pair import LEAST_SHOWN, Ids, Resolution
from counterflow.resolve.schema import name_family

Entity = Mapping[str, Any]

MAX_LISTED = 0.1
"""Share of a list's records that may have aliases or be designated; with more it is a list of who is sought."""
_LISTED = ("alias", "weakAlias", "topics", "programId")
_DIGITS = 4


class Weights(StrEnum):
    """Whose weights decide."""

    AUTO = "auto"
    """Learnt where a family has volume and no list of it is one of who is sought."""
    LEARNT = "learnt"
    """Learnt wherever a family has volume."""
    KERNEL = "kernel"
    """The kernel's alone."""


class Family(NamedTuple):
    """Records of one family, linked by their own weights."""

    records: Records
    linkage: Linkage
    entities: Mapping[str, Entity]
    repeating: frozenset[str]
    """Lists in which duplicates are looked for."""


def link_families(
    entities: Iterable[Entity],
    lists: Mapping[str, str],
    designated: Collection[str],
    repeating: Collection[str] = (),
    weights: Weights = Weights.AUTO,
) -> list[Family]:
    """Link the families of which weights can be learnt.

    Args:
        entities: parties, as FollowTheMoney's JSON has them.
        lists: the list that each is of.
        designated: parties that a designation names.
        repeating: lists that have one party several times. A list that is all there is of a family is one, too:
            whoever resolves it looks for duplicates.
        weights: whose.
    """
    families: dict[str, list[Entity]] = {}
    for entity in entities:
        families.setdefault(name_family(entity["schema"]), []).append(entity)
    found = []
    for _, members in sorted(families.items()):
        if weights == Weights.KERNEL or (weights == Weights.AUTO and _is_sought(members, lists, designated)):
            continue
        own = {lists[one["id"]] for one in members}
        repeats = frozenset(own) if len(own) == 1 else frozenset(own.intersection(repeating))
        for records, linkage in link_entities(members, lists=lists if len(repeats) == 0 else None):
            if linkage is not None:
                found.append(Family(records, linkage, {one["id"]: one for one in members}, repeats))
    return found


def _is_sought(members: Sequence[Entity], lists: Mapping[str, str], designated: Collection[str]) -> bool:
    """Whether any list of a family is one of parties that are sought, under all their names."""
    sizes, listed = Counter[str](), Counter[str]()
    for one in members:
        sizes[lists[one["id"]]] += 1
        is_listed = one["id"] in designated or any(len(one["properties"].get(name, ())) > 0 for name in _LISTED)
        listed[lists[one["id"]]] += is_listed
    return any(listed[name] > MAX_LISTED * size for name, size in sizes.items())


def add_family(
    resolution: Resolution, family: Family, facts: Mapping[str, Facts], judgements: Mapping[Ids, Judgement]
) -> Resolution:
    """Add the pairs and merges of a family; judgements and numbers that are issued once stand over them.

    Args:
        resolution: of all else; its clusters grow.
        family: what was linked.
        facts: of all records of the family.
        judgements: what people said.
    """
    for one in facts.values():
        # An empty name says that the list repeats parties, where it has no primary names to say it.
        names = one.listed_as or frozenset({""})
        resolution.clusters.add(one._replace(listed_as=names if one.dataset in family.repeating else frozenset()))
    verdicts, merges = dict(resolution.verdicts), []
    for at in _shown(family):
        pair, verdict = _verdict(family, at, facts)
        before = verdicts.get(pair)
        if pair in judgements or (before is not None and before.decision != Decision.CANDIDATE):
            old = before or Verdict(Decision.CANDIDATE, None, ())
            verdict = old._replace(probability=verdict.probability, reasons=(*old.reasons, *verdict.reasons))
        elif verdict.rank is not None:
            merges.append(Merge(verdict.rank, -float(family.linkage.log_odds[at]), *pair))
        verdicts[pair] = verdict
    for pair, refusal in resolution.clusters.merge_all(merges).items():
        reason = Reason(f"refused: {refusal.feature}", refusal.left, refusal.right)
        old = verdicts[pair]
        verdicts[pair] = old._replace(decision=Decision.CANDIDATE, rank=None, reasons=(*old.reasons, reason))
    return resolution._replace(verdicts=verdicts, canonical=resolution.clusters.canonical())


def _shown(family: Family) -> Iterator[int]:
    """List the pairs that are likely enough to be shown, or lie in one cluster."""
    linkage = family.linkage
    is_one = linkage.clusters[linkage.left] == linkage.clusters[linkage.right]
    yield from np.flatnonzero(is_one | (linkage.probability >= LEAST_SHOWN)).tolist()


def _verdict(family: Family, at: int, facts: Mapping[str, Facts]) -> tuple[Ids, Verdict]:
    linkage = family.linkage
    left, right = int(linkage.left[at]), int(linkage.right[at])
    if linkage.ids[left] > linkage.ids[right]:
        left, right = right, left
    pair = linkage.ids[left], linkage.ids[right]
    probability = round(float(linkage.probability[at]), _DIGITS + 2)
    reasons = tuple(_reasons(family, at, pair))
    against = [one for one in contradictions(facts[pair[0]], facts[pair[1]]) if one.feature in ("imoNumber", "leiCode")]
    if len(against) > 0:
        return pair, Verdict(Decision.DIFFERENT, None, (*reasons, *against), probability)
    dataset = facts[pair[0]].dataset
    if dataset == facts[pair[1]].dataset and dataset not in family.repeating:
        note = Reason("dataset", dataset, dataset)
        return pair, Verdict(Decision.CANDIDATE, None, (*reasons, note), probability)
    is_one = linkage.clusters[left] == linkage.clusters[right]
    decision, rank = (Decision.SAME, Rank.LEARNT) if is_one else (Decision.CANDIDATE, None)
    return pair, Verdict(decision, rank, reasons, probability)


def _reasons(family: Family, at: int, pair: Ids) -> Iterator[Reason]:
    """Say what each field adds, then what the share of pairs that are one does: together the log-odds."""
    rest = float(family.linkage.log_odds[at])
    for field, one in zip(family.linkage.fields, family.linkage.reasons(at), strict=True):
        left, right = ("; ".join(read_field(family.entities[side], field)) for side in pair)
        rest -= one["contribution"]
        yield Reason(f"{field.name}: {one['level']}", left, right, round(one["contribution"], _DIGITS))
    yield Reason("prior", "", "", round(rest, _DIGITS))

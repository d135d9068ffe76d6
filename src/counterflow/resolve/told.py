"""Parties that documents name: each is the party of a list that its names link to, or one of its own.

What a document calls one thing is one entity. It joins a list's party when the names that the document uses for it
mean that party and no other. What no list has, several documents may have in common (`alike`).
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from counterflow.engine import Engine
from counterflow.model.handling import strictest
from counterflow.model.told import PARTY_ID_SQL, is_told_party
from counterflow.resolve.alike import Told, describe_told, join_alike
from counterflow.resolve.cluster import Clusters, Merge, Refusal
from counterflow.resolve.decide import ALGORITHM, Decision, Rank
from counterflow.resolve.member import Facts
from counterflow.resolve.mention.context import read_countries
from counterflow.resolve.party import Parties
from counterflow.resolve.schema import common_schema, told_schema
from counterflow.tables import Link

_MENTIONED_SQL = f"""
SELECT mention.id AS mention_id, told.entity_id, told.schema, mention.document_id, mention.text, mention.handling,
    told.handling AS told_handling
FROM (SELECT *, {PARTY_ID_SQL} AS told_id FROM mention WHERE form = 'name') mention
JOIN member told ON told.entity_id = mention.told_id AND told.is_told
ORDER BY told.entity_id, mention.id
"""  # noqa: S608 - a constant


class _Told(NamedTuple):
    """One party as one document names it."""

    entity_id: str
    schema: str
    document_id: str
    handling: str
    mentions: Sequence[Mapping[str, Any]]

    @property
    def facts(self) -> Facts:
        """What decides whether it can be another, its document as its list."""
        return Facts(self.entity_id, self.document_id, told_schema(self.schema))


class Listed(NamedTuple):
    """The parties of lists, and what was found of them."""

    parties: Parties
    merged: Mapping[str, str]
    """entity_id to canonical_id, of entities in clusters of several."""

    def restore(self, clusters: Clusters, wanted: Collection[str]) -> None:
        """Put parties of lists, and what a number joined to them, into the clusters that they were found to be in."""
        heads = {self.merged.get(one, one) for one in wanted}
        groups = {one: [one] for one in heads if not is_told_party(one)}
        for one, head in self.merged.items():
            if head in heads and one != head:
                groups.setdefault(head, [head]).append(one)
        facts = self.parties.facts({one for members in groups.values() for one in members})
        for members in groups.values():
            found = [facts[one] for one in members if one in facts]
            if len(found) > 0:
                clusters.restore(found)


def join_told(engine: Engine, clusters: Clusters, known: Listed, links: Sequence[Link]) -> list[Link]:
    """Join what documents name to the parties of lists, and to each other.

    No judgement and no unique number is overruled; where a judgement forbids it, the mentions become candidates.

    Reads:
        `mention`, `statement`, and the registered rows `member`.
    Args:
        engine: the tables.
        clusters: of none yet; grow by all that documents name.
        known: the parties of lists.
        links: of mentions to parties.
    Returns:
        the links of mentions, some of them changed, and those of the parties that documents name, in order.
    """
    told = list(_read_told(engine))
    meant: dict[str, set[str]] = {}
    for link in links:
        if link.decision == Decision.SAME:
            meant.setdefault(link.source_id, set()).add(link.target_id)
    targets = {one.entity_id: _targets(one, meant) for one in told}
    only = {one: next(iter(ids)) for one, ids in targets.items() if len(ids) == 1}
    listed = known.parties.facts(only.values())
    by_number = known.merged
    known.restore(clusters, [*only.values(), *targets])
    for one in told:
        clusters.add(_beside(one, listed.get(only.get(one.entity_id, ""))))
    refused = clusters.merge_all(Merge(Rank.MENTION, 0.0, *_ordered(one, target)) for one, target in only.items())
    joined = {one: target for one, target in only.items() if _ordered(one, target) not in refused}
    by_mention = {link.source_id: link for link in links if link.decision == Decision.SAME}
    found = [_link(one, joined[one.entity_id], "mention", by_mention) for one in told if one.entity_id in joined]
    free = [one for one in told if len(targets[one.entity_id]) == 0]
    found += join_alike(engine, clusters, _describe(engine, told, free, links))
    barred = {
        (mention["mention_id"], only[one.entity_id]): refused[_ordered(one.entity_id, only[one.entity_id])]
        for one in told
        if one.entity_id in only and one.entity_id not in joined
        for mention in one.mentions
    }
    changed = [_candidate(link, barred.get((link.source_id, link.target_id))) for link in links]
    # What a number joined has its link already.
    found = [one for one in found if by_number.get(one.source_id) != by_number.get(one.target_id, one.target_id)]
    return [*changed, *_own_mentions(told, joined, meant), *found]


def _beside(told: _Told, listed: Facts | None) -> Facts:
    """Give the facts of a document's party; what a list knows it to be, the reader's word for it does not contradict.

    A text tells a ship from a person by little; its name, its number and its company told which of the list's it is.
    """
    if listed is None or common_schema(told.facts.schema, listed.schema) is not None:
        return told.facts
    return told.facts._replace(schema="Thing")


def _read_told(engine: Engine) -> Iterator[_Told]:
    rows = engine.query(_MENTIONED_SQL).to_pylist()
    for entity_id, group in itertools.groupby(rows, key=lambda row: row["entity_id"]):
        mentions = list(group)
        first = mentions[0]
        yield _Told(entity_id, first["schema"], first["document_id"], first["told_handling"], mentions)


def _targets(told: _Told, meant: Mapping[str, set[str]]) -> set[str]:
    return {target for mention in told.mentions for target in meant.get(mention["mention_id"], ())}


def _ordered(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left < right else (right, left)


def _link(told: _Told, target: str, feature: str, by_mention: Mapping[str, Link]) -> Link:
    """Say by which of its names a document's party was joined to a list's."""
    mention = next(one for one in told.mentions if one["mention_id"] in by_mention)
    link = by_mention[mention["mention_id"]]
    reason = {**json.loads(link.reasons)[0], "feature": feature}
    marking = strictest((told.handling, link.handling))
    return Link(
        told.entity_id, target, "entity", Decision.SAME, link.probability, _json([reason]), link.algorithm, marking
    )


def _describe(engine: Engine, told: Sequence[_Told], free: Sequence[_Told], links: Sequence[Link]) -> list[Told]:
    """Say what stands around the parties that mean none of a list."""
    document_of = {mention["mention_id"]: one.document_id for one in told for mention in one.mentions}
    may_be: dict[str, set[str]] = {}
    for link in links:
        may_be.setdefault(link.source_id, set()).add(link.target_id)
    parties = [
        Told(
            one.entity_id,
            one.schema,
            one.document_id,
            one.handling,
            namesakes=len({target for mention in one.mentions for target in may_be.get(mention["mention_id"], ())}),
        )
        for one in free
    ]
    meant = ((document_of[link.source_id], link) for link in links if link.source_id in document_of)
    return describe_told(parties, read_countries(engine), meant)


def _candidate(link: Link, refusal: Refusal | None) -> Link:
    if refusal is None:
        return link
    reason = {"feature": f"refused: {refusal.feature}", "source": refusal.left, "target": refusal.right}
    reasons = _json([*json.loads(link.reasons), {**reason, "contribution": None}])
    return link._replace(decision=Decision.CANDIDATE, reasons=reasons)


def _own_mentions(told: Sequence[_Told], joined: Mapping[str, str], meant: Mapping[str, set[str]]) -> Iterator[Link]:
    """Link the names of a party that no list has to the party that the document makes of them."""
    for one in told:
        if one.entity_id in joined:
            continue
        for mention in one.mentions:
            if mention["mention_id"] in meant:
                continue
            reason = {"feature": "name in the document", "source": mention["text"], "target": mention["text"]}
            reasons = _json([{**reason, "contribution": None}])
            marking = strictest((mention["handling"], one.handling))
            ids = (mention["mention_id"], one.entity_id)
            yield Link(*ids, "mention", Decision.SAME, None, reasons, ALGORITHM, marking)


def _json(reasons: Sequence[Mapping[str, object]]) -> str:
    return json.dumps(reasons, ensure_ascii=False)

"""What partners take for one party: their word joins records that came from them, to each other and to ours.

Records that the case holds itself it resolves itself; of two such a partner's word makes a candidate. No judgement, no
number that is issued once and no kinds that exclude each other are overruled.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from counterflow.engine import Engine
from counterflow.model.doubt import Judgement
from counterflow.model.told import is_told_party
from counterflow.resolve.cluster import Clusters, Merge, Refusal
from counterflow.resolve.decide import Decision, Rank
from counterflow.resolve.member import Facts
from counterflow.resolve.party import Parties
from counterflow.resolve.schema import is_mergeable
from counterflow.tables import Link

ALGORITHM = "given-v1"

Judgements = Mapping[tuple[str, str], Judgement]

_SQL = """
WITH own AS (
    SELECT DISTINCT entity_id FROM statement JOIN evidence ON evidence.statement_id = statement.id
    WHERE evidence.id NOT IN (SELECT evidence_id FROM given)
)
SELECT given_link.*, l.entity_id IS NOT NULL AND r.entity_id IS NOT NULL AS is_ours
FROM given_link
LEFT JOIN own l ON l.entity_id = left_id
LEFT JOIN own r ON r.entity_id = right_id
ORDER BY left_id, right_id
"""


class Joined(NamedTuple):
    """The clusters with what came, and the links that say so."""

    canonical: dict[str, str]
    """entity_id to canonical_id, of entities in clusters of several."""
    links: list[Link]


def join_given(engine: Engine, parties: Parties, merged: Mapping[str, str], judgements: Judgements) -> Joined:
    """Join what partners take for one to the clusters that were found.

    Reads:
        `given_link`, `given`, `statement`, `evidence`.
    Args:
        engine: the tables.
        parties: the entities.
        merged: entity_id to canonical_id, of entities in clusters of several.
        judgements: what people here said of pairs.
    """
    rows = engine.query(_SQL).to_pylist()
    if len(rows) == 0:
        return Joined(dict(merged), [])
    wanted = {row[side] for row in rows for side in ("left_id", "right_id")}
    clusters = _restore(parties, merged, wanted, judgements)
    theirs = [row for row in rows if not row["is_ours"]]
    refused = clusters.merge_all(Merge(Rank.MENTION, _doubt(row), row["left_id"], row["right_id"]) for row in theirs)
    links = []
    for row in rows:
        refusal = refused.get((row["left_id"], row["right_id"]))
        links.append(_link(row, refusal, is_same=refusal is None and not row["is_ours"]))
    return Joined(dict(merged) | clusters.canonical(), links)


def _restore(parties: Parties, merged: Mapping[str, str], wanted: Iterable[str], judgements: Judgements) -> Clusters:
    """Put the clusters that links may touch as they were found."""
    heads = {merged.get(one, one) for one in wanted}
    groups: dict[str, list[str]] = {head: [head] for head in heads}
    for one, head in merged.items():
        if head in heads and one != head:
            groups[head].append(one)
    facts = parties.facts({one for members in groups.values() for one in members})
    negative = [pair for pair, one in judgements.items() if one == Judgement.NEGATIVE]
    clusters = Clusters({}, negative)
    for members in groups.values():
        known = [_mergeable(facts[one]) for one in members if one in facts]
        if len(known) > 0:
            clusters.restore(known)
    return clusters


def _mergeable(facts: Facts) -> Facts:
    """Let events and ties be joined too, and what a document names with whatever a list knows it to be.

    That two accounts are of one event their giver found as we do; a document's word for a thing says little.
    """
    is_open = is_told_party(facts.entity_id) or not is_mergeable(facts.schema)
    return facts._replace(schema="Thing") if is_open else facts


def _doubt(row: Mapping[str, float | None]) -> float:
    return 0.0 if row["probability"] is None else 1.0 - row["probability"]


def _link(row: Mapping[str, Any], refusal: Refusal | None, *, is_same: bool) -> Link:
    who = row["given_by"] or row["giver_id"] or "a bundle"
    feature = "judgement of a partner" if row["is_judgement"] else "word of a partner"
    reasons: list[dict[str, str | None]] = [{"feature": feature, "source": who, "target": who, "contribution": None}]
    if refusal is not None:
        barred = {"feature": f"refused: {refusal.feature}", "source": refusal.left, "target": refusal.right}
        reasons.append({**barred, "contribution": None})
    decision = Decision.SAME if is_same else Decision.CANDIDATE
    text = json.dumps(reasons, ensure_ascii=False)
    chance = row["probability"]
    return Link(
        row["left_id"],
        row["right_id"],
        "entity",
        decision,
        chance,
        text,
        ALGORITHM,
        row["handling"],
    )

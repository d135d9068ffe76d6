"""Pairs: every candidate with its decision and reasons, and the clusters that follow."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from counterflow.engine import Engine
from counterflow.model.doubt import Judgement
from counterflow.model.handling import strictest
from counterflow.resolve.block import Shared
from counterflow.resolve.cluster import Clusters, Merge
from counterflow.resolve.decide import ALGORITHM, Decision, Rank, Reason, Verdict, decide
from counterflow.resolve.member import read_facts
from counterflow.tables import Link, Pair

Ids = tuple[str, str]
"""left_id and right_id of a pair, the smaller first."""


class Resolution(NamedTuple):
    """What was decided: on every pair looked at, and the clusters that follow."""

    verdicts: Mapping[Ids, Verdict]
    canonical: Mapping[str, str]
    """entity_id to canonical_id, for entities in clusters of several."""
    clusters: Clusters
    """The same, for what documents tell to be joined to."""


def resolve_pairs(
    engine: Engine,
    shared: Mapping[Ids, Sequence[Shared]],
    judgements: Mapping[Ids, Judgement],
) -> Resolution:
    """Decide on each pair, merge firmest first, and say of each refused merge what stood in its way.

    Reads:
        `statement`, and the registered rows `member`, `identifier`, `name` and `repeating`.
    Args:
        engine: the tables.
        shared: what pairs share, from `block_pairs`.
        judgements: what people said, from `read_judgements`; entities that no statement knows are left out.
    """
    facts = read_facts(engine, {id_ for pair in (*shared, *judgements) for id_ in pair})
    known = {pair: one for pair, one in judgements.items() if pair[0] in facts and pair[1] in facts}
    verdicts = {}
    for pair in sorted({*shared, *known}):
        left, right = facts[pair[0]], facts[pair[1]]
        verdicts[pair] = _apply(known.get(pair), decide(left, right, shared.get(pair, ())))
    clusters = Clusters(facts, (pair for pair, one in known.items() if one == Judgement.NEGATIVE))
    refused = clusters.merge_all(Merge(one.rank, *pair) for pair, one in verdicts.items() if one.rank is not None)
    for pair, refusal in refused.items():
        reason = Reason(f"refused: {refusal.feature}", refusal.left, refusal.right)
        verdicts[pair] = Verdict(Decision.CANDIDATE, None, (*verdicts[pair].reasons, reason))
    return Resolution(verdicts, clusters.canonical(), clusters)


def _apply(judgement: Judgement | None, verdict: Verdict) -> Verdict:
    """Let a person's word stand over the rules; who is unsure leaves the pair a candidate."""
    if judgement is None or judgement == Judgement.NO_JUDGEMENT:
        return verdict
    reasons = (Reason("judgement", judgement, judgement), *verdict.reasons)
    if judgement == Judgement.POSITIVE:
        return Verdict(Decision.SAME, Rank.JUDGEMENT, reasons)
    decision = Decision.DIFFERENT if judgement == Judgement.NEGATIVE else Decision.CANDIDATE
    return Verdict(decision, None, reasons)


def pair_rows(resolution: Resolution, handling: Mapping[str, str]) -> list[Pair]:
    """Make the rows of `pair`; `handling` gives the marking of each entity."""
    return [
        Pair(
            left_id=left,
            right_id=right,
            probability=None,
            decision=verdict.decision,
            reasons=json.dumps([reason.to_dict() for reason in verdict.reasons], ensure_ascii=False),
            algorithm=ALGORITHM,
            handling=strictest((handling[left], handling[right])),
        )
        for (left, right), verdict in resolution.verdicts.items()
    ]


def link_rows(resolution: Resolution, handling: Mapping[str, str]) -> list[Link]:
    """Make the rows of `link` for merged entities, each with the firmest pair that joins it to its cluster.

    An entity that only people's judgements joined has no row: a link is what the program decided.
    """
    firmest: dict[str, tuple[Rank, Ids]] = {}
    for pair, verdict in resolution.verdicts.items():
        if verdict.rank is None or verdict.rank == Rank.JUDGEMENT:
            continue
        for entity_id in pair:
            firmest[entity_id] = min(firmest.get(entity_id, (verdict.rank, pair)), (verdict.rank, pair))
    rows = []
    for entity_id, (_, pair) in sorted(firmest.items()):
        target = resolution.canonical[entity_id]
        if entity_id == target:
            continue
        reasons = [_reason(reason, entity_id == pair[1]) for reason in resolution.verdicts[pair].reasons]
        marking = strictest((handling[pair[0]], handling[pair[1]], handling[target]))
        rows.append(Link(entity_id, target, "entity", Decision.SAME, None, _json(reasons), ALGORITHM, marking))
    return rows


def _reason(reason: Reason, is_reversed: bool) -> dict[str, object]:
    source, target = (reason.right, reason.left) if is_reversed else (reason.left, reason.right)
    return {"feature": reason.feature, "source": source, "target": target, "contribution": None}


def _json(reasons: Sequence[Mapping[str, object]]) -> str:
    return json.dumps(reasons, ensure_ascii=False)

"""Pairs: every candidate with its decision and reasons, and the clusters that follow."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from counterflow.model.doubt import Judgement
from counterflow.model.handling import strictest
from counterflow.resolve.block import Shared
from counterflow.resolve.cluster import Clusters, Merge
from counterflow.resolve.decide import (
    ALGORITHM,
    LEAST_FACTS,
    Decision,
    Rank,
    Reason,
    Scored,
    Verdict,
    decide,
    extra_odds,
)
from counterflow.resolve.member import Facts
from counterflow.resolve.probability import Floats, logits, probabilities
from counterflow.tables import Link, Pair

Ids = tuple[str, str]
"""left_id and right_id of a pair, the smaller first."""

LEAST_SHOWN = 0.05
"""Least probability of a candidate that is kept, where no number is shared and nobody judged it."""
_DIGITS = 4


class Resolution(NamedTuple):
    """What was decided: on every pair looked at, and the clusters that follow."""

    verdicts: Mapping[Ids, Verdict]
    reasons: Mapping[Ids, str]
    """Of the kernel, as JSON."""
    canonical: Mapping[str, str]
    """entity_id to canonical_id, for entities in clusters of several."""
    clusters: Clusters
    """The same, for what documents tell to be joined to."""


def resolve_pairs(
    facts: Mapping[str, Facts],
    pairs: pa.Table,
    shared: Mapping[Ids, Sequence[Shared]],
    judgements: Mapping[Ids, Judgement],
    repeating: Sequence[str] = (),
) -> Resolution:
    """Decide on each pair, merge firmest first, and say of each refused merge what stood in its way.

    Args:
        facts: what entities are, at least those of all pairs; entities of judgements that are not here are left out.
        pairs: candidates, as `candidate.find.find_pairs` gives them.
        shared: identifiers that pairs share, from `block_pairs`.
        judgements: what people said, from `read_judgements`.
        repeating: datasets that list one party several times.
    """
    scored, odds, extras, reasons = _scored(facts, pairs, shared, frozenset(repeating))
    known = {pair: one for pair, one in judgements.items() if pair[0] in facts and pair[1] in facts}
    verdicts = {}
    for pair in sorted({*scored, *shared, *known}):
        left, right = facts[pair[0]], facts[pair[1]]
        verdict = decide(left, right, shared.get(pair, ()), scored.get(pair))
        verdict = _apply(known.get(pair), verdict._replace(reasons=(*extras.get(pair, ()), *verdict.reasons)))
        if pair in known or pair in shared or (verdict.probability or 0) >= LEAST_SHOWN:
            verdicts[pair] = verdict
    clusters = Clusters(facts, (pair for pair, one in known.items() if one == Judgement.NEGATIVE), odds)
    merges = (Merge(one.rank, -odds.get(pair, 0.0), *pair) for pair, one in verdicts.items() if one.rank is not None)
    for pair, refusal in clusters.merge_all(merges).items():
        reason = Reason(f"refused: {refusal.feature}", refusal.left, refusal.right)
        before = verdicts[pair]
        verdicts[pair] = before._replace(decision=Decision.CANDIDATE, rank=None, reasons=(*before.reasons, reason))
    return Resolution(verdicts, reasons, clusters.canonical(), clusters)


def _scored(
    facts: Mapping[str, Facts], pairs: pa.Table, shared: Mapping[Ids, Sequence[Shared]], repeating: frozenset[str]
) -> tuple[dict[Ids, Scored], dict[Ids, float], dict[Ids, tuple[Reason, ...]], dict[Ids, str]]:
    """Give each pair's probability, log-odds, the reasons besides the kernel's, and the kernel's."""
    ids = list(zip(pairs.column("left_id").to_pylist(), pairs.column("right_id").to_pylist(), strict=True))
    members = sorted({one for pair in ids for one in pair})
    place = {one: number for number, one in enumerate(members)}
    lists = sorted({facts[one].dataset for one in members})
    list_of = [lists.index(facts[one].dataset) for one in members]
    left, right = (np.array([place[pair[side]] for pair in ids], np.int64) for side in (0, 1))
    rows = np.asarray(list_of, np.int64)
    repeats = [name in repeating for name in lists]
    kernel = pairs.column("odds").to_numpy().astype(np.float64)
    names = pairs.column("name_odds").to_numpy().astype(np.float64)
    is_weak, is_alias, has_number = (pairs.column(name).to_numpy() for name in ("is_weak", "is_alias", "has_number"))
    # A publisher that lists two under other names tells them apart, whatever alias it gives both ("image of text").
    told_apart = is_alias & ~has_number & (kernel - names < LEAST_FACTS)
    is_same_list = (rows[left] == rows[right]) & (told_apart | ~np.asarray(repeats, np.bool_)[rows[left]])
    more = [extra_odds(shared.get(pair, ())) for pair in ids]
    own: Floats = logits(kernel + np.array([one for one, _ in more], np.float64), is_same_list)
    probability = probabilities(own, left, right, list_of, repeats)
    flags = zip(is_weak.tolist(), has_number.tolist(), strict=True)
    scored, extras = {}, {}
    for at, (pair, flag) in enumerate(zip(ids, flags, strict=True)):
        stated = round(float(probability[at]), _DIGITS + 2)
        scored[pair] = Scored(stated, float(names[at]), float(kernel[at] - names[at]), *flag)
        extras[pair] = (*more[at][1], *_prior_reasons(kernel[at] + more[at][0], own[at], probability[at]))
    odds = {pair: float(one) for pair, one in zip(ids, own, strict=True)}
    return scored, odds, extras, dict(zip(ids, pairs.column("reasons").to_pylist(), strict=True))


def _prior_reasons(kernel: float, own: float, probability: float) -> tuple[Reason, ...]:
    """Say what the way pairs are found adds, and what others take that bid for the same counterpart."""
    reasons = [Reason("prior", "", "", round(float(own - kernel), _DIGITS))]
    least = 1e-12
    shared = math.log(max(probability, least) / max(1 - probability, least)) - float(own)
    if shared < -(10**-_DIGITS):
        reasons.append(Reason("rivals", "", "", round(shared, _DIGITS)))
    return tuple(reasons)


def _apply(judgement: Judgement | None, verdict: Verdict) -> Verdict:
    """Let a person's word stand over the rules; who is unsure leaves the pair a candidate."""
    if judgement is None or judgement == Judgement.NO_JUDGEMENT:
        return verdict
    reasons = (Reason("judgement", judgement, judgement), *verdict.reasons)
    if judgement == Judgement.POSITIVE:
        return verdict._replace(decision=Decision.SAME, rank=Rank.JUDGEMENT, reasons=reasons)
    decision = Decision.DIFFERENT if judgement == Judgement.NEGATIVE else Decision.CANDIDATE
    return verdict._replace(decision=decision, rank=None, reasons=reasons)


def pair_rows(resolution: Resolution, handling: Mapping[str, str]) -> list[Pair]:
    """Make the rows of `pair`; `handling` gives the marking of each entity."""
    return [
        Pair(
            left_id=left,
            right_id=right,
            probability=verdict.probability,
            decision=verdict.decision,
            reasons=reasons_of(resolution, (left, right)),
            algorithm=ALGORITHM,
            handling=strictest((handling[left], handling[right])),
        )
        for (left, right), verdict in resolution.verdicts.items()
    ]


def reasons_of(resolution: Resolution, pair: Ids) -> str:
    """Give all reasons of a pair as JSON: those of the kernel first."""
    kernel = resolution.reasons.get(pair, "[]")
    own = json.dumps([reason.to_dict() for reason in resolution.verdicts[pair].reasons], ensure_ascii=False)
    if "[]" in (kernel, own):
        return own if kernel == "[]" else kernel
    return f"{kernel[:-1]}, {own[1:]}"


def link_rows(resolution: Resolution, handling: Mapping[str, str]) -> list[Link]:
    """Make the rows of `link` for merged entities, each with the firmest pair that joins it to its cluster.

    An entity that only people's judgements joined has no row: a link is what the program decided.
    """
    firmest: dict[str, tuple[Rank, float, Ids]] = {}
    for pair, verdict in resolution.verdicts.items():
        if verdict.rank is None or verdict.rank == Rank.JUDGEMENT:
            continue
        order = verdict.rank, -(verdict.probability or 0.0), pair
        for entity_id in pair:
            firmest[entity_id] = min(firmest.get(entity_id, order), order)
    rows = []
    for entity_id, (_, _, pair) in sorted(firmest.items()):
        target = resolution.canonical[entity_id]
        if entity_id == target:
            continue
        reasons = _turned(reasons_of(resolution, pair), is_reversed=entity_id == pair[1])
        marking = strictest((handling[pair[0]], handling[pair[1]], handling[target]))
        probability = resolution.verdicts[pair].probability
        rows.append(Link(entity_id, target, "entity", Decision.SAME, probability, reasons, ALGORITHM, marking))
    return rows


def _turned(reasons: str, *, is_reversed: bool) -> str:
    """Name the sides of reasons `source` and `target` instead of `left` and `right`."""
    source, target = ("right", "left") if is_reversed else ("left", "right")
    rows = [
        {
            "feature": one["feature"],
            "source": one[source],
            "target": one[target],
            "contribution": one["contribution"],
        }
        for one in json.loads(reasons)
    ]
    return json.dumps(rows, ensure_ascii=False)

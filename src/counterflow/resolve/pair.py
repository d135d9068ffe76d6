"""Pairs: every candidate with its decision and reasons, and the clusters that follow."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from counterflow.model.doubt import Judgement
from counterflow.model.handling import strictest
from counterflow.resolve.block import Shared
from counterflow.resolve.candidate.placed import Placed, pair_codes
from counterflow.resolve.cluster import Clusters, Merge
from counterflow.resolve.decide import (
    ALGORITHM,
    LEAST_FACTS,
    REFERENCE_ODDS,
    Decision,
    Rank,
    Reason,
    Scored,
    Verdict,
    decide,
    extra_odds,
)
from counterflow.resolve.identifier import UN_REFERENCE
from counterflow.resolve.member import Facts
from counterflow.resolve.place import places_of
from counterflow.resolve.probability import Floats, logits, probabilities
from counterflow.resolve.transcribed import is_name_alone
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
    """The same, for others to be joined to."""
    merges: Sequence[Ids]
    """Pairs that were to be merged, whether or not something stood in the way."""


class Weighed(NamedTuple):
    """Candidates with what the kernel says of each, and the way it was found. P pairs, in order of ids."""

    pairs: Placed
    """As `candidate.find.find_pairs` gives them."""
    own: Floats
    """(P): log-odds of each pair for itself, numbers that the kernel does not know included."""
    probability: Floats
    """(P): shared with the pairs that bid for the same counterpart."""

    def some(self, wanted: NDArray[np.bool_]) -> Weighed:
        """Give some of the pairs."""
        return Weighed(self.pairs.some(wanted), self.own[wanted], self.probability[wanted])


def weigh_pairs(pairs: Placed, records: pa.Table, shared: pa.Table, repeating: Sequence[str]) -> Weighed:
    """Say how likely each candidate is.

    Args:
        pairs: candidates, as `candidate.find.find_pairs` gives them.
        records: those that pairs were looked for among: entity_id and dataset, in order of ids.
        shared: identifiers that pairs share, as `block.block_pairs` gives them.
        repeating: datasets that list one party several times.
    """
    if len(pairs) == 0:
        return Weighed(pairs, np.zeros(0), np.zeros(0))
    encoded = _array(records, "dataset").dictionary_encode()
    lists = sorted(encoded.dictionary.to_pylist())
    rank = np.array([lists.index(one) for one in encoded.dictionary.to_pylist()], np.int64)
    list_of = rank[encoded.indices.to_numpy()]
    repeats = [name in repeating for name in lists]
    kernel, names = (pairs.column(name).to_numpy().astype(np.float64) for name in ("odds", "name_odds"))
    is_alias, has_number = (pairs.column(name).to_numpy() for name in ("is_alias", "has_number"))
    # A publisher that lists two under other names tells them apart, whatever alias it gives both ("image of text").
    told_apart = is_alias & ~has_number & (kernel - names < LEAST_FACTS)
    left, right = pairs.left, pairs.right
    is_same_list = (list_of[left] == list_of[right]) & (told_apart | ~np.asarray(repeats, np.bool_)[list_of[left]])
    own = logits(kernel + _extra_odds(pairs, records, shared), is_same_list)
    return Weighed(pairs, own, probabilities(own, left, right, list_of, repeats))


def _extra_odds(pairs: Placed, records: pa.Table, shared: pa.Table) -> Floats:
    """Say what numbers add that the kernel does not know, as `decide.extra_odds` does."""
    told = shared.filter(pc.equal(shared.column("feature"), UN_REFERENCE.kind))
    told = told.filter(pc.invert(told.column("is_ambiguous")))
    left, right = places_of([told.column("left_id"), told.column("right_id")], records.column("entity_id"))
    is_here, count = (left >= 0) & (right >= 0), records.num_rows
    codes = pair_codes(left[is_here], right[is_here], count)
    return np.where(np.isin(pair_codes(pairs.left, pairs.right, count), codes), REFERENCE_ODDS, 0.0)


def resolve_pairs(
    facts: Mapping[str, Facts],
    weighed: Weighed,
    shared: Mapping[Ids, Sequence[Shared]],
    judgements: Mapping[Ids, Judgement],
) -> Resolution:
    """Decide on each pair, merge firmest first, and say of each refused merge what stood in its way.

    Args:
        facts: what entities are, at least those of all pairs; entities of judgements that are not here are left out.
        weighed: candidates.
        shared: identifiers that pairs share, from `block.read_shared`.
        judgements: what people said, from `read_judgements`.
    """
    scored, odds, extras, reasons = _scored(weighed, shared)
    known = {pair: one for pair, one in judgements.items() if pair[0] in facts and pair[1] in facts}
    verdicts = {}
    for pair in sorted({*scored, *shared, *known}):
        left, right = facts[pair[0]], facts[pair[1]]
        verdict = decide(left, right, shared.get(pair, ()), scored.get(pair))
        verdict = _apply(known.get(pair), verdict._replace(reasons=(*extras.get(pair, ()), *verdict.reasons)))
        if pair in known or pair in shared or (verdict.probability or 0) >= LEAST_SHOWN:
            verdicts[pair] = verdict
    clusters = Clusters(facts, (pair for pair, one in known.items() if one == Judgement.NEGATIVE), odds)
    merges = [Merge(one.rank, -odds.get(pair, 0.0), *pair) for pair, one in verdicts.items() if one.rank is not None]
    for pair, refusal in clusters.merge_all(merges).items():
        reason = Reason(f"refused: {refusal.feature}", refusal.left, refusal.right)
        before = verdicts[pair]
        verdicts[pair] = before._replace(decision=Decision.CANDIDATE, rank=None, reasons=(*before.reasons, reason))
    tried = [(one.left_id, one.right_id) for one in merges]
    return Resolution(verdicts, reasons, clusters.canonical(), clusters, tried)


def _scored(
    weighed: Weighed, shared: Mapping[Ids, Sequence[Shared]]
) -> tuple[dict[Ids, Scored], dict[Ids, float], dict[Ids, tuple[Reason, ...]], dict[Ids, str]]:
    """Give each pair's probability, log-odds, the reasons besides the kernel's, and the kernel's."""
    columns = [weighed.pairs.column(name).to_pylist() for name in _READ]
    scored, odds, extras, reasons = {}, {}, {}, {}
    for left, right, kernel, names, is_weak, has_number, text, own, probability in zip(
        *columns, weighed.own.tolist(), weighed.probability.tolist(), strict=True
    ):
        pair = left, right
        more, why = extra_odds(shared.get(pair, ()))
        scored[pair] = Scored(
            round(probability, _DIGITS + 2), names, kernel - names, is_weak, has_number, is_name_alone(text)
        )
        odds[pair] = own
        extras[pair] = (*why, *_prior_reasons(kernel + more, own, probability))
        reasons[pair] = text
    return scored, odds, extras, reasons


_READ = ("left_id", "right_id", "odds", "name_odds", "is_weak", "has_number", "reasons")


def _prior_reasons(kernel: float, own: float, probability: float) -> tuple[Reason, ...]:
    """Say what the way pairs are found adds, and what others take that bid for the same counterpart."""
    reasons = [Reason("prior", "", "", round(own - kernel, _DIGITS))]
    least = 1e-12
    shared = math.log(max(probability, least) / max(1 - probability, least)) - own
    if shared < -(10**-_DIGITS):
        reasons.append(Reason("rivals", "", "", round(shared, _DIGITS)))
    return tuple(reasons)


def _array(table: pa.Table, name: str) -> pa.Array:
    return table.column(name).combine_chunks()


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

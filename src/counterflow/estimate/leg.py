"""Which legs a channel goes along, and how much of it goes along each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from counterflow.engine import Engine
from counterflow.estimate.figure import Given
from counterflow.estimate.reconcile import Floats
from counterflow.model.commodity.ontology import find_in_phrase, wider

_LEGS = """
SELECT id, events, what, commodities, source_id, target_id, source_country, coalesce(probability, 0.5) AS probability,
    statements, handling
FROM leg ORDER BY id
"""
_COUNTRIES = """
SELECT canonical_id, value FROM belief
WHERE prop_type = 'country' AND polarity = 'affirmed' AND canonical_id IN (SELECT unnest($events)) ORDER BY ALL
"""
_DOCUMENTS = """
SELECT statement_id, document_id FROM evidence
WHERE document_id IS NOT NULL AND statement_id IN (SELECT unnest(statements) FROM leg) ORDER BY ALL
"""


class Way(NamedTuple):
    """The legs of one event: goods from who supplies to who receives, and the money for them."""

    events: frozenset[str]
    commodities: frozenset[str]
    origins: frozenset[str]
    """Countries of who supplies, or pays where there are no goods."""
    documents: frozenset[str]
    probability: float
    legs: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Legs:
    """The ways of a build."""

    ways: Sequence[Way]
    countries: Mapping[str, frozenset[str]]
    """By event whose figure informs a channel."""

    @classmethod
    def load(cls, engine: Engine, given: Given) -> Legs:
        """Load the ways.

        Reads:
            `leg`, `belief`, `evidence`.
        """
        events = sorted({one for name in given.model.channels for one in given.events_of(name)})
        countries: dict[str, set[str]] = defaultdict(set)
        for row in engine.query(_COUNTRIES, {"events": events or [""]}).to_pylist():
            countries[row["canonical_id"]].add(row["value"])
        documents: dict[str, set[str]] = defaultdict(set)
        for row in engine.query(_DOCUMENTS).to_pylist():
            documents[row["statement_id"]].add(row["document_id"])
        by_event: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
        for row in engine.query(_LEGS).to_pylist():
            by_event[tuple(row["events"])].append(row)
        ways = [_way(ids, legs, documents) for ids, legs in sorted(by_event.items())]
        return cls(ways, {key: frozenset(some) for key, some in countries.items()})

    def ways_of(self, given: Given, name: str) -> list[Way]:
        """Choose the ways of a channel: of an event whose figure informs it, and of its goods from where they come.

        Where the goods of a channel come from is what its figures say, else the ways of their events. A way from
        another country is of another channel. One of which no country is known counts if some document that tells of
        it tells of the channel too.
        """
        events = given.events_of(name)
        words = [find_in_phrase(one) for one in given.model.channels[name].commodities]
        goods = {one.key for one in words if one is not None}
        own = [one for one in self.ways if not events.isdisjoint(one.events)]
        origins = {code for one in events for code in self.countries.get(one, ())}
        origins = origins or {code for one in own for code in one.origins}
        told = [
            one
            for one in self.ways
            if one not in own and any(not goods.isdisjoint(wider(key)) for key in one.commodities)
        ]
        sure = [one for one in told if len(origins) == 0 or not origins.isdisjoint(one.origins)]
        documents = {document for one in (*own, *sure) for document in one.documents}
        rest = [one for one in told if len(one.origins) == 0 and not documents.isdisjoint(one.documents)]
        return own + sure + [one for one in rest if one not in sure]


def _way(ids: Sequence[str], legs: Sequence[Mapping[str, Any]], documents: Mapping[str, set[str]]) -> Way:
    what = "goods" if any(one["what"] == "goods" for one in legs) else "money"
    targets = {one["target_id"] for one in legs if one["what"] == what}
    firsts = [one for one in legs if one["what"] == what and one["source_id"] not in targets]
    return Way(
        frozenset(ids),
        frozenset(key for one in legs for key in one["commodities"]),
        frozenset(one["source_country"] for one in firsts if one["source_country"] is not None),
        frozenset(document for one in legs for key in one["statements"] for document in documents.get(key, ())),
        max(one["probability"] for one in legs),
        legs,
    )


def shares(ways: Sequence[Way], draws: int, seed: Sequence[int]) -> Iterator[tuple[Mapping[str, Any], Floats]]:
    """Yield each leg with the share of the channel that it carries, by draw.

    Which way carries how much nobody states: shares are drawn anew in each draw, evenly among all divisions where ways
    are certain (Dirichlet), the less probable ones carrying less. Legs that follow each other carry the same; those
    who stand beside each other on a way divide what it carries, evenly among all divisions.
    """
    random = np.random.default_rng(list(seed))
    parts = [random.standard_gamma(max(one.probability, 0.05), draws) for one in ways]
    whole = np.maximum(np.sum(parts, axis=0), 1e-300)
    for way, part in zip(ways, parts, strict=True):
        divided: dict[frozenset[str], Mapping[str, Floats]] = {}
        for what in ("goods", "money"):
            legs = [one for one in way.legs if one["what"] == what]
            weight: dict[str, Floats] = {}
            for stage in _stages(legs):
                if stage not in divided:
                    pieces = {key: random.standard_gamma(1.0, draws) for key in sorted(stage)}
                    total = np.maximum(np.sum(list(pieces.values()), axis=0), 1e-300)
                    divided[stage] = {key: piece / total for key, piece in pieces.items()}
                weight |= divided[stage]
            for one in legs:
                both = weight[one["source_id"]] * weight[one["target_id"]]
                yield one, np.asarray(part / whole * both)


def _stages(legs: Sequence[Mapping[str, Any]]) -> list[frozenset[str]]:
    """Group those who stand beside each other: as many legs from who begins."""
    depth: dict[str, int] = {}
    for _ in range(len(legs) + 1):
        for one in legs:
            source = depth.setdefault(one["source_id"], 0)
            depth[one["target_id"]] = min(max(depth.get(one["target_id"], 0), source + 1), len(legs))
    beside: dict[int, set[str]] = defaultdict(set)
    for key, number in depth.items():
        beside[number].add(key)
    return [frozenset(beside[number]) for number in sorted(beside)]

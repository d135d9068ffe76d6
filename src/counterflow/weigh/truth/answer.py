"""What `weigh` says of a file of claims: a row a value, and a summary that says what the rows rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from counterflow.weigh.truth.check import NOTHING, Ignored
from counterflow.weigh.truth.discover import Discovery
from counterflow.weigh.truth.settings import ALGORITHM

VERSION = 2
"""Of the shapes; raised when one changes."""

MIN_SHARE = 0.2
"""Share of copied claims from which a pair of sources is named as dependent."""

MAX_PAIRS = 100
"""Pairs of dependent sources that a summary names, those that share most first."""


class Row(NamedTuple):
    """A value of an item."""

    attribute: str
    item: str
    value: str
    """As most of its sources write it."""
    probability: float
    """That it is the true value; those of an item add up to 1 at most, because the truth may be what nobody says."""
    roots: int
    """Independent roots, as far as lineage is recorded."""
    reports: int
    """Sources that state it."""
    effective_roots: float
    """Roots less what sources are inferred to have taken from each other."""
    holds: float
    """Probability that it or a narrower value within it is true."""


@dataclass(frozen=True)
class AttributeSummary:
    """What was found of an attribute."""

    attribute: str
    kind: str
    """time, number, place, persons or text."""
    items: int
    false_share: float
    """Chance that two wrong claims of independent sources agree."""


@dataclass(frozen=True)
class SourceSummary:
    """What was found of a source."""

    source: str
    claims: int
    accuracy: float
    """Expected share of its claims that hold; over its attributes, weighted by its claims."""


@dataclass(frozen=True)
class DependentPair:
    """Two sources that are not independent."""

    left: str
    right: str
    share: float
    """Of the items of which both tell: those that one took from the other, or both from a third."""
    items: int


@dataclass(frozen=True)
class WeighSummary:
    """What `weigh` did."""

    output: str
    algorithm: str
    claims: int
    silent: int
    """Claims that tell nothing, such as "not available"."""
    unknown_letters: int
    """Sources with a letter that neither claim anything nor are repeated: their letters do nothing."""
    unknown_lineage: int
    """Rows of lineage whose source neither claims anything nor is repeated by one that does: they do nothing."""
    circular_sources: int
    """Sources that repeat themselves by way of others, by the lineage."""
    items: int
    values: int
    roots: int
    """Pieces of evidence that are left when those that repeat others are joined with them."""
    rounds: int
    attributes: tuple[AttributeSummary, ...]
    sources: tuple[SourceSummary, ...]
    dependent: tuple[DependentPair, ...]


SHAPES = {"weigh": WeighSummary}
"""Shapes that docs/schema publishes, by name."""


def rows_of(found: Discovery) -> Iterator[Row]:
    """Yield the values item by item, the most probable first."""
    claims, candidates = found.claims, found.candidates
    probability, holds = found.probability, found.holds
    order = np.lexsort((found.text, -np.round(probability, 6), candidates.item))
    roots, effective = found.root_count, found.effective
    for one in order[candidates.claimed[order]].tolist():
        item = int(candidates.item[one])
        yield Row(
            claims.attributes[int(claims.attribute[item])],
            claims.items[item],
            claims.texts[int(found.text[one])],
            round(float(probability[one]), 6),
            int(roots[one]),
            int(found.roots.reports[one]),
            round(float(effective[one]), 3),
            round(float(holds[one]), 6),
        )


def summarise(found: Discovery, output: str, ignored: Ignored = NOTHING) -> WeighSummary:
    """Say what the rows rest on, and what of the input did nothing."""
    claims, candidates = found.claims, found.candidates
    told = np.unique(candidates.item)
    items = np.bincount(claims.attribute[told], minlength=len(claims.attributes))
    return WeighSummary(
        output=output,
        algorithm=ALGORITHM,
        claims=len(claims),
        silent=int((candidates.claim < 0).sum()),
        unknown_letters=len(ignored.letters),
        unknown_lineage=len(ignored.lineage),
        circular_sources=len(ignored.circular),
        items=len(told),
        values=int(candidates.claimed.sum()),
        roots=len(found.roots.candidate),
        rounds=found.state.rounds,
        attributes=tuple(
            AttributeSummary(name, str(found.kinds[number]), int(items[number]), round(float(false), 4))
            for number, (name, false) in enumerate(zip(claims.attributes, found.state.false_share, strict=True))
        ),
        sources=tuple(_sources(found)),
        dependent=tuple(_dependent(found)),
    )


def _sources(found: Discovery) -> Iterator[SourceSummary]:
    evidence = found.evidence
    accuracy = found.state.accuracy[evidence.source, evidence.attribute]
    count = np.bincount(evidence.source, minlength=evidence.sources)
    mean = np.bincount(evidence.source, accuracy, evidence.sources) / np.maximum(count, 1)
    for number, name in enumerate(found.roots.sources):
        if count[number] > 0:
            yield SourceSummary(name, int(count[number]), round(float(mean[number]), 4))


def _dependent(found: Discovery) -> Iterator[DependentPair]:
    overlap, shares = found.overlap, found.state.shares
    names = found.roots.sources
    for pair in np.argsort(-shares, kind="stable")[:MAX_PAIRS].tolist():
        if shares[pair] >= MIN_SHARE:
            left, right = names[int(overlap.pair_left[pair])], names[int(overlap.pair_right[pair])]
            yield DependentPair(left, right, round(float(shares[pair]), 3), int(overlap.both[pair].sum()))

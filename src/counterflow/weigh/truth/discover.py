"""Claims in, values with their probabilities out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from counterflow.model.doubt import Reliability
from counterflow.weigh.truth.accuracy import Evidence, State, estimate
from counterflow.weigh.truth.candidate import Candidates, make_candidates
from counterflow.weigh.truth.claims import Claims, Floats, Ints, distinct_rows
from counterflow.weigh.truth.dependence import Overlap, find_overlap, spread_repeats
from counterflow.weigh.truth.habit import can_learn, estimate_habits
from counterflow.weigh.truth.hierarchy import Hierarchy
from counterflow.weigh.truth.lineage import Roots, find_roots
from counterflow.weigh.truth.report import Reports, find_reports
from counterflow.weigh.truth.settings import Settings
from counterflow.weigh.truth.value import Kind, read_values, split_by_kind

STUCK_TIMES = 3
"""Times that a source must state a value before it can be a defect of the source."""

STUCK_EXCESS = 0.05
"""Share of a source's claims above which a value that others state seldom is a defect of the source."""


@dataclass(frozen=True)
class Discovery:
    """What was found."""

    claims: Claims
    kinds: tuple[Kind, ...]
    """Of each attribute."""
    candidates: Candidates
    text: Ints
    """How each candidate is written: as most of its sources write it; -1: nobody claims it."""
    roots: Roots
    evidence: Evidence
    overlap: Overlap
    state: State

    @property
    def probability(self) -> Floats:
        """Of each candidate: that it is the true value, to its last detail. Those of an item add up to 1 at most."""
        return self.state.probability

    @property
    def holds(self) -> Floats:
        """Of each candidate: that it or a value that lies within it is true; those of an item may overlap."""
        pairs = self.candidates
        inside = np.bincount(pairs.wider, self.probability[pairs.narrower], len(pairs))
        return np.minimum(self.probability + inside, 1.0)

    @property
    def root_count(self) -> Ints:
        """Of each candidate: independent roots as far as lineage is recorded."""
        return np.asarray(np.bincount(self.roots.candidate, minlength=len(self.candidates)))

    @property
    def effective(self) -> Floats:
        """Of each candidate: roots less what dependence that was inferred takes away."""
        return np.asarray(np.bincount(self.evidence.candidate, self.state.weight, len(self.candidates)), np.float64)


def discover(
    claims: Claims,
    *,
    lineage: Iterable[tuple[str, str]] = (),
    hierarchy: Hierarchy | None = None,
    reliability: Mapping[str, Reliability] | None = None,
    settings: Settings | None = None,
) -> Discovery:
    """Find which values are true, and how sure that is, from nothing but who claims what.

    Args:
        claims: see `make_claims`.
        lineage: pairs of a source and the one that it repeats.
        hierarchy: which value lies in which.
        reliability: Admiralty letters of sources.
        settings: what is assumed before a claim is seen.

    Cost: linear in pairs of claims of one item; 1.1 million claims of 38 sources take 20 s on one core
    (`benchmarks/weigh/flight.py`).
    """
    chosen, tree = settings or Settings(), hierarchy or Hierarchy()
    claims, kinds = split_by_kind(claims, tree)
    candidates = make_candidates(claims, read_values(claims, kinds, tree), kinds)
    repeats = tuple(lineage)
    copying = frozenset(name for name, repeated in repeats if name != repeated)
    roots = find_roots(claims, candidates.claim, repeats)
    letters = reliability or {}
    expected = (chosen.letter_accuracy.get(letters.get(name, Reliability.F), np.nan) for name in roots.sources)
    prior = np.fromiter(expected, float, len(roots.sources))
    reports = find_reports(claims, candidates.claim, repeats, roots.sources)
    if can_learn(reports, len(claims.items), chosen):
        evidence = make_evidence(claims, candidates, reports, kinds)
        overlap = find_overlap(evidence.keys, evidence.attributes, reports.own, roots, chosen)
        state = estimate_habits(evidence, candidates, overlap, reports, prior, chosen)
    else:
        evidence = make_evidence(claims, candidates, roots, kinds)
        overlap = find_overlap(evidence.keys, evidence.attributes, roots.own, roots, chosen)
        state = estimate(evidence, candidates, overlap, prior, chosen, spread_repeats(roots.candidate, roots))
    texts = _usual_texts(claims, candidates, copying)
    return Discovery(claims, kinds, candidates, texts, roots, evidence, overlap, state)


def make_evidence(claims: Claims, candidates: Candidates, roots: Roots | Reports, kinds: tuple[Kind, ...]) -> Evidence:
    """Make the rows that are weighed: one a root, or a report, and value."""
    item, attribute = candidates.item[roots.candidate], candidates.attribute[roots.candidate]
    sources = len(roots.sources)
    keys, each = np.unique(item * sources + roots.source, return_inverse=True)
    several = np.bincount(each, minlength=len(keys))[each]
    stuck = _stuck_shares(candidates, roots.candidate, roots.source, attribute)
    return Evidence(
        roots.candidate,
        roots.source,
        item,
        attribute,
        (1 - stuck) / np.maximum(several, 1),
        _commonness(candidates, roots.candidate, attribute, kinds),
        sources=sources,
        attributes=len(claims.attributes),
        items=len(claims.items),
    )


def _stuck_shares(candidates: Candidates, candidate: Ints, source: Ints, attribute: Ints) -> Floats:
    """Give, of each row, the share of a source's claims of that value that has no reason in the items.

    A source that states one value of many more items than others do says something about itself.
    """
    codes: dict[object, int] = {}
    key = np.array([codes.setdefault(one.key, len(codes)) for one in candidates.values], np.int64)[candidate]
    values, sources = len(codes) + 1, int(source.max(initial=0)) + 1
    of_source = _times((attribute * sources + source) * values + key)
    by_source = _times(attribute * sources + source)
    of_all = _times(attribute * values + key)
    by_all = _times(attribute)
    share = of_source / np.maximum(by_source, 1)
    elsewhere = (of_all - of_source) / np.maximum(by_all - by_source, 1)
    excess = share - 3 * elsewhere
    stuck = (of_source >= STUCK_TIMES) & (excess > STUCK_EXCESS) & (by_all > by_source)
    return np.where(stuck, excess / np.maximum(share, 1e-9), 0.0)


def _commonness(candidates: Candidates, candidate: Ints, attribute: Ints, kinds: tuple[Kind, ...]) -> Floats:
    """Give, of each row, of how many items its value is claimed against the mean of the attribute's claims.

    Items and not claims are counted: that ten sources say "Australia" of one ship does not make "Sydney" a rare answer.
    """
    codes: dict[object, int] = {}
    key = np.array([codes.setdefault(one.key, len(codes)) for one in candidates.values], np.int64)
    times = _times(candidates.attribute * (len(codes) + 1) + key)[candidate].astype(float)
    size = max(int(attribute.max(initial=0)) + 1, len(kinds))
    mean = np.bincount(attribute, times, size) / np.maximum(np.bincount(attribute, minlength=size), 1)
    shared = np.array([kind in {Kind.PLACE, Kind.TEXT} for kind in kinds], bool)[attribute]
    return np.where(shared, times / np.maximum(mean[attribute], 1e-9), 1.0)


def _times(keys: Ints) -> Ints:
    """Count, for each row, the rows with its key."""
    _, each, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return np.asarray(counts[each])


def _usual_texts(claims: Claims, candidates: Candidates, copying: frozenset[str]) -> Ints:
    """Choose how each candidate is written: as most sources do; of equally usual texts the longest, then the first.

    A source that is recorded to copy another says nothing of how a value is written, where others claim it.
    """
    told = candidates.claim >= 0
    copies = np.array([name in copying for name in claims.sources], bool)[claims.source]
    first_hand = np.bincount(candidates.claim[told & ~copies], minlength=len(candidates) + 1) > 0
    told &= ~copies | ~first_hand[np.maximum(candidates.claim, 0)]
    by_source = distinct_rows(candidates.claim[told], claims.text[told], claims.source[told])
    new = np.flatnonzero(np.diff(by_source[0], prepend=-1) | np.diff(by_source[1], prepend=-1))
    candidate, text = by_source[0][new], by_source[1][new]
    counts = np.diff(np.append(new, len(by_source[0])))
    length = np.array([len(text) for text in claims.texts], np.int64)
    order = np.lexsort((text, -length[text], -counts, candidate))
    first = order[np.flatnonzero(np.diff(candidate[order], prepend=-1))]
    usual = np.full(len(candidates), -1, np.int64)
    usual[candidate[first]] = text[first]
    return usual

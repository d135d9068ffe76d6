"""Dependence between sources: the share of what two tell that one takes from the other, or both from a third.

Sources that share false values depend on each other: independent ones are seldom wrong in the same way (Dong,
Berti-Equille and Srivastava, "Integrating conflicting data", VLDB 2009). No direction is looked for, because it is
not needed: of dependent claims of one value that of the best source counts in full, and each further one by the
chance that it is its own, the product of 1 - share over the better ones (their I(S), with the copy rate estimated for
each pair).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterflow.weigh.truth.claims import Flags, Floats, Ints
from counterflow.weigh.truth.lineage import Roots
from counterflow.weigh.truth.pair import pairs_within
from counterflow.weigh.truth.settings import Settings

TWIN_AGREEMENT = 0.9
"""Agreement on contested items that two independent good sources may reach."""

WARNED_AGREEMENT = 0.5
"""The same where claims say that they repeat others: then more repeats go unrecorded, and agreement proves less."""

SHARES = np.linspace(0.0, 1.0, 41)
"""Shares of copied claims that are tried."""


@dataclass(frozen=True)
class Overlap:
    """The pairs of sources that tell of the same items, and where they agree."""

    pair_left: Ints
    """First source of each pair."""
    pair_right: Ints
    both: Floats
    """Items of which both tell; a row a pair, a column an attribute."""
    same: Floats
    """Of these, items of which both tell the same."""
    contested: Floats
    """Of each pair, items of which both tell and not all say the same, and of these those of which both do."""
    twins: Floats
    """Of each pair, the share of copied claims that agreement alone shows, before anything is known to be true."""
    recorded: Floats
    """Of each pair, the share of what they agree on that is recorded as repeated."""
    left: Ints
    """Rows of evidence that agree; the pairs of such rows."""
    right: Ints
    pair: Ints
    """Of each agreeing pair of rows; -1: the sources have too little in common."""
    cell: Ints
    """Of each agreeing pair of rows: pair and attribute in one number; -1 likewise."""
    own: Flags
    """Of each agreeing pair of rows, whether both are recorded to have looked for themselves."""
    attributes: int
    expected: float
    """Share of copied claims expected of two sources of which nothing is known."""


def find_overlap(
    rows: tuple[Ints, Ints, Ints, Ints], attributes: int, own: Flags, roots: Roots, settings: Settings
) -> Overlap:
    """Count where sources tell of the same items.

    Args:
        rows: item, candidate, source and attribute of each row of evidence, sorted by item.
        attributes: how many there are; of some there may be no row.
        own: of each row, whether it is recorded that its source looked for itself.
        roots: how often one source was recorded to repeat another: some of what is not recorded will be the same.
        settings: the prior, and the least in common.
    """
    item, candidate, source, attribute = rows
    sources = int(source.max(initial=0)) + 1
    left, right = pairs_within(item)
    other = source[left] != source[right]
    left, right = left[other], right[other]
    low, high = np.minimum(source[left], source[right]), np.maximum(source[left], source[right])
    keys, pair = np.unique(low * sources + high, return_inverse=True)
    frequent = np.bincount(pair, minlength=len(keys)) >= settings.min_common
    number = np.where(frequent, np.cumsum(frequent) - 1, -1)
    keys, pair = keys[frequent], number[pair]
    cell = np.where(pair >= 0, pair * attributes + attribute[left], -1)
    agree = candidate[left] == candidate[right]
    shape = (len(keys), attributes)
    same = np.bincount(cell[agree & (cell >= 0)], minlength=len(keys) * attributes).reshape(shape).astype(float)
    both = np.bincount(cell[cell >= 0], minlength=len(keys) * attributes).reshape(shape).astype(float)
    pair_left, pair_right = keys // sources, keys % sources
    values = np.bincount(item[np.flatnonzero(np.diff(candidate, prepend=-1))])
    contested = (pair >= 0) & (values[item[left]] > 1)
    usual = WARNED_AGREEMENT if roots.repeats > 0 else TWIN_AGREEMENT
    disputed = np.bincount(pair[contested], minlength=len(keys))
    shared = np.bincount(pair[contested & agree], minlength=len(keys))
    twins = _twins(disputed, shared, usual)
    recorded = _recorded_shares(pair_left, pair_right, same.sum(axis=1), roots.repeated)
    return Overlap(
        pair_left,
        pair_right,
        both,
        same,
        np.stack([disputed, shared], axis=1).astype(float),
        twins,
        recorded,
        left[agree],
        right[agree],
        pair[agree],
        cell[agree],
        own[left[agree]] & own[right[agree]],
        attributes,
        settings.copied / (settings.copied + settings.not_copied),
    )


def _twins(count: Ints, agreeing: Ints, usual: float) -> Floats:
    """Find pairs that agree nearly always on items of which others disagree: no two independent sources do.

    Counted from the lower end of Wilson's 95 % interval, so that a pair needs volume to be found.

    Args:
        count: of each pair, items of which not all say the same.
        agreeing: of these, those of which the two do.
        usual: agreement that independent sources may reach.
    """
    size, z = np.maximum(count, 1), 1.96
    rate = agreeing / size
    spread = z * np.sqrt(rate * (1 - rate) / size + z * z / (4 * size * size))
    lowest = (rate + z * z / (2 * size) - spread) / (1 + z * z / size)
    return np.asarray(np.clip((lowest - usual) / (1 - usual), 0, 1))


def _recorded_shares(left: Ints, right: Ints, same: Floats, repeated: tuple[tuple[int, int, int], ...]) -> Floats:
    """Give, of each pair, the share of what they agree on that is recorded as repeated: as much may go unrecorded."""
    at = {pair: number for number, pair in enumerate(zip(left.tolist(), right.tolist(), strict=True))}
    times = np.zeros(len(left))
    for one, other, count in repeated:
        number = at.get((min(one, other), max(one, other)))
        if number is not None:
            times[number] += count
    return np.asarray(np.minimum(times / np.maximum(times + same, 1.0), 0.9))


def estimate_shares(
    overlap: Overlap, probability: Floats, accuracy: Floats, false_share: Floats, settings: Settings
) -> Floats:
    """Estimate the share of copied claims of each pair of sources: the mean of its posterior.

    With a share c, two sources agree on the truth with c a + (1 - c) a1 a2, on a falsehood with
    c (1 - a) + (1 - c) (1 - a1) (1 - a2) q, and differ otherwise; a is their mean accuracy, q the chance that
    independent falsehoods agree (the model of Dong et al. 2009, with c unknown instead of .8). The prior of a pair is
    what is expected of any two, more where repeats of the pair are recorded.

    Args:
        overlap: where they agree.
        probability: of the value of each row of evidence.
        accuracy: a row a source, a column an attribute.
        false_share: q of each attribute.
        settings: what the prior is worth.
    """
    shape = overlap.both.shape
    known = overlap.cell >= 0
    true = np.bincount(overlap.cell[known], probability[overlap.left[known]], shape[0] * shape[1]).reshape(shape)
    false, differ = np.maximum(overlap.same - true, 0), overlap.both - overlap.same
    one, other = accuracy[overlap.pair_left], accuracy[overlap.pair_right]
    mean, alone_true = (one + other) / 2, one * other
    alone_false = (1 - one) * (1 - other) * false_share
    alone_differ = np.maximum(1 - alone_true - alone_false, 1e-9)
    log = np.empty((shape[0], len(SHARES)))
    for number, share in enumerate(SHARES.tolist()):
        rest = max(1 - share, 1e-9)
        log[:, number] = (
            true * np.log(share * mean + rest * alone_true)
            + false * np.log(share * (1 - mean) + rest * alone_false)
            + differ * np.log(rest * alone_differ)
        ).sum(axis=1)
    worth = settings.copied + settings.not_copied
    copied = overlap.expected * worth + 10 * overlap.recorded
    free = (1 - overlap.expected) * worth * (1 - overlap.recorded) + overlap.recorded
    return _mean_share(log + _log_prior(copied[:, None], free[:, None]))


def _log_prior(copied: Floats | float, free: Floats | float) -> Floats:
    """Write the log of a Beta density at each share; its ends are kept finite."""
    return np.asarray((copied - 1) * np.log(SHARES + 0.01) + (free - 1) * np.log(1.01 - SHARES))


def _mean_share(log: Floats) -> Floats:
    weight = np.exp(log - log.max(axis=1, keepdims=True))
    return np.asarray((weight * SHARES).sum(axis=1) / weight.sum(axis=1))


def spread_repeats(candidate: Ints, roots: Roots) -> Floats:
    """Give, of each row, the share that it counts for when recorded repeats show that there are unrecorded ones.

    Where repeats were recorded, as many again are taken to go unrecorded: a share r of the claims that are not recorded
    as their source's own. Which of m agreeing claims those are nobody knows, so each counts for its share of the
    1 + (m - 1) (1 - r) roots that are left. A claim alone repeats nobody here.
    """
    unknown = ~roots.own
    share = min(roots.repeats / max(int(unknown.sum()), 1), 0.9)
    agreeing = np.bincount(candidate, minlength=int(candidate.max(initial=-1)) + 1)[candidate]
    left = (1 + (agreeing - 1) * (1 - share)) / np.maximum(agreeing, 1)
    return np.where(unknown, left, 1.0)


def discount(overlap: Overlap, shares: Floats, accuracy: Floats, rows: int) -> Floats:
    """Give the weight of each row of evidence: 1 for a value's best source, less for those that depend on better ones.

    The chance that one of two agreeing claims is copied is c a / (c a + (1 - c) a1 a2), as if both were right: taken as
    wrong, agreement would prove copying the more, the less the value is believed, and doubt would feed itself.

    Args:
        overlap: where sources agree.
        shares: of copied claims, of each pair of sources.
        accuracy: of the source of each row; the more accurate counts in full. Equal ones go by the order of sources.
        rows: number of rows of evidence.
    """
    share = np.where(overlap.pair >= 0, np.append(shares, 0.0)[overlap.pair], overlap.expected)
    share[overlap.own] = 0.0
    one, other = accuracy[overlap.left], accuracy[overlap.right]
    copied = share * (one + other) / 2
    chance = copied / (copied + (1 - share) * one * other)
    lower = np.where(one >= other, overlap.right, overlap.left)
    return np.exp(np.bincount(lower, np.log1p(-np.minimum(chance, 0.999)), rows))

"""Clusters: which records are one party, from the log-odds of pairs.

Joining whatever a chain of pairs connects makes one false match join two parties whole. Average link joins two
clusters by the mean over all pairs between them; pairs that were no candidates count as `absent`. Two clusters that
are each other's nearest may be joined in any order without changing the tree (average link is reducible: Bruynooghe
1978, Murtagh 1983), so each round joins all of them at once, in arrays.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.resolve.linkage.kernel import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Link(NamedTuple):
    """When two clusters are one; the defaults were chosen on half of the clusters of historical_50k."""

    cut: float = 0.0
    """Log-odds over which two single records are one."""
    ease: float = 1.0
    """How much less the mean must be for each doubling of the pairs between two clusters: many weak ones are strong."""
    most_ease: float = 3.0
    """By how much less it must be at most."""
    absent: float = -5.0
    """Log-odds of pairs that are not given."""
    most: float = 8.0
    """Log-odds are held within plus and minus this, so that one pair does not outweigh all others."""


def average_link(records: int, left: Ints, right: Ints, weight: Floats, settings: Link) -> Ints:
    """Cluster records by average link.

    Args:
        records: how many there are.
        left: pairs, each once, left below right.
        right: the other record of each.
        weight: log-odds of each pair.
        settings: when two clusters are one.

    Returns:
        The smallest record of each record's cluster.
    """
    labels = np.arange(records)
    weight = np.clip(weight, -settings.most, settings.most)
    lowest = settings.cut - settings.most_ease
    a, b, total, count = _within(records, left, right, weight, lowest)
    sizes = np.ones(records)
    while len(a) > 0:
        pairs = sizes[a] * sizes[b]
        mean = (total + (pairs - count) * settings.absent) / pairs
        kept = mean > np.maximum(settings.cut - settings.ease * np.log2(pairs), lowest)
        if not kept.any():
            break
        first, second = _mutual(a[kept], b[kept], mean[kept], records)
        new = np.arange(records)
        new[second] = first
        sizes[first] += sizes[second]
        labels = new[labels]
        a, b, total, count = _merge(new[a], new[b], total, count, records)
    return labels


def _within(records: int, left: Ints, right: Ints, weight: Floats, cut: float) -> tuple[Ints, Ints, Floats, Floats]:
    """Keep the pairs within what pairs over the cut connect at all."""
    over = weight > cut
    part = connect(records, left[over], right[over])
    kept = part[left] == part[right]
    return left[kept], right[kept], weight[kept], np.ones(kept.sum())


@compiled
def connect(records: int, left: Ints, right: Ints) -> Ints:
    """Give each record the smallest one that a chain of pairs leads to."""
    root = np.arange(records)
    for k in range(len(left)):
        x, y = left[k], right[k]
        while root[x] != x:
            root[x] = root[root[x]]
            x = root[x]
        while root[y] != y:
            root[y] = root[root[y]]
            y = root[y]
        root[max(x, y)] = min(x, y)
    for x in range(records):
        root[x] = root[root[x]]  # what is smaller is settled
    return root


def _mutual(a: Ints, b: Ints, mean: Floats, records: int) -> tuple[Ints, Ints]:
    """Find clusters that are each other's nearest; of equally near ones the first by number."""
    order = np.lexsort((b, a, -mean))
    edge = np.empty(len(a), np.int64)
    edge[order] = np.arange(len(a))  # one order of all edges, so that ties cannot go round in circles
    best = np.full(records, len(a))
    np.minimum.at(best, a, edge)
    np.minimum.at(best, b, edge)
    mutual = (best[a] == edge) & (best[b] == edge)
    return np.minimum(a[mutual], b[mutual]), np.maximum(a[mutual], b[mutual])


def _merge(a: Ints, b: Ints, total: Floats, count: Floats, records: int) -> tuple[Ints, Ints, Floats, Floats]:
    """Add up the pairs between the same two clusters."""
    apart = a != b
    key = (np.minimum(a, b) * records + np.maximum(a, b))[apart]
    order = np.argsort(key, kind="stable")
    key = key[order]
    if len(key) == 0:
        return key, key, total[:0], count[:0]
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    key = key[starts]
    return (
        key // records,
        key % records,
        np.add.reduceat(total[apart][order], starts),
        np.add.reduceat(count[apart][order], starts),
    )


def one_to_one(records: int, left: Ints, right: Ints, weight: Floats, *, cut: float) -> Ints:
    """Link two files without duplicates of their own: the likeliest pair first, each record once.

    Returns:
        The smaller record of each record's pair, or itself.
    """
    labels = np.arange(records)
    kept = np.flatnonzero(weight > cut)
    order = kept[np.lexsort((right[kept], left[kept], -weight[kept]))]
    free = np.ones(records, bool)
    for x, y in zip(left[order].tolist(), right[order].tolist(), strict=True):
        if free[x] and free[y]:
            free[x] = free[y] = False
            labels[y] = x
    return labels

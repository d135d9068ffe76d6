"""Numbers found by a hash of 64 bits: a table of buckets, between a third and two thirds as many as there are entries.

A bucket holds the entries of several hashes; whoever looks up compares what he finds with what he wants.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled
from counterflow.compare.index.scalar import Whole

_MIX = np.uint64(0x9E3779B97F4A7C15)


class Lookup(NamedTuple):
    """Entries by bucket."""

    bucket_at: NDArray[np.uint32]
    """(a power of two + 1): where each bucket begins."""
    entry: NDArray[np.uint32]
    """What is found, in ascending order within a bucket."""


@borrowing
def bucket_of(hashed: Whole, buckets: Whole) -> Whole:
    """Give the bucket of a hash (Fibonacci hashing: the highest bits of a product)."""
    return np.int64(((np.uint64(hashed) * _MIX) >> np.uint64(32)) & np.uint64(buckets - 1))


@compiled
def build_lookup(hashed: NDArray[np.uint64], entry: NDArray[np.uint32]) -> Lookup:
    """Sort entries into buckets; equal entries of one bucket are kept once.

    Args:
        hashed: the hash of each entry.
        entry: entries in ascending order.
    """
    buckets = 1
    while buckets * 3 < len(hashed):
        buckets *= 2
    counts = np.zeros(buckets + 1, np.uint32)
    last = np.full(buckets, 0xFFFFFFFF, np.uint32)
    for i in range(len(hashed)):
        bucket = bucket_of(hashed[i], buckets)
        if last[bucket] != entry[i]:
            last[bucket] = entry[i]
            counts[bucket + 1] += np.uint32(1)
    bucket_at = np.empty(buckets + 1, np.uint32)
    total = np.uint32(0)
    for bucket in range(buckets + 1):
        total += counts[bucket]
        bucket_at[bucket] = total
    found = np.empty(total, np.uint32)
    place = bucket_at[:-1].copy()
    last[:] = 0xFFFFFFFF
    for i in range(len(hashed)):
        bucket = bucket_of(hashed[i], buckets)
        if last[bucket] != entry[i]:
            last[bucket] = entry[i]
            found[place[bucket]] = entry[i]
            place[bucket] += np.uint32(1)
    return Lookup(bucket_at, found)


@borrowing
def bucket_range(bucket_at: NDArray[np.uint32], hashed: Whole) -> tuple[Whole, Whole]:
    """Give the range of entries in which those of a hash stand."""
    bucket = bucket_of(hashed, len(bucket_at) - 1)
    return np.int64(bucket_at[bucket]), np.int64(bucket_at[bucket + 1])

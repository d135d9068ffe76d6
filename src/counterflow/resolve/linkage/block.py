"""Candidates: pairs of records that share a key, from a union of many keys with bounded blocks.

A key is a stream, or two of different fields (or two words of one name). Blocks larger than a bound are left to keys
that part them further. Which keys are worth their pairs is not known beforehand: the share of likely matches in a
sample of each key's pairs says it, and keys are taken in that order until the budget is spent (a greedy version of
Bilenko, Kamath and Mooney 2006, with the model's first guess in place of labels).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.resolve.linkage.kernel import compiled
from counterflow.resolve.linkage.stream import Stream

Ints = NDArray[np.int64]


class Key(NamedTuple):
    """Blocks of one key: block b is `records[starts[b]:ends[b]]`."""

    name: str
    records: Ints
    starts: Ints
    ends: Ints
    pairs: int


class Bounds(NamedTuple):
    """How many candidates there may be."""

    block: int = 60
    """Records of a block."""
    pairs_per_record: int = 120
    """Pairs of all keys together, before those that several keys give are counted once."""
    sample: int = 200
    """Pairs of a key that are compared to see what it is worth."""


def list_keys(streams: Sequence[Stream], records: int, bounds: Bounds) -> Iterator[Key]:
    """List keys of one and of two streams that have blocks within the bound."""
    for stream in streams:
        yield from _block(stream.name, stream.records, stream.keys, bounds)
    for left, right in itertools.combinations_with_replacement(streams, 2):
        if left.field == right.field and not (left is right and left.name in ("word", "sound")):
            continue
        ids, keys = _cross(left, right, records)
        yield from _block(f"{left.name} + {right.name}", ids, keys, bounds)


def _cross(left: Stream, right: Stream, records: int) -> tuple[Ints, Ints]:
    bounds = np.searchsorted(right.records, np.arange(records + 1))
    counts = np.diff(bounds)[left.records]
    ids = np.repeat(left.records, counts)
    at = np.arange(len(ids)) - np.repeat(np.cumsum(counts) - counts, counts)
    x, y = np.repeat(left.keys, counts), right.keys[bounds[ids] + at]
    if left is right:
        kept = x < y
        ids, x, y = ids[kept], x[kept], y[kept]
    return ids, x * right.size + y


def _block(name: str, ids: Ints, keys: Ints, bounds: Bounds) -> Iterator[Key]:
    if len(ids) == 0:
        return
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    ends = np.append(starts[1:], len(keys))
    sizes = ends - starts
    kept = (sizes > 1) & (sizes <= bounds.block)
    if kept.any():
        pairs = int((sizes[kept] * (sizes[kept] - 1) // 2).sum())
        yield Key(name, ids[order], starts[kept], ends[kept], pairs)


def choose_keys(
    keys: Sequence[Key], records: int, bounds: Bounds, worth: Callable[[Ints, Ints], NDArray[np.float64]]
) -> list[tuple[Key, float]]:
    """Choose keys by the share of likely matches in a sample of their pairs, best first, until the budget is spent.

    Args:
        keys: all keys.
        records: how many there are.
        bounds: the budget.
        worth: gives the probability of each of the pairs it is handed (left, right).
    """
    if len(keys) == 0:
        return []
    samples = [_sample(key, bounds.sample) for key in keys]
    sizes = [len(left) for left, _ in samples]
    scores = worth(np.concatenate([left for left, _ in samples]), np.concatenate([right for _, right in samples]))
    shares = [float(part.mean()) for part in np.split(scores, np.cumsum(sizes)[:-1])]
    chosen, spent = [], 0
    for key, share in sorted(zip(keys, shares, strict=True), key=lambda pair: -pair[1]):
        if spent + key.pairs <= bounds.pairs_per_record * records:
            chosen.append((key, share))
            spent += key.pairs
    return chosen


def _sample(key: Key, size: int) -> tuple[Ints, Ints]:
    """Draw pairs of a key, evenly over its pairs; the draw is the same each time."""
    sizes = key.ends - key.starts
    ends = np.cumsum(sizes * (sizes - 1) // 2)
    wanted = np.unique(np.linspace(0, ends[-1] - 1, size).astype(np.int64))
    block = np.searchsorted(ends, wanted, side="right")
    rng = np.random.default_rng(0)
    first = (rng.random(len(block)) * sizes[block]).astype(np.int64)
    second = (first + 1 + (rng.random(len(block)) * (sizes[block] - 1)).astype(np.int64)) % sizes[block]
    left, right = key.records[key.starts[block] + first], key.records[key.starts[block] + second]
    return np.minimum(left, right), np.maximum(left, right)


def make_pairs(keys: Sequence[Key], side: NDArray[np.int8] | None = None) -> tuple[Ints, Ints]:
    """Make the pairs of keys once each, in order, left below right; with `side`, pairs of two files only."""
    packed = np.empty(sum(key.pairs for key in keys), np.int64)
    at = 0
    sides = np.zeros(0, np.int8) if side is None else side
    for key in keys:
        at = fill_pairs(key.records, key.starts, key.ends, sides, packed, at)
    packed = np.sort(packed[:at])  # faster than np.unique, which hashes
    packed = packed[np.concatenate([[True], packed[1:] != packed[:-1]])[: len(packed)]]
    return packed >> 32, packed & 0xFFFFFFFF


@compiled
def fill_pairs(records: Ints, starts: Ints, ends: Ints, sides: NDArray[np.int8], out: Ints, at: int) -> int:
    """Write each pair of each block as one number, and give where the next goes."""
    for block in range(len(starts)):
        for i in range(starts[block], ends[block]):
            for j in range(i + 1, ends[block]):
                x, y = min(records[i], records[j]), max(records[i], records[j])
                if x != y and (len(sides) == 0 or sides[x] != sides[y]):
                    out[at] = x << 32 | y
                    at += 1
    return at

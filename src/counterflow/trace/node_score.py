"""What single parties mean to a network: shortest paths through them, what falls apart without them, the leading mode.

All scores are of what is still there (`alive`), and of ties without direction; parties count by their weight, so that
an event that ties five parties joins them without being one itself.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_STEPS = 200
"""Products of the leading mode; the rank of the first is settled long before."""


class Ties(NamedTuple):
    """A network without directions or parallel ties."""

    starts: Ints
    """Where the neighbours of each node begin, and where the last one's end."""
    neighbours: Ints
    weight: Ints
    """1 for a party, 0 for what only joins others."""

    def __len__(self) -> int:
        return len(self.starts) - 1


def make_ties(nodes: int, source: Ints, target: Ints, is_party: Flags | None = None) -> Ties:
    """Put ties together, each once and both ways; a tie of a node with itself is none."""
    low, high = np.minimum(source, target).astype(np.int64), np.maximum(source, target).astype(np.int64)
    codes = np.unique((low * nodes + high)[low != high])
    low, high = codes // nodes, codes % nodes
    ends, others = np.concatenate([low, high]), np.concatenate([high, low])
    order = np.lexsort((others, ends))
    starts = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=nodes), out=starts[1:])
    weight = np.ones(nodes, np.int64) if is_party is None else is_party.astype(np.int64)
    return Ties(starts, others[order], weight)


def degrees(ties: Ties, alive: Flags) -> Floats:
    """Count the neighbours of each node."""
    found = np.zeros(len(ties))
    np.add.at(found, np.repeat(np.arange(len(ties)), np.diff(ties.starts)), alive[ties.neighbours])
    return np.where(alive, found, 0.0)


def betweenness(ties: Ties, alive: Flags) -> Floats:
    """Sum, over pairs of parties, the share of their shortest paths that leads through each node.

    Source: Brandes 2001. Cost: nodes times ties.
    """
    return _betweenness(*ties, alive)


def breaks(ties: Ties, alive: Flags) -> tuple[Ints, Ints]:
    """Say what would be left without each node: parties of the largest part, and pairs of parties that hang together.

    Source: Hopcroft and Tarjan 1973. Cost: one walk over the ties.
    """
    return _breaks(*ties, alive)


def leading_mode(ties: Ties, alive: Flags) -> Floats:
    """Give the share of each node in the leading eigenvector, that of the part that is tied most densely."""
    return _leading_mode(*ties, alive)


@compiled
def _betweenness(starts: Ints, neighbours: Ints, weight: Ints, alive: Flags) -> Floats:
    nodes = len(alive)
    found = np.zeros(nodes)
    far, ways, share = np.empty(nodes, np.int64), np.empty(nodes), np.empty(nodes)
    queue = np.empty(nodes, np.int64)
    for source in range(nodes):
        if not alive[source] or weight[source] == 0:
            continue
        far[:], ways[:], share[:] = -1, 0.0, 0.0
        far[source], ways[source], queue[0] = 0, 1.0, source
        first, last = 0, 1
        while first < last:
            node = queue[first]
            first += 1
            for tie in range(starts[node], starts[node + 1]):
                other = neighbours[tie]
                if not alive[other]:
                    continue
                if far[other] < 0:
                    far[other] = far[node] + 1
                    queue[last] = other
                    last += 1
                if far[other] == far[node] + 1:
                    ways[other] += ways[node]
        for place in range(last - 1, 0, -1):
            node = queue[place]
            part = (share[node] + weight[node]) / ways[node]
            for tie in range(starts[node], starts[node + 1]):
                other = neighbours[tie]
                if alive[other] and far[other] == far[node] - 1:
                    share[other] += ways[other] * part
            found[node] += share[node]
    return found / 2.0


@compiled
def _breaks(starts: Ints, neighbours: Ints, weight: Ints, alive: Flags) -> tuple[Ints, Ints]:  # noqa: PLR0912, PLR0915 - compiled: one walk
    nodes = len(alive)
    seen, low = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64)
    under, above, at = weight.copy(), np.full(nodes, -1, np.int64), starts[:-1].copy()
    # Of the parts that a node holds together below it: the largest, their sum, and their pairs.
    largest, total, pairs = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64), np.zeros(nodes, np.int64)
    part, sizes = np.full(nodes, -1, np.int64), np.zeros(nodes, np.int64)
    stack = np.empty(nodes, np.int64)
    clock, parts = 0, 0
    for root in range(nodes):
        if not alive[root] or seen[root] > 0:
            continue
        stack[0], depth = root, 1
        clock += 1
        seen[root] = low[root] = clock
        while depth > 0:
            node = stack[depth - 1]
            if part[node] < 0:
                part[node] = parts
                sizes[parts] += weight[node]
            if at[node] < starts[node + 1]:
                other = neighbours[at[node]]
                at[node] += 1
                if not alive[other] or other == above[node]:
                    continue
                if seen[other] > 0:
                    low[node] = min(low[node], seen[other])
                    continue
                above[other] = node
                clock += 1
                seen[other] = low[other] = clock
                stack[depth] = other
                depth += 1
                continue
            depth -= 1
            higher = above[node]
            if higher >= 0:
                under[higher] += under[node]
                low[higher] = min(low[higher], low[node])
                if low[node] >= seen[higher]:
                    size = under[node]
                    largest[higher] = max(largest[higher], size)
                    total[higher] += size
                    pairs[higher] += size * (size - 1) // 2
        parts += 1
    # The two largest parts of the whole: without a node of the largest, the second may be.
    first, second, all_pairs = 0, 0, 0
    first_part = -1
    for number in range(parts):
        size = sizes[number]
        all_pairs += size * (size - 1) // 2
        if size > first:
            first, second, first_part = size, first, number
        elif size > second:
            second = size
    giant, left = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64)
    for node in range(nodes):
        if not alive[node]:
            continue
        whole = sizes[part[node]]
        rest = whole - weight[node] - total[node]
        others = second if part[node] == first_part else first
        giant[node] = max(largest[node], rest, others)
        left[node] = all_pairs - whole * (whole - 1) // 2 + pairs[node] + rest * (rest - 1) // 2
    return giant, left


@compiled
def _leading_mode(starts: Ints, neighbours: Ints, weight: Ints, alive: Flags) -> Floats:
    nodes = len(alive)
    mode = np.where(alive, 1.0, 0.0)
    for _ in range(_STEPS):
        new = mode.copy()  # with a share of itself, or a network of two sides would swing for ever
        for node in range(nodes):
            if alive[node]:
                for tie in range(starts[node], starts[node + 1]):
                    if alive[neighbours[tie]]:
                        new[node] += mode[neighbours[tie]]
        length = np.sqrt((new * new).sum())
        if length == 0.0:
            break
        new /= length
        moved = np.abs(new - mode).max()
        mode = new
        if moved < 1e-9:
            break
    return mode

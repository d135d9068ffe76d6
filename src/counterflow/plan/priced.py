"""The most that flows where each arc takes a price of what goes over it: flow over the ways whose prices are under one.

Flow is sent over the cheapest ways first, as much at once as ways of one price hold (Ford and Fulkerson, Flows in
Networks, 1962, chapter III; potentials after Edmonds and Karp, Theoretical improvements in algorithmic efficiency for
network flow problems, Journal of the ACM 19, 1972). Prices are whole multiples of a small one, so ways tie exactly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from counterflow.compare.compiled import compiled
from counterflow.plan.cut import Residual
from counterflow.plan.network import Floats, Ints

ONE = 1 << 20
"""A price of one, in the small prices that are counted."""

LEAST = 1e-12
"""What is left on an arc, as a share of all capacities, under which it is full."""


class PricedFlow(NamedTuple):
    """A flow that keeps most after prices."""

    worth: float
    """What arrives, less the prices."""
    flow: Floats
    """By arc."""
    potential: Floats
    """By node: price of the cheapest way from the source on which more would flow; 1 at most."""


def priced_flow(residual: Residual, source: int, sink: int, capacity: Floats, price: Floats) -> PricedFlow:
    """Find the flow that keeps most.

    Args:
        residual: the arcs.
        source: node that flow leaves.
        sink: node that it goes to; what arrives is worth one a unit.
        capacity: of each arc.
        price: of a unit over each arc, 0 or more.
    """
    whole = np.minimum(np.round(price * ONE), ONE).astype(np.int64)
    count = len(residual.first) - 1
    nodes = _Nodes(
        potential=np.zeros(count, np.int64),
        distance=np.empty(count, np.int64),
        is_done=np.zeros(count, np.bool_),
        level=np.empty(count, np.int64),
        current=np.empty(count, np.int64),
        queue=np.empty(count + 1, np.int64),
    )
    left, cost = np.zeros(len(residual.to)), np.zeros(len(residual.to), np.int64)
    left[residual.place], cost[residual.place] = capacity, whole
    cost[residual.twin[residual.place]] = -whole
    arcs = _Arcs(residual.first, residual.to, residual.twin, left, cost, LEAST * max(1e-300, float(capacity.sum())))
    arrived = _send(arcs, nodes, source, sink)
    flow = np.maximum(0.0, capacity - left[residual.place])
    return PricedFlow(arrived - float(flow @ price), flow, nodes.potential / ONE)


class _Arcs(NamedTuple):
    """The arcs both ways, what is left on each and what a unit over it costs."""

    first: npt.NDArray[np.int64]
    to: Ints
    twin: npt.NDArray[np.int64]
    left: Floats
    cost: npt.NDArray[np.int64]
    least: float


class _Nodes(NamedTuple):
    """What is known of each node while flow is sent."""

    potential: npt.NDArray[np.int64]
    distance: npt.NDArray[np.int64]
    is_done: npt.NDArray[np.bool_]
    level: npt.NDArray[np.int64]
    current: npt.NDArray[np.int64]
    queue: npt.NDArray[np.int64]


@compiled
def _send(arcs: _Arcs, nodes: _Nodes, source: int, sink: int) -> float:
    """Send flow over the cheapest ways until they cost one; gives what arrives."""
    price, node = np.empty(len(arcs.to) + 2, np.int64), np.empty(len(arcs.to) + 2, np.int64)
    arrived = 0.0
    while True:
        reached = _cheapest(arcs, nodes, source, sink, price, node)
        least = nodes.distance[sink] if reached else ONE - nodes.potential[sink] + nodes.potential[source]
        for one in range(len(nodes.potential)):
            far = min(nodes.distance[one], least) if nodes.is_done[one] else least
            nodes.potential[one] = min(ONE, nodes.potential[one] + far)
        if not reached or nodes.potential[sink] >= ONE:
            return arrived
        while _levels(arcs, nodes, source, sink):
            arrived += _fill(arcs, nodes, source, sink)


@compiled
def _cheapest(
    arcs: _Arcs, nodes: _Nodes, source: int, sink: int, price: npt.NDArray[np.int64], node: npt.NDArray[np.int64]
) -> bool:
    """Measure the cheapest ways from the source by Dijkstra's method, on what potentials leave of the prices."""
    nodes.distance[:] = np.int64(1) << 50
    nodes.is_done[:] = False
    nodes.distance[source] = 0
    price[0], node[0], size = 0, source, 1
    while size > 0:
        far, at = price[0], node[0]
        size = _take(price, node, size)
        if nodes.is_done[at]:
            continue
        nodes.is_done[at] = True
        if at == sink:
            return True
        for place in range(arcs.first[at], arcs.first[at + 1]):
            other = arcs.to[place]
            if arcs.left[place] <= arcs.least or nodes.is_done[other]:
                continue
            way = far + arcs.cost[place] + nodes.potential[at] - nodes.potential[other]
            if way < nodes.distance[other]:
                nodes.distance[other] = way
                size = _put(price, node, size, way, other)
    return False


@compiled
def _put(price: npt.NDArray[np.int64], node: npt.NDArray[np.int64], size: int, far: int, at: int) -> int:
    """Put a node into the heap; gives its size."""
    place = size
    while place > 0 and price[(place - 1) >> 1] > far:
        above = (place - 1) >> 1
        price[place], node[place] = price[above], node[above]
        place = above
    price[place], node[place] = far, at
    return size + 1


@compiled
def _take(price: npt.NDArray[np.int64], node: npt.NDArray[np.int64], size: int) -> int:
    """Take the first from the heap; gives its size."""
    size -= 1
    far, at, place = price[size], node[size], 0
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size and price[below + 1] < price[below]:
            below += 1
        if price[below] >= far:
            break
        price[place], node[place] = price[below], node[below]
        place = below
    price[place], node[place] = far, at
    return size


@compiled
def _levels(arcs: _Arcs, nodes: _Nodes, source: int, sink: int) -> bool:
    """Count steps from the source along the cheapest ways; says whether one arrives."""
    nodes.level[:] = -1
    nodes.level[source] = 0
    nodes.queue[0] = source
    begin, end = 0, 1
    while begin < end:
        at = nodes.queue[begin]
        begin += 1
        for place in range(arcs.first[at], arcs.first[at + 1]):
            other = arcs.to[place]
            is_cheapest = arcs.cost[place] + nodes.potential[at] == nodes.potential[other]
            if is_cheapest and arcs.left[place] > arcs.least and nodes.level[other] < 0:
                nodes.level[other] = nodes.level[at] + 1
                nodes.queue[end] = other
                end += 1
    return bool(nodes.level[sink] >= 0)


@compiled
def _fill(arcs: _Arcs, nodes: _Nodes, source: int, sink: int) -> float:
    """Fill the cheapest ways of fewest steps (Dinic's method); gives what arrives."""
    nodes.current[:] = arcs.first[:-1]
    way = nodes.queue
    arrived, depth, at = 0.0, 0, source
    while True:
        if at == sink:
            amount = arcs.left[way[0]]
            for step in range(1, depth):
                amount = min(amount, arcs.left[way[step]])
            arrived += amount
            full = 0
            for step in range(depth - 1, -1, -1):
                arcs.left[way[step]] -= amount
                arcs.left[arcs.twin[way[step]]] += amount
                if arcs.left[way[step]] <= arcs.least:
                    full = step
            depth = full
            at = arcs.to[arcs.twin[way[depth]]]
            continue
        while nodes.current[at] < arcs.first[at + 1]:
            place = nodes.current[at]
            other = arcs.to[place]
            is_cheapest = arcs.cost[place] + nodes.potential[at] == nodes.potential[other]
            if is_cheapest and arcs.left[place] > arcs.least and nodes.level[other] == nodes.level[at] + 1:
                break
            nodes.current[at] += 1
        if nodes.current[at] < arcs.first[at + 1]:
            way[depth] = nodes.current[at]
            depth += 1
            at = arcs.to[way[depth - 1]]
        elif depth == 0:
            return arrived
        else:
            nodes.level[at] = -1
            depth -= 1
            at = arcs.to[arcs.twin[way[depth]]]

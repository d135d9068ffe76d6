"""Smallest cuts: the arcs of least capacity that part source and sink, by pushing and relabelling, the highest first.

Source: Goldberg and Tarjan, A new approach to the maximum-flow problem, Journal of the ACM 35 (1988); gaps and global
relabelling after Cherkassky and Goldberg, On implementing the push-relabel method, Algorithmica 19 (1997). Only the
first phase is run, which gives the cut and its value; flow that does not arrive stays where it is.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from counterflow.compare.compiled import compiled
from counterflow.plan.network import Bools, FlowNetwork, Ints

Amounts = npt.NDArray[np.int64]


class Residual(NamedTuple):
    """The arcs of a network in both directions, by the node that they leave."""

    first: npt.NDArray[np.int64]
    """Place of each node's first arc, and one more."""
    to: Ints
    twin: npt.NDArray[np.int64]
    """Place of each arc's opposite."""
    place: npt.NDArray[np.int64]
    """Place of each arc of the network."""

    @classmethod
    def of(cls, network: FlowNetwork) -> Residual:
        """Arrange a network's arcs."""
        count = len(network.tail)
        leaves = np.concatenate([network.tail, network.head])
        order = np.argsort(leaves, kind="stable")
        place = np.empty(2 * count, np.int64)
        place[order] = np.arange(2 * count)
        to = np.concatenate([network.head, network.tail])[order].astype(np.int32)
        first = np.zeros(network.node_count + 1, np.int64)
        np.cumsum(np.bincount(leaves, minlength=network.node_count), out=first[1:])
        twin = np.empty(2 * count, np.int64)
        twin[place[:count]] = place[count:]
        twin[place[count:]] = place[:count]
        return cls(first, to, twin, place[:count])


class _Arcs(NamedTuple):
    """The arcs, and what is left on each."""

    first: npt.NDArray[np.int64]
    to: Ints
    twin: npt.NDArray[np.int64]
    left: Amounts


class _Nodes(NamedTuple):
    """What is known of each node, and the nodes with excess by height."""

    source: int
    sink: int
    height: Ints
    """Steps to the sink, at least; the number of nodes where none leads there."""
    excess: Amounts
    current: npt.NDArray[np.int64]
    """Arc that is tried next."""
    top: Ints
    """By height: a node with excess, -1 without."""
    below: Ints
    """The next node with excess of the same height."""
    size: Ints
    """By height: how many nodes."""
    queue: Ints


def min_cut(residual: Residual, source: int, sink: int, capacity: Amounts) -> tuple[int, Bools]:
    """Find a smallest cut.

    Args:
        residual: the arcs.
        source: node that all flow leaves.
        sink: node that it goes to.
        capacity: of each arc of the network, whole numbers; their sum has to stay under 2**62.

    Returns:
        its capacity, and for each node whether it is on the source's side: as many nodes as can be.
    """
    count = len(residual.first) - 1
    left = np.zeros(len(residual.to), np.int64)
    left[residual.place] = capacity
    arcs = _Arcs(residual.first, residual.to, residual.twin, left)
    nodes = _Nodes(
        source,
        sink,
        height=np.empty(count, np.int32),
        excess=np.zeros(count, np.int64),
        current=residual.first[:-1].copy(),
        top=np.full(count + 1, -1, np.int32),
        below=np.full(count, -1, np.int32),
        size=np.zeros(count + 1, np.int32),
        queue=np.empty(count, np.int32),
    )
    _push(arcs, nodes)
    return int(nodes.excess[sink]), nodes.height == count


@compiled
def _push(arcs: _Arcs, nodes: _Nodes) -> None:
    """Push what leaves the source as far as it goes; in the end heights tell which nodes still reach the sink."""
    count = len(nodes.height)
    for place in range(arcs.first[nodes.source], arcs.first[nodes.source + 1]):
        amount, other = arcs.left[place], arcs.to[place]
        if amount > 0 and other != nodes.source:
            arcs.left[place] = 0
            arcs.left[arcs.twin[place]] += amount
            nodes.excess[other] += amount
    limit = 6 * count + len(arcs.to)
    work, highest = 0, _restart(arcs, nodes)
    while highest >= 0:
        node = nodes.top[highest]
        if node == -1:
            highest -= 1
            continue
        nodes.top[highest] = nodes.below[node]
        highest, steps = _discharge(arcs, nodes, node, highest)
        work += steps
        if work > limit:
            work, highest = 0, _restart(arcs, nodes)
    _measure(arcs, nodes)


@compiled
def _measure(arcs: _Arcs, nodes: _Nodes) -> None:
    """Set heights to the steps to the sink."""
    count = len(nodes.height)
    nodes.height[:] = count
    nodes.height[nodes.sink] = 0
    nodes.queue[0] = nodes.sink
    begin, end = 0, 1
    while begin < end:
        node = nodes.queue[begin]
        begin += 1
        for place in range(arcs.first[node], arcs.first[node + 1]):
            other = arcs.to[place]
            is_new = nodes.height[other] == count and other != nodes.source
            if is_new and arcs.left[arcs.twin[place]] > 0:
                nodes.height[other] = nodes.height[node] + 1
                nodes.queue[end] = other
                end += 1


@compiled
def _restart(arcs: _Arcs, nodes: _Nodes) -> int:
    """Measure heights and list the nodes with excess by them; gives the highest."""
    _measure(arcs, nodes)
    count, highest = len(nodes.height), -1
    nodes.size[:] = 0
    nodes.top[:] = -1
    for node in range(count):
        height = nodes.height[node]
        nodes.size[height] += 1
        nodes.current[node] = arcs.first[node]
        if nodes.excess[node] > 0 and height < count and node != nodes.sink:
            nodes.below[node] = nodes.top[height]
            nodes.top[height] = node
            highest = max(highest, height)
    return highest


@compiled
def _discharge(arcs: _Arcs, nodes: _Nodes, node: int, highest: int) -> tuple[int, int]:
    """Push what a node holds along arcs that lead down, lifting it where none does; gives the highest, and work."""
    count, work = len(nodes.height), 0
    while nodes.excess[node] > 0 and nodes.height[node] < count:
        place, end = nodes.current[node], arcs.first[node + 1]
        while place < end and nodes.excess[node] > 0:
            other = arcs.to[place]
            if arcs.left[place] > 0 and nodes.height[other] == nodes.height[node] - 1:
                _move(arcs, nodes, node, place)
            if nodes.excess[node] > 0:
                place += 1
        nodes.current[node] = place
        if nodes.excess[node] > 0:
            work += end - arcs.first[node] + 12
            highest = max(highest, _lift(arcs, nodes, node))
    return highest, work


@compiled
def _move(arcs: _Arcs, nodes: _Nodes, node: int, place: int) -> None:
    """Push along one arc."""
    other = arcs.to[place]
    amount = min(nodes.excess[node], arcs.left[place])
    arcs.left[place] -= amount
    arcs.left[arcs.twin[place]] += amount
    if nodes.excess[other] == 0 and other != nodes.sink and other != nodes.source:  # noqa: PLR1714 - compiled
        nodes.below[other] = nodes.top[nodes.height[other]]
        nodes.top[nodes.height[other]] = other
    nodes.excess[other] += amount
    nodes.excess[node] -= amount


@compiled
def _lift(arcs: _Arcs, nodes: _Nodes, node: int) -> int:
    """Lift a node to just above its lowest neighbour; gives its height, -1 where nothing leads to the sink."""
    count = len(nodes.height)
    old, lowest = nodes.height[node], count
    for place in range(arcs.first[node], arcs.first[node + 1]):
        if arcs.left[place] > 0:
            lowest = min(lowest, nodes.height[arcs.to[place]] + 1)
    nodes.current[node] = arcs.first[node]
    nodes.height[node] = lowest
    nodes.size[old] -= 1
    nodes.size[lowest] += 1
    if nodes.size[old] == 0:
        # A gap: nobody above it reaches the sink any more.
        for one in range(count):
            if old < nodes.height[one] < count:
                nodes.size[nodes.height[one]] -= 1
                nodes.height[one] = count
                nodes.size[count] += 1
    return -1 if nodes.height[node] == count else nodes.height[node]

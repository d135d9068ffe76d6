"""The strongest evidenced path between two parties: the one whose ties are most probably all true.

The probability of a path is the product of its ties' probabilities, so the strongest path is the shortest one by the
sum of -log p (Dijkstra 1959), sought from both ends at once (Pohl 1971; Goldberg and Harrelson 2005). Of paths that are
equally strong the one with fewer ties is given: each tie costs `STEP` more.

The ties of a path are taken as independent. Two ties of one report are not; a path that rests on one root says so by
its statements, and no probability is raised for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from counterflow.compare.compiled import compiled
from counterflow.trace.graph import Flags, Floats, Graph, Ints

STEP = 1e-6
"""What a further tie costs besides its doubt, in nats: as much as a millionth of probability."""
LEAST_PROBABILITY = 0.01
"""Paths that are less probable are not looked for."""

_SLACK = 1e-9
"""More than what rounding does to a sum of costs, less than what a tie costs."""


class Path(NamedTuple):
    """Ties in a row, from one party to another."""

    nodes: tuple[int, ...]
    """Parties on the way, both ends included."""
    rows: tuple[int, ...]
    """Rows of the edge table, one fewer."""
    probability: float
    """That all of them are true."""
    weakest: int | None
    """Row of the least probable tie, the first of equals; None where both ends are one."""


class Search(NamedTuple):
    """What a search goes by."""

    graph: Graph
    costs: Floats
    """Of each row, as `tie_costs` gives them."""
    passable: Flags
    """Whether a path may lead on through a node; an end of the path may be any."""
    least: float = LEAST_PROBABILITY
    """Least probability of a path."""


class _Ties(NamedTuple):
    """A search's network, for compiled code."""

    starts: Ints
    neighbours: Ints
    rows: Ints
    costs: Floats
    passable: Flags


class _Side(NamedTuple):
    """What is known from one end: zero means not seen, so that memory which is not touched costs nothing."""

    distance: Floats
    place: Ints
    """One more than the place in the heap; -1: settled."""
    before: Ints
    """One more than the row of the tie that leads there."""
    heap: Ints


def tie_costs(graph: Graph, holding: Flags | None = None) -> Floats:
    """Give what each row costs on a path; infinity for what is impossible, or does not hold."""
    with np.errstate(divide="ignore"):
        costs: Floats = STEP - np.log(np.clip(graph.probability, 0.0, 1.0))
    return costs if holding is None else np.where(holding, costs, np.inf)


def make_search(
    graph: Graph, *, holding: Flags | None = None, passable: Flags | None = None, least: float = LEAST_PROBABILITY
) -> Search:
    """Say how to search.

    Args:
        graph: the network.
        holding: rows that hold; all, unless stated.
        passable: nodes through which a path may lead on; all, unless stated.
        least: least probability of a path.
    """
    open_ = np.ones(len(graph), np.bool_) if passable is None else passable
    return Search(graph, tie_costs(graph, holding), open_, least)


def find_path(search: Search, source: int, target: int) -> Path | None:
    """Find the strongest path between two nodes, in whichever direction its ties point; None when there is none.

    Cost: 1,000,000 ties among 200,000 parties in a few milliseconds (benchmarks/trace/graph.py).
    """
    if source == target:
        return Path((source,), (), 1.0, None)
    graph = search.graph
    there, back = _new_side(len(graph)), _new_side(len(graph))
    near, row, far = _meet(_ties(search), source, target, _limit(search), there, back)
    if row < 0:
        return None
    first = [*_walk(graph, there, near, source)][::-1]
    return _path(search, source, [*first, row, *_walk(graph, back, far, target)])


def find_nearest(search: Search, source: int, wanted: Flags, most: int) -> list[Path]:
    """Find the strongest paths to those `wanted` nodes that are reached most probably, strongest first.

    Args:
        search: the network, and how to search it.
        source: node to begin at; a wanted one itself is not its own answer.
        wanted: the nodes looked for.
        most: how many paths are given at most.
    """
    side = _new_side(len(search.graph))
    found = _spread(_ties(search), source, wanted, most, _limit(search), side)
    paths = [_path(search, source, [*_walk(search.graph, side, int(node), source)][::-1]) for node in found]
    return [path for path in paths if path is not None]


def _ties(search: Search) -> _Ties:
    graph = search.graph
    return _Ties(graph.starts, graph.neighbours, graph.rows, search.costs, search.passable)


def _limit(search: Search) -> float:
    """Give the cost beyond which no path is probable enough."""
    return STEP * len(search.graph) - math.log(search.least)


def _new_side(nodes: int) -> _Side:
    return _Side(np.zeros(nodes), np.zeros(nodes, np.int32), np.zeros(nodes, np.int32), np.zeros(nodes, np.int32))


def _walk(graph: Graph, side: _Side, node: int, end: int) -> Iterator[int]:
    """Give the rows from a node to the end that a search began at."""
    while node != end:
        row = int(side.before[node]) - 1
        node = int(graph.source[row] + graph.target[row]) - node
        yield row


def _path(search: Search, source: int, rows: list[int]) -> Path | None:
    graph, nodes = search.graph, [source]
    for row in rows:
        nodes.append(int(graph.source[row]) + int(graph.target[row]) - nodes[-1])
    probabilities = [float(graph.probability[row]) for row in rows]
    probability = math.prod(probabilities)
    if probability < search.least:
        return None
    return Path(tuple(nodes), tuple(rows), probability, rows[probabilities.index(min(probabilities))])


@compiled
def _lift(side: _Side, at: int, node: int) -> None:
    """Move a node of the heap up to where it belongs, from a free place."""
    distance = side.distance[node]
    while at > 0:
        above = (at - 1) >> 1
        other = side.heap[above]
        if side.distance[other] <= distance:
            break
        side.heap[at] = other
        side.place[other] = at + 1
        at = above
    side.heap[at] = node
    side.place[node] = at + 1


@compiled
def _take(side: _Side, size: int) -> int:
    """Take the nearest node out of a heap of `size` nodes, and settle it."""
    nearest, node = int(side.heap[0]), int(side.heap[size - 1])
    side.place[nearest] = -1
    size -= 1
    if size == 0:
        return nearest
    distance, at = side.distance[node], 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and side.distance[side.heap[below + 1]] < side.distance[side.heap[below]]:
            below += 1
        other = side.heap[below]
        if side.distance[other] >= distance:
            break
        side.heap[at] = other
        side.place[other] = at + 1
        at = below
    side.heap[at] = node
    side.place[node] = at + 1
    return nearest


@compiled
def _relax(ties: _Ties, node: int, side: _Side, size: int, most: float) -> int:
    """Look at the ties of a settled node that reach no farther than `most`; gives the size of the heap."""
    for tie in range(ties.starts[node], ties.starts[node + 1]):
        other, row = ties.neighbours[tie], ties.rows[tie]
        distance = side.distance[node] + ties.costs[row]
        if distance > most:
            if distance == np.inf:  # does not hold on the day: a weaker one may
                continue
            break  # the strongest ties stand first
        place = side.place[other]
        if place < 0 or (place > 0 and distance >= side.distance[other]):
            continue
        side.distance[other] = distance
        side.before[other] = row + 1
        if place == 0:
            size += 1
            place = size
        _lift(side, place - 1, other)
    return size


@compiled
def _meet(  # noqa: PLR0912 - compiled: few calls
    ties: _Ties, source: int, target: int, limit: float, there: _Side, back: _Side
) -> tuple[int, int, int]:
    """Search from both ends, from the one with fewer open nodes; gives the tie by which the halves meet.

    That is its end on the side of the source, its row, and its other end; a row of -1 says that there is none.
    """
    there.heap[0], there.place[source] = source, 1
    back.heap[0], back.place[target] = target, 1
    size, other_size = 1, 1
    best = limit
    meeting = (-1, -1, -1)
    while size > 0 and other_size > 0:
        near, far = there.distance[there.heap[0]], back.distance[back.heap[0]]
        if near + far >= best:
            break
        from_source = size <= other_size
        if from_source:
            node = _take(there, size)
            size -= 1
            side, other, end = there, back, source
        else:
            node = _take(back, other_size)
            other_size -= 1
            side, other, end = back, there, target
        if node != end and not ties.passable[node]:
            continue
        for tie in range(ties.starts[node], ties.starts[node + 1]):
            beside, row = int(ties.neighbours[tie]), int(ties.rows[tie])
            reached = side.distance[node] + ties.costs[row]
            if reached >= best:
                if reached == np.inf:
                    continue
                break
            if other.place[beside] == 0:
                continue
            if not (ties.passable[beside] or beside in (source, target)):
                continue
            through = reached + other.distance[beside]
            if through < best:
                best = through
                meeting = (node, row, beside) if from_source else (beside, row, node)
        if from_source:
            size = _relax(ties, node, there, size, best - far + _SLACK)
        else:
            other_size = _relax(ties, node, back, other_size, best - near + _SLACK)
    return meeting


@compiled
def _spread(ties: _Ties, source: int, wanted: Flags, most: int, limit: float, side: _Side) -> Ints:
    """Search from one end until enough wanted nodes are settled; gives them, nearest first."""
    found = np.empty(most, np.int32)
    count, size = 0, 1
    side.heap[0], side.place[source] = source, 1
    while size > 0 and count < most:
        node = _take(side, size)
        size -= 1
        if side.distance[node] > limit:
            break
        if node != source and wanted[node]:
            found[count] = node
            count += 1
        if node == source or ties.passable[node]:
            size = _relax(ties, node, side, size, limit)
    return found[:count]

"""Dismantling: in which order to remove parties so that the network falls apart soonest.

What is made small is the area: the mean, over removals one by one until nobody is left, of the share of the parties
that still hang together in the largest part. Known ways remove by a score, taken anew each time; the best of their
orders is then improved by moving parties in it, which no score can do: what a removal is worth depends on all others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled
from counterflow.trace.node_score import Flags, Floats, Ints, Ties, betweenness, breaks, degrees, leading_mode

ALGORITHM = "area-v1"
Score = Callable[[Ties, Flags], Floats]


def _pairs_cut(ties: Ties, alive: Flags) -> Floats:
    return -breaks(ties, alive)[1].astype(np.float64)


WAYS: Mapping[str, Score] = {
    "degree": degrees,
    "betweenness": betweenness,
    "critical node": _pairs_cut,
    "spectral": leading_mode,
}
"""Scores by which parties are removed, each anew after every removal."""
_WALKS = ("critical node", "degree")
"""Ways that cost a walk over the ties for each removal, and not one from each node."""
MOST_WORK = 12_000_000_000
"""Ties looked at, beyond which a way is left out: some ten seconds."""
_MODE_WORK = 300
"""Products that a leading mode takes on average, with what they cost more than a look at a tie."""
MOVES_WORK, MOST_MOVES, LEAST_MOVES = 400_000_000, 100_000, 200
"""Ties looked at to improve an order, and bounds of the moves that are tried for it."""
STARTS = 2
"""Draws of moves; the better order is given."""
_HOT, _COLD = 0.5, 0.3
"""What a worse order may cost at first, in parts of the parties, and at the end, in parties."""
_SEED = 20_11


class Dismantling(NamedTuple):
    """An order of removal, and what is left after each."""

    order: Ints
    """Parties, the first to remove first."""
    largest: Ints
    """Parties of the largest part after each removal."""
    area: float
    areas: Mapping[str, float]
    """Areas of the known ways that were tried."""


def dismantle(ties: Ties) -> Dismantling:
    """Find an order of removal with a small area.

    Gives the same for the same network: chance is drawn from a fixed seed.
    """
    orders = {name: remove_by(ties, name) for name in WAYS if _work(ties, name) <= MOST_WORK}
    areas = {name: area_of(ties, order) for name, order in orders.items()}
    start = orders[min(areas, key=lambda name: areas[name])]
    found = min((_improve(ties, start, seed) for seed in range(STARTS)), key=lambda order: area_of(ties, order))
    return Dismantling(found, left_after(ties, found), area_of(ties, found), areas)


def remove_by(ties: Ties, way: str) -> Ints:
    """Remove the party with the highest score, score the rest anew, and so on; of equals, the first."""
    alive, score = np.ones(len(ties), np.bool_), WAYS[way]
    is_party = ties.weight > 0
    order = []
    for _ in range(int(is_party.sum())):
        order.append(int(np.argmax(np.where(alive & is_party, score(ties, alive), -np.inf))))
        alive[order[-1]] = False
    return np.array(order, np.int64)


def left_after(ties: Ties, order: Ints) -> Ints:
    """Count the parties of the largest part after each removal."""
    return _left_after(*ties, order)


def largest_part(ties: Ties) -> int:
    """Count the parties of the largest part before any removal."""
    parties = np.flatnonzero(ties.weight)
    if len(parties) == 0:
        return 0
    # A node that is tied to nobody, removed first, leaves the others as they are.
    alone = Ties(np.append(ties.starts, ties.starts[-1]), ties.neighbours, np.append(ties.weight, 1))
    return int(left_after(alone, np.append(len(ties), parties))[0])


def area_of(ties: Ties, order: Ints) -> float:
    """Give the mean share of parties in the largest part, over the removals.

    Source: Schneider and others 2011, R.
    """
    return float(left_after(ties, order).mean() / len(order)) if len(order) > 0 else 0.0


def _work(ties: Ties, way: str) -> int:
    """Estimate how many ties a way looks at."""
    nodes, each = int(ties.weight.sum()), len(ties) + len(ties.neighbours)
    if way in _WALKS:
        return nodes * each
    return nodes * each * (_MODE_WORK if way == "spectral" else nodes)


def _improve(ties: Ties, order: Ints, seed: int) -> Ints:
    moves = int(np.clip(MOVES_WORK // max(len(ties) + len(ties.neighbours), 1), LEAST_MOVES, MOST_MOVES))
    return _anneal(*ties, order, moves, _SEED + seed) if len(order) > 1 else order


@compiled
def _left_after(starts: Ints, neighbours: Ints, weight: Ints, order: Ints) -> Ints:
    """Put the parties back, the last removed first, and follow the largest part."""
    nodes = len(weight)
    above, size = np.arange(nodes), np.zeros(nodes, np.int64)
    there = weight == 0
    left = np.zeros(len(order), np.int64)
    largest = 0
    # What is no party is there from the beginning, and joins as soon as its parties are.
    for node in range(nodes):
        if there[node]:
            _join(starts, neighbours, there, above, size, node)
    for place in range(len(order) - 1, -1, -1):
        left[place] = largest
        node = order[place]
        there[node] = True
        size[node] = 1
        largest = max(largest, size[_join(starts, neighbours, there, above, size, node)])
    return left


@compiled
def _join(starts: Ints, neighbours: Ints, there: NDArray[np.bool_], above: Ints, size: Ints, node: int) -> int:
    """Join a node with the parts of its neighbours that are there; gives the head of the part."""
    head = node
    for tie in range(starts[node], starts[node + 1]):
        other = neighbours[tie]
        if not there[other]:
            continue
        while above[other] != other:
            above[other] = above[above[other]]
            other = above[other]
        while above[head] != head:
            head = above[head]
        if other == head:
            continue
        if size[other] > size[head]:
            other, head = head, other
        above[other] = head
        size[head] += size[other]
    return head


@compiled
def _anneal(starts: Ints, neighbours: Ints, weight: Ints, order: Ints, moves: int, seed: int) -> Ints:
    """Move parties in the order, or swap two; worse orders are taken less and less often.

    Source: Kirkpatrick, Gelatt and Vecchi 1983.
    """
    np.random.seed(seed)
    count = len(order)
    now, tried, best = order.copy(), order.copy(), order.copy()
    area = _left_after(starts, neighbours, weight, now).sum()
    least = area
    for move in range(moves):
        heat = _HOT * count * (_COLD / (_HOT * count)) ** (move / moves)
        place = np.random.randint(count)
        if np.random.random() < 0.5:
            other = np.random.randint(count)
        else:
            other = min(count - 1, max(0, place + np.random.randint(-5, 6)))
        if place == other:
            continue
        tried[:] = now
        party = now[place]
        if np.random.random() < 0.5:
            step = 1 if place < other else -1
            for at in range(place, other, step):
                tried[at] = now[at + step]
            tried[other] = party
        else:
            tried[place], tried[other] = now[other], party
        new = _left_after(starts, neighbours, weight, tried).sum()
        if new <= area or np.random.random() < np.exp((area - new) / heat):
            now[:] = tried
            area = new
            if area < least:
                least = area
                best[:] = now
    return best

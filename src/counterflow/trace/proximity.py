"""Proximity by personalised PageRank: how often a walk from one party, that keeps going back to it, is at another.

A walk takes a tie with its probability as weight, in both directions, and returns with chance `RESTART` at each step
(Page and others 1999; Haveliwala 2002). The equations are solved by Gauss and Seidel's method, which uses what a sweep
has just found (Arasu and others 2002), and after each sweep the whole is scaled to the mass that is known, 1: the mode
that fades slowest is gone, and half the sweeps of walking step by step are enough.

Proximity ranks. It is no probability, and says nothing of why: it is shown beside the ties that make it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled
from counterflow.trace.graph import Flags, Floats, Graph, Ints

RESTART = 0.15
TOLERANCE = 1e-8
"""Largest sum of errors over all parties, where their proximities sum to 1."""
_MOST_SWEEPS = 500

Places = NDArray[np.uint32]
"""Numbers without a sign: numba then need not ask of each whether it counts from the end."""


def tie_weights(graph: Graph, holding: Flags | None = None) -> Floats:
    """Give the weight of each row: its probability; none for what does not hold."""
    return graph.probability if holding is None else np.where(holding, graph.probability, 0.0)


def find_proximity(graph: Graph, sources: Ints, weights: Floats, *, tolerance: float = TOLERANCE) -> Floats:
    """Give the proximity of every node to the sources together; the sum is 1.

    Args:
        graph: the network.
        sources: nodes to which the walk returns, each with the same chance.
        weights: of each row, as `tie_weights` gives them.
        tolerance: largest sum of errors.

    Cost: 1,000,000 ties among 200,000 parties in two thirds of the time of scipy's sparse products
        (benchmarks/trace/proximity.py).
    """
    returns = np.zeros(len(graph))
    np.add.at(returns, sources, RESTART / len(sources))
    starts, neighbours = graph.starts.view(np.uint32), graph.neighbours.view(np.uint32)
    found: Floats = _solve(starts, neighbours, weights[graph.rows], returns, tolerance, _MOST_SWEEPS)
    return found


@compiled
def _solve(starts: Places, neighbours: Places, tie: Floats, returns: Floats, tolerance: float, most: int) -> Floats:
    """Solve x = returns + (1 - RESTART) * A * x / W, where A holds the weights of ties and W their sum by node.

    What a sweep changes bounds the error: what is left over in the equations is at most what the sweep changed, and
    what scaling adds. A node without ties keeps all that returns to it.
    """
    nodes, damping = len(returns), 1.0 - RESTART
    whole, share, found = np.zeros(nodes), np.zeros(nodes), np.zeros(nodes)
    mass = 0.0
    for node in range(nodes):
        for at in range(starts[node], starts[node + 1]):
            whole[node] += tie[at]
        if whole[node] > 0.0:
            mass += returns[node]
    for _ in range(most):
        change, total = 0.0, 0.0
        for node in range(nodes):
            if whole[node] == 0.0:
                continue
            into = 0.0
            for at in range(starts[node], starts[node + 1]):
                into += tie[at] * share[neighbours[at]]
            now = (returns[node] + damping * into) / whole[node]
            change += abs(now - share[node]) * whole[node]
            total += now * whole[node]
            share[node] = now
        if mass == 0.0:
            break
        scale = mass / RESTART / total
        for node in range(nodes):
            share[node] *= scale
        if damping * change + abs(1.0 - scale) * mass <= tolerance * RESTART:
            break
    for node in range(nodes):
        found[node] = share[node] * whole[node] if whole[node] > 0.0 else returns[node] / RESTART
    return found

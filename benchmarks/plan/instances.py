"""Networks of sources, brokers, routes and buyers in layers, made by a seed."""

from __future__ import annotations

import numpy as np

from counterflow.plan.network import FlowNetwork

DEGREE = 5


def layered(seed: int, layers: int, width: int, *, degree: int = DEGREE) -> FlowNetwork:
    """Make a network of layers: each node leads to so many of the next layer, the first and last to one end each.

    Capacities are log-normal, costs whole from 1 to 3; source and sink arcs are wide and dear.
    """
    dice = np.random.default_rng(seed)
    arcs: list[tuple[int, int]] = []
    ids = 1 + np.arange(layers * width).reshape(layers, width)
    sink = 1 + layers * width
    for layer in range(layers - 1):
        for node in ids[layer].tolist():
            arcs += [(node, int(one)) for one in dice.choice(ids[layer + 1], min(degree, width), replace=False)]
    inner = len(arcs)
    arcs += [(0, int(one)) for one in ids[0]] + [(int(one), sink) for one in ids[-1]]
    capacity = np.ceil(dice.lognormal(3.0, 0.8, len(arcs)))
    capacity[inner:] *= degree
    cost = dice.integers(1, 4, len(arcs)).astype(np.float64)
    cost[inner:] = 8.0
    return FlowNetwork.of(sink + 1, (0, sink), arcs, capacity, cost)

"""A network of flows as arrays: what can go over each arc, and what it costs to close it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from counterflow.exc import InputError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


class FlowNetwork(NamedTuple):
    """Arcs from tail to head; what flows from source to sink is what a plan cuts."""

    node_count: int
    source: int
    sink: int
    tail: Ints
    head: Ints
    capacity: Floats
    """What can flow over each arc, in one unit for all; not negative and finite."""
    cost: Floats
    """What it costs to close each arc, in the budget's unit; infinite: it cannot be closed. More than 0."""

    @classmethod
    def of(
        cls,
        node_count: int,
        ends: tuple[int, int],
        arcs: Sequence[tuple[int, int]] | npt.NDArray[np.integer],
        capacity: Sequence[float] | Floats,
        cost: Sequence[float] | Floats,
    ) -> FlowNetwork:
        """Make a network of source and sink, arcs, capacities and costs.

        Raises:
            InputError: a node that there is not, a capacity or a cost that is none, source and sink the same.
        """
        pairs = np.asarray(arcs, np.int64).reshape(-1, 2)
        network = cls(
            node_count,
            *ends,
            pairs[:, 0].astype(np.int32),
            pairs[:, 1].astype(np.int32),
            np.asarray(capacity, np.float64),
            np.asarray(cost, np.float64),
        )
        _check(network, pairs)
        return network


def _check(network: FlowNetwork, pairs: npt.NDArray[np.int64]) -> None:
    count = network.node_count
    for name, node in (("source", network.source), ("sink", network.sink)):
        if not 0 <= node < count:
            raise InputError(f"the {name} is node {node}", expected=f"a node from 0 to {count - 1}")
    if network.source == network.sink:
        raise InputError(f"source and sink are both node {network.source}", expected="two nodes")
    if not len(pairs) == len(network.capacity) == len(network.cost):
        sizes = f"{len(pairs)} arcs, {len(network.capacity)} capacities and {len(network.cost)} costs"
        raise InputError(f"there are {sizes}", expected="one capacity and one cost for each arc")
    outside = np.flatnonzero(((pairs < 0) | (pairs >= count)).any(axis=1))
    if len(outside) > 0:
        at = int(outside[0])
        raise InputError(f"arc {at} is {tuple(pairs[at].tolist())}", expected=f"nodes from 0 to {count - 1}")
    wrong = np.flatnonzero(~np.isfinite(network.capacity) | (network.capacity < 0))
    if len(wrong) > 0:
        at = int(wrong[0])
        raise InputError(f"the capacity of arc {at} is {network.capacity[at]}", expected="a number of 0 or more")
    wrong = np.flatnonzero(~(network.cost > 0))
    if len(wrong) > 0:
        at = int(wrong[0])
        raise InputError(f"the cost of arc {at} is {network.cost[at]}", expected="a number over 0; inf: never closed")

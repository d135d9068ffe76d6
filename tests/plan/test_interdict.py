"""Closing arcs under a budget: equal to brute force, never beaten, and honest about what is not proven."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.exc import InputError
from counterflow.plan.cut import Residual, min_cut
from counterflow.plan.interdict import interdict, knapsack
from counterflow.plan.network import FlowNetwork

INF = math.inf


def flow_over(network: FlowNetwork, closed: set[int]) -> float:
    """Give the largest flow by augmenting along shortest paths, with nothing of the code under test."""
    left: dict[int, dict[int, float]] = {node: {} for node in range(network.node_count)}
    for arc, (tail, head) in enumerate(zip(network.tail.tolist(), network.head.tolist(), strict=True)):
        if arc not in closed:
            left[tail][head] = left[tail].get(head, 0.0) + float(network.capacity[arc])
            left[head].setdefault(tail, 0.0)
    total = 0.0
    while True:
        before = {network.source: network.source}
        queue = [network.source]
        for node in queue:
            for other, amount in left[node].items():
                if amount > 0 and other not in before:
                    before[other] = node
                    queue.append(other)
        if network.sink not in before:
            return total
        path = [network.sink]
        while path[-1] != network.source:
            path.append(before[path[-1]])
        steps = list(itertools.pairwise(path[::-1]))
        most = min(left[one][other] for one, other in steps)
        for one, other in steps:
            left[one][other] -= most
            left[other][one] += most
        total += most


def best_by_force(network: FlowNetwork, budget: float) -> float:
    """Try every set of arcs that the budget pays for."""
    arcs = [arc for arc, cost in enumerate(network.cost.tolist()) if math.isfinite(cost)]
    sets = itertools.chain.from_iterable(itertools.combinations(arcs, size) for size in range(len(arcs) + 1))
    return min(flow_over(network, set(one)) for one in sets if sum(network.cost[list(one)]) <= budget)


@st.composite
def networks(draw: st.DrawFn) -> FlowNetwork:
    """Draw a network of up to six nodes and nine arcs; loops, parallel arcs and arcs that cannot be closed occur."""
    count = draw(st.integers(2, 6))
    node = st.integers(0, count - 1)
    arcs = draw(st.lists(st.tuples(node, node), max_size=9))
    capacity = draw(st.lists(st.integers(0, 9), min_size=len(arcs), max_size=len(arcs)))
    price = st.one_of(st.integers(1, 4).map(float), st.just(INF), st.just(1.5))
    cost = draw(st.lists(price, min_size=len(arcs), max_size=len(arcs)))
    return FlowNetwork.of(count, (0, count - 1), arcs, capacity, cost)


@settings(max_examples=150, deadline=None)
@given(networks())
def test_the_smallest_cut_is_the_largest_flow(network: FlowNetwork) -> None:
    """The arcs over the cut hold what flows, and the cut parts source and sink."""
    value, side = min_cut(Residual.of(network), network.source, network.sink, network.capacity.astype(np.int64))
    assert value == flow_over(network, set())
    assert side[network.source]
    assert not side[network.sink]
    assert network.capacity[side[network.tail] & ~side[network.head]].sum() == value


@settings(max_examples=150, deadline=None)
@given(networks(), st.integers(0, 12).map(lambda half: half / 2))
def test_the_set_is_the_best_there_is(network: FlowNetwork, budget: float) -> None:
    """Without a gap the answer is that of brute force, within the budget, and what it says survives does flow."""
    found = interdict(network, budget)
    assert found.surviving == pytest.approx(best_by_force(network, budget))
    assert found.bound == pytest.approx(found.surviving)
    assert found.surviving == pytest.approx(flow_over(network, set(np.flatnonzero(found.closed).tolist())))
    assert found.cost <= budget
    assert not found.is_stopped


@settings(max_examples=100, deadline=None)
@given(networks(), st.integers(0, 6), st.integers(0, 6))
def test_more_money_never_cuts_less(network: FlowNetwork, budget: int, more: int) -> None:
    """Best sets are monotone in the budget."""
    assert interdict(network, budget + more).surviving <= interdict(network, budget).surviving + 1e-9


@settings(max_examples=100, deadline=None)
@given(networks(), st.integers(0, 8), st.sampled_from([0.01, 0.2, 1.0]))
def test_a_gap_is_kept_and_its_bound_is_never_beaten(network: FlowNetwork, budget: int, gap: float) -> None:
    """Who asks for less proof gets a bound that still holds."""
    found = interdict(network, budget, gap=gap)
    assert found.gap <= gap + 1e-9
    assert found.bound <= best_by_force(network, budget) + 1e-9


def wide(size: int, seed: int) -> FlowNetwork:
    """Make a network in which the proof needs branching."""
    dice = np.random.default_rng(seed)
    arcs = [(0, 1 + one) for one in range(size)] + [
        (1 + one, 1 + size + other) for one in range(size) for other in dice.choice(size, 3, replace=False)
    ]
    arcs += [(1 + size + one, 1 + 2 * size) for one in range(size)]
    capacity = dice.integers(10, 100, len(arcs)).astype(np.float64)
    return FlowNetwork.of(
        2 * size + 2, (0, 2 * size + 1), arcs, capacity, dice.integers(3, 9, len(arcs)).astype(np.float64)
    )


def test_when_time_ends_the_best_set_stands_with_its_bound() -> None:
    """No time at all: a set, a bound that the proven optimum keeps, and a word that the search was stopped."""
    network = wide(30, 3)
    stopped, whole = interdict(network, 41, seconds=0.0), interdict(network, 41)
    assert stopped.is_stopped
    assert stopped.bound <= whole.surviving <= stopped.surviving
    assert stopped.cost <= 41
    assert whole.branches > 1
    assert whole.gap == pytest.approx(0.0)


def test_nothing_flows() -> None:
    """A network in two parts has nothing to cut."""
    found = interdict(FlowNetwork.of(4, (0, 3), [(0, 1), (2, 3)], [5, 5], [1, 1]), 10)
    assert (found.flow, found.surviving, found.bound, found.gap, found.cost) == (0, 0, 0, 0, 0)


def test_what_cannot_be_closed_stays_open() -> None:
    """Arcs of infinite cost survive any budget."""
    found = interdict(FlowNetwork.of(3, (0, 2), [(0, 1), (1, 2), (0, 2)], [5, 4, 3], [INF, INF, 2.0]), 1e9)
    assert (found.surviving, found.closed.tolist()) == (4, [False, False, True])


def test_fractions_are_no_trouble() -> None:
    """Capacities of any size are counted exactly enough."""
    network = FlowNetwork.of(3, (0, 2), [(0, 1), (1, 2)], [0.1, 1e6], [1, 1])
    assert interdict(network, 0).surviving == pytest.approx(0.1)
    assert interdict(network, 1).surviving == 0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from([1.0, 2.0, 3.0])), max_size=8), st.integers(0, 12))
def test_the_knapsack_is_exact_for_whole_costs(items: list[tuple[int, float]], budget: int) -> None:
    """The choice is worth what the best of all choices is."""
    worth, cost = np.array([one for one, _ in items], float), np.array([one for _, one in items], float)
    chosen = knapsack(worth, cost, budget)
    assert cost[chosen].sum() <= budget
    sets = itertools.chain.from_iterable(itertools.combinations(range(len(items)), n) for n in range(len(items) + 1))
    assert worth[chosen].sum() == max(worth[list(one)].sum() for one in sets if cost[list(one)].sum() <= budget)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ends": (0, 3)}, "the sink is node 3"),
        ({"ends": (1, 1)}, "source and sink are both node 1"),
        ({"arcs": [(0, 1), (1, 7)]}, "arc 1 is (1, 7)"),
        ({"capacity": [1.0]}, "1 capacities"),
        ({"capacity": [1.0, -2.0]}, "the capacity of arc 1 is -2.0"),
        ({"capacity": [math.nan, 2.0]}, "the capacity of arc 0 is nan"),
        ({"cost": [1.0, 0.0]}, "the cost of arc 1 is 0.0"),
    ],
)
def test_a_network_that_is_none(change: dict[str, object], said: str) -> None:
    """What is wrong is named with its value."""
    given_ = {"ends": (0, 2), "arcs": [(0, 1), (1, 2)], "capacity": [1.0, 2.0], "cost": [1.0, 1.0]} | change
    with pytest.raises(InputError, match="xpected") as caught:
        FlowNetwork.of(3, **given_)  # type: ignore[arg-type]
    assert said in str(caught.value)

"""One set for many draws: never better than brute force, and a bound that brute force keeps."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.exc import InputError
from counterflow.plan.cut import Residual, min_cut
from counterflow.plan.network import Floats, FlowNetwork
from counterflow.plan.robust import robust
from counterflow.plan.saddle import Envelope

INF = math.inf
Problem = tuple[FlowNetwork, Floats, Envelope]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a network of up to five nodes and eight arcs with up to four draws, weighed in one of three ways."""
    count = draw(st.integers(2, 5))
    node = st.integers(0, count - 1)
    arcs = draw(st.lists(st.tuples(node, node), max_size=8))
    size, rows = len(arcs), draw(st.integers(1, 4))
    row = st.lists(st.integers(0, 9), min_size=size, max_size=size)
    draws = np.array(draw(st.lists(row, min_size=rows, max_size=rows)), np.float64).reshape(rows, size)
    cost = draw(st.lists(st.sampled_from([1.0, 2.0, 1.5, INF]), min_size=size, max_size=size))
    weight = np.array(draw(st.lists(st.integers(1, 4), min_size=rows, max_size=rows)), np.float64)
    weight /= weight.sum()
    ways = [Envelope.worst(rows), Envelope.mean(weight), Envelope.tail(weight, 0.5, 0.4)]
    network = FlowNetwork.of(count, (0, count - 1), arcs, [0.0] * size, cost)
    return network, draws, ways[draw(st.integers(0, 2))]


def left(problem: Problem, closed: list[int]) -> float:
    """Say what flows, weighed, when arcs are closed."""
    network, draws, envelope = problem
    residual, flows = Residual.of(network), []
    for row in draws:
        capacity = row.copy()
        capacity[closed] = 0.0
        flows.append(float(min_cut(residual, network.source, network.sink, capacity.astype(np.int64))[0]))
    return envelope.weigh(np.array(flows))[0]


def best_by_force(problem: Problem, budget: float) -> float:
    """Try every set that the budget pays for."""
    cost = problem[0].cost
    arcs = np.flatnonzero(np.isfinite(cost)).tolist()
    every = itertools.chain.from_iterable(itertools.combinations(arcs, size) for size in range(len(arcs) + 1))
    return min(left(problem, list(one)) for one in every if cost[list(one)].sum() <= budget)


@settings(max_examples=30, deadline=None)
@given(problems(), st.integers(0, 4))
def test_brute_force_lies_between_bound_and_set(problem: Problem, budget: int) -> None:
    """What it says survives does, within the budget; the bound is never beaten."""
    found = robust(*problem, budget, seconds=20)
    best = best_by_force(problem, budget)
    assert found.surviving == pytest.approx(left(problem, np.flatnonzero(found.closed).tolist()))
    assert found.bound - 1e-9 <= best <= found.surviving + 1e-9
    assert found.cost <= budget
    assert found.surviving <= found.flow + 1e-9


def wide() -> tuple[FlowNetwork, Floats]:
    """Make twelve draws of a network in four layers of ten."""
    dice = np.random.default_rng(5)
    arcs = [(0, 1 + one) for one in range(10)] + [(31 + one, 41) for one in range(10)]
    for layer in range(3):
        for one in range(10):
            heads = dice.choice(10, 3, replace=False)
            arcs += [(1 + 10 * layer + one, 11 + 10 * layer + int(head)) for head in heads]
    middle = dice.lognormal(3.0, 0.8, len(arcs))
    draws = middle * dice.lognormal(0.0, 0.5, (12, len(arcs)))
    return FlowNetwork.of(42, (0, 41), arcs, middle, dice.integers(1, 4, len(arcs)).astype(np.float64)), draws


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_the_gap_is_small_on_draws_of_a_wide_network(share: float) -> None:
    """Mean and bad tail: a set within 5 per cent of the bound of what can be cut."""
    network, draws = wide()
    weight = np.full(12, 1 / 12)
    found = robust(network, draws, Envelope.tail(weight, 0.9, share), 12, gap=0.05, seconds=60)
    assert found.gap <= 0.05
    assert not found.is_stopped


def test_a_larger_budget_never_leaves_more_than_the_bound_of_a_smaller() -> None:
    """A proof for one budget holds for every smaller one."""
    network, draws = wide()
    envelope = Envelope.mean(np.full(12, 1 / 12))
    less, more = (robust(network, draws, envelope, budget, gap=0.05, seconds=60) for budget in (6, 12))
    assert more.bound <= less.surviving
    assert more.surviving <= less.surviving


def test_the_bad_tail_weighs_the_worst_cases() -> None:
    """CVaR at 75 per cent of four equal cases is the worst of them; half of it goes beside half of the mean."""
    value, weight = Envelope.tail(np.full(4, 0.25), 0.75, 0.5).weigh(np.array([1.0, 2.0, 3.0, 10.0]))
    assert value == pytest.approx(0.5 * 4 + 0.5 * 10)
    assert weight.sum() == pytest.approx(1)


def test_draws_that_are_none_are_refused() -> None:
    """Other arcs, a negative capacity: named with place and value."""
    network = FlowNetwork.of(2, (0, 1), [(0, 1)], [1.0], [1.0])
    with pytest.raises(InputError, match=r"draws are \(2, 2\)"):
        robust(network, np.ones((2, 2)), Envelope.worst(2), 1)
    with pytest.raises(InputError, match=r"arc 0 in draw 1 is -1\.0"):
        robust(network, np.array([[1.0], [-1.0]]), Envelope.worst(2), 1)

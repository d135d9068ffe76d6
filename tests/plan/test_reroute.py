"""Closing arcs against an adversary who opens others: equal to brute force, and honest about what is not proven."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.exc import InputError
from counterflow.plan.answer import Adversary, Latent
from counterflow.plan.network import FlowNetwork
from counterflow.plan.reroute import reroute

INF = math.inf


def sets(cost: list[float], budget: float) -> Iterator[set[int]]:
    """Give every set that a budget pays for."""
    can = [one for one, price in enumerate(cost) if price <= budget]
    for size in range(len(can) + 1):
        for one in itertools.combinations(can, size):
            if sum(cost[at] for at in one) <= budget:
                yield set(one)


def answer_by_force(network: FlowNetwork, latent: Latent, closed: set[int]) -> float:
    """Try everything that the adversary can open."""
    adversary = Adversary(network, latent)
    arcs = np.arange(len(network.tail))
    cost = np.where(latent.arcs, latent.cost, INF).tolist()
    return max(
        adversary.flow(np.isin(arcs, list(closed)), np.isin(arcs, list(one))) for one in sets(cost, latent.budget)
    )


def best_by_force(network: FlowNetwork, latent: Latent, budget: float) -> float:
    """Try every set that can be closed, and everything that he then can open."""
    return min(answer_by_force(network, latent, one) for one in sets(network.cost.tolist(), budget))


Problem = tuple[FlowNetwork, Latent]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a network of up to six nodes and eight arcs, some of them latent."""
    count = draw(st.integers(2, 6))
    node = st.integers(0, count - 1)
    arcs = draw(st.lists(st.tuples(node, node), max_size=8))
    size = len(arcs)
    whole = draw(st.booleans())
    number = st.integers(0, 9) if whole else st.integers(0, 18).map(lambda one: one / 3)
    capacity = draw(st.lists(number, min_size=size, max_size=size))
    cost = draw(st.lists(st.sampled_from([1.0, 2.0, 1.5, INF]), min_size=size, max_size=size))
    is_latent = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    opening = draw(st.lists(st.sampled_from([1.0, 2.0, 0.5]), min_size=size, max_size=size))
    network = FlowNetwork.of(count, (0, count - 1), arcs, capacity, cost)
    latent = Latent(np.array(is_latent, np.bool_), np.array(opening), float(draw(st.integers(0, 3))))
    return network, latent


@settings(max_examples=100, deadline=None)
@given(problems(), st.lists(st.booleans(), min_size=8, max_size=8))
def test_his_answer_is_the_best_there_is(problem: Problem, draw: list[bool]) -> None:
    """What he opens is within his budget, is not closed, and lets as much flow as any choice; the bound says so."""
    network, latent = problem
    closed = np.array(draw[: len(network.tail)], np.bool_)
    found = Adversary(network, latent).answer(closed)
    assert found.flow == pytest.approx(answer_by_force(network, latent, set(np.flatnonzero(closed).tolist())))
    assert found.bound == pytest.approx(found.flow)
    assert not (found.opened & (closed | ~latent.arcs)).any()
    assert latent.cost[found.opened].sum() <= latent.budget


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(0, 4))
def test_the_set_is_the_best_there_is(problem: Problem, budget: int) -> None:
    """Without a gap the answer is that of brute force over both, and no bound is beaten by it."""
    network, latent = problem
    found = reroute(network, latent, budget, seconds=20)
    best = best_by_force(network, latent, budget)
    assert found.surviving == pytest.approx(best, rel=1e-3)
    assert found.bound <= best + 1e-6
    assert found.cost <= budget
    assert found.claimed <= found.surviving + 1e-9


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(problems(), st.integers(0, 3), st.integers(0, 2))
def test_more_money_never_cuts_less_and_a_richer_adversary_never_loses(
    problem: Problem, budget: int, more: int
) -> None:
    """Best sets are monotone in both budgets."""
    network, latent = problem
    first = reroute(network, latent, budget, seconds=20).surviving
    assert reroute(network, latent, budget + more, seconds=20).surviving <= first * 1.001 + 1e-6
    richer = latent._replace(budget=latent.budget + more)
    assert reroute(network, richer, budget, seconds=20).surviving >= first * 0.999 - 1e-6


def layers(seed: int) -> Problem:
    """Make a network in layers with latent arcs between them."""
    dice = np.random.default_rng(seed)
    arcs = [(0, 1 + one) for one in range(5)] + [(6 + one, 11) for one in range(5)]
    arcs += [(1 + one, 6 + int(other)) for one in range(5) for other in dice.choice(5, 4, replace=False)]
    is_latent = np.r_[np.zeros(len(arcs) - 6, np.bool_), np.ones(6, np.bool_)]
    capacity = dice.integers(5, 40, len(arcs)).astype(np.float64)
    cost = dice.integers(1, 4, len(arcs)).astype(np.float64)
    return FlowNetwork.of(12, (0, 11), arcs, capacity, cost), Latent(is_latent, np.ones(len(arcs)), 2.0)


def test_when_time_ends_the_best_set_stands_with_its_bound() -> None:
    """No time at all: a set, what he does about it, and a bound that the proven optimum keeps."""
    network, latent = layers(1)
    stopped, whole = reroute(network, latent, 5, seconds=0.0), reroute(network, latent, 5, seconds=60)
    assert stopped.is_stopped
    assert not whole.is_stopped
    assert stopped.bound <= whole.surviving <= stopped.surviving
    assert whole.gap == pytest.approx(0.0)


def test_a_gap_that_is_asked_for_is_kept() -> None:
    """Who asks for less proof gets no worse than that."""
    network, latent = layers(2)
    found = reroute(network, latent, 5, gap=0.2, seconds=60)
    assert found.gap <= 0.2


def test_what_is_best_as_it_is_may_not_last() -> None:
    """A wide way that a latent one replaces is not worth closing; two narrower ones are."""
    arcs = [(0, 2), (0, 1), (1, 2), (0, 2)]
    network = FlowNetwork.of(3, (0, 2), arcs, [10, 6, 9, 10], [1.0, 1.0, 1.0, INF])
    latent = Latent(np.array([False, False, False, True]), np.ones(4), 1.0)
    found = reroute(network, latent, 1)
    assert (found.flow, found.claimed, found.surviving) == (16, 6, 16)
    assert found.gap == 0


def test_an_opening_that_costs_nothing_is_refused() -> None:
    """What is wrong is named with its value."""
    network = FlowNetwork.of(2, (0, 1), [(0, 1)], [1], [1])
    with pytest.raises(InputError, match=r"opening arc 0 costs 0\.0"):
        reroute(network, Latent(np.array([True]), np.zeros(1), 1.0), 1)

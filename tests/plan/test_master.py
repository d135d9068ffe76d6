"""The game in parts of arcs: priced flows equal their duals, guesses are choices, and the program's proof is tight."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.plan.answer import Adversary, Latent
from counterflow.plan.cut import Residual
from counterflow.plan.guess import Guesser
from counterflow.plan.master import solve
from counterflow.plan.network import FlowNetwork
from counterflow.plan.priced import ONE, priced_flow
from counterflow.plan.saddle import Game, prove


@st.composite
def networks(draw: st.DrawFn) -> FlowNetwork:
    """Draw a network of up to seven nodes and fourteen arcs."""
    count = draw(st.integers(2, 7))
    node = st.integers(0, count - 1)
    arcs = draw(st.lists(st.tuples(node, node), min_size=1, max_size=14))
    capacity = draw(st.lists(st.integers(0, 9), min_size=len(arcs), max_size=len(arcs)))
    cost = draw(st.lists(st.integers(1, 3), min_size=len(arcs), max_size=len(arcs)))
    return FlowNetwork.of(count, (0, count - 1), arcs, capacity, cost)


def parts(network: FlowNetwork, seed: int) -> np.ndarray:
    """Make shares that are closed, some none and some whole, in small prices."""
    dice = np.random.default_rng(seed)
    share = np.clip(dice.uniform(-0.5, 1.5, len(network.tail)), 0, 1)
    return np.asarray(np.round(share * ONE) / ONE)


@settings(max_examples=200, deadline=None)
@given(networks(), st.integers(0, 10**6))
def test_what_a_flow_keeps_is_what_its_potentials_say(network: FlowNetwork, seed: int) -> None:
    """A flow is within capacities, is kept at each node, and equals its dual: no flow keeps more."""
    price = parts(network, seed)
    found = priced_flow(Residual.of(network), network.source, network.sink, network.capacity, price)
    assert (found.flow <= network.capacity + 1e-9).all()
    excess = np.bincount(network.head, found.flow, network.node_count)
    excess -= np.bincount(network.tail, found.flow, network.node_count)
    inner = np.delete(excess, [network.source, network.sink])
    assert inner == pytest.approx(0)
    assert found.worth == pytest.approx(excess[network.sink] - found.flow @ price)
    slope = found.potential[network.head] - found.potential[network.tail] - price
    assert found.potential[[network.source, network.sink]] == pytest.approx([0, 1])
    assert found.worth == pytest.approx((network.capacity * np.maximum(0, slope)).sum())


@settings(max_examples=100, deadline=None)
@given(networks(), st.integers(0, 10**6), st.integers(0, 3))
def test_a_guess_is_a_choice_that_he_has(network: FlowNetwork, seed: int, budget: int) -> None:
    """It opens latent arcs within his budget, is worth what it says, and no more than his best answer."""
    dice = np.random.default_rng(seed)
    latent = Latent(dice.random(len(network.tail)) < 0.5, dice.integers(1, 3, len(network.tail)).astype(float), budget)
    closed = dice.random(len(network.tail)) < 0.3
    none = np.zeros(len(closed), np.bool_)
    found = Guesser(network, latent).guess(closed, [none])
    adversary = Adversary(network, latent)
    assert not (found.opened & ~latent.arcs).any()
    assert latent.cost[found.opened].sum() <= budget
    assert found.worth == pytest.approx(adversary.flow(closed, found.opened))
    assert adversary.flow(closed, none) - 1e-9 <= found.worth <= adversary.answer(closed).flow + 1e-9


@settings(max_examples=60, deadline=None)
@given(networks(), st.integers(0, 10**6), st.integers(0, 5))
def test_the_proof_meets_what_the_closings_leave(network: FlowNetwork, seed: int, budget: int) -> None:
    """Against several networks, what is proven is what the closings in parts leave in the worst of them."""
    dice = np.random.default_rng(seed)
    arcs = len(network.tail)
    capacity = network.capacity * (dice.random((3, arcs)) < 0.7) / max(1.0, network.capacity.sum())
    ends = network.source, network.sink, network.tail, network.head
    game = Game(network.node_count, *ends, capacity, network.cost, float(budget))
    bounds = np.zeros(arcs), (dice.random(arcs) < 0.8).astype(np.float64)
    point = solve(game, bounds, 60.0)
    assert point is not None
    assert point.closed @ network.cost <= budget + 1e-3
    residual = Residual.of(network)
    left = [priced_flow(residual, network.source, network.sink, one, point.closed).worth for one in capacity]
    proof = prove(game, point, bounds, residual)
    assert proof.value == pytest.approx(max(left), abs=2e-3)
    assert proof.value <= max(left) + 1e-4


def test_no_time_gives_no_point() -> None:
    """A program that may take no time says so, or is solved all the same; it never fails."""
    network = FlowNetwork.of(2, (0, 1), [(0, 1)], [1], [1])
    game = Game(2, 0, 1, network.tail, network.head, np.ones((1, 1)), network.cost, 0.5)
    point = solve(game, (np.zeros(1), np.ones(1)), 0.0)
    assert point is None or point.closed[0] == pytest.approx(0.5, abs=1e-3)

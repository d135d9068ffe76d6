"""Measures under a budget: equal to trying all, claimed at least what survives, and no bound that is beaten."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.plan import choose
from counterflow.plan.answer import Latent
from counterflow.plan.choose import Chooser, Worlds
from counterflow.plan.measure import Measure
from counterflow.plan.network import FlowNetwork


def measure(name: str, cost: float, effects: dict[int, float]) -> Measure:
    return Measure(name, "designate", name, "a state", cost, 10, 0.5, "", "", effects)


@st.composite
def choosers(draw: st.DrawFn) -> tuple[Chooser, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Draw a small network, draws of it, and up to five measures on its arcs."""
    count = draw(st.integers(2, 5))
    node = st.integers(0, count - 1)
    arcs = draw(st.lists(st.tuples(node, node), min_size=1, max_size=7))
    size, worlds = len(arcs), draw(st.integers(1, 3))
    row = st.lists(st.integers(0, 9).map(float), min_size=size, max_size=size)
    capacity = np.array(draw(st.lists(row, min_size=worlds, max_size=worlds)))
    effects = st.dictionaries(st.integers(0, size - 1), st.sampled_from([0.3, 0.5, 1.0]), min_size=1, max_size=3)
    measures = [
        measure(str(at), cost, draw(effects))
        for at, cost in enumerate(draw(st.lists(st.sampled_from([1.0, 2.0, 3.0]), min_size=1, max_size=5)))
    ]
    bites = st.lists(st.booleans(), min_size=len(measures), max_size=len(measures))
    worlds_ = Worlds(capacity, np.array(draw(st.lists(bites, min_size=worlds, max_size=worlds))))
    is_latent = np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    network = FlowNetwork.of(count, (0, count - 1), arcs, [1.0] * size, [1.0] * size)
    latent = Latent(is_latent, np.ones(size), float(draw(st.integers(0, 2))))
    return Chooser(network, latent, measures, worlds_), np.array([one.cost for one in measures])


@settings(max_examples=40, deadline=None)
@given(choosers(), st.integers(0, 6), st.booleans())
def test_no_set_is_better_than_the_bound(problem: tuple[Chooser, np.ndarray], budget: int, is_large: bool) -> None:
    """Tried whole or step by step: the best of all sets lies between the bound and what is chosen."""
    chooser, cost = problem
    with pytest.MonkeyPatch.context() as patch:
        if is_large:
            patch.setattr(choose, "MOST_SETS", 0)
        found = chooser.choose(cost, budget)
    every = itertools.chain.from_iterable(itertools.combinations(range(len(cost)), n) for n in range(len(cost) + 1))
    best = min(chooser.value(one) for one in every if cost[list(one)].sum() <= budget)
    assert found.bound <= best + 1e-9
    assert chooser.value(found.chosen) >= best - 1e-9
    assert is_large or chooser.value(found.chosen) == pytest.approx(best)
    assert found.cost <= budget
    assert (found.effect.claimed <= found.effect.surviving + 1e-9).all()


@settings(max_examples=20, deadline=None)
@given(choosers(), st.integers(0, 4), st.integers(0, 3))
def test_more_money_never_cuts_less(problem: tuple[Chooser, np.ndarray], budget: int, more: int) -> None:
    """A set that begins with that of a smaller budget is no worse, tried whole or step by step."""
    chooser, cost = problem
    first = chooser.choose(cost, budget)
    second = chooser.choose(cost, budget + more, begin=first.chosen)
    assert chooser.value(second.chosen) <= chooser.value(first.chosen) + 1e-6
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choose, "MOST_SETS", 0)
        climbed = chooser.choose(cost, budget + more, begin=first.chosen)
    assert chooser.value(climbed.chosen) <= chooser.value(first.chosen) + 1e-6


def test_two_measures_on_one_tie_leave_the_product() -> None:
    """Half and half leave a quarter; one that does not bite leaves all."""
    network = FlowNetwork.of(2, (0, 1), [(0, 1)], [8.0], [1.0])
    measures = [measure("a", 1, {0: 0.5}), measure("b", 1, {0: 0.5})]
    worlds = Worlds(np.full((2, 1), 8.0), np.array([[True, True], [False, True]]))
    chooser = Chooser(network, Latent(np.array([False]), np.ones(1), 0.0), measures, worlds)
    assert chooser.effect((0, 1)).claimed.tolist() == pytest.approx([2, 4])


@settings(max_examples=60, deadline=None)
@given(choosers(), st.data())
def test_what_parts_take_is_exact_for_whole_measures_and_concave(
    problem: tuple[Chooser, np.ndarray], data: st.DataObject
) -> None:
    """Whole measures take what they leave to one; half way between two choices at least the mean of both is taken."""
    chooser, cost = problem
    chosen = data.draw(st.lists(st.booleans(), min_size=len(cost), max_size=len(cost)))
    taken = chooser._taken(np.array(chosen, np.float64))[0]
    for at, row in enumerate(taken):
        some = tuple(number for number, is_chosen in enumerate(chosen) if is_chosen)
        assert row == pytest.approx(1.0 - chooser.left(some, at), abs=1e-12)
    parts = st.lists(st.floats(0, 1), min_size=len(cost), max_size=len(cost)).map(np.array)
    one, other = data.draw(parts), data.draw(parts)
    mean = (chooser._taken(one)[0] + chooser._taken(other)[0]) / 2
    assert (chooser._taken((one + other) / 2)[0] >= mean - 1e-12).all()


def one_tie(latent: float = 0.0) -> Chooser:
    """Four measures that each stop half of one tie; beside it a latent one, which none of them reaches."""
    network = FlowNetwork.of(2, (0, 1), [(0, 1), (0, 1)], [8.0, latent], [1.0, 1.0])
    measures = [measure(name, 1, {0: 0.5}) for name in "abcd"]
    worlds = Worlds(np.array([[8.0, latent]]), np.ones((1, 4), np.bool_))
    return Chooser(network, Latent(np.array([False, True]), np.ones(2), 1.0), measures, worlds)


@pytest.mark.parametrize(("budget", "left"), [(1, 4.0), (2, 2.0), (3, 1.0), (4, 0.5)])
def test_the_bound_counts_what_measures_on_one_tie_stop_together(
    monkeypatch: pytest.MonkeyPatch, budget: int, left: float
) -> None:
    """Two halves leave a quarter, and the bound says so without trying all sets."""
    monkeypatch.setattr(choose, "MOST_SETS", 0)
    found = one_tie().choose(np.ones(4), budget)
    assert found.bound == pytest.approx(left, abs=0.02)


def test_the_bound_knows_what_can_be_opened_whatever_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six can flow over a way that no measure reaches: no set leaves less than that."""
    monkeypatch.setattr(choose, "MOST_SETS", 0)
    chooser = one_tie(6.0)
    found = chooser.choose(np.ones(4), 3)
    assert 6.0 <= found.bound <= chooser.value(found.chosen) == pytest.approx(7.0)

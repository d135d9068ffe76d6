"""Personalised PageRank."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trace.test_graph import graph_of, tie

from counterflow.trace.graph import Graph
from counterflow.trace.proximity import RESTART, find_proximity, tie_weights


def solved(graph: Graph, sources: list[int]) -> np.ndarray:
    """Solve the equations directly."""
    ties = np.zeros((len(graph), len(graph)))
    for source, target, weight in zip(graph.source, graph.target, graph.probability, strict=True):
        ties[source, target] += weight
        ties[target, source] += weight
    returns = np.zeros(len(graph))
    for source in sources:
        returns[source] += RESTART / len(sources)
    whole = ties.sum(axis=0)
    walk = ties / np.where(whole > 0, whole, 1.0)
    found = np.linalg.solve(np.eye(len(graph)) - (1 - RESTART) * walk, returns)
    return np.where(whole > 0, found, returns / RESTART)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg"), st.sampled_from([0.1, 0.5, 0.9])),
        min_size=1,
        max_size=16,
    ),
    st.lists(st.integers(0, 50), min_size=1, max_size=3),
)
def test_proximity_solves_its_equations(ties: list[tuple[str, str, float]], sources: list[int]) -> None:
    """Equal to a direct solution, in networks of several parts, with parallel and looping ties."""
    graph = graph_of(*(tie(*one) for one in ties))
    numbers = [source % len(graph) for source in sources]
    found = find_proximity(graph, np.array(numbers, np.int32), tie_weights(graph))
    assert np.abs(found - solved(graph, numbers)).sum() < 1e-7
    assert found.sum() == pytest.approx(1.0)


def test_nearer_and_stronger_ties_are_closer() -> None:
    """A sure tie counts more than a doubtful one, and another network not at all."""
    graph = graph_of(tie("a", "b", 0.9), tie("a", "c", 0.3), tie("b", "d", 0.9), tie("x", "y", 0.9))
    near = dict(zip("abcdxy", find_proximity(graph, np.array([0], np.int32), tie_weights(graph)), strict=True))
    assert near["b"] > near["d"] > near["c"] > 0
    assert near["x"] == near["y"] == 0


def test_a_tie_that_does_not_hold_brings_nobody_closer() -> None:
    """Where nothing leads away, the walk stays."""
    graph = graph_of(tie("a", "b"))
    weights = tie_weights(graph, np.array([False]))
    assert find_proximity(graph, np.array([0], np.int32), weights).tolist() == [1.0, 0.0]

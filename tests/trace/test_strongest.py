"""Strongest evidenced paths."""

from __future__ import annotations

import itertools
import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trace.test_graph import graph_of, tie

from counterflow.trace.graph import Graph
from counterflow.trace.strongest import Path, find_nearest, find_path, make_search


def ids(graph: Graph, path: Path | None) -> str | None:
    return None if path is None else "".join(graph.id_of(node) for node in path.nodes)


def between(graph: Graph, source: str, target: str, least: float = 0.01) -> Path | None:
    return find_path(make_search(graph, least=least), graph.number(source), graph.number(target))


def test_two_sure_ties_are_stronger_than_one_weak_one() -> None:
    """The product decides, not the number of ties; the weakest tie is named; ties are followed either way."""
    graph = graph_of(tie("a", "c", 0.5), tie("a", "b", 0.9), tie("c", "b", 0.8))
    path = between(graph, "a", "c")
    assert path is not None
    assert (ids(graph, path), path.rows, path.weakest) == ("abc", (1, 2), 2)
    assert path.probability == pytest.approx(0.72)


def test_of_equally_strong_paths_the_shorter_is_given() -> None:
    """Certain ties cost nothing but a step."""
    graph = graph_of(tie("a", "b", 1.0), tie("b", "c", 1.0), tie("c", "d", 1.0), tie("b", "d", 1.0))
    assert ids(graph, between(graph, "a", "d")) == "abd"


def test_no_path_is_no_answer() -> None:
    """Parties of two networks, an impossible tie, and a path that is too weak."""
    graph = graph_of(tie("a", "b"), tie("c", "d"), tie("b", "c", 0.0), tie("d", "e", 0.05))
    assert between(graph, "a", "d") is None
    assert between(graph, "c", "e", least=0.1) is None
    assert ids(graph, between(graph, "c", "e", least=0.01)) == "cde"


def test_a_path_holds_on_its_day() -> None:
    """A tie that had ended leads nowhere; a weaker one that held does."""
    graph = graph_of(tie("a", "b", 0.9, ended="2010"), tie("a", "b", 0.4))
    path = find_path(make_search(graph, holding=graph.holding(date(2015, 1, 1))), 0, 1)
    assert path is not None
    assert path.rows == (1,)


def test_a_path_does_not_lead_through_what_is_closed() -> None:
    """A kind of goods, or a state that seizes from everyone, joins nobody; as an end it may stand."""
    graph = graph_of(tie("a", "x", 0.9), tie("x", "b", 0.9), tie("a", "c", 0.5), tie("c", "b", 0.5))
    passable = np.array([graph.id_of(node) != "x" for node in range(len(graph))])
    search, number = make_search(graph, passable=passable), graph.number
    assert ids(graph, find_path(search, number("a"), number("b"))) == "acb"
    assert ids(graph, find_path(search, number("a"), number("x"))) == "ax"
    wanted = np.array([graph.id_of(node) in "xb" for node in range(len(graph))])
    found = find_nearest(search, number("a"), wanted, 5)
    assert [ids(graph, path) for path in found] == ["ax", "acb"]


def test_one_party_is_its_own_path() -> None:
    """Nothing lies between, and nothing is weak."""
    assert find_path(make_search(graph_of(tie("a", "b"))), 0, 0) == Path((0,), (), 1.0, None)


def _brute_force(graph: Graph, source: int, target: int, passable: np.ndarray) -> float | None:
    """Try every path without a repeated node."""
    best = None
    inner = [node for node in range(len(graph)) if node not in (source, target) and passable[node]]
    step: dict[tuple[int, int], float] = {}
    for row, (one, other) in enumerate(zip(graph.source.tolist(), graph.target.tolist(), strict=True)):
        for pair in ((one, other), (other, one)):
            step[pair] = max(step.get(pair, 0.0), float(graph.probability[row]))
    for size in range(len(inner) + 1):
        for way in itertools.permutations(inner, size):
            whole = math.prod(step.get(pair, 0.0) for pair in itertools.pairwise((source, *way, target)))
            if whole > 0 and (best is None or whole > best):
                best = whole
    return best


_NAMES = "abcdef"
_TIES = (
    st.lists(
        st.tuples(st.sampled_from(_NAMES), st.sampled_from(_NAMES), st.sampled_from([0.3, 0.5, 0.7, 0.9, 0.97])),
        min_size=1,
        max_size=14,
    )
    .map(lambda ties: [one for one in ties if one[0] != one[1]])
    .filter(lambda ties: len(ties) > 0)
)


@given(_TIES, st.sets(st.sampled_from(_NAMES), max_size=2))
def test_the_strongest_path_is_what_trying_all_gives(ties: list[tuple[str, str, float]], closed: set[str]) -> None:
    """From both ends at once, from one end, and by brute force."""
    graph = graph_of(*(tie(*one) for one in ties))
    passable = np.array([graph.id_of(node) not in closed for node in range(len(graph))])
    search = make_search(graph, passable=passable, least=1e-6)
    for source, target in itertools.permutations(range(len(graph)), 2):
        best = _brute_force(graph, source, target, passable)
        wanted = np.arange(len(graph)) == target
        path = find_path(search, source, target)
        nearest = find_nearest(search, source, wanted, 1)
        for found in (path, nearest[0] if len(nearest) > 0 else None):
            assert (None if found is None else found.probability) == (None if best is None else pytest.approx(best))


def test_order_of_rows_does_not_matter_for_strength() -> None:
    """The same ties turned round give the same path."""
    ties = [tie("a", "b", 0.9), tie("b", "c", 0.6), tie("a", "d", 0.8), tie("d", "c", 0.7)]
    paths = [(graph, between(graph, "a", "c")) for graph in (graph_of(*ties), graph_of(*ties[::-1]))]
    assert [ids(graph, path) for graph, path in paths] == ["adc", "adc"]

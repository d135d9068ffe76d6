"""In which order parties are removed, against trying everything."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.trace.dismantle import WAYS, area_of, dismantle, left_after, remove_by
from counterflow.trace.node_score import Ties, betweenness, breaks, leading_mode, make_ties

Pairs = Sequence[tuple[int, int]]
NODES = 6
pairs_of_six = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=12)
parties_of_six = st.lists(st.booleans(), min_size=NODES, max_size=NODES)


def network(pairs: Pairs, is_party: Sequence[bool] | None = None, nodes: int = NODES) -> Ties:
    ends = np.array(pairs, np.int64).reshape(-1, 2)
    return make_ties(nodes, ends[:, 0], ends[:, 1], None if is_party is None else np.array(is_party))


def parts(pairs: Pairs, there: set[int], is_party: Sequence[bool]) -> list[int]:
    """Count the parties of each part, in the plainest way."""
    sizes, left = [], set(there)
    while len(left) > 0:
        part = {left.pop()}
        while True:
            more = {b for a, b in [*pairs, *((b, a) for a, b in pairs)] if a in part and b in left}
            if len(more) == 0:
                break
            part |= more
            left -= more
        sizes.append(sum(is_party[one] for one in part))
    return sizes


def area(pairs: Pairs, order: Sequence[int], is_party: Sequence[bool]) -> float:
    left = [
        max([0, *parts(pairs, set(range(NODES)) - set(order[:count]), is_party)]) for count in range(1, len(order) + 1)
    ]
    return sum(left) / len(order) ** 2


@settings(max_examples=30)
@given(pairs_of_six, parties_of_six)
def test_no_order_of_a_small_network_is_better(pairs: Pairs, is_party: list[bool]) -> None:
    """Equal to trying all orders, with and without nodes that only join others."""
    parties = [one for one in range(NODES) if is_party[one]]
    found = dismantle(network(pairs, is_party))
    assert sorted(found.order.tolist()) == parties
    if len(parties) == 0:
        return
    assert found.area == pytest.approx(area(pairs, found.order.tolist(), is_party))
    ties = network(pairs, is_party)
    best = min(area_of(ties, np.array(order)) for order in itertools.permutations(parties))
    assert found.area == pytest.approx(best)


@given(pairs_of_six, parties_of_six, st.sets(st.integers(0, NODES - 1)))
def test_what_is_left_without_each_is_what_a_plain_count_says(
    pairs: Pairs, is_party: list[bool], gone: set[int]
) -> None:
    """The largest part and the pairs that hang together, after removals too."""
    alive = np.array([one not in gone for one in range(NODES)])
    giant, left = breaks(network(pairs, is_party), alive)
    for node in np.flatnonzero(alive).tolist():
        sizes = parts(pairs, set(range(NODES)) - gone - {node}, is_party)
        assert giant[node] == max([0, *sizes])
        assert left[node] == sum(size * (size - 1) // 2 for size in sizes)


def test_betweenness_counts_paths_of_parties() -> None:
    """Two ways round a square share its corners; through the middle of a star all pairs lead; events are no ends."""
    everyone = np.ones(4, np.bool_)
    square = network([(0, 1), (1, 2), (2, 3), (3, 0)], nodes=4)
    assert betweenness(square, everyone).tolist() == pytest.approx([0.5] * 4)
    star = network([(0, 1), (0, 2), (0, 3)], nodes=4)
    assert betweenness(star, everyone).tolist() == pytest.approx([3, 0, 0, 0])
    event = network([(0, 1), (0, 2), (0, 3)], [True, True, True, False], nodes=4)
    assert betweenness(event, everyone).tolist() == pytest.approx([1, 0, 0, 0])
    assert betweenness(star, np.array([True, True, True, False])).tolist() == pytest.approx([1, 0, 0, 0])


def test_the_leading_mode_is_the_eigenvector() -> None:
    """Of a network of two sides, too, where a plain walk would swing for ever."""
    pairs = [(0, 1), (0, 2), (0, 3), (3, 4), (4, 5)]
    matrix = np.zeros((NODES, NODES))
    for a, b in pairs:
        matrix[a, b] = matrix[b, a] = 1
    exact = np.abs(np.linalg.eigh(matrix)[1][:, -1])
    assert leading_mode(network(pairs), np.ones(NODES, np.bool_)) == pytest.approx(exact, abs=1e-6)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_takes_the_middle_of_two_stars_first(way: str) -> None:
    """And ours is no worse than any, and the same in every run."""
    pairs = [(0, one) for one in range(1, 8)] + [(8, one) for one in range(9, 14)] + [(0, 8)]
    ties = network(pairs, nodes=14)
    assert remove_by(ties, way)[0] == 0
    found = dismantle(ties)
    assert found.area <= area_of(ties, remove_by(ties, way))
    assert found.order.tolist() == dismantle(ties).order.tolist()
    assert set(found.order[:2].tolist()) == {0, 8}
    assert found.largest.tolist() == left_after(ties, found.order).tolist()


def test_an_empty_network_has_an_empty_order() -> None:
    """No parties, no area."""
    found = dismantle(network([], nodes=0))
    assert (found.order.tolist(), found.area) == ([], 0.0)

"""The picture: equal networks give equal places, nobody stands on another, tied ones stand near."""

from __future__ import annotations

import numpy as np
import pytest

from counterflow.service.network.layout import GAP, Floats, Ints, find_parts, lay_out, make_ties


def tree(nodes: int, seed: int = 7) -> tuple[Ints, Ints]:
    """Tie each node to an earlier one, and a few at random."""
    numbers = np.random.default_rng(seed)
    source = np.arange(1, nodes, dtype=np.int32)
    target = (source * numbers.random(nodes - 1)).astype(np.int32)
    more = numbers.integers(0, nodes, (2, nodes // 4)).astype(np.int32)
    return np.append(source, more[0]).astype(np.int32), np.append(target, more[1]).astype(np.int32)


def least_distance(places: Floats) -> float:
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    return float(apart.min())


def test_equal_networks_give_equal_places() -> None:
    """Bit by bit, whatever the order of the ties."""
    source, target = tree(300)
    order = np.random.default_rng(1).permutation(len(source))
    assert np.array_equal(lay_out(300, source, target), lay_out(300, target[order], source[order]))


def test_tied_nodes_stand_near_and_none_stands_on_another() -> None:
    """The middle tie is much shorter than the middle distance of two nodes."""
    source, target = tree(400)
    places = lay_out(400, source, target)
    assert np.isfinite(places).all()
    ties = np.hypot(*(places[source] - places[target]).T)
    pairs = np.hypot(*(places[::2] - places[1::2]).T)
    assert float(np.median(ties)) < 0.35 * float(np.median(pairs))
    assert least_distance(places) > 0.8 * GAP


def test_parts_stand_apart() -> None:
    """A ring, a star and a pair do not overlap, and the largest comes first."""
    ring = [(one, (one + 1) % 12) for one in range(12)]
    star = [(12, one) for one in range(13, 19)]
    source, target = np.array([*ring, *star, (19, 20)], np.int32).T
    parts = find_parts(make_ties(21, source, target))
    assert [len(part) for part in parts] == [12, 7, 2]
    places = lay_out(21, source, target)
    boxes = [(places[part].min(axis=0), places[part].max(axis=0)) for part in parts]
    for number, (low, high) in enumerate(boxes):
        for other_low, other_high in boxes[:number]:
            assert (high < other_low).any() or (other_high < low).any()


@pytest.mark.parametrize("nodes", [0, 1, 2, 3])
def test_few_nodes(nodes: int) -> None:
    """No node, one, a pair, a chain with a tie that is there twice and one of a node with itself."""
    ends = np.arange(max(nodes - 1, 0), dtype=np.int32)
    source, target = np.concatenate([ends, ends, ends]), np.concatenate([ends + 1, ends + 1, ends])
    places = lay_out(nodes, source.astype(np.int32), target.astype(np.int32))
    assert places.shape == (nodes, 2)
    assert np.isfinite(places).all()
    assert nodes < 2 or least_distance(places) >= GAP


def test_many_leaves_of_one_hub_spread() -> None:
    """All are equally far from everything: distances alone would put them on one place."""
    source, target = np.zeros(80, np.int32), np.arange(1, 81, dtype=np.int32)
    places = lay_out(81, source, target)
    assert least_distance(places) > 0.8 * GAP
    assert np.ptp(places, axis=0).min() > 4 * GAP

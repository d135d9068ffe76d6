"""Sums over all forests, against every forest written out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.weigh.truth.forest import plant, sum_forests

CHANCES = st.floats(0.01, 1.0)


def reaches_a_root(choice: tuple[int, ...]) -> bool:
    """Whether every report that repeats leads to one that was looked for, and not back to itself."""
    for start in range(len(choice)):
        at, steps = start, 0
        while choice[at] != at:
            at, steps = choice[at], steps + 1
            if steps > len(choice):
                return False
    return True


@given(st.integers(1, 4), st.data())
def test_the_determinant_is_the_sum_over_all_forests(size: int, data: st.DataObject) -> None:
    """Sum, shares of roots and of repeats are those of all forests, one by one."""
    root = np.array(data.draw(st.lists(CHANCES, min_size=size, max_size=size)))
    arc = np.array(data.draw(st.lists(CHANCES, min_size=size * size, max_size=size * size))).reshape(size, size)
    np.fill_diagonal(arc, 0.0)
    total, roots, arcs = 0.0, np.zeros(size), np.zeros((size, size))
    for choice in itertools.product(range(size), repeat=size):
        if reaches_a_root(choice):
            weight = float(np.prod([root[at] if at == to else arc[at, to] for at, to in enumerate(choice)]))
            total += weight
            for at, to in enumerate(choice):
                if at == to:
                    roots[at] += weight
                else:
                    arcs[at, to] += weight
    none = np.zeros(0, np.int64)
    (grove,) = plant(np.zeros(size, np.int64), np.zeros(size, bool), none, none)
    found = sum_forests(grove, root[None, :], arc[None, :, :])
    assert np.exp(found.log[0]) == pytest.approx(total)
    assert found.root[0] == pytest.approx(roots / total)
    assert found.arc[0] == pytest.approx(arcs / total)


def test_groves_hold_every_report_once() -> None:
    """Values of one, three and twelve reports: each report stands in one place, and recorded repeats where they are."""
    candidate = np.repeat([0, 1, 2], [1, 3, 12])
    groves = plant(candidate, np.zeros(16, bool), np.array([3, 15]), np.array([1, 4]))
    rows = np.concatenate([grove.rows[grove.there] for grove in groves])
    assert sorted(rows.tolist()) == list(range(16))
    pairs = {
        (int(grove.rows[value, one]), int(grove.rows[value, other]))
        for grove in groves
        for value, one, other in zip(*np.nonzero(grove.recorded), strict=True)
    }
    assert pairs == {(3, 1), (15, 4)}
    assert sum(int(grove.free.sum()) for grove in groves) == 14

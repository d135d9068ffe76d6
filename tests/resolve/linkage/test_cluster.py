"""Clusters: average link, against a direct computation; one-to-one."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counterflow.resolve.linkage.cluster import Link, average_link, one_to_one

CUT, ABSENT = 0.0, -4.0
LINK = Link(cut=CUT, ease=0.0, most_ease=0.0, absent=ABSENT)


def direct(records: int, weights: dict[tuple[int, int], float]) -> list[int]:
    """Join the two nearest clusters, one after the other."""
    clusters = [[one] for one in range(records)]

    def mean(a: list[int], b: list[int]) -> float:
        return sum(weights.get((min(x, y), max(x, y)), ABSENT) for x in a for y in b) / (len(a) * len(b))

    while len(clusters) > 1:
        value, i, j = max((mean(a, b), -i, -j) for (i, a), (j, b) in itertools.combinations(enumerate(clusters), 2))
        if value <= CUT:
            break
        clusters[-i] = clusters[-i] + clusters[-j]
        del clusters[-j]
    return [min(next(one for one in clusters if record in one)) for record in range(records)]


# Weights that no sum repeats, so that no two means are equal.
PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), unique=True, max_size=16)


@given(PAIRS, st.randoms(use_true_random=False))
def test_average_link_is_that_of_the_definition(pairs: list[tuple[int, int]], rng: object) -> None:
    """Joining all nearest pairs at once gives what joining them one by one gives."""
    weights = {(a, b): rng.uniform(-8, 8) for a, b in pairs if a < b}  # type: ignore[attr-defined]
    left, right = (np.array([pair[side] for pair in weights], np.int64) for side in (0, 1))
    found = average_link(7, left, right, np.array(list(weights.values())), LINK)
    assert found.tolist() == direct(7, weights)


def test_one_false_match_does_not_chain() -> None:
    """Two parties of three records each stay two, though one pair across looks right."""
    inside = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)]
    left, right = (np.array([pair[side] for pair in [*inside, (2, 3)]]) for side in (0, 1))
    found = average_link(6, left, right, np.array([5.0] * 6 + [3.0]), LINK)
    assert found.tolist() == [0, 0, 0, 3, 3, 3]


def test_one_to_one_takes_the_likeliest_first() -> None:
    """A record has one partner at most, and the surer pair wins."""
    found = one_to_one(4, np.array([0, 0, 1]), np.array([2, 3, 2]), np.array([5.0, 1.0, 6.0]), cut=0.0)
    assert found.tolist() == [0, 1, 1, 0]


def test_many_weak_pairs_are_strong() -> None:
    """Two clusters join by four pairs that each say no a little, where one such pair alone joins nothing."""
    link = Link(cut=0.0, ease=1.0, most_ease=3.0, absent=ABSENT)
    left, right = np.array([0, 2, 0, 0, 1, 1]), np.array([1, 3, 2, 3, 2, 3])
    assert average_link(4, left, right, np.array([5.0, 5, -1, -1, -1, -1]), link).tolist() == [0, 0, 0, 0]
    assert average_link(4, left[:3], right[:3], np.array([5.0, 5, -1]), link).tolist() == [0, 0, 2, 2]
    assert average_link(2, left[:1], right[:1], np.array([-1.0]), link).tolist() == [0, 1]

"""Neighbours in names that make a word of the other party."""

from __future__ import annotations

import pytest
from hypothesis import given

from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.space import Space, new_space

from .conftest import look, names, schemata

SPACE = new_space()


def made(left: str, right: str, space: Space) -> tuple[list[int], list[int], list[int]]:
    """Say which words of the right name the left one's make, which of them letter by letter, and of which words."""
    two = look(left, right, "Vessel", space)
    _, n, b, m = two.words
    work = space[0]
    sets = [int(work["made"][0, 0]), int(work["made_exactly"][0, 0])]
    places = [[j for j in range(m) if found >> int(b[j]["place"]) & 1] for found in sets]
    return places[0], places[1], [i for i in range(n) if int(work["run"][0, 0]) >> i & 1]


RUNS = [
    ("Good Will Star", "Star Goodwill", [1], [1], [0, 1]),
    ("Star Good Will", "Goodwil", [0], [], [1, 2]),
    ("Sun Moon Star", "Sunmoonstar", [0], [0], [0, 1, 2]),
    ("Pong Su", "봉수", [0], [0], [0, 1]),
    ("Bong Soo", "봉수", [0], [], [0, 1]),
    ("Good Star Will", "Goodwill", [], [], []),
    ("A B", "Ab", [], [], []),
    ("Goodwill Ocean", "Good Will Ocean", [], [], []),
    ("ka lo mi ru te so", "kalomirute", [0], [0], [0, 1, 2, 3, 4]),
    ("ka lo mi ru te so", "kalomiruteso", [], [], []),
]


@pytest.mark.parametrize(("left", "right", "whole", "exact", "parts"), RUNS)
def test_runs(left: str, right: str, whole: list[int], exact: list[int], parts: list[int], space: Space) -> None:
    assert made(left, right, space) == (whole, exact, parts)


@given(names, names, schemata)
def test_what_an_alignment_runs_together_was_noted(left: str, right: str, schema: str) -> None:
    two = look(left, right, schema, SPACE)
    a, n, b, m = two.words
    two.align()
    work = SPACE[0]
    for side, (many, count, one, rest) in enumerate(((a, n, b, m), (b, m, a, n))):
        joined = [i for i in range(count) if work["kind"][side, i] == Relation.JOINED]
        wholes = {int(work["answer"][side, i]) for i in joined}
        parts = [i for i in joined if [work["answer"][side, k] for k in joined].count(work["answer"][side, i]) > 1]
        assert all(int(work["run"][side, 0]) >> i & 1 for i in parts)
        assert all(
            int(work["made"][side, 0]) >> int(one[j]["place"]) & 1
            for j in wholes
            if [int(work["answer"][side, i]) for i in joined].count(j) > 1
        )
        assert len(many) >= count
        assert rest > 0

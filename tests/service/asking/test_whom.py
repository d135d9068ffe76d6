"""Whom to ask what: the best of all ways to assign questions, found without trying them."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.service.asking.match import match_questions

WORTH = st.dictionaries(
    st.tuples(st.sampled_from(["price", "weight", "share", "posts"]), st.sampled_from(["a", "b", "c"])),
    st.floats(0.0, 1.0),
    max_size=12,
)
CAPACITY = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(0, 3))


def best(worth: dict[tuple[str, str], float], capacity: dict[str, int]) -> float:
    """The most that any assignment is worth, by trying all."""
    questions = sorted({question for question, _ in worth})
    found = 0.0
    for partners in itertools.product([None, "a", "b", "c"], repeat=len(questions)):
        asked = [(question, one) for question, one in zip(questions, partners, strict=True) if one is not None]
        count = Counter(one for _, one in asked)
        if all(pair in worth for pair in asked) and all(count[one] <= capacity.get(one, 9) for one in count):
            found = max(found, sum(worth[pair] for pair in asked))
    return found


@settings(max_examples=150, deadline=None)
@given(WORTH, CAPACITY)
def test_no_assignment_is_worth_more(worth: dict[tuple[str, str], float], capacity: dict[str, int]) -> None:
    chosen = match_questions(worth, capacity)
    assert all(pair in worth for pair in chosen.items())
    count = Counter(chosen.values())
    assert all(count[one] <= capacity.get(one, 9) for one in count)
    assert sum(worth[pair] for pair in chosen.items()) == pytest.approx(best(worth, capacity), abs=1e-6)


def test_who_alone_sees_something_is_kept_for_it() -> None:
    """Each on its own would ask `a` for the price; together the share is asked for too."""
    worth = {("price", "a"): 0.4, ("price", "b"): 0.4, ("share", "a"): 0.1}
    assert match_questions(worth, {"a": 1, "b": 1}) == {"price": "b", "share": "a"}

"""Pairs of names in order of hope."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.kernel.hopeful import most_hopeful, queue_hopeful, take_hopeful


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=40), st.integers(-3, 3))
def test_highest_first_and_the_first_of_equals(hopes: list[int], least: int) -> None:
    hope, queue = np.array(hopes, np.float32), np.zeros(len(hopes), np.int64)
    size = queue_hopeful(hope, len(hopes), np.float32(least), queue)
    taken = [take_hopeful(hope, queue, left) for left in range(size, 0, -1)]
    assert taken == sorted((i for i, one in enumerate(hopes) if one > least), key=lambda i: (-hopes[i], i))
    assert most_hopeful(hope, len(hopes)) == hopes.index(max(hopes))

"""What is hidden and found again: the printed precision never rises with the rank."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from counterflow.trace.hidden import falling, fit, precision_up_to

VALUES = arrays.arrays(np.float64, st.integers(1, 40), elements=st.floats(0, 1, width=32))


@given(values=VALUES, data=st.data())
def test_falling_values_never_rise_and_keep_their_mean(values: np.ndarray, data: st.DataObject) -> None:
    """What falls already stays; the weighted mean and the bounds do too."""
    weight = data.draw(arrays.arrays(np.float64, len(values), elements=st.floats(0.5, 9)))
    fitted = falling(values, weight)
    assert np.all(np.diff(fitted) <= 1e-12)
    assert np.isclose(np.average(fitted, weights=weight), np.average(values, weights=weight))
    assert values.min() - 1e-12 <= fitted.min() <= fitted.max() <= values.max() + 1e-12
    assert np.allclose(falling(fitted, weight), fitted)


@given(values=VALUES)
def test_no_falling_values_are_nearer(values: np.ndarray) -> None:
    """Beside other values that fall: the sorted ones, and their mean."""
    weight = np.arange(1.0, len(values) + 1.0)
    least = (weight * (falling(values, weight) - values) ** 2).sum()
    for other in (np.sort(values)[::-1], np.full(len(values), np.average(values, weights=weight))):
        assert least <= (weight * (other - values) ** 2).sum() + 1e-9


def test_precision_counts_up_to_each_rank() -> None:
    """A miss before two hits is pooled with them; what comes later falls; splits are cut to the shortest."""
    assert precision_up_to([np.array([1.0, 0.0, 0.0, 0.0])]).tolist() == [1.0, 0.5, 1 / 3, 0.25]
    pooled = precision_up_to([np.array([0.0, 1.0, 1.0]), np.array([0.0, 1.0, 1.0, 1.0])])
    assert np.allclose(pooled, (0 * 1 + 1 / 2 * 2 + 2 / 3 * 3) / 6)
    assert len(precision_up_to([])) == 0


def test_what_is_taken_for_granted_stands_until_something_is_learnt() -> None:
    """With few rows the weights are those of the start; with many, those of the rows."""
    prior = np.array([2.0, 0.0])
    few = fit([np.array([[1.0, 0.0]])], [np.array([1.0])], [np.array([1.0])], prior, None)
    assert np.allclose(few[1:], prior, atol=0.1)
    dice = np.random.default_rng(1)
    rows = dice.normal(size=(20_000, 2))
    hidden = (dice.random(20_000) < 1 / (1 + np.exp(-(0.5 * rows[:, 0] - 1.0 * rows[:, 1])))).astype(np.float64)
    learnt = fit([rows], [hidden], [np.ones(20_000)], prior, None)
    assert np.allclose(learnt, [0.0, 0.5, -1.0], atol=0.1)

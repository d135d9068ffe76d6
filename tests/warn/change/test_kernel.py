"""The likelihood of a step: it is what the formula says, rises from round to round, and the search finds its top."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.warn.change.kernel import (
    FIRST,
    LEVEL,
    LONG,
    PHI,
    SCALE2,
    SHIFT,
    STATISTIC,
    WORKING_TAILS,
    Floats,
    find_step,
    fit_step,
)

EDGE = 4


def noise(seed: int, length: int = 60, phi: float = 0.3) -> Floats:
    innovation = np.random.default_rng(seed).standard_t(4, length + 50)
    values = np.zeros(length + 50)
    for t in range(1, len(values)):
        values[t] = phi * values[t - 1] + innovation[t]
    return values[50:]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), first=st.integers(4, 60), tails=st.sampled_from([2.5, 4.0, 30.0]))
def test_gain_is_the_likelihood_of_the_fit(seed: int, first: int, tails: float) -> None:
    x = noise(seed)
    gain, level, shift, phi, scale2 = fit_step(x, first, tails, 0.2, 1.0, np.ones(60), LONG)
    u = x - level - shift * (np.arange(60) >= first)
    squared = (u[1:] - phi * u[:-1]) ** 2 / scale2
    expected = -0.5 * 59 * np.log(scale2) - 0.5 * (tails + 1) * np.log1p(squared / tails).sum()
    assert gain == pytest.approx(expected)
    assert first < 60 or shift == 0


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), first=st.integers(4, 60))
def test_each_round_is_at_least_as_likely(seed: int, first: int) -> None:
    x = noise(seed)
    gains = [fit_step(x, first, 4.0, 0.2, float(np.var(x)), np.ones(60), rounds)[0] for rounds in range(2, 12)]
    assert all(later >= sooner - 1e-9 for sooner, later in itertools.pairwise(gains))


def test_search_finds_the_top_of_a_slow_one() -> None:
    for seed in range(10):
        x = noise(seed)
        x[35:] += 2.5
        found = find_step(x, EDGE, WORKING_TAILS, np.empty(60))
        none = fit_step(x, 60, WORKING_TAILS, 0.2, float(np.var(x)), np.ones(60), 300)[0]
        slow = {
            first: fit_step(x, first, WORKING_TAILS, 0.2, float(np.var(x)), np.ones(60), 300)[0]
            for first in range(EDGE, 61 - EDGE)
        }
        best = max(slow, key=lambda first: slow[first])
        assert found[FIRST] == best
        assert found[STATISTIC] == pytest.approx(2 * (slow[best] - none), abs=0.1)


def test_the_step_and_its_memory_are_recovered_in_a_long_series() -> None:
    x = 10 + noise(3, 1_500, 0.5)
    x[900:] += 2
    found = find_step(x, EDGE, WORKING_TAILS, np.empty(1_500))
    assert abs(found[FIRST] - 900) <= 5
    assert found[LEVEL] == pytest.approx(10, abs=0.3)
    assert found[SHIFT] == pytest.approx(2, abs=0.4)
    assert found[PHI] == pytest.approx(0.5, abs=0.06)
    assert found[SCALE2] == pytest.approx(1, abs=0.15)

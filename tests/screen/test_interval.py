"""Intervals of shares and means."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.screen.interval import estimate_mean, estimate_share


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    # R: prop.test(count, total, correct = FALSE)
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (18, 20_000, 0.000569, 0.001422)],
)
def test_known_intervals(count: int, total: int, low: float, high: float) -> None:
    """As other programs compute them."""
    estimate = estimate_share(count, total)
    assert estimate is not None
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_share_lies_in_its_interval(count: int, more: int) -> None:
    """Inside 0 and 1, mirrored for what was not counted, narrower where more was."""
    total = count + more
    estimate, mirrored, wide = (
        estimate_share(count, total),
        estimate_share(more, total),
        estimate_share(4 * count, 4 * total),
    )
    assert estimate is not None
    assert mirrored is not None
    assert wide is not None
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert math.isclose(estimate.low, 1 - mirrored.high, abs_tol=1e-12)
    assert wide.high - wide.low < estimate.high - estimate.low


def test_nothing_counted_gives_no_share() -> None:
    """It is not 0."""
    assert estimate_share(0, 0) is None
    assert estimate_mean(0, 0, 0).value == 0


@given(st.lists(st.integers(0, 10), min_size=1))
def test_a_mean_lies_in_its_interval(counts: list[int]) -> None:
    """Without spread the interval is the mean itself."""
    estimate = estimate_mean(sum(counts), sum(one**2 for one in counts), len(counts))
    assert math.isclose(estimate.value, sum(counts) / len(counts))
    assert 0 <= estimate.low <= estimate.value <= estimate.high
    if len(set(counts)) == 1:
        assert math.isclose(estimate.low, estimate.high, abs_tol=1e-6)

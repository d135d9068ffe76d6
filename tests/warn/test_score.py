"""Scores against values known otherwise, and the law that honesty pays."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.exc import InputError
from counterflow.warn.score import (
    Floats,
    brier,
    brier_classes,
    calibration,
    calibration_error,
    crps_draws,
    crps_normal,
    interval_score,
    log_score,
    pinball,
)

CHANCE = st.floats(0.01, 0.99)


def array(*values: float) -> Floats:
    return np.array(values, np.float64)


def test_known_values() -> None:
    assert brier(array(0.8, 0.8), array(1, 0)).tolist() == pytest.approx([0.04, 0.64])
    assert log_score(array(0.8), array(1)).tolist() == pytest.approx([-math.log(0.8)])
    assert brier_classes(array(0.5, 0.3, 0.2)[None], np.array([1])).tolist() == pytest.approx([0.25 + 0.49 + 0.04])
    # A standard normal at its mean: (sqrt(2) - 1) / sqrt(pi).
    assert crps_normal(array(0), array(1), array(0)).tolist() == pytest.approx(
        [(math.sqrt(2) - 1) / math.sqrt(math.pi)]
    )
    assert interval_score(array(1, 1, 1), array(3, 3, 3), array(2, 0, 4), 0.9).tolist() == pytest.approx([2, 22, 22])


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=12), st.floats(-50, 50))
def test_draws_are_scored_as_their_distances_say(draws: list[float], came: float) -> None:
    """By the definition: all distances to what came, and all to each other."""
    apart = np.mean([abs(one - other) for one in draws for other in draws])
    expected = np.mean([abs(one - came) for one in draws]) - apart / 2
    assert crps_draws(array(*draws)[None], array(came))[0] == pytest.approx(expected, abs=1e-9)


@settings(max_examples=20)
@given(st.floats(-3, 3), st.floats(0.5, 3))
def test_many_draws_of_a_normal_score_as_it_does(came: float, sd: float) -> None:
    draws = np.random.default_rng(1).normal(0, sd, 40_000)[None]
    assert crps_draws(draws, array(came))[0] == pytest.approx(
        crps_normal(array(0), array(sd), array(came))[0], abs=0.05
    )
    levels = np.arange(0.005, 1, 0.01)
    quantiles = np.quantile(draws[0], levels)[None]
    assert pinball(quantiles, levels, array(came))[0] == pytest.approx(crps_draws(draws, array(came))[0], abs=0.05)


@given(CHANCE, CHANCE)
def test_nobody_betters_his_score_by_saying_another_chance(true: float, said: float) -> None:
    for score in (brier, log_score):
        honest, other = (
            true * score(array(one), array(1))[0] + (1 - true) * score(array(one), array(0))[0] for one in (true, said)
        )
        assert honest <= other + 1e-12


def test_calibration_compares_what_was_said_with_what_came() -> None:
    said, came = array(0.1, 0.12, 0.9, 1.0), array(0, 1, 1, 1)
    found = calibration(said, came)
    assert [(one.number, one.came) for one in found] == [(2, 0.5), (2, 1.0)]
    assert calibration_error(said, came) == pytest.approx((2 * 0.39 + 2 * 0.05) / 4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: brier(array(1.2), array(1)), "probability 1.2"),
        (lambda: brier(array(math.nan), array(1)), "probability nan"),
        (lambda: log_score(array(0.5), array(0.5)), "neither 0 nor 1"),
        (lambda: brier_classes(array(0.5, 0.4)[None], np.array([0])), "sum to 0.9"),
        (lambda: brier_classes(array(0.5, 0.5)[None], np.array([2])), "none of the classes"),
        (lambda: crps_normal(array(0), array(0), array(0)), "standard deviation is 0"),
        (lambda: pinball(array(2, 1)[None], array(0.1, 0.9), array(1)), "quantiles of a forecast fall"),
        (lambda: pinball(array(1, 2)[None], array(0.9, 0.1), array(1)), "levels"),
        (lambda: interval_score(array(3), array(1), array(2), 0.9), "lower end"),
        (lambda: interval_score(array(1), array(3), array(2), 90), "level 90"),
    ],
)
def test_what_is_no_forecast_is_refused(call: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()  # type: ignore[operator]

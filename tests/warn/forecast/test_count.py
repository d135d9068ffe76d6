"""Forecasts of counts: right about what they were made of, and no better than they say."""

from __future__ import annotations

import numpy as np
import pytest

from counterflow.exc import InputError
from counterflow.warn.forecast.count import forecast_counts
from counterflow.warn.forecast.level import Floats, Ints, Panel, find_levels
from counterflow.warn.forecast.mixture import WAYS, fit_mixture
from counterflow.warn.score import crps_draws

REPORTERS, KINDS, PERIODS = 40, 12, 6


def simulate(seed: int, size: float = 3.0) -> tuple[Panel, Ints]:
    """Counts of steady rates, reporters that miss a period, and the period after; negative binomial about the rates."""
    dice = np.random.default_rng(seed)
    reporter, kind = (one.ravel() for one in np.meshgrid(np.arange(REPORTERS), np.arange(KINDS), indexing="ij"))
    rate = np.exp(dice.normal(0, 1, REPORTERS)[reporter] + dice.normal(1, 1, KINDS)[kind])
    drawn = dice.poisson(dice.gamma(size, rate[:, None] / size, (len(rate), PERIODS + 1)))
    is_reported = dice.random((REPORTERS, PERIODS + 1)) < 0.9
    counts = np.where(is_reported[reporter], drawn, 0)
    return Panel.of(counts[:, :-1], reporter, kind), counts[:, -1]


def history_score(panel: Panel, rows: Ints, came: Floats) -> Floats:
    return crps_draws(panel.counts[rows].astype(np.float64), came)


def test_forecasts_are_better_than_history_and_cover_what_they_say() -> None:
    """Over two worlds that were made by rates: the mean score, and 90 % intervals, counts being whole numbers."""
    inside, ours, last, history = [], [], [], []
    for seed in (1, 2):
        panel, after = simulate(seed)
        found = forecast_counts(panel, draws=500)
        came = after[found.series].astype(np.float64)
        ends = found.quantiles([0.05, 0.95])
        inside.append((ends[:, 0] <= came) & (came <= ends[:, 1]))
        ours.append(crps_draws(found.draws, came))
        last.append(np.abs(panel.counts[found.series, -1] - came))
        history.append(history_score(panel, found.series, came))
    assert 0.87 < np.concatenate(inside).mean() < 0.97
    assert np.concatenate(ours).mean() < 0.95 * np.concatenate(history).mean()
    assert np.concatenate(ours).mean() < 0.7 * np.concatenate(last).mean()


def test_the_order_of_series_and_the_names_of_groups_do_not_matter() -> None:
    panel, _ = simulate(3)
    order = np.random.default_rng(0).permutation(len(panel.counts))
    turned = Panel.of(panel.counts[order], REPORTERS - 1 - panel.reporter[order], panel.kind[order])
    one, other = forecast_counts(panel, draws=200), forecast_counts(turned, draws=200)
    place = {row: number for number, row in enumerate(one.series.tolist())}
    for number, row in enumerate(other.series.tolist()):
        np.testing.assert_allclose(other.draws[number], one.draws[place[order[row]]], atol=1)


def test_a_period_that_nobody_reported_is_no_zero() -> None:
    """Of two series of ten a period, one whose reporter was silent once stands where the other does."""
    counts = np.array([[10, 10, 10, 10], [10, 0, 10, 10], [10, 0, 10, 10], [10, 10, 10, 10]])
    panel = Panel.of(counts, np.array([0, 1, 1, 0]), np.array([0, 0, 1, 1]))
    whole, once = [True] * 4, [True, False, True, True]
    assert panel.reported().tolist() == [whole, once, once, whole]
    assert find_levels(panel).mean == pytest.approx([10, 10, 10, 10], rel=0.05)


def test_what_was_never_counted_has_no_forecast() -> None:
    counts = np.array([[0, 0, 0], [1, 0, 2]])
    found = forecast_counts(Panel.of(counts, np.array([0, 0]), np.array([0, 1])), draws=50)
    assert found.series.tolist() == [1]
    assert found.draws.shape == (1, 50)
    assert (found.draws >= 0).all()
    assert found.draws.tolist() == np.rint(found.draws).tolist()


def test_weights_are_chances_of_the_four_ways() -> None:
    mixture = fit_mixture(simulate(4)[0])
    assert mixture.weight.shape[1] == len(WAYS)
    np.testing.assert_allclose(mixture.weight.sum(axis=1), 1)
    assert (mixture.weight >= 0).all()


@pytest.mark.parametrize(
    ("counts", "reporters", "message"),
    [
        (np.array([[1, -1]]), 1, "a count is -1"),
        (np.array([[1]]), 1, "1 period"),
        (np.array([[1, 2]]), 2, "expected|2 reporters"),
    ],
)
def test_what_is_no_panel_is_refused(counts: Ints, reporters: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Panel.of(counts, np.zeros(reporters, np.int64), np.zeros(len(counts), np.int64))

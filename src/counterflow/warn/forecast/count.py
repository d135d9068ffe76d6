"""Forecasts of the next period's counts, as draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.warn.forecast.level import Floats, Ints, Panel, find_levels
from counterflow.warn.forecast.mixture import WAYS, Mixture, fit_mixture, means_of

DRAWS = 2_000
SEED = 20031
MOST = 1e12
"""No rate of a draw is more: beyond it counts are no whole numbers of a float."""


@dataclass(frozen=True)
class CountForecast:
    """What may come of N series."""

    series: Ints
    """(N): rows of the panel; a series that was never counted has no forecast."""
    draws: Floats
    """(N, M): counts, ascending in each row; rows are drawn alike, so sums over series are no forecast of their sum."""
    way: Floats
    """(N, 4): how probable it is that nothing comes, as much as last time, as much as usual, or anything (`WAYS`)."""

    def quantiles(self, levels: Sequence[float]) -> Floats:
        """Give (N, L) the least counts that hold so much of the draws."""
        return np.asarray(np.quantile(self.draws, levels, axis=1, method="inverted_cdf").T, np.float64)


def forecast_counts(panel: Panel, *, draws: int = DRAWS, seed: int = SEED) -> CountForecast:
    """Forecast the counts of the period after the last one.

    Equal panels and seeds give equal draws, and what a series gets does not depend on the order of the others.

    Args:
        panel: what is known.
        draws: of each series.
        seed: of the draws.
    """
    return draw_counts(panel, fit_mixture(panel), draws=draws, seed=seed)


def draw_counts(panel: Panel, mixture: Mixture, *, draws: int, seed: int) -> CountForecast:
    """Draw from what was learned."""
    level = find_levels(panel)
    means, weight = means_of(level), mixture.weight[level.state]
    found = np.zeros((len(level.series), draws))
    for row in range(len(found)):
        found[row] = _draw(means[row], weight[row], mixture.size, np.random.default_rng(seed), draws)
    return CountForecast(level.series, np.sort(found, axis=1), weight)


def _draw(means: Floats, weight: Floats, sizes: Sequence[float], dice: np.random.Generator, draws: int) -> Floats:
    """Draw from one series' four ways, in proportion: not by chance, which would only add noise."""
    ends = np.rint(np.cumsum(weight) * draws).astype(np.int64)
    found = np.zeros(draws)
    for way in range(1, len(WAYS)):
        count = int(ends[way] - ends[way - 1])
        rate = dice.gamma(sizes[way - 1], means[way - 1] / sizes[way - 1], count)
        found[ends[way - 1] : ends[way]] = dice.poisson(np.minimum(rate, MOST))
    return found

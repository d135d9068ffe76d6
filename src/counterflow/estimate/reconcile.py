"""Bottom-up channels and top-down figures in one posterior over all quantities.

What reports state of the result of a formula is a second opinion on it; the first is what its inputs make of it. Both
are pooled on logarithms (Bayesian melding: Poole and Raftery 2000), and all quantities move with the result:

    posterior(x)  ~  prior(x) * q2(f(x))^a * q1(f(x))^(a - 1),     a = 1 / (1 + r)

q1 is the density that the inputs induce on the result f(x), q2 that of the reports, and r how their errors are
correlated: with r = 0 this is Bayes' rule, with r = 1 neither opinion narrows the other. r is what follows where the
error of the report goes with those of the inputs as those go with each other; where one root speaks of the result and
of an input too, r is 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterflow.estimate.distribution import REACH, Distribution, below, grid, quantile

Floats = NDArray[np.float64]
BINS = 400
_FLOOR = 1e-6
"""Smallest density of draws and probability of a tail, as share of the largest: below it nothing was measured."""
_DEEPEST = 1e4
"""Most that a tail takes off a logarithm of a density."""


@dataclass(frozen=True)
class Opinion:
    """What is known of the result of a formula, or of a sum, besides its inputs."""

    distribution: Distribution
    r: float
    """Correlation of its error with that of the bottom-up figure, 0 to 1."""
    is_ceiling: bool = False
    """Whether the result is at most what it says, as channels that are not all of a total."""

    @property
    def power(self) -> float:
        """The exponent a."""
        return 1 / (1 + self.r)


@dataclass(frozen=True)
class Bound:
    """One end that an open claim states."""

    sign: str
    value: float
    held: float
    """Probability that it is true."""


def weigh_opinion(values: Floats, opinion: Opinion, logs: Floats) -> Floats:
    """Add what an opinion says of each draw to the logarithms of their weights.

    Args:
        values: the result of the formula, a draw each.
        opinion: what reports say of it.
        logs: logarithms of the draws' weights so far.
    """
    if opinion.is_ceiling:
        over = 1 - below(opinion.distribution, values)
        return logs + opinion.power * np.log(np.maximum(over, _FLOOR))
    is_log = float(opinion.distribution[0]) > 0
    at = np.log(np.maximum(values, float(opinion.distribution[0]) * 1e-6)) if is_log else values
    ends = np.log(opinion.distribution) if is_log else opinion.distribution
    found = logs + opinion.power * _log_density(ends, at)
    if opinion.r > 0:
        found += (opinion.power - 1) * _log_histogram(at, weights_of(logs))
    return found


def weigh_ratio(one: Floats, other: Floats, spread: float, logs: Floats) -> Floats:
    """Hold two estimates of one flow together, within a spread of the logarithm of their ratio."""
    with np.errstate(all="ignore"):
        ratio = np.log(np.maximum(one, _FLOOR) / np.maximum(other, _FLOOR))
    return logs - np.minimum(ratio**2 / (2 * spread**2), -2 * math.log(_FLOOR))


def weigh_bound(values: Floats, bound: Bound, logs: Floats) -> Floats:
    """Hold a result to one end as probably as it is stated, where it is not so already (Jeffrey's rule)."""
    holds = values >= bound.value if bound.sign == ">=" else values <= bound.value
    weights = weights_of(logs)
    now = float(np.sum(weights[holds]))
    if now >= bound.held or now <= 0:
        return logs
    return logs + np.where(holds, math.log(bound.held / now), math.log((1 - bound.held) / (1 - now)))


def weights_of(logs: Floats) -> Floats:
    """Make weights of their logarithms; their sum is 1."""
    weights = np.exp(logs - np.max(logs))
    found: Floats = weights / np.sum(weights)
    return found


def effective(weights: Floats) -> float:
    """Say how many equal draws are worth as much as these weighted ones (Kish 1965)."""
    return float(1 / np.sum(weights**2))


def temper(logs: Floats, least: float) -> float:
    """Say how far reports can be followed so that the draws stay worth at least so many: 1 is all the way.

    Reports that lie far beyond all that the inputs can make would leave a handful of draws, which is no answer.
    """
    if effective(weights_of(logs)) >= least:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if effective(weights_of(middle * logs)) >= least else (low, middle)
    return low


def resample(weights: Floats, draws: int, seed: Sequence[int]) -> NDArray[np.int64]:
    """Choose draws by their weights, as evenly as can be (systematic resampling): their numbers, in a mixed order."""
    random = np.random.default_rng(list(seed))
    at = (np.arange(draws) + random.random()) / draws
    chosen = np.minimum(np.searchsorted(np.cumsum(weights), at), len(weights) - 1)
    return np.asarray(random.permutation(chosen))


def draw_above(distribution: Distribution, floor: Floats, seed: Sequence[int]) -> Floats:
    """Draw a total, given that it is at least a sum: the sum itself where it lies beyond all that is stated."""
    random = np.random.default_rng(list(seed))
    under = below(distribution, floor)
    found: Floats = np.maximum(quantile(distribution, under + (1 - under) * random.random(len(floor))), floor)
    return found


def _log_density(ends: Distribution, at: Floats) -> Floats:
    """Give the logarithm of a density at values; beyond the grid the tails go on as those of a normal."""
    slopes = np.maximum(np.gradient(ends, grid()), (ends[-1] - ends[0]) * 1e-6 + 1e-12)
    density = np.interp(at, ends, -(grid() ** 2) / 2 - np.log(slopes))
    for end, slope, side in ((ends[0], slopes[0], -1), (ends[-1], slopes[-1], 1)):
        beyond = np.maximum(side * (at - end) / slope, 0.0)
        density -= np.minimum(beyond * (REACH + beyond / 2), _DEEPEST)
    return np.asarray(density)


def _log_histogram(at: Floats, weights: Floats) -> Floats:
    """Give the logarithm of the density that weighted draws have, smoothed, not below a share of its largest."""
    low, high = np.min(at), np.max(at)
    if not high > low:
        return np.zeros(len(at))
    counts, edges = np.histogram(at, BINS, (low, high), weights=weights)
    # A normal kernel with Silverman's width, in bins.
    mean = float(np.sum(weights * at))
    deviation = math.sqrt(max(float(np.sum(weights * (at - mean) ** 2)), 1e-300))
    width = max(0.9 * deviation * effective(weights) ** -0.2 / (edges[1] - edges[0]), 0.5)
    reach = math.ceil(4 * width)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width) ** 2)
    density = np.convolve(counts, kernel / np.sum(kernel), "same") if reach < BINS // 2 else counts + 1 / BINS
    log_density = np.log(np.maximum(density, float(np.max(density)) * _FLOOR))
    return np.asarray(np.interp(at, (edges[:-1] + edges[1:]) / 2, log_density))

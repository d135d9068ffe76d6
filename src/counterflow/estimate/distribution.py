"""Distributions as quantiles on one grid of normal scores: pooling, mixing and drawing are then arithmetic on arrays.

`grid()[i]` is a standard normal score; a distribution is an array of the values at these scores, never falling. Five
standard deviations each way leave out six in ten million; between the points it is linear.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from counterflow.estimate.model import Prior

Distribution = NDArray[np.float64]
REACH = 5.0
"""Largest normal score of the grid."""
STEP = 1 / 40
_NORMAL = NormalDist()


@functools.cache
def grid() -> Distribution:
    """Give the normal scores at which distributions hold their values."""
    return np.linspace(-REACH, REACH, round(2 * REACH / STEP) + 1)


@functools.cache
def probabilities() -> Distribution:
    """Give the probability below each score of the grid."""
    return np.array([_NORMAL.cdf(score) for score in grid()])


def score_of(probability: float) -> float:
    """Give the normal score with this probability below it."""
    return _NORMAL.inv_cdf(probability)


def spread_of(low: float, high: float, level: float) -> float:
    """Give the standard deviation of a normal whose central `level` is as wide as from low to high."""
    return (high - low) / (2 * score_of((1 + level) / 2))


def lognormal(centre: float, spread: float) -> Distribution:
    """Make a lognormal of its median and the standard deviation of its logarithm."""
    return np.exp(math.log(centre) + spread * grid())


def logit_normal(centre: float, spread: float) -> Distribution:
    """Make a distribution between 0 and 1 whose log-odds are normal: its median, the standard deviation of those."""
    return 1 / (1 + np.exp(-(math.log(centre / (1 - centre)) + spread * grid())))


def of_prior(prior: Prior) -> Distribution:
    """Make the distribution of a stated range, in the unit in which it is stated."""
    low, high = prior.low, prior.high
    if prior.shape == "lognormal":
        return lognormal(math.sqrt(low * high), spread_of(math.log(low), math.log(high), prior.level))
    if prior.shape == "share":
        ends = [math.log(one / (1 - one)) for one in (low, high)]
        centre = 1 / (1 + math.exp(-(ends[0] + ends[1]) / 2))
        return logit_normal(centre, spread_of(ends[0], ends[1], prior.level))
    if prior.shape == "normal":
        return (low + high) / 2 + spread_of(low, high, prior.level) * grid()
    if prior.shape == "uniform":
        return (low + high) / 2 + (high - low) / prior.level * (probabilities() - 0.5)
    assert prior.mode is not None  # of a triangle the reader of the model asks for one
    below, p = (prior.mode - low) / (high - low), probabilities()
    rising = low + np.sqrt(p * (high - low) * (prior.mode - low))
    falling = high - np.sqrt((1 - p) * (high - low) * (high - prior.mode))
    return np.where(p < below, rising, falling)


def of_draws(draws: NDArray[np.float64]) -> Distribution:
    """Make the distribution that draws have."""
    ordered = np.sort(draws)
    at = (np.arange(len(ordered)) + 0.5) / len(ordered)
    return np.asarray(np.interp(probabilities(), at, ordered))


def point(value: float) -> Distribution:
    """Make a distribution of one value."""
    return np.full(len(grid()), float(value))


def below(distribution: Distribution, value: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the probability of at most a value."""
    return np.asarray(np.interp(value, distribution, probabilities(), left=0.0, right=1.0))


def quantile(distribution: Distribution, probability: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the value with this probability below it."""
    return np.asarray(np.interp(probability, probabilities(), distribution))


def mixture(parts: Sequence[Distribution], weights: Sequence[float]) -> Distribution:
    """Mix distributions: each holds with its weight; the weights are 1 together."""
    values = np.unique(np.concatenate(parts))
    mixed = np.sum([weight * below(part, values) for part, weight in zip(parts, weights, strict=True)], axis=0)
    return np.asarray(np.interp(probabilities(), mixed, values))


def at_least(distribution: Distribution, value: float, probability: float) -> Distribution:
    """Let a distribution lie at or above a value with at least a probability, otherwise as it was (Jeffrey's rule).

    Of each side of the value it keeps the form. One that lies wholly below is left as it is: nothing says how far
    above; that the two conflict is stated elsewhere.
    """
    under = float(below(distribution, value))
    if 1 - under >= probability or under >= 1:
        return distribution
    values = np.union1d(distribution, [value])
    old = below(distribution, values)
    new = np.where(
        values <= value, old / under * (1 - probability), 1 - probability + (old - under) / (1 - under) * probability
    )
    return np.asarray(np.interp(probabilities(), new, values))


def at_most(distribution: Distribution, value: float, probability: float) -> Distribution:
    """Let a distribution lie at or below a value with at least a probability, otherwise as it was."""
    return -at_least(-distribution[::-1], -value, probability)[::-1]

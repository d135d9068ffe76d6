"""What may come of a series: nothing, as much as last time, as much as usual, or anything; and how probable each is.

The next count is drawn from one of four: 0; negative binomials about the last count and about the series' mean; and one
about the mean that is nearly without a size. How probable each is depends on the state of the series, and is learned of
all series in that state, together with the sizes, by expectation and maximisation (Dempster, Laird and Rubin 1977) on
the periods that are known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from counterflow.warn.forecast.level import STATES, Floats, Ints, Level, Panel, find_levels

WAYS = ("nothing", "as last time", "as usual", "anything")
START = (3.0, 1.0, 0.2)
"""Sizes of the three negative binomials to begin with: the variance is mean + mean² / size."""

SIZES = np.geomspace(0.05, 30.0, 25)
"""Sizes that are tried."""

ADDED = 0.3
"""To the last count, so that one of 0 does not say that nothing can come (*assumption*)."""

FEW = 5.0
"""Series that the weights of all states count for in one of them (*assumption*)."""

ROUNDS = 40
SIZE_ROUNDS = 4
"""Rounds after which the sizes are looked for again."""

_NONE = -1e9


@dataclass(frozen=True)
class Mixture:
    """Weights (STATES, 4) of the four ways, and the sizes of the last three."""

    weight: Floats
    size: tuple[float, ...]


def fit_mixture(panel: Panel) -> Mixture:
    """Learn from each period of a panel after the first what came of the series as they stood before it."""
    known = [(find_levels(panel.before(period)), period) for period in range(1, panel.counts.shape[1])]
    came = np.concatenate([panel.counts[level.series, period] for level, period in known]).astype(np.float64)
    means = np.concatenate([means_of(level) for level, _ in known])
    state = np.concatenate([level.state for level, _ in known])
    return _learn(came, means, state)


def means_of(level: Level) -> Floats:
    """Give (N, 3) the means of the three negative binomials."""
    return np.column_stack([level.last + ADDED, level.mean, level.mean])


def _learn(came: Floats, means: Floats, state: Ints) -> Mixture:
    weight, size = np.full((STATES, len(WAYS)), 1 / len(WAYS)), list(START)
    fixed = _log_factorial(came)
    table = [[_log_chance(came, mean, one, fixed) for one in SIZES.tolist()] for mean in means.T]
    chance = [_log_chance(came, mean, one, fixed) for mean, one in zip(means.T, size, strict=True)]
    for number in range(ROUNDS):
        both = weight[state] * np.exp(np.column_stack([np.where(came == 0, 0.0, _NONE), *chance]))
        share = both / np.maximum(both.sum(axis=1, keepdims=True), 1e-300)
        whole = share.mean(axis=0) if len(share) > 0 else weight[0]
        count = np.bincount(state, minlength=STATES)
        total = np.column_stack([np.bincount(state, one, STATES) for one in share.T])
        weight = (total + FEW * whole) / (count + FEW)[:, None]
        if number % SIZE_ROUNDS == 0:
            best = [int(np.argmax([share[:, at + 1] @ one for one in table[at]])) for at in range(len(size))]
            size = [float(SIZES[at]) for at in best]
            chance = [table[at][one] for at, one in enumerate(best)]
    return Mixture(weight, tuple(size))


def _log_chance(came: Floats, mean: Floats, size: float, fixed: Floats) -> Floats:
    """Give the logarithm of the chance of counts under a negative binomial.

    Args:
        came: (N) counts.
        mean: (N) its means.
        size: its size.
        fixed: (N) logarithms of the counts' factorials.
    """
    shape = _log_gamma(came + size) - math.lgamma(size) - fixed
    return np.asarray(shape + size * np.log(size / (size + mean)) + came * np.log(mean / (size + mean)))


def _log_factorial(count: Floats) -> Floats:
    return _log_gamma(count + 1)


def _log_gamma(values: Floats) -> Floats:
    """Give the logarithm of the gamma function; most counts are one of few."""
    few, place = np.unique(values, return_inverse=True)
    return np.array([math.lgamma(one) for one in few.tolist()])[place]

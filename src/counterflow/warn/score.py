"""How good a forecast was, once it is known what came: proper scores, lower is better, and calibration.

A score is proper if nobody can better it, on average, by saying another probability than the one he believes (Gneiting
and Raftery, Strictly proper scoring rules, prediction, and estimation, J. Am. Stat. Assoc. 102, 2007). Arrays are of N
forecasts; what came is one value each.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.exc import InputError

Floats = NDArray[np.float64]

ZERO_CHANCE = 1e-9
"""What the log score takes for a probability of 0 at least, so that one such miss is dear and not infinite."""


def brier(probability: Floats, came: Floats) -> Floats:
    """Score probabilities (N) of what came (1) or did not (0): the squared error (Brier, Mon. Weather Rev. 78, 1950).

    Raises:
        InputError: a probability outside 0 to 1, or an outcome that is neither 0 nor 1.
    """
    _check_binary(probability, came)
    return np.asarray((probability - came) ** 2, np.float64)


def log_score(probability: Floats, came: Floats) -> Floats:
    """Score probabilities (N) by the negative logarithm of what was given to what came (Good 1952).

    Raises:
        InputError: a probability outside 0 to 1, or an outcome that is neither 0 nor 1.
    """
    _check_binary(probability, came)
    given = np.where(came == 1, probability, 1 - probability)
    return np.asarray(-np.log(np.maximum(given, ZERO_CHANCE)), np.float64)


def brier_classes(probabilities: Floats, came: NDArray[np.int64]) -> Floats:
    """Score probabilities (N, K) of K classes, one of which came: the sum of squared errors, 0 to 2.

    Raises:
        InputError: a row does not sum to 1, a probability outside 0 to 1, or a class that there is not.
    """
    if probabilities.ndim != 2 or len(probabilities) != len(came):
        raise InputError(f"probabilities of {probabilities.shape} for {len(came)} outcomes", expected="a row for each")
    _check_chances(probabilities)
    sums = probabilities.sum(axis=1)
    if bool((np.abs(sums - 1) > 1e-6).any()):
        raise InputError(f"probabilities sum to {sums[np.argmax(np.abs(sums - 1))]:g}", expected="1")
    if bool(((came < 0) | (came >= probabilities.shape[1])).any()):
        raise InputError("an outcome is none of the classes", expected=f"0 to {probabilities.shape[1] - 1}")
    hit = np.arange(probabilities.shape[1]) == came[:, None]
    return np.asarray(((probabilities - hit) ** 2).sum(axis=1), np.float64)


def crps_draws(draws: Floats, came: Floats) -> Floats:
    """Score draws (N, M) of a quantity: the continuous ranked probability score of their distribution.

    The mean distance of draws to what came, less half their mean distance to each other (Gneiting and Raftery 2007,
    equation 21); by the order of the draws, so that M log M steps are enough. One draw is scored by its distance.
    """
    ordered = np.sort(draws, axis=1)
    count = ordered.shape[1]
    weight = (2 * np.arange(1, count + 1) - count - 1) / count**2
    return np.asarray(np.abs(ordered - came[:, None]).mean(axis=1) - ordered @ weight, np.float64)


def crps_normal(mean: Floats, sd: Floats, came: Floats) -> Floats:
    """Score normal distributions (N), in closed form (Gneiting and Raftery 2007, section 4.2)."""
    if bool((sd <= 0).any()):
        raise InputError(f"a standard deviation is {sd.min():g}", expected="over 0")
    z = (came - mean) / sd
    below = np.array([math.erf(one / math.sqrt(2)) for one in z.tolist()])
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return np.asarray(sd * (z * below + 2 * density - 1 / math.sqrt(math.pi)), np.float64)


def pinball(quantiles: Floats, levels: Floats, came: Floats) -> Floats:
    """Score quantiles (N, L) at levels (L): twice the mean loss over the levels, which nears the CRPS with many.

    Raises:
        InputError: a level outside 0 to 1, or quantiles that fall.
    """
    if bool(((levels <= 0) | (levels >= 1)).any()) or bool((np.diff(levels) <= 0).any()):
        raise InputError(f"levels {levels.tolist()}", expected="rising, between 0 and 1")
    if bool((np.diff(quantiles, axis=1) < 0).any()):
        raise InputError("quantiles of a forecast fall", expected="each at least as large as the one before")
    over = came[:, None] - quantiles
    return np.asarray(2 * np.maximum(levels * over, (levels - 1) * over).mean(axis=1), np.float64)


def interval_score(low: Floats, high: Floats, came: Floats, level: float) -> Floats:
    """Score central intervals (N) of a level: their width, and 2/(1 - level) times what lies outside (Winkler 1972).

    Raises:
        InputError: a level outside 0 to 1, or an interval whose ends are turned round.
    """
    if not 0 < level < 1:
        raise InputError(f"level {level:g}", expected="between 0 and 1, e.g. 0.9")
    if bool((low > high).any()):
        raise InputError("the lower end of an interval is over the upper one")
    outside = np.maximum(low - came, 0) + np.maximum(came - high, 0)
    return np.asarray(high - low + 2 / (1 - level) * outside, np.float64)


class Bin(NamedTuple):
    """Forecasts of about one probability."""

    low: float
    high: float
    number: int
    """Forecasts in it."""
    mean: float
    """Mean probability that was given."""
    came: float
    """Share of them that came."""


def calibration(probability: Floats, came: Floats, bins: int = 10) -> list[Bin]:
    """Compare what was said with what came, in bins of equal width; empty ones are left out."""
    _check_binary(probability, came)
    place = np.minimum((probability * bins).astype(np.int64), bins - 1)
    found = []
    for one in range(bins):
        here = place == one
        if here.any():
            ends = one / bins, (one + 1) / bins
            found.append(Bin(*ends, int(here.sum()), float(probability[here].mean()), float(came[here].mean())))
    return found


def calibration_error(probability: Floats, came: Floats, bins: int = 10) -> float:
    """Give the mean distance of what was said to what came, bins weighed by what is in them."""
    found = calibration(probability, came, bins)
    return sum(one.number * abs(one.mean - one.came) for one in found) / max(len(probability), 1)


def _check_binary(probability: Floats, came: Floats) -> None:
    _check_chances(probability)
    if probability.shape != came.shape or not bool(np.isin(came, (0, 1)).all()):
        raise InputError("an outcome is neither 0 nor 1, or there is not one for each probability")


def _check_chances(probability: Floats) -> None:
    wrong = ~((probability >= 0) & (probability <= 1))
    if bool(wrong.any()):
        raise InputError(f"probability {probability[wrong].ravel()[0]:g}", expected="0 to 1")

"""What a series does when nothing changes: simulated from the series' own memory and tails.

The threshold is not taken from a table: the same search is run over series that have the fitted memory and tails and
no step, so that it holds the error of both fits and the number of months that were tried.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from counterflow.warn.change.kernel import (
    BEFORE,
    FIRST,
    LONG,
    MAX_PHI,
    MIN_PHI,
    PHI,
    SCALE2,
    STATISTIC,
    Floats,
    find_steps,
    fit_step,
)

TAILS = (2.5, 3.0, 4.0, 6.0, 10.0, 30.0)
"""Degrees of freedom of Student's t that a series may have; 30 is as good as normal."""

PILOT = 100
"""Simulated series that say how far the fitted memory may be off."""


@dataclass(frozen=True)
class Null:
    """What simulated series without a change gave."""

    phi: float
    """Memory from one value to the next, corrected for what fitting takes from it."""
    tails: float
    """Degrees of freedom of Student's t: the likeliest of `TAILS`."""
    statistics: Floats
    """The search's statistic of each simulated series, ascending."""
    memories: Floats
    """Memory of each simulated series."""
    freedoms: Floats
    """Tails of each simulated series."""

    def threshold(self, rate: float) -> float:
        """Give the statistic from which on `probability` is at most `rate`; infinite if no statistic is."""
        allowed = math.floor(rate * (1 + len(self.statistics)) + 1e-9) - 1
        if allowed < 0:
            return math.inf
        return float(np.nextafter(self.statistics[len(self.statistics) - 1 - allowed], math.inf))

    def probability(self, statistic: float) -> float:
        """Give the chance that a series without a change has this statistic or more; never 0.

        Source: Davison and Hinkley 1997, 4.11.
        """
        reached = len(self.statistics) - int(np.searchsorted(self.statistics, statistic, side="left"))
        return (1 + reached) / (1 + len(self.statistics))


def weigh_tails(values: Floats, found: Floats) -> Floats:
    """Say how likely each of `TAILS` is, given the series with its best step; they add up to 1."""
    likelihoods = np.empty(len(TAILS))
    for index, tails in enumerate(TAILS):
        weight = np.ones(len(values))
        gain = fit_step(values, int(found[FIRST]), tails, found[PHI], found[SCALE2], weight, LONG)[0]
        density = math.lgamma((tails + 1) / 2) - math.lgamma(tails / 2) - 0.5 * math.log(tails)
        likelihoods[index] = gain + (len(values) - 1) * density
    chances = np.exp(likelihoods - likelihoods.max())
    shares: Floats = chances / chances.sum()
    return shares


def simulate_null(values: Floats, found: Floats, edge: int, replicates: int, seed: int) -> Null:
    """Simulate the search on series of this length, memory and tails that have no step.

    Memory is taken beside the best step, since a step that is left in looks like memory; a step that is only fitted
    takes some out, and as much is put back as a first simulation loses (Kilian 1998, Rev. Econ. Stat. 80, 218-230). A
    few dozen values say neither memory nor tails for certain: each series has a memory off by as much as one of the
    first simulation was, and tails drawn by their likelihood, so that the threshold holds this doubt too.

    Reads:
        values: the series. found: its best step, as `find_step` gives it.
    """
    length = len(values)
    draw = np.random.default_rng([seed, length])
    shares = weigh_tails(values, found)
    likeliest = TAILS[int(np.argmax(shares))]
    innovation = draw.standard_t(likeliest, (PILOT, length + BEFORE))
    fitted = find_steps(innovation, np.full(PILOT, found[PHI]), length, 0.0, edge)[:, PHI]
    middle = 2 * float(found[PHI]) - float(fitted.mean())
    error = fitted - fitted.mean()
    phi = np.clip(middle - error[np.arange(replicates) % PILOT], MIN_PHI, MAX_PHI)
    tails = draw.choice(TAILS, replicates, p=shares)
    innovation = draw.standard_t(tails[:, None], (replicates, length + BEFORE))
    statistics = find_steps(innovation, phi, length, 0.0, edge)[:, STATISTIC]
    return Null(float(np.clip(middle, MIN_PHI, MAX_PHI)), likeliest, np.sort(statistics), phi, tails)

"""Compiled: the likelihood of a step in an autoregressive series with heavy tails, and the search for its month.

The series is x_t = level + shift [t >= first] + u_t with u_t = phi u_{t-1} + e_t and e_t of Student's t with `tails`
degrees of freedom, given x_0. Level and shift, phi and the scale are found in turn, by weights that count what lies
far out for less (ECM: Lange, Little and Taylor 1989, J. Am. Stat. Assoc. 84, 881-896; Meng and Rubin 1993). Compiled
functions stand in one file, since numba's cache knows a file, not what a function calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

P = ParamSpec("P")
R = TypeVar("R")
Floats = NDArray[np.float64]
_NJIT: Any = numba.njit

WORKING_TAILS = 4.0
"""Degrees of freedom in the statistic, whatever the series' own are: at 4 little is lost from 3 to infinity."""
MIN_PHI, MAX_PHI = -0.95, 0.97
LONG, SHORT = 20, 4
"""Rounds of a fit that starts from nothing, and of one that starts from the month before."""
TINY = 1e-300
BEFORE = 60
"""Values before a simulated series: at phi .97 less than a sixth of the start is left."""

STATISTIC, FIRST, PHI, LEVEL, SHIFT, SCALE2, BEHIND = range(7)
"""Columns of what is found: twice the gain in log likelihood, the first index of the new level, the fit there, and of a
simulated series by how much the statistic at the true index is less."""
COLUMNS = 7


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function when it is first called, and keep the code beside the source; other threads run on."""
    return cast(Callable[P, R], _NJIT(cache=True, nogil=True)(function))


@compiled
def fit_step(
    x: Floats, first: int, tails: float, phi: float, scale2: float, weight: Floats, rounds: int
) -> tuple[float, float, float, float, float]:
    """Fit a series with a step at an index; `first` equal to its length is no step.

    Writes `weight`, from which a further fit may start. Gives log likelihood less what no fit changes, level, shift,
    phi and squared scale.
    """
    n = len(x)
    level = 0.0
    shift = 0.0
    for _ in range(rounds):
        rest = 1.0 - phi
        s00 = s01 = s11 = b0 = b1 = 0.0
        for t in range(1, n):
            y = x[t] - phi * x[t - 1]
            step = 0.0 if t < first else (1.0 if t == first else rest)
            s00 += weight[t]
            s01 += weight[t] * step
            s11 += weight[t] * step * step
            b0 += weight[t] * y
            b1 += weight[t] * step * y
        s00 *= rest * rest
        s01 *= rest
        b0 *= rest
        if first >= n:
            level = b0 / max(s00, TINY)
        else:
            determinant = max(s00 * s11 - s01 * s01, TINY)
            level = (b0 * s11 - b1 * s01) / determinant
            shift = (s00 * b1 - s01 * b0) / determinant
        above = 0.0
        below = TINY
        before = x[0] - level
        for t in range(1, n):
            u = x[t] - level - (shift if t >= first else 0.0)
            above += weight[t] * u * before
            below += weight[t] * before * before
            before = u
        phi = min(MAX_PHI, max(MIN_PHI, above / below))
        total = 0.0
        before = x[0] - level
        for t in range(1, n):
            u = x[t] - level - (shift if t >= first else 0.0)
            squared = (u - phi * before) ** 2
            before = u
            total += weight[t] * squared
            weight[t] = squared
        scale2 = max(total / (n - 1), TINY)
        for t in range(1, n):
            weight[t] = (tails + 1.0) / (tails + weight[t] / scale2)
    gain = -0.5 * (n - 1) * np.log(scale2)
    for t in range(1, n):
        gain -= 0.5 * (tails + 1.0) * np.log((tails + 1.0) / (weight[t] * tails))
    return gain, level, shift, phi, scale2


@compiled
def find_step(x: Floats, edge: int, tails: float, profile: Floats) -> Floats:
    """Find the step that fits best, with at least `edge` values on either side.

    Writes into `profile`, as long as the series, twice the gain in log likelihood of a step at each index over none;
    minus infinity where none is looked for.
    """
    n = len(x)
    weight = np.ones(n)
    middle = np.median(x)
    scale2 = 2.0 * np.median(np.abs(x - middle)) ** 2 + TINY
    none, _, _, phi, scale2 = fit_step(x, n, tails, 0.2, scale2, weight, LONG)
    best = edge
    fitted = np.zeros(3)
    profile[:] = -np.inf
    for first in range(edge, n - edge + 1):
        gain, _, _, phi, scale2 = fit_step(x, first, tails, phi, scale2, weight, SHORT)
        profile[first] = 2.0 * (gain - none)
        if profile[first] >= profile[best]:
            best = first
            fitted[0], fitted[1] = phi, scale2
    weight[:] = 1.0
    gain, level, shift, phi, scale2 = fit_step(x, best, tails, fitted[0], fitted[1], weight, LONG)
    found = np.empty(COLUMNS)
    # The better of the search's fit and the one from nothing: the likelihood may have two hills.
    found[STATISTIC] = max(2.0 * (gain - none), profile[best])
    found[FIRST] = best
    found[PHI] = phi
    found[LEVEL] = level
    found[SHIFT] = shift
    found[SCALE2] = scale2
    found[BEHIND] = np.nan
    return found


@compiled
def find_steps(innovation: Floats, phi: Floats, first: int, shift: float, edge: int) -> Floats:
    """Make a series of each row of innovations, and find the best step of each.

    Reads:
        innovation: one row a series, whose first `BEFORE` values stand before it, so that it starts as it goes on.
        phi: memory of each series. first: where `shift` is added; the length for none.
    Writes:
        a row of `COLUMNS` a series.
    """
    rows, columns = innovation.shape
    length = columns - BEFORE
    found = np.empty((rows, COLUMNS))
    profile = np.empty(length)
    x = np.empty(length)
    for row in range(rows):
        u = 0.0
        for t in range(columns):
            u = phi[row] * u + innovation[row, t]
            if t >= BEFORE:
                x[t - BEFORE] = u + (shift if t - BEFORE >= first else 0.0)
        found[row] = find_step(x, edge, WORKING_TAILS, profile)
        if first < length:
            found[row, BEHIND] = found[row, STATISTIC] - profile[first]
    return found

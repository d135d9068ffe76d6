"""Changes of a series' level: when, by how much, how sure, and how often a series without one seems to have one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from counterflow.exc import InputError, UsageError
from counterflow.warn.change.kernel import (
    BEFORE,
    BEHIND,
    FIRST,
    LEVEL,
    PHI,
    SCALE2,
    SHIFT,
    STATISTIC,
    WORKING_TAILS,
    Floats,
    find_step,
    find_steps,
)
from counterflow.warn.change.null import Null, simulate_null

ALGORITHM = "step-v1"
"""Raised when the same series would give other changes."""

EDGE = 4
"""Fewest values on either side of a change."""

MIN_LENGTH = 20
"""Fewest values in which a change is looked for: of fewer, memory and tails cannot be told."""

MAX_LENGTH = 2_000
"""Most values: the search takes time as the square of the length."""

MAX_EQUAL = 0.4
"""Largest share of one single value: where values repeat, tails and scale mean nothing."""


FEWEST = 20
"""Fewest simulated series from which an interval is read."""


@dataclass(frozen=True)
class Settings:
    """How a series is searched."""

    rate: float = 0.05
    """Share of series without any change in which one is found."""
    replicates: int = 999
    """Simulated series behind each threshold."""
    seed: int = 1
    cover: float = 0.9
    """Share of the intervals that hold the truth."""


@dataclass(frozen=True)
class Change:
    """A change of level. Indices count from the series' first value."""

    index: int
    """First value of the new level."""
    earliest: int
    latest: int
    """Interval of `index`."""
    before: float
    after: float
    """Levels within the stretch that was searched. The series' unit."""
    low: float
    high: float
    """Interval of `after` less `before`."""
    statistic: float
    threshold: float
    probability: float
    """Chance that a stretch as long, without a change, gives this statistic or more."""


@dataclass(frozen=True)
class Search:
    """One stretch of a series that was searched, `start` to `end`, and what one like it without a change gives."""

    start: int
    end: int
    statistic: float
    threshold: float
    probability: float
    phi: float
    tails: float
    found: bool


@dataclass(frozen=True)
class Changes:
    """All changes of a series."""

    changes: list[Change]
    """In order of time."""
    searches: list[Search]
    """The whole series first, then the stretches between its changes."""


def find_changes(values: ArrayLike, settings: Settings | None = None) -> Changes:
    """Find the changes of level in a series.

    The step that fits best is taken if a share of at most `rate` of simulated series, with the memory and tails of this
    one and no step, has a better one. Then each side is searched in the same way (binary segmentation), with a
    threshold of its own. So `rate` is the chance of any change in a series that has none.

    Reads:
        values: numbers at equal distances of time, none missing.
    Raises:
        InputError: the series is too short or long, holds what is no number, or repeats one value.
        UsageError: a setting is out of range.
    Cost: O(replicates * n^2); see benchmarks/warn/change.py.
    Source: docs/methods/warn.md.
    """
    settings = settings or Settings()
    if not 0 < settings.rate < 1 or (1 + settings.replicates) * settings.rate < 1:
        raise UsageError(
            f"a rate of false alarms of {settings.rate} cannot be read from {settings.replicates} simulated series",
            expected="a rate between 0 and 1, and at least 1 / rate of them",
        )
    series = check_values(values)
    scaled = (series - np.median(series)) / np.std(series)
    changes: list[Change] = []
    searches: list[Search] = []
    waiting = [(0, len(series))]
    while len(waiting) > 0:
        start, end = waiting.pop(0)
        if end - start < MIN_LENGTH or np.ptp(series[start:end]) == 0:
            continue
        search, change = _search(scaled[start:end], start, settings)
        searches.append(search)
        if change is not None:
            changes.append(_rescale(change, series))
            waiting += [(start, change.index), (change.index, end)]
    return Changes(sorted(changes, key=lambda change: change.index), searches)


def check_values(values: ArrayLike) -> Floats:
    """Give a series as numbers in which changes can be looked for.

    Raises:
        InputError: they cannot; says why.
    """
    series = np.asarray(values, dtype=np.float64)
    if series.ndim != 1 or not np.isfinite(series).all():
        raise InputError("the series holds what is no number", expected="one finite number a period")
    if not MIN_LENGTH <= len(series) <= MAX_LENGTH:
        raise InputError(
            f"the series has {len(series):,} values",
            expected=f"{MIN_LENGTH} to {MAX_LENGTH:,}",
            next_step="Take longer periods" if len(series) > MAX_LENGTH else "Take shorter periods, or wait",
        )
    kinds, counts = np.unique(series, return_counts=True)
    if counts.max() > MAX_EQUAL * len(series):
        raise InputError(
            f"{counts.max():,} of {len(series):,} values are {kinds[counts.argmax()]:g}",
            expected=f"at most {MAX_EQUAL:.0%} of one value",
            next_step="Add rare events up over longer periods",
        )
    return series


def _search(x: Floats, offset: int, settings: Settings) -> tuple[Search, Change | None]:
    """Search one stretch; `offset` is where it begins in the series."""
    x = np.ascontiguousarray(x)
    profile = np.empty(len(x))
    found = find_step(x, EDGE, WORKING_TAILS, profile)
    null = simulate_null(x, found, EDGE, settings.replicates, settings.seed)
    statistic, threshold = float(found[STATISTIC]), null.threshold(settings.rate)
    probability = null.probability(statistic)
    is_found = probability <= settings.rate
    search = Search(offset, offset + len(x), statistic, threshold, probability, null.phi, null.tails, is_found)
    if not is_found:
        return search, None
    index = int(found[FIRST])
    behind, low, high = _doubt(found, null, len(x), settings)
    near = np.flatnonzero(profile >= statistic - behind)
    earliest, latest = min(index, int(near[0])), max(index, int(near[-1]))
    level, shift = float(found[LEVEL]), float(found[SHIFT])
    change = Change(
        index=offset + index,
        earliest=offset + earliest,
        latest=offset + latest,
        before=level,
        after=level + shift,
        low=low,
        high=high,
        statistic=statistic,
        threshold=threshold,
        probability=probability,
    )
    return search, change


def _doubt(found: Floats, null: Null, length: int, settings: Settings) -> tuple[float, float, float]:
    """Say what the search errs by on series that have the step found.

    Of the simulated series those count in which the search finds a step, as it did here. An index is in its interval if
    its likelihood is behind the best by no more than that of the true index is in a share `cover` of the series
    (inverted likelihood ratio); the size's interval is a studentised bootstrap (Davison and Hinkley 1997, 5.2).

    Writes:
        how far behind the best an index may be; lowest and highest size.
    """
    # Another seed than the null's, so that the threshold is not judged by the series that made it.
    draw = np.random.default_rng([settings.seed, length, 1])
    innovation = draw.standard_t(null.freedoms[:, None], (len(null.freedoms), length + BEFORE))
    index, shift = int(found[FIRST]), float(found[SHIFT])
    again = find_steps(np.sqrt(found[SCALE2]) * innovation, null.memories, index, shift, EDGE)
    taken = again[again[:, STATISTIC] >= null.threshold(settings.rate)]
    if len(taken) < FEWEST:
        taken = again
    behind = float(np.quantile(taken[:, BEHIND], settings.cover))
    tail = (1 - settings.cover) / 2
    low, high = np.quantile((taken[:, SHIFT] - shift) / _spread(taken), (tail, 1 - tail))
    spread = float(_spread(found[np.newaxis])[0])
    return behind, shift - float(high) * spread, shift - float(low) * spread


def _spread(found: Floats) -> Floats:
    """Give what the error of a level goes with: the scale of a sum of values that remember."""
    spread: Floats = np.sqrt(found[:, SCALE2]) / (1 - found[:, PHI])
    return spread


def _rescale(change: Change, series: Floats) -> Change:
    """Give a change in the series' own unit."""
    middle, spread = float(np.median(series)), float(np.std(series))
    return Change(
        change.index,
        change.earliest,
        change.latest,
        middle + spread * change.before,
        middle + spread * change.after,
        spread * change.low,
        spread * change.high,
        change.statistic,
        change.threshold,
        change.probability,
    )

"""What a series of counts is at now, by itself and by its kind; and what state it is in.

Series lie in two groupings: who reports (a country) and what is counted (a drug). Who reports nothing at all in a
period did not report: that is no zero of each of his series.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterflow.exc import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FADE = 0.6
"""Weight of a period beside the one after it (*assumption*: of .3, .6 and .9 none scored clearly better)."""

STRENGTH = 1.0
"""Periods that what is known of a series' kind counts for (*assumption*)."""

FEW = 3.0
"""Series that what is known of all counts for beside those of one group (*assumption*)."""

OFTEN = (0.4, 0.7)
"""Shares of reported periods with any count that part seldom, at times and mostly."""

STATES = 4 * (len(OFTEN) + 1)


@dataclass(frozen=True)
class Panel:
    """Counts of S series in T periods."""

    counts: Ints
    """(S, T)."""
    reporter: Ints
    """(S): number of who reports."""
    kind: Ints
    """(S): number of what is counted."""

    @classmethod
    def of(cls, counts: Ints, reporter: Ints, kind: Ints) -> Panel:
        """Check and take counts.

        Raises:
            InputError: a count is less than 0, shapes do not fit, or there are fewer than two periods.
        """
        if counts.ndim != 2 or len(reporter) != len(counts) or len(kind) != len(counts):
            raise InputError(
                f"counts of {counts.shape}, {len(reporter)} reporters, {len(kind)} kinds", expected="one row each"
            )
        if counts.shape[1] < 2:
            raise InputError(f"{counts.shape[1]} period", expected="two at least: one to learn from, one to try it on")
        if counts.size > 0 and counts.min() < 0:
            raise InputError(f"a count is {counts.min()}", expected="0 or more")
        return cls(counts, reporter, kind)

    def before(self, period: int) -> Panel:
        """Give the first periods alone."""
        return Panel(self.counts[:, :period], self.reporter, self.kind)

    def reported(self) -> Bools:
        """Give (S, T) whether the reporter of a series reported anything in a period."""
        size = int(self.reporter.max(initial=-1)) + 1
        total = np.zeros((size, self.counts.shape[1]), np.int64)
        np.add.at(total, self.reporter, self.counts)
        return np.asarray(total[self.reporter] > 0)


@dataclass(frozen=True)
class Level:
    """Where the series that were ever counted stand after the last period. N of S series."""

    series: Ints
    """(N): their rows in the panel."""
    last: Floats
    """(N): the last count."""
    mean: Floats
    """(N): mean of the reported periods, older ones faded, with the kind's counted in."""
    state: Ints
    """(N): whether the last period was reported, whether it had any, and how often there is any: 0 to `STATES` - 1."""


def find_levels(panel: Panel) -> Level:
    """Find where the series stand. One that was never counted stands nowhere, and is left out."""
    periods = panel.counts.shape[1]
    weight = FADE ** np.arange(periods - 1, -1, -1)
    reported = panel.reported()
    series = np.flatnonzero(panel.counts.sum(axis=1) > 0)
    counts, is_reported = panel.counts[series].astype(np.float64), reported[series]
    total, length = counts @ weight, is_reported @ weight
    expected = _expected(np.log(total / length + 0.5), panel.reporter[series], panel.kind[series])
    last = counts[:, -1]
    often = (counts > 0).sum(axis=1) / is_reported.sum(axis=1)
    state = (2 * is_reported[:, -1] + (last > 0)) * (len(OFTEN) + 1) + np.digitize(often, OFTEN)
    return Level(series, last, (total + STRENGTH * expected) / (length + STRENGTH), state.astype(np.int64))


def _expected(level: Floats, reporter: Ints, kind: Ints) -> Floats:
    """Expect of a series what its reporter and its kind are like, in logarithms: effects of both on what all are."""
    whole = float(level.mean()) if len(level) > 0 else 0.0
    return np.asarray(np.exp(_means(level, reporter, whole) + _means(level, kind, whole) - whole))


def _means(level: Floats, group: Ints, whole: float) -> Floats:
    """Give each series the mean of its group, `FEW` series of the whole among them."""
    size = int(group.max(initial=-1)) + 1
    total, count = np.bincount(group, level, size), np.bincount(group, minlength=size)
    return np.asarray(((total + FEW * whole) / (count + FEW))[group])

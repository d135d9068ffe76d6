"""What is cut year by year: measures bite after their delay, and the adversary answers some time after that."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from counterflow.plan.choose import Chooser
from counterflow.plan.measure import Measure

YEAR_DAYS = 365.0

YEARS = 3
"""Within them all that the library proposes bites, and he has answered it a year later."""


class Stretch(NamedTuple):
    """Days in which nothing changes."""

    begin: float
    end: float
    biting: tuple[int, ...]
    answered: tuple[int, ...]
    """Those of them that he has answered."""


def stretches(delays: Sequence[tuple[int, float]], lag: float, end: float) -> list[Stretch]:
    """Part the days until `end` where a measure begins to bite, or he has answered it.

    Args:
        delays: each measure, and the days until it bites.
        lag: days after which he has answered what bites.
        end: last day.
    """
    days = {0.0, end}
    for _, delay in delays:
        days |= {day for day in (delay, delay + lag) if day < end}
    ordered = sorted(days)
    return [
        Stretch(
            begin,
            until,
            tuple(one for one, delay in delays if delay <= begin),
            tuple(one for one, delay in delays if delay + lag <= begin),
        )
        for begin, until in itertools.pairwise(ordered)
    ]


def flow_by_year(chooser: Chooser, measures: Sequence[Measure], chosen: Sequence[int], lag: float) -> list[float]:
    """Say what flows in each year on the mean, if he answers each measure `lag` days after it bites.

    In a stretch he has open what answers best the measures that he had time for; it never lets more flow than his best
    answer to all that bite, and no more than flowed before.
    """
    delays = [(one, measures[one].delay) for one in sorted(chosen)]
    flows = [0.0] * YEARS
    for part in stretches(delays, lag, YEARS * YEAR_DAYS):
        value = float(np.minimum(chooser.answered(part.biting, part.answered), chooser.flow).mean())
        for year in range(YEARS):
            begin, end = max(part.begin, year * YEAR_DAYS), min(part.end, (year + 1) * YEAR_DAYS)
            flows[year] += value * max(0.0, end - begin) / YEAR_DAYS
    return flows

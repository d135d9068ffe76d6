"""Years: nothing before a measure bites, and who adapts later never loses less."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.plan.choose import Chooser
from counterflow.plan.period import YEAR_DAYS, YEARS, flow_by_year, stretches

from .test_choose import choosers, measure

DAYS = st.lists(st.sampled_from([0.0, 14.0, 120.0, 365.0, 2000.0]), min_size=1, max_size=4)


@given(DAYS, st.sampled_from([0.0, 100.0, YEAR_DAYS]))
def test_stretches_cover_the_days_once(delays: list[float], lag: float) -> None:
    """End to end; who has answered a measure saw it bite, and nobody answers sooner than the lag."""
    end = YEARS * YEAR_DAYS
    parts = stretches(list(enumerate(delays)), lag, end)
    assert parts[0].begin == 0
    assert parts[-1].end == end
    assert all(one.end == other.begin for one, other in itertools.pairwise(parts))
    for part in parts:
        assert set(part.answered) <= set(part.biting)
        assert part.biting == tuple(at for at, delay in enumerate(delays) if delay < part.end)
        assert part.answered == tuple(at for at, delay in enumerate(delays) if delay + lag < part.end)


@settings(max_examples=25, deadline=None)
@given(choosers(), DAYS)
def test_a_later_answer_never_lets_more_flow(problem: tuple[Chooser, np.ndarray], delays: list[float]) -> None:
    """Year by year; and once all is answered, the flow is that of the plan."""
    chooser, cost = problem
    measures = [dataclasses.replace(measure(str(at), 1, {}), delay=delays[at % len(delays)]) for at in range(len(cost))]
    chosen = tuple(range(len(cost)))
    at_once = flow_by_year(chooser, measures, chosen, 0.0)
    later = flow_by_year(chooser, measures, chosen, YEAR_DAYS)
    assert all(one <= other + 1e-9 for one, other in zip(later, at_once, strict=True))
    if max(delays) <= YEAR_DAYS:
        assert later[-1] == pytest.approx(chooser.value(chosen), abs=1e-9)

"""Changes: found where they were planted, as often as stated where there are none, the same in every unit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.exc import InputError, UsageError
from counterflow.warn.change.detect import EDGE, MAX_LENGTH, MIN_LENGTH, Settings, find_changes
from counterflow.warn.change.kernel import FIRST, STATISTIC, WORKING_TAILS, Floats, find_step
from counterflow.warn.change.null import TAILS, Null, simulate_null, weigh_tails

QUICK = Settings(replicates=199)


def noise(seed: int, length: int, phi: float = 0.3) -> Floats:
    innovation = np.random.default_rng(seed).standard_t(4, length + 50)
    values = np.zeros(length + 50)
    for t in range(1, len(values)):
        values[t] = phi * values[t - 1] + innovation[t]
    return values[50:]


def test_a_planted_step_is_found_with_its_size_and_date() -> None:
    series = 100 + 10 * noise(1, 80)
    series[50:] += 40
    answer = find_changes(series, QUICK)
    assert len(answer.changes) == 1
    change = answer.changes[0]
    assert abs(change.index - 50) <= 2
    assert change.earliest <= change.index <= change.latest
    assert change.low <= change.after - change.before <= change.high
    assert change.before == pytest.approx(100, abs=12)
    assert change.after == pytest.approx(140, abs=12)
    assert change.probability == pytest.approx(1 / 200)
    assert change.statistic >= change.threshold


def test_two_steps_are_found_in_order_and_each_stretch_is_accounted_for() -> None:
    series = noise(2, 120)
    series[40:] += 6
    series[80:] += 6
    answer = find_changes(series, QUICK)
    assert len(answer.changes) == 2
    first, second = (change.index for change in answer.changes)
    assert abs(first - 40) <= 2
    assert abs(second - 80) <= 2
    assert (answer.searches[0].start, answer.searches[0].end, answer.searches[0].found) == (0, 120, True)
    assert sum(search.found for search in answer.searches) == 2
    quiet = sorted((search.start, search.end) for search in answer.searches if not search.found)
    assert quiet == [(0, first), (first, second), (second, 120)]


@pytest.mark.slow
def test_intervals_hold_the_planted_date_and_size() -> None:
    """Nine of ten are stated; of 40, three standard errors less is 76 %."""
    held = []
    for seed in range(40):
        series = noise(20_000 + seed, 60)
        series[35:] += 4
        change = find_changes(series, QUICK).changes[0]
        held.append((change.earliest <= 35 <= change.latest, change.low <= 4 <= change.high))
    assert np.mean([date for date, _ in held]) >= 0.76
    assert np.mean([size for _, size in held]) >= 0.76


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 1_000),
    unit=st.sampled_from([1e-9, 0.01, -1.0, 12.0, 1e9]),
    offset=st.sampled_from([0.0, -3.0, 50.0]),
)
def test_units_change_nothing_but_the_units(seed: int, unit: float, offset: float) -> None:
    series = noise(seed, 60)
    series[40:] += 3
    plain, other = find_changes(series, QUICK), find_changes(unit * (series + offset), QUICK)
    assert [change.index for change in plain.changes] == [change.index for change in other.changes]
    for one, two in zip(plain.changes, other.changes, strict=True):
        assert one.probability == pytest.approx(two.probability, abs=0.02)
        assert unit * (one.after - one.before) == pytest.approx(two.after - two.before, rel=1e-3)


def test_the_same_series_gives_the_same_answer() -> None:
    series = noise(5, 60)
    series[30:] += 4
    assert find_changes(series, QUICK) == find_changes(series, QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("phi", [0.0, 0.6])
def test_false_alarms_come_as_often_as_stated(phi: float) -> None:
    """At a rate of 20 %, of 200 series: within three standard errors (2.8 points each)."""
    alarms = 0
    for seed in range(200):
        series = noise(10_000 + seed, 50, phi)
        scaled = (series - np.median(series)) / np.std(series)
        found = find_step(scaled, EDGE, WORKING_TAILS, np.empty(50))
        alarms += simulate_null(scaled, found, EDGE, 99, 1).probability(float(found[STATISTIC])) <= 0.2
    assert alarms / 200 == pytest.approx(0.2, abs=0.085)


def test_memory_is_told_from_a_step() -> None:
    """Long memory without a step wanders; a threshold for independent values would call that a change."""
    alarms = [len(find_changes(noise(seed, 60, 0.8), QUICK).changes) > 0 for seed in range(20)]
    assert sum(alarms) <= 5


@given(
    statistics=st.lists(st.floats(-5, 50), min_size=19, max_size=60),
    rate=st.floats(0.001, 0.9),
    value=st.floats(-5, 50),
)
def test_threshold_and_probability_say_the_same(statistics: list[float], rate: float, value: float) -> None:
    found = np.sort(np.array(statistics))
    null = Null(0.0, 4.0, found, np.zeros(len(found)), np.full(len(found), 4.0))
    assert 0 < null.probability(value) <= 1
    for one in (value, *statistics):
        assert (null.probability(one) <= rate + 1e-9) == (one >= null.threshold(rate))


def test_tails_are_told_by_a_long_series() -> None:
    draw = np.random.default_rng(4)
    for tails, low, high in ((3.0, 2.5, 4.0), (200.0, 10.0, 30.0)):
        series = draw.standard_t(tails, 1_000)
        found = find_step(series, EDGE, WORKING_TAILS, np.empty(1_000))
        shares = weigh_tails(series, found)
        assert shares.sum() == pytest.approx(1)
        assert low <= TAILS[int(np.argmax(shares))] <= high
        assert EDGE <= found[FIRST] <= 1_000 - EDGE


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (list(range(MIN_LENGTH - 1)), f"has {MIN_LENGTH - 1} values"),
        ([0.5] * (MAX_LENGTH + 1), "Take longer periods"),
        ([1.0, math.nan] * 20, "no number"),
        ([[1.0, 2.0]] * 20, "no number"),
        ([0.0] * 15 + list(range(15)), "16 of 30 values are 0"),
    ],
)
def test_series_in_which_nothing_can_be_told_are_refused(values: list[float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        find_changes(values)


def test_a_rate_that_the_replicates_cannot_tell_is_refused() -> None:
    for settings_ in (Settings(rate=0.001, replicates=199), Settings(rate=0), Settings(rate=1.0)):
        with pytest.raises(UsageError, match="rate of false alarms"):
            find_changes(list(range(30)), settings_)

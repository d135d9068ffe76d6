"""Claims as distributions, pooled."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.estimate.claim import Claim, bound_by, distribution_of, rounding_of, stated_of
from counterflow.estimate.distribution import (
    Distribution,
    at_least,
    at_most,
    below,
    grid,
    lognormal,
    mixture,
    of_prior,
    probabilities,
    quantile,
)
from counterflow.estimate.model import Prior
from counterflow.estimate.pool import pool, pool_claims, years_between

ENDS = np.array([0.05, 0.95])


def width(distribution: Distribution | None) -> float:
    """Ratio of the ends of the 90 % interval."""
    assert distribution is not None
    low, high = quantile(distribution, ENDS)
    return float(high / low)


def claim(low: float | None = 100.0, high: float | None = 100.0, **rest: object) -> Claim:
    return Claim(**{"id": "b", "text": "", "low": low, "high": high, "probability": 0.8, **rest})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("prior", "at"),
    [
        (Prior(10, 1000, 0.9), 0.05),
        (Prior(10, 1000, 0.5), 0.25),
        (Prior(-5, 5, 0.9, "normal"), 0.05),
        (Prior(0.1, 0.9, 0.8, "share"), 0.1),
        (Prior(3, 9, 0.9, "uniform"), 0.05),
        (Prior(3, 9, 1.0, "uniform"), 0.0),
        (Prior(3, 9, 1.0, "triangular", 5), 0.0),
    ],
)
def test_prior_has_the_range_that_it_states(prior: Prior, at: float) -> None:
    """Low and high are quantiles of the stated level, whatever the shape."""
    low, high = quantile(of_prior(prior), np.array([max(at, 1e-6), min(1 - at, 1 - 1e-6)]))
    assert low == pytest.approx(prior.low, rel=0.01)
    assert high == pytest.approx(prior.high, rel=0.01)


def test_triangle_has_its_mode() -> None:
    """A triangle from 3 to 9 with its mode at 5 has a third of its mass below the mode."""
    assert float(below(of_prior(Prior(3, 9, 1.0, "triangular", 5)), 5)) == pytest.approx(1 / 3, abs=1e-3)


@given(st.floats(0.05, 0.95), st.floats(1.2, 20), st.floats(0.05, 1.0))
def test_mixture_is_the_weighted_sum_of_probabilities(weight: float, ratio: float, spread: float) -> None:
    """The mixture's probability below any value is that of its parts by their weights."""
    one, other = lognormal(1.0, spread), lognormal(ratio, spread)
    mixed = mixture([one, other], [weight, 1 - weight])
    at = np.geomspace(0.3, 3 * ratio, 41)
    expected = weight * below(one, at) + (1 - weight) * below(other, at)
    # The grid's step is .01 of probability in the middle, so a gap between two parts has edges that wide.
    assert np.allclose(below(mixed, at), expected, atol=0.011)
    assert np.all(np.diff(mixed) >= 0)


@given(st.floats(-3, 3), st.floats(0.5, 0.99))
def test_bound_is_held_with_its_probability(score: float, held: float) -> None:
    """An open claim lifts what lies on its side to the probability that it is true, and never lowers it."""
    start = lognormal(100, 0.5)
    value = float(quantile(start, float(np.interp(score, grid(), probabilities()))))
    over = 1 - float(below(at_least(start, value, held), value))
    assert over == pytest.approx(max(held, 1 - float(below(start, value))), abs=0.01)
    under = float(below(at_most(start, value, held), value))
    assert under == pytest.approx(max(held, float(below(start, value))), abs=0.01)


@pytest.mark.parametrize(
    ("value", "share"), [(3000, 1 / 6), (150, 1 / 30), (1e9, 0.5), (2_500_000, 0.02), (7.25, 0.005 / 7.25)]
)
def test_a_figure_is_known_to_half_of_its_last_digit(value: float, share: float) -> None:
    """3,000 is known to 500, 150 to 5."""
    assert rounding_of(value) == pytest.approx(share)


def test_hedges_widen_in_their_order() -> None:
    """The less firmly it is said, the wider; "about" and years between widen too."""
    widths = [width(stated_of(claim(hedge=hedge))) for hedge in ("fact", "reported", "estimated", "planned", "opinion")]
    assert widths == sorted(widths)
    assert len(set(widths)) == len(widths)
    assert width(stated_of(claim(modifier="~"))) > width(stated_of(claim()))
    assert width(stated_of(claim(), gap_years=9, drift=0.1)) > width(stated_of(claim()))


def test_share_of_nearly_all_stays_below_one() -> None:
    """A share is never more than all."""
    made = stated_of(claim(0.97, 0.97, hedge="opinion"), is_share=True)
    assert made is not None
    assert made[-1] <= 1


def test_false_claim_leaves_the_prior() -> None:
    """With the probability that a claim is false, the prior holds."""
    prior = lognormal(10_000, 0.2)
    found = distribution_of(claim(probability=0.6), prior=prior)
    assert found is not None
    assert float(below(found, 1_000)) == pytest.approx(0.6, abs=0.01)


@pytest.mark.parametrize(
    ("modifier", "low", "high", "bound"),
    [
        (">=", 5.0, None, (">=", 5.0)),
        (">", 5.0, 5.0, (">=", 5.0)),
        ("<=", None, 5.0, ("<=", 5.0)),
        ("<", 5.0, 5.0, ("<=", 5.0)),
        ("=", None, None, None),
    ],
)
def test_open_claim_bounds_and_states_no_value(
    modifier: str, low: float | None, high: float | None, bound: tuple[str, float] | None
) -> None:
    """An open end stays open: such a claim has no distribution of its own."""
    one = claim(low, high, modifier=modifier)
    assert one.bound == bound
    assert stated_of(one) is None
    assert pool_claims([one]) is None
    assert pool_claims([one], lognormal(4, 1)) is not None


def test_one_root_counts_once() -> None:
    """Nine copies of one figure do not outvote two others, nor narrow anything."""
    others = [claim(1000, 1000, id="x", root="x"), claim(1100, 1100, id="y", root="y")]
    copies = [claim(id=f"c{number}", root="wire") for number in range(9)]
    once = pool_claims([*others, copies[0]])
    often = pool_claims([*others, *copies])
    assert once is not None and often is not None
    assert np.allclose(once, often)


@given(st.lists(st.floats(-2, 2), min_size=2, max_size=7), st.floats(0.1, 1))
def test_agreement_never_narrows_the_median_of_quantiles(middles: list[float], spread: float) -> None:
    """The pooled interval is no narrower than the claims, and lies within their range."""
    parts = [lognormal(math.exp(middle), spread) for middle in middles]
    low, high = quantile(pool(parts), ENDS)
    ends = np.array([quantile(part, ENDS) for part in parts])
    assert ends[:, 0].min() - 1e-9 <= low <= ends[:, 0].max() + 1e-9
    assert ends[:, 1].min() - 1e-9 <= high <= ends[:, 1].max() + 1e-9
    assert high / low >= width(parts[0]) * (1 - 1e-9)


def test_random_effects_widen_with_disagreement_and_dependence() -> None:
    """What claims disagree by is part of the width; so is that their errors go together."""
    near = [lognormal(one, 0.2) for one in (90, 100, 110)]
    far = [lognormal(one, 0.2) for one in (30, 100, 330)]
    assert width(pool(far, "random-effects")) > width(pool(near, "random-effects"))
    assert width(pool(near, "random-effects", 0.9)) > width(pool(near, "random-effects", 0.0))
    assert pool([near[0]], "random-effects") is near[0]


def test_bound_in_conflict_with_all_else_changes_nothing() -> None:
    """Where every value lies below "at least", nothing says how far above: the distribution stays."""
    start = lognormal(1, 0.01)
    assert bound_by(start, claim(50.0, None, modifier=">=")) is start


def test_years_between_are_counted_from_the_nearer_end() -> None:
    """A claim of 2003 lies ten years before 2013 to 2015, one of 2014 in it; an undated one is not moved."""
    assert [years_between(years, (2013, 2015)) for years in ((2003, 2003), (2014, 2014), (2018, 2020), None)] == [
        10,
        0,
        3,
        0,
    ]

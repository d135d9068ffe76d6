"""Bottom-up channels and top-down figures together."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.estimate.claim import Claim
from counterflow.estimate.conflict import can_be_equal, can_be_part
from counterflow.estimate.distribution import lognormal, of_draws, point
from counterflow.estimate.model import Model
from counterflow.estimate.posterior import Posterior, posterior, sum_of
from counterflow.estimate.read import read_model
from counterflow.estimate.reconcile import Opinion, effective, resample, weigh_opinion, weights_of


def made(draws: int = 20_000, **sections: Any) -> Model:
    """Two channels of one quantity each, and what else is asked for."""
    data = {
        "periods": ["2013"],
        "draws": draws,
        "quantity": {
            "a": {"unit": "1", "prior": {"low": 50, "high": 200, "reason": "-"}},
            "b": {"unit": "1", "prior": {"low": 50, "high": 200, "reason": "-"}},
        },
        "channel": {"first": {"formula": "a", "unit": "1"}, "second": {"formula": "b", "unit": "1"}},
        **sections,
    }
    return read_model(data, "case.toml")


def said(low: float | None, high: float | None, **rest: Any) -> Claim:
    return Claim(
        **{"id": "t", "text": "", "low": low, "high": high, "probability": 1.0, "level": 0.9, "root": "r", **rest}
    )


def median(drawn: Posterior, name: str) -> float:
    return float(np.median(drawn.draws[name]))


def spread(drawn: Posterior, name: str) -> float:
    return float(np.std(np.log(drawn.draws[name])))


COMPLETE = {"t": {"contains": ["first", "second"], "unit": "1", "complete": True, "claims": ["-"]}}
OPEN = {"t": {"contains": ["first", "second"], "unit": "1", "claims": ["-"]}}


def test_without_claims_the_draws_are_what_the_inputs_make() -> None:
    """Nothing is thrown away, and the sum is the sum."""
    drawn = posterior(made(total=COMPLETE), {}, "2013", "independent")
    assert drawn.effective == 20_000
    assert np.allclose(drawn.draws["t"], drawn.draws["a"] + drawn.draws["b"])
    assert median(drawn, "a") == pytest.approx(100, rel=0.03)


def test_independent_opinions_follow_bayes_rule() -> None:
    """A report of one result, independent of its input: the normal's own posterior, mean and width."""
    one = said(math.exp(math.log(300) - 0.5), math.exp(math.log(300) + 0.5), hedge="fact")
    drawn = posterior(made(100_000), {"first": [one]}, "2013", "independent")
    prior = math.log(4) / (2 * 1.644854)
    report = math.hypot(1 / (2 * 1.644854), math.log(1.1) / 1.644854)
    weight = prior**-2 / (prior**-2 + report**-2)
    assert math.log(median(drawn, "first")) == pytest.approx(
        weight * math.log(100) + (1 - weight) * math.log(300), abs=0.02
    )
    assert spread(drawn, "first") == pytest.approx((prior**-2 + report**-2) ** -0.5, rel=0.05)
    assert np.array_equal(drawn.draws["a"], drawn.draws["first"])


def test_what_goes_together_narrows_less() -> None:
    """The more the errors go together, the less a second opinion narrows; of one root it narrows nothing."""
    one = said(70, 140, hedge="fact")
    model = made()
    widths = [
        spread(posterior(model, {"first": [one]}, "2013", setting), "first")
        for setting in ("independent", "rho-0.3", "comonotone")
    ]
    assert widths == sorted(widths)
    own = said(50, 200, id="own")
    of_one_root = posterior(model, {"first": [said(50, 200)], "a": [own]}, "2013", "independent")
    alone = posterior(model, {"a": [own]}, "2013", "independent")
    assert spread(of_one_root, "first") == pytest.approx(spread(alone, "first"), rel=0.1)


def test_open_total_is_a_ceiling() -> None:
    """What a total may hold besides its channels is in no channel; the total is at least their sum in every draw."""
    drawn = posterior(made(total=OPEN), {"t": [said(120, 180)]}, "2013", "rho-0.3")
    assert np.all(drawn.draws["t"] >= drawn.draws[sum_of("t")] - 1e-9)
    assert median(drawn, "first") < 100
    far = posterior(made(total=OPEN), {"t": [said(12_000, 18_000)]}, "2013", "rho-0.3")
    assert median(far, "first") == pytest.approx(100, rel=0.05)
    assert "t" in posterior(made(total=OPEN), {}, "2013", "rho-0.3").left_out


def test_overlap_is_counted_once() -> None:
    """A share of one channel that is in another already leaves the sum; so does one of two names of a flow."""
    share = {"low": 0.495, "high": 0.505, "reason": "-"}
    overlap = {"o": {"inner": "first", "outer": "second", "share": share}}
    drawn = posterior(made(total=COMPLETE, overlap=overlap), {}, "2013", "independent")
    plain = drawn.draws["a"] + drawn.draws["b"]
    assert np.allclose(
        drawn.draws["t"], plain - np.minimum(drawn.draws["o.share"] * drawn.draws["a"], drawn.draws["b"])
    )
    same = posterior(made(total=COMPLETE, same=[{"names": ["first", "second"]}]), {}, "2013", "independent")
    assert np.allclose(same.draws["t"], (same.draws["a"] + same.draws["b"]) / 2)
    assert float(np.median(np.abs(np.log(same.draws["a"] / same.draws["b"])))) < 0.1


def test_open_claim_of_a_result_bounds_it() -> None:
    """ "At least" holds with the probability of the claim, and leaves what holds already alone."""
    at_least = said(150, None, modifier=">=", probability=0.7)
    drawn = posterior(made(), {"first": [at_least]}, "2013", "independent")
    assert float(np.mean(drawn.draws["first"] >= 150)) == pytest.approx(0.7, abs=0.02)
    idle = posterior(made(), {"first": [said(10, None, modifier=">=", probability=0.7)]}, "2013", "independent")
    assert median(idle, "first") == pytest.approx(100, rel=0.03)


def test_quantity_that_nothing_states_leaves_its_channel_out() -> None:
    """An open end alone is no value: the channel is named with the reason, the others are computed."""
    model = made(total=COMPLETE)
    bare = dataclasses.replace(model.quantities["a"], prior=None)
    model = dataclasses.replace(model, quantities={**model.quantities, "a": bare})
    drawn = posterior(model, {"a": [said(5, None, modifier=">=")]}, "2013", "rho-0.3")
    assert "a" in drawn.left_out["first"]
    assert "second" in drawn.draws
    assert np.allclose(drawn.draws["t"], drawn.draws["second"])


def test_equal_seeds_give_equal_posteriors() -> None:
    """What comes out depends on model, claims and seed alone."""
    claims = {"t": [said(120, 180)]}
    runs = [posterior(made(total=OPEN), claims, "2013", "rho-0.3") for _ in range(2)]
    assert all(np.array_equal(runs[0].draws[name], runs[1].draws[name]) for name in runs[0].draws)


def test_reports_beyond_all_inputs_are_followed_a_part_of_the_way() -> None:
    """Twenty times more than the channels make: the draws stay worth a number, and how far it went is said."""
    drawn = posterior(made(total=COMPLETE), {"t": [said(4_000, 5_000)]}, "2013", "independent")
    assert drawn.effective == pytest.approx(1_000, rel=0.01)
    assert 0 < drawn.followed < 1
    assert median(drawn, "t") > 300


@settings(max_examples=25)
@given(st.floats(0.05, 1.0), st.floats(-1.5, 1.5), st.floats(0.1, 1.0))
def test_melding_equal_opinions_follows_the_pooled_precision(width: float, gap: float, r: float) -> None:
    """Two normal opinions with correlation r: precisions are added and divided by 1 + r, and the mean lies between."""
    random = np.random.default_rng(3)
    values = np.exp(width * random.standard_normal(200_000))
    opinion = Opinion(lognormal(math.exp(gap * width), width), r)
    weights = weights_of(weigh_opinion(values, opinion, np.zeros(len(values))))
    logs = np.log(values)
    mean = float(np.sum(weights * logs))
    assert mean == pytest.approx(gap * width / 2, abs=0.08 * width)
    assert math.sqrt(float(np.sum(weights * (logs - mean) ** 2))) == pytest.approx(
        width * math.sqrt((1 + r) / 2), rel=0.08
    )


def test_resampling_keeps_the_weights() -> None:
    """Each draw stands as often as its weight says, to one; effective draws are Kish's."""
    weights = np.array([0.5, 0.25, 0.125, 0.125])
    chosen = np.bincount(resample(weights, 800, [1]), minlength=4)
    assert np.all(np.abs(chosen - 800 * weights) <= 1)
    assert effective(weights) == pytest.approx(1 / (0.25 + 0.0625 + 2 / 64))


@given(st.floats(-2, 2), st.floats(0.1, 1), st.floats(0.1, 1))
def test_most_that_two_figures_can_both_hold(gap: float, one: float, other: float) -> None:
    """Equal: symmetric, 1 with itself. Part: 1 where the whole lies above; at least as probable as being equal."""
    left, right = lognormal(1.0, one), lognormal(math.exp(gap), other)
    assert can_be_equal(left, right) == pytest.approx(can_be_equal(right, left), abs=1e-9)
    assert can_be_equal(left, left) == pytest.approx(1, abs=1e-5)
    assert can_be_part(left, right) >= can_be_equal(left, right) - 1e-6
    assert can_be_part(left, left * 1.001) == pytest.approx(1, abs=1e-9)


def test_parts_larger_than_their_whole_can_hardly_hold() -> None:
    """At least 2 billion to one buyer, as part of about 1 billion: the probability that 1 billion is 2 or more."""
    whole = lognormal(1e9, 0.3)
    expected = 1 - 0.5 * (1 + math.erf(math.log(2) / 0.3 / math.sqrt(2)))
    assert can_be_part(point(2e9), whole) == pytest.approx(expected, abs=1e-3)
    assert can_be_part(point(5e8), whole) == pytest.approx(1 - 0.0104, abs=1e-3)


def test_draws_become_their_distribution() -> None:
    """The distribution of many draws is the one they were drawn from."""
    values = np.random.default_rng(1).lognormal(0, 0.5, 100_000)
    assert np.allclose(np.log(of_draws(values))[100:301], np.log(lognormal(1, 0.5))[100:301], atol=0.03)

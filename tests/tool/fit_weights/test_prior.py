"""The prior covers every feature, and a chain of facts cannot turn round."""

from __future__ import annotations

import itertools

import numpy as np

from counterflow.compare.fact.feature import FEATURE_COUNT, Feature
from counterflow.compare.kernel.feature import NAME_FEATURES, NameFeature
from fit_weights.prior import FIRMER, NAMES, make_prior, make_steps


def test_every_name_feature_has_a_prior() -> None:
    """A feature that is added is given a mean, a side and a reason."""
    assert list(NAMES) == list(NameFeature)
    assert all(mean * side >= 0 and reason != "" for mean, side, reason in NAMES.values())


def test_means_lie_within_the_bounds() -> None:
    """Nothing is expected that is not allowed."""
    prior = make_prior()
    start = np.linalg.solve(prior.steps, prior.mean)
    assert len(prior.mean) == 2 * NAME_FEATURES + FEATURE_COUNT
    assert np.all((prior.least <= start) & (start <= prior.most))


def test_chain_adds_up() -> None:
    """Whatever the steps, as long as none is below 0, what is firmer weighs no less."""
    count = FEATURE_COUNT + 3
    weights = make_steps(count) @ np.random.default_rng(0).random(count)
    facts = weights[3:]
    for chain in FIRMER:
        assert all(facts[firm] >= facts[weak] for firm, weak in itertools.pairwise(chain))
    assert facts[Feature.IMO_EQUAL] < 1  # outside the chains a weight is its step

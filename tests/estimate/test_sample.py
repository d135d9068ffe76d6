"""Draws with a stated dependence."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
import pytest

from counterflow.estimate.distribution import grid, lognormal, quantile
from counterflow.estimate.model import Correlation
from counterflow.estimate.sample import Floats, correlation_matrix, sample
from counterflow.exc import CaseError

NAMES = ["a", "b", "c"]
DISTRIBUTIONS = {"a": lognormal(1, 0.5), "b": lognormal(10, 1.0), "c": grid()}


def rank_correlation(one: Floats, other: Floats) -> float:
    ranks = [np.argsort(np.argsort(values)).astype(float) for values in (one, other)]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.7, 1.0])
def test_draws_have_the_rank_correlation_that_is_stated(rho: float) -> None:
    """Spearman's coefficient of every pair is that of the setting; 1 is comonotone."""
    found = sample(DISTRIBUTIONS, correlation_matrix(NAMES, rho), 60_000, 1)
    for one, other in itertools.combinations(NAMES, 2):
        assert rank_correlation(found[one], found[other]) == pytest.approx(rho, abs=0.015)


def test_stated_pairs_stand_over_the_setting() -> None:
    """A correlation of two quantities replaces that of the setting, also below 0."""
    matrix = correlation_matrix(NAMES, 0.2, [Correlation("a", "c", -0.5)])
    found = sample(DISTRIBUTIONS, matrix, 60_000, 1)
    assert rank_correlation(found["a"], found["c"]) == pytest.approx(-0.5, abs=0.015)
    assert rank_correlation(found["a"], found["b"]) == pytest.approx(0.2, abs=0.015)


def test_correlations_that_cannot_hold_together_are_refused() -> None:
    """a with b and b with c, but a against c: no distribution has that."""
    stated = [Correlation("a", "b", 0.9), Correlation("b", "c", 0.9), Correlation("a", "c", -0.9)]
    with pytest.raises(CaseError, match="cannot hold together"):
        correlation_matrix(NAMES, 0.0, stated)


def test_draws_follow_their_distributions() -> None:
    """Quantiles of the draws are those of the distribution, far into the tails."""
    found = sample(DISTRIBUTIONS, correlation_matrix(NAMES, 0.3), 400_000, 5)
    at = np.array([0.001, 0.05, 0.5, 0.95, 0.999])
    for name in NAMES[:2]:
        assert np.quantile(found[name], at) == pytest.approx(quantile(DISTRIBUTIONS[name], at), rel=0.05)


def test_draws_depend_on_the_seed_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal seeds give equal draws, on one processor or many; others give others; formulas see the same draws."""

    def double(values: Mapping[str, Floats]) -> Mapping[str, Floats]:
        return {"d": 2 * values["a"]}

    matrix = correlation_matrix(NAMES, 0.3)
    first = sample(DISTRIBUTIONS, matrix, 50_001, 7, double)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    again = sample(DISTRIBUTIONS, matrix, 50_001, 7, double)
    other = sample(DISTRIBUTIONS, matrix, 50_001, 8, double)
    assert all(np.array_equal(first[name], again[name]) for name in (*NAMES, "d"))
    assert not np.array_equal(first["a"], other["a"])
    assert np.array_equal(first["d"], 2 * first["a"])
    assert "a" not in sample(DISTRIBUTIONS, matrix, 100, 7, double, keep_inputs=False)

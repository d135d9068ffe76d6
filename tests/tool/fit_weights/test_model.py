"""The fit finds the one minimum, within the bounds, and says so when it cannot."""

from __future__ import annotations

import numpy as np
import pytest

from fit_weights.model import Floats, Labelled, NotConvergedError, fit, logistic
from fit_weights.prior import Prior

TRUE = np.array([-1.0, 2.0, -0.5, 0.0])


def made_rows(count: int = 20_000) -> Labelled:
    """Rows whose truth was drawn by TRUE, the first column a constant."""
    draw = np.random.default_rng(1)
    rows = np.concatenate([np.ones((count, 1)), draw.normal(size=(count, 3))], axis=1)
    matches = (draw.random(count) < logistic(rows @ TRUE)).astype(np.float64)
    return Labelled(rows, matches, np.ones(count))


def free_prior(strength: float = 1e-6, mean: Floats | None = None) -> Prior:
    """A prior without bounds."""
    unbounded = np.full(4, np.inf)
    return Prior(np.zeros(4) if mean is None else mean, np.full(4, strength), -unbounded, unbounded, np.eye(4))


def test_known_weights_are_found_again() -> None:
    """With many rows and hardly a prior, the fit is the truth within its standard error (0.03 at most, here four)."""
    assert np.abs(fit(made_rows(), free_prior()) - TRUE).max() < 0.12


def test_weight_that_would_change_sides_stays_at_nought() -> None:
    """The bound holds exactly, and the others are what they are without that column."""
    labelled, prior = made_rows(), free_prior()
    held = fit(labelled, prior._replace(most=np.array([np.inf, 0.0, np.inf, np.inf])))
    assert held[1] == 0.0
    without = labelled._replace(rows=labelled.rows * [1.0, 0.0, 1.0, 1.0])
    assert held == pytest.approx(fit(without, prior), abs=1e-6)


def test_gradient_vanishes_where_no_bound_holds() -> None:
    """The stationary conditions of the penalised problem, written out."""
    labelled = made_rows(500)
    prior = free_prior(strength=2.0, mean=np.array([0.0, 1.0, -1.0, 3.0]))._replace(least=np.zeros(4))
    weights = fit(labelled, prior)
    gradient = labelled.rows.T @ (logistic(labelled.rows @ weights) - labelled.matches) + 2.0 * (weights - prior.mean)
    assert np.all(weights >= 0)
    assert np.abs(gradient[weights > 0]).max() < 1e-6
    assert np.all(gradient[weights == 0] > -1e-6)


def test_share_counts_like_repeated_rows() -> None:
    """A row that counts twice is two rows."""
    labelled, prior = made_rows(300), free_prior(strength=1.0)
    twice = Labelled(*(np.concatenate([field, field]) for field in labelled))
    assert fit(labelled._replace(share=2 * labelled.share), prior) == pytest.approx(fit(twice, prior), abs=1e-6)


def test_without_rows_the_weights_are_their_means() -> None:
    """The prior alone speaks."""
    nothing = Labelled(np.zeros((0, 4)), np.zeros(0), np.zeros(0))
    assert fit(nothing, free_prior(mean=TRUE)) == pytest.approx(TRUE)


def test_firmer_weight_is_no_less() -> None:
    """With steps, the first of a chain is the second and more, although the rows say the opposite."""
    steps = np.eye(4)
    steps[2, 1] = 1.0
    prior = free_prior()._replace(steps=steps, least=np.array([-np.inf, 0.0, 0.0, -np.inf]))
    weights = fit(made_rows(), prior)
    assert weights[2] == weights[1] > 0


def test_rows_that_are_no_numbers_are_an_error() -> None:
    """No weights are better than wrong ones."""
    labelled = made_rows(50)
    labelled.rows[3, 1] = np.nan
    with pytest.raises(NotConvergedError):
        fit(labelled, free_prior())

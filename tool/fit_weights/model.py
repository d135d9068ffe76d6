"""Logistic regression with a normal prior and bounds: the weights of features from labelled rows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .prior import Prior

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MAX_ROUNDS = 100
TOLERANCE = 1e-7
"""Of the gradient, in rows: far below what three decimals of a weight can show."""
_LEAST_STEP = 1e-9
"""Share of a step of Newton's below which halving it again says nothing."""


class Labelled(NamedTuple):
    """Rows of features and what is known of them. N rows, W weights."""

    rows: Floats
    """(N, W)"""
    matches: Floats
    """(N): 1 for one party, 0 for two."""
    share: Floats
    """(N): as how many rows each counts."""


class NotConvergedError(ArithmeticError):
    """There is no minimum to be found: rows hold values that are no numbers, or immense ones."""


def logistic(odds: Floats) -> Floats:
    """Turn log-odds into probabilities."""
    return 0.5 * (1.0 + np.tanh(0.5 * odds))


def fit(labelled: Labelled, prior: Prior) -> Floats:
    """Find the likeliest weights (W) given the rows and the prior: the one minimum of a convex function.

    Newton's method on the weights that no bound holds back, each step halved until it descends.
    Source: Bertsekas, "Projected Newton methods for optimization problems with simple constraints", SIAM Journal on
    Control and Optimization 20(2), 1982.

    Raises:
        NotConvergedError: the gradient does not vanish, or a row holds what is no number.
    """
    if not np.isfinite(labelled.rows).all():
        raise NotConvergedError("A row holds a value that is not finite.")
    problem = _Problem(labelled, prior)
    steps = np.clip(np.linalg.solve(prior.steps, prior.mean), prior.least, prior.most)
    for _ in range(MAX_ROUNDS):
        gradient = problem.gradient(steps)
        held = ((steps <= prior.least) & (gradient > 0)) | ((steps >= prior.most) & (gradient < 0))
        if np.abs(gradient[~held]).max(initial=0.0) < TOLERANCE:
            weights: Floats = prior.steps @ steps
            return weights
        direction = _newton(problem, steps, gradient, held)
        steps = _descend(problem, steps, direction, gradient)
    raise NotConvergedError(f"Largest gradient after {MAX_ROUNDS} rounds: {np.abs(gradient[~held]).max():.2g}")


def loss(labelled: Labelled, prior: Prior, weights: Floats) -> float:
    """Give the loss of weights (W) in nats: how much rows surprise, and how far the weights stray from the prior."""
    steps: Floats = np.asarray(np.linalg.solve(prior.steps, weights), np.float64)
    return _Problem(labelled, prior).loss(steps)


class _Problem:
    """Loss in nats, its gradient and curvature, as functions of the steps that the weights are made of."""

    def __init__(self, labelled: Labelled, prior: Prior) -> None:
        self.labelled, self.prior = labelled, prior
        self.rows = labelled.rows @ prior.steps

    def loss(self, steps: Floats) -> float:
        odds = self.rows @ steps
        surprise = np.logaddexp(0.0, odds) - self.labelled.matches * odds
        stray = self.prior.steps @ steps - self.prior.mean
        return float(self.labelled.share @ surprise + 0.5 * self.prior.strength @ stray**2)

    def gradient(self, steps: Floats) -> Floats:
        wrong = self.labelled.share * (logistic(self.rows @ steps) - self.labelled.matches)
        stray = self.prior.steps @ steps - self.prior.mean
        gradient: Floats = self.rows.T @ wrong + self.prior.steps.T @ (self.prior.strength * stray)
        return gradient

    def curvature(self, steps: Floats) -> Floats:
        likely = logistic(self.rows @ steps)
        weight = self.labelled.share * likely * (1.0 - likely)
        stiff = self.prior.steps.T @ (self.prior.strength[:, None] * self.prior.steps)
        curvature: Floats = (self.rows * weight[:, None]).T @ self.rows + stiff
        return curvature


def _newton(problem: _Problem, steps: Floats, gradient: Floats, held: Bools) -> Floats:
    """Give the direction of Newton's method, in which no weight that is at a bound goes through it."""
    curvature, prior, held = problem.curvature(steps), problem.prior, held.copy()
    while True:
        direction = np.zeros(len(steps))
        direction[~held] = np.linalg.solve(curvature[np.ix_(~held, ~held)], gradient[~held])
        pushed = ((steps <= prior.least) & (direction > 0)) | ((steps >= prior.most) & (direction < 0))
        if not pushed.any():
            return direction
        held |= pushed


def _descend(problem: _Problem, steps: Floats, direction: Floats, gradient: Floats) -> Floats:
    """Go as far against a direction, and no farther than the bounds, as the loss falls in keeping with the gradient."""
    before, length = problem.loss(steps), 1.0
    rounding = 1e-12 * abs(before)
    while length > _LEAST_STEP:
        after = np.clip(steps - length * direction, problem.prior.least, problem.prior.most)
        expected = max(float(gradient @ (steps - after)), 0.0)
        if problem.loss(after) <= before + rounding - 1e-4 * expected:
            return after
        length /= 2
    raise NotConvergedError("No step lowers the loss.")

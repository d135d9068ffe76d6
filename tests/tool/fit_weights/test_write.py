"""What is written is what the algorithm reads."""

from __future__ import annotations

import tomllib

import numpy as np

from counterflow.compare.algorithm import load_algorithm, read_weights
from counterflow.compare.kernel.party import Weights
from fit_weights.write import format_weights


def test_written_weights_are_read_again() -> None:
    """Three decimals survive, in every section."""
    shipped = load_algorithm()
    values = tomllib.loads(format_weights(shipped.weights, shipped.threshold))
    again = read_weights(values)
    assert values["threshold"] == shipped.threshold
    for written, read in zip(shipped.weights, again, strict=True):
        assert np.abs(written - read).max() < 0.00051


def test_minus_nought_is_nought() -> None:
    """A weight held at its bound from below is written as 0.0."""
    weights = load_algorithm().weights
    text = format_weights(Weights(weights.name * np.float32(-0.0), weights.fact * np.float32(-0.0)), 0.5)
    assert "-0.0" not in text

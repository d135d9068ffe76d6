"""Calibration: whether probabilities hold."""

from __future__ import annotations

import numpy as np
import pytest

from counterflow.weigh.truth.calibration import calibrate


def test_what_holds_has_no_error() -> None:
    """Of what is said with .8, four in five come true."""
    found = calibrate(np.full(10, 0.8), np.array([True] * 8 + [False] * 2))
    assert found.error == pytest.approx(0)
    assert found.accuracy == pytest.approx(0.8)
    assert found.brier == pytest.approx(0.16)


def test_certainty_that_fails_is_all_error() -> None:
    """What is said for certain and is false could not be worse."""
    found = calibrate(np.ones(4), np.zeros(4, bool))
    assert (found.error, found.brier) == (1.0, 1.0)
    assert found.curve == ((1.0, 0.0, 4),)

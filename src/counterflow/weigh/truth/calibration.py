"""Whether probabilities hold: of what is said with .7, seven in ten should be true."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterflow.weigh.truth.claims import Flags, Floats


@dataclass(frozen=True)
class Calibration:
    """How probabilities compare with what came out."""

    count: int
    accuracy: float
    """Share that came out true."""
    error: float
    """Mean distance of what was said and what came out, bin by bin, by the bins' sizes (Naeini et al. 2015)."""
    brier: float
    """Mean squared distance of probability and outcome (Brier 1950)."""
    curve: tuple[tuple[float, float, int], ...]
    """Of each bin that is not empty: mean probability, share that came out true, size."""


def calibrate(probability: Floats, true: Flags, bins: int = 10) -> Calibration:
    """Compare probabilities with outcomes, in bins of equal width."""
    count = len(probability)
    if count == 0:
        return Calibration(0, float("nan"), float("nan"), float("nan"), ())
    outcome = true.astype(float)
    place = np.minimum((np.clip(probability, 0, 1) * bins).astype(np.int64), bins - 1)
    size = np.bincount(place, minlength=bins)
    said, came = np.bincount(place, probability, bins), np.bincount(place, outcome, bins)
    error = float(np.abs(said - came).sum() / count)
    curve = tuple(
        (float(said[one] / size[one]), float(came[one] / size[one]), int(size[one])) for one in np.flatnonzero(size)
    )
    return Calibration(count, float(outcome.mean()), error, float(np.mean((probability - outcome) ** 2)), curve)

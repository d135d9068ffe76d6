"""How well weights tell parties apart that they were not fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from benchmarks.names.quality import best_quality, bins_of_equal_mass, calibration_error, quality
from benchmarks.names.report import print_table
from numpy.typing import NDArray

from counterflow.compare.kernel.party import Weights

from .data import CASES, JUDGED, LabelledSet
from .model import logistic
from .prior import Prior
from .train import score, train

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

REPEATS = 5
FOLDS = 5
SEED = 2026
DRAWS = 200
"""Truths drawn from stated probabilities, to see how large a calibration error chance alone makes."""


class Scored(NamedTuple):
    """Pairs that the weights had not seen."""

    label: str
    odds: Floats
    matches: Bools


def cross_validate(sets: Sequence[LabelledSet], prior: Prior) -> list[Scored]:
    """Score the name cases by weights fitted without the fifth that they are in, in five divisions drawn anew."""
    cases = next(one for one in sets if one.name == CASES)
    draw = np.random.default_rng(SEED)
    found = []
    for repeat in range(REPEATS):
        fold = draw.permutation(len(cases.matches)) % FOLDS
        odds = np.zeros(len(fold))
        for number in range(FOLDS):
            out = fold == number
            odds[out] = score(cases, train(sets, prior, {CASES: out}))[out]
        found.append(Scored(f"{CASES}, cross-validated, {repeat + 1}", odds, cases.matches))
    return found


def expected_error(likely: Floats, draws: int = DRAWS) -> float:
    """Give the mean calibration error of probabilities that are true, from as many pairs: no weights can be better."""
    draw = np.random.default_rng(SEED)
    errors = [calibration_error(bins_of_equal_mass(likely, draw.random(len(likely)) < likely)) for _ in range(draws)]
    return float(np.mean(errors))


def print_report(sets: Sequence[LabelledSet], weights: Weights, validated: Sequence[Scored], threshold: float) -> None:
    """Print F1 and calibration error on labelled pairs, then shares of made pairs that match."""
    by_name = {one.name: one for one in sets}
    judged, cases = by_name[JUDGED], by_name[CASES]
    odds = score(judged, weights)
    half_b = Scored(f"{JUDGED}, half B", odds[judged.held], judged.matches[judged.held])
    both = [Scored("", np.append(half_b.odds, one.odds), np.append(half_b.matches, one.matches)) for one in validated]
    fitted = [
        Scored(f"{JUDGED}, half A (fitted)", odds[~judged.held], judged.matches[~judged.held]),
        Scored(f"{CASES} (fitted)", score(cases, weights), cases.matches),
    ]
    head = ("pairs", "count", "F1 at default", "best F1", "at", "calibration error", "by chance alone")
    unseen = [("half B", [half_b]), ("name cases, cross-validated", validated), ("both", both)]
    rows = [_row(label, some, threshold) for label, some in unseen]
    print_table(head, rows + [_row(one.label, [one], threshold) for one in fitted])
    print()
    print_table(("made pairs held back", "count", "share matching"), [_share(one, weights) for one in sets[2:]])


def _row(label: str, scored: Sequence[Scored], threshold: float) -> list[str | float]:
    """Give the means over several scorings of the same pairs."""
    figures = []
    for one in scored:
        likely = logistic(one.odds)
        best = best_quality(likely, one.matches)
        error = calibration_error(bins_of_equal_mass(likely, one.matches))
        default = quality(likely, one.matches, threshold).f1
        figures.append((default, best.f1, best.threshold, error, expected_error(likely)))
    return [label, len(scored[0].matches), *(f"{value:.4f}" for value in np.mean(figures, axis=0))]


def _share(one: LabelledSet, weights: Weights) -> list[str | float]:
    odds = score(one, weights)[one.held]
    return [one.name, len(odds), f"{np.mean(odds > 0):.4f}"]

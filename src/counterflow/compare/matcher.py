"""Two FtM entities in, a probability and its reasons out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.algorithm import Algorithm, load_algorithm
from counterflow.compare.builder import FrameBuilder
from counterflow.compare.frame import Frame
from counterflow.compare.kernel.party import ALL, Rows, describe_pairs, new_rows, new_scratch
from counterflow.compare.reason import Reason, explain
from counterflow.compare.score import probability, score_rows

Entity = Mapping[str, Any]


class Comparison(NamedTuple):
    """What comparing two parties gives."""

    score: float
    """Probability that they are one, in [0, 1]."""
    match: bool
    """The probability reaches the algorithm's threshold."""
    reasons: tuple[Reason, ...]


class Matcher:
    """Compares parties by one algorithm. Holds no state of the parties, so a changed record changes its score."""

    def __init__(self, algorithm: Algorithm | None = None) -> None:
        """Use an algorithm, by default the one that ships with the package."""
        self.algorithm = algorithm if algorithm is not None else load_algorithm()

    def compare(self, left: Entity, right: Entity) -> Comparison:
        """Compare two FtM entities (`schema`, `properties`), either order."""
        one, other = frame_of([left]), frame_of([right])
        rows = self.describe(one, np.zeros(1, np.int64), other, np.zeros(1, np.int64))
        score = float(self.score(rows)[0])
        reasons = explain(left, int(rows.best[0, 0]), right, int(rows.best[0, 1]), rows, 0, self.algorithm.weights)
        return Comparison(score, score >= self.algorithm.threshold, tuple(reasons))

    def score_many(self, lefts: Sequence[Entity], rights: Sequence[Entity]) -> NDArray[np.float64]:
        """Compare entities pair by pair: (n) probabilities."""
        one, other, numbers = frame_of(lefts), frame_of(rights), np.arange(len(lefts))
        return self.score(self.describe(one, numbers, other, numbers))

    def describe(
        self, left: Frame, left_party: NDArray[np.int64], right: Frame, right_party: NDArray[np.int64]
    ) -> Rows:
        """Describe pairs of parties of two frames: left_party[i] of the one beside right_party[i] of the other."""
        rows = new_rows(len(left_party))
        describe_pairs(left, left_party, right, right_party, self.algorithm.weights, ALL, new_scratch(), rows)
        return rows

    def score(self, rows: Rows) -> NDArray[np.float64]:
        """Weigh rows: (n) probabilities."""
        return probability(score_rows(rows, self.algorithm.weights))


def frame_of(entities: Iterable[Entity]) -> Frame:
    """Analyse FtM entities."""
    builder = FrameBuilder()
    for entity in entities:
        builder.add(entity)
    return builder.freeze()

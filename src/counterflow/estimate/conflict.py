"""Which claims cannot both hold: the largest probability with which they can, whatever goes with what.

Of two statements of one quantity that is the overlap of their distributions (no joint distribution lets two values be
equal more often: the coupling inequality). Of two where one is part of the other it is 1 minus the most by which the
part's distribution lies above the whole's at any value (Strassen 1965).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterflow.estimate.distribution import Distribution, below

SHOWN = 0.5
"""Pairs that can hold together more probably are not conflicts."""


@dataclass(frozen=True)
class Conflict:
    """Two figures that can hardly describe the same thing."""

    one: str
    """What the first says, in words."""
    other: str
    relation: str
    """`is`: both are of one quantity; `part of`: the first is contained in the second."""
    probability: float
    """The most probably that they can both hold."""
    beliefs: tuple[str, ...] = ()
    """`belief` ids of both."""


def can_be_equal(one: Distribution, other: Distribution) -> float:
    """Give the most probably that two statements of one quantity are both true."""
    values = np.union1d(one, other)
    return float(np.sum(np.minimum(np.diff(below(one, values)), np.diff(below(other, values)))))


def can_be_part(part: Distribution, whole: Distribution) -> float:
    """Give the most probably that a part is not more than its whole."""
    values = np.union1d(part, whole)
    return float(1 - max(0.0, np.max(below(whole, values) - _under(part, values))))


def _under(distribution: Distribution, values: Distribution) -> Distribution:
    """Give the probability of at most a value, where one value holds it all as where many do."""
    if distribution[0] == distribution[-1]:
        return np.asarray(values >= distribution[0], dtype=float)
    return below(distribution, values)

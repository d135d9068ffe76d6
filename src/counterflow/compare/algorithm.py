"""The algorithm's name, weights and threshold: one for screening, resolving and linking."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

from counterflow.compare.fact.feature import FEATURES
from counterflow.compare.kernel.feature import NameFeature
from counterflow.compare.kernel.party import Weights

ALGORITHM = "bits-v5"
"""Version of all that a score follows from: analysis, kernel, weights. A change of any score changes the name."""


class Algorithm(NamedTuple):
    """A published version of the way to score."""

    name: str
    threshold: float
    """The least probability of a match."""
    weights: Weights


@functools.cache
def load_algorithm() -> Algorithm:
    """Read the weights that ship with the package (`weights.toml`)."""
    with resources.files("counterflow.compare").joinpath("weights.toml").open("rb") as file:
        values = tomllib.load(file)
    return Algorithm(ALGORITHM, values["threshold"], read_weights(values))


def read_weights(values: Mapping[str, Any]) -> Weights:
    """Lay the tables `person`, `other` and `fact` of a weights file out as the kernel wants them."""
    features = [feature.name.lower() for feature in NameFeature]
    name = np.array([[values[kind][feature] for feature in features] for kind in ("person", "other")], np.float32)
    fact = np.array([values["fact"][feature.name] for feature in FEATURES], np.float32)
    return Weights(name, fact)

"""What each feature of facts is worth: log-odds from a file that a reader can argue with."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.fact.feature import FEATURE_COUNT, FEATURES
from counterflow.exc import CounterflowError

WEIGHTS_FILE = "fact_weights.toml"
"""Beside this module: a line a feature, in natural log-odds, with its reason."""


def load_weights() -> NDArray[np.float32]:
    """Read the shipped weights.

    Returns:
        (FEATURE_COUNT): natural log-odds that a feature of value 1 adds, in the order of `FEATURES`.

    Raises:
        CounterflowError: the file lacks a feature or names one that there is none of.
    """
    text = files(__package__).joinpath(WEIGHTS_FILE).read_text("utf-8")
    weights = tomllib.loads(text)["weight"]
    names = [feature.name for feature in FEATURES]
    wrong = sorted(set(weights) ^ set(names))
    if len(wrong) > 0:
        raise CounterflowError(f"{WEIGHTS_FILE} and the features differ in {', '.join(wrong)}.")
    return np.array([weights[name] for name in names], np.float32).reshape(FEATURE_COUNT)

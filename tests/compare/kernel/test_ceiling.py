"""Bounds that are proven: no pair of names that is left out could have been the best."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.kernel.ceiling import ceiling, most_of, slack_of
from counterflow.compare.kernel.feature import FEATURE_MOST, NAME_FEATURES, NameFeature, describe_names
from counterflow.compare.kernel.reach import glance_across
from counterflow.compare.kernel.space import new_space

from .conftest import Two, look, names, schemata

SPACE = new_space()
WEIGHTS = load_algorithm().weights.name


def top_of(two: Two, weights: NDArray[np.float32]) -> float:
    """Bound the log-odds of two names by what was seen of them."""
    column = two.column
    legal, slack = np.float32(0), slack_of(weights, column)
    return float(ceiling(two.left.outline, 0, two.right.outline, 0, legal, 0, column, weights, slack, SPACE))


def features_of(two: Two) -> NDArray[np.float32]:
    features = np.zeros(NAME_FEATURES, np.float32)
    describe_names(two.sum(), 0, features)
    return features


def bounds(
    left: str, right: str, schema: str, other: str | None = None, weights: NDArray[np.float32] = WEIGHTS
) -> tuple[float, float, float]:
    """Give the ceiling of two names at a glance, that by looking at them, and their log-odds."""
    two = look(left, right, schema, SPACE, other)
    mixed = (schema == "Person") != ((other or schema) == "Person")
    top = top_of(two, weights)
    odds = float(weights[two.column] @ features_of(two))
    glance_across(two.left.outline, 0, two.right.outline, 0, two.column, mixed, SPACE)
    return top_of(two, weights), top, odds


@given(names, names, schemata, schemata)
def test_never_too_low(left: str, right: str, schema: str, other: str) -> None:
    glance, top, odds = bounds(left, right, schema, other)
    assert odds <= top <= glance + 1e-4


SIGNS = [
    (NameFeature.AGREEMENT, 0, 1),
    (NameFeature.CONFLICT, -1, 0),
    (NameFeature.CONFLICT_BITS, -1, 0),
    (NameFeature.EXTRA, -1, 0),
]


@st.composite
def weights_of_known_sign(draw: st.DrawFn) -> NDArray[np.float32]:
    """Draw weights: those of SIGNS have their sign, all others may be anything."""
    drawn = np.array(draw(st.lists(st.integers(-4, 4), min_size=NAME_FEATURES, max_size=NAME_FEATURES)), np.float32)
    for feature, least, most in SIGNS:
        drawn[feature] = np.clip(drawn[feature], 4 * least, 4 * most)
    return np.array([drawn, drawn])


@given(names, names, schemata, weights_of_known_sign())
def test_never_too_low_whatever_features_weigh(
    left: str, right: str, schema: str, weights: NDArray[np.float32]
) -> None:
    glance, top, odds = bounds(left, right, schema, weights=weights)
    assert odds <= top
    assert odds <= glance


@given(names, names, schemata, weights_of_known_sign())
def test_whatever_the_other_name_is(left: str, right: str, schema: str, weights: NDArray[np.float32]) -> None:
    two = look(left, right, schema, SPACE)
    bits = np.float32(two.left.outline[0]["bits"][two.column][: two.left.outline[0]["size"]].sum())
    most = most_of(weights, two.column, bits, slack_of(weights, two.column))
    assert top_of(two, weights) <= most + 1e-4


@given(names, names, schemata)
def test_features_are_no_more_than_is_counted_on(left: str, right: str, schema: str) -> None:
    """But for those that the ceiling counts itself."""
    features = features_of(look(left, right, schema, SPACE))
    features[[NameFeature.AGREEMENT, NameFeature.CONFLICT_BITS]] = 0
    assert np.all(features >= 0)
    assert np.all(features <= FEATURE_MOST)


@pytest.mark.parametrize(
    ("left", "right"),
    [("Good Will", "Goodwill"), ("People's Liberation Army", "PLA"), ("Drissi", "Dr"), ("Kim Jong Un", "Kim Jongun")],
)
def test_what_agrees_in_other_ways(left: str, right: str) -> None:
    for schema in ("Person", "Company"):
        for one, other in ((left, right), (right, left)):
            glance, top, odds = bounds(one, other, schema)
            assert odds <= top <= glance


def test_equal_words_reach_it() -> None:
    glance, top, odds = bounds("Vladimir Putin", "Vladimir Putin", "Person")
    assert glance == pytest.approx(odds, abs=0.01)
    assert top == pytest.approx(odds, abs=0.01)


def test_one_common_word_alone_comes_near_it() -> None:
    """That the word may have no answer after all is counted on as well."""
    glance, top, odds = bounds("Mohammed", "Mohammed Qadir Aselderov", "Person")
    assert odds <= top <= glance < odds + 2


@pytest.mark.parametrize(
    ("schema", "left", "right"),
    [
        ("Person", "Kim Jong Un", "Vladimir Putin"),
        ("Person", "Ayman al-Zawahiri", "Joseph Kony"),
        ("Company", "Ocean Star", "Rosneft"),
        ("Vessel", "Rosneft", "Daesong 7"),
    ],
)
def test_strangers_reach_it(schema: str, left: str, right: str) -> None:
    """What has nothing in common is known without aligning."""
    glance, _, odds = bounds(left, right, schema)
    assert glance == pytest.approx(odds, abs=0.01)
    assert odds < -3


def test_weights_of_unusual_sign_leave_nothing_out() -> None:
    weights = np.zeros((2, NAME_FEATURES), np.float32)
    weights[:, NameFeature.EXTRA] = 1
    assert slack_of(weights, 0) == np.inf

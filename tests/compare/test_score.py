"""Rows as probabilities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.fact.feature import CAPPED, FEATURE_COUNT, Feature
from counterflow.compare.kernel.feature import NAME_FEATURES, NameFeature
from counterflow.compare.kernel.party import Rows, Weights, new_rows
from counterflow.compare.score import NO_NAME, name_odds, probability, score_rows


def weights() -> Weights:
    """Weights that tell their features apart: 1, 2, 3... for persons, ten times that for others."""
    name = np.arange(1, NAME_FEATURES + 1, dtype=np.float32)
    return Weights(np.stack([name, name * 10]), np.arange(1, FEATURE_COUNT + 1, dtype=np.float32) / np.float32(100))


def named_rows(count: int) -> Rows:
    rows = new_rows(count)
    rows.best[:] = 0
    return rows


def test_features_times_weights() -> None:
    rows = named_rows(2)
    rows.person[0] = True
    rows.name[:, NameFeature.CONSTANT] = 1
    rows.name[:, NameFeature.EXTRA] = 0.5
    rows.fact[1, Feature(3)] = 1
    extra = int(NameFeature.EXTRA) + 1
    assert [name_odds(rows, weights(), row) for row in (0, 1)] == [1 + extra / 2, 10 + extra * 5]
    assert score_rows(rows, weights()).tolist() == pytest.approx([1 + extra / 2, 10 + extra * 5 + 0.04])


def test_without_a_name_facts_alone_speak() -> None:
    rows = new_rows(1)
    rows.name[0] = 99
    rows.fact[0, 0] = 1
    assert score_rows(rows, weights()).tolist() == pytest.approx([float(NO_NAME) + 0.01])


@pytest.mark.parametrize("feature", CAPPED, ids=str)
def test_contradicting_numbers_are_for_review_at_most(feature: Feature) -> None:
    """Below even odds whatever else agrees, and still in the order of what does; what is far below stays as it is."""
    agreement = np.array([-20, -8, -1, 0, 1, 2, 4, 8, 12], np.float32)
    rows = named_rows(len(agreement))
    rows.fact[:, feature] = 1
    rows.name[:, NameFeature.CONSTANT] = agreement
    ours = Weights(np.ones((2, NAME_FEATURES), np.float32), np.zeros(FEATURE_COUNT, np.float32))
    found = score_rows(rows, ours)
    assert np.all(found < 0)
    assert np.all(np.diff(found) > 0)
    assert found[:3].tolist() == agreement[:3].tolist()


def test_no_rows() -> None:
    assert probability(score_rows(new_rows(0), load_algorithm().weights)).shape == (0,)


@pytest.mark.parametrize(
    ("odds", "expected"),
    [(0, 0.5), (np.log(3), 0.75), (-np.log(3), 0.25), (200, 1), (-200, 0), (np.inf, 1), (-np.inf, 0)],
)
def test_logistic(odds: float, expected: float) -> None:
    assert probability(np.array([odds], np.float32)).tolist() == pytest.approx([expected])


@given(st.lists(st.floats(-700, 700, width=32), min_size=2, max_size=20))
def test_probabilities_keep_the_order(odds: list[float]) -> None:
    """In [0, 1], without a warning, however sure."""
    found = probability(np.array(sorted(odds), np.float32))
    assert np.all((found >= 0) & (found <= 1))
    assert np.all(np.diff(found) >= 0)


def test_what_is_nearly_sure_is_not_tied() -> None:
    """A queue is ranked at its top, too: 12 and 14 in log-odds are two numbers."""
    assert len(set(probability(np.array([12, 13, 14, 20, 30], np.float32)).tolist())) == 5

"""Bounds that are proven: no pair of names that is left out could have been the best."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.kernel.ceiling import ceiling, slack_of
from counterflow.compare.kernel.feature import NAME_FEATURES, NameFeature, describe_names
from counterflow.compare.kernel.kin import note_kin
from counterflow.compare.kernel.name import SUMS, NameSum, sum_kin
from counterflow.compare.kernel.reach import look_across
from counterflow.compare.kernel.space import new_space

from .conftest import words_of

SPACE = new_space()
WEIGHTS = load_algorithm().weights.name
words = st.lists(
    st.sampled_from(
        "Kim Jong Un Jongun Ri Lee 리 Vladimir V. Putin Путин Mohammed محمد Abd Rahman Abdulrahman Abdul Bill William "
        "al Bank Banque 银行 of Ocean Oceans Oc 7 8 VII 习近平 Xi Jinping Good Will Goodwill Goodwil PLA People's "
        "Liberation Army Dr Drissi Schröder Daesong Dae Song".split()
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


def both(left: str, right: str, schema: str) -> tuple[float, float]:
    """Give the ceiling of two names and their log-odds."""
    (a, n), (b, m) = words_of(left, schema), words_of(right, schema)
    column = 0 if schema == "Person" else 1
    sums, features = np.zeros(SUMS, np.float32), np.zeros(NAME_FEATURES, np.float32)
    note_kin(a, n, b, m, SPACE)
    look_across(a, n, b, m, SPACE)
    top = ceiling(a, n, b, m, np.float32(0), 0, column, WEIGHTS, slack_of(WEIGHTS, column), SPACE)
    sum_kin(a, n, b, m, column == 0, SPACE, sums)
    sums[NameSum.LEGAL] = 0
    describe_names(sums, 0, features)
    return float(top), float(WEIGHTS[column] @ features)


@given(words, words, st.sampled_from(["Person", "Company", "Vessel"]))
def test_never_too_low(left: str, right: str, schema: str) -> None:
    top, odds = both(left, right, schema)
    assert odds <= top


@pytest.mark.parametrize(
    ("left", "right"),
    [("Good Will", "Goodwill"), ("People's Liberation Army", "PLA"), ("Drissi", "Dr"), ("Kim Jong Un", "Kim Jongun")],
)
def test_what_agrees_in_other_ways(left: str, right: str) -> None:
    for schema in ("Person", "Company"):
        for one, other in ((left, right), (right, left)):
            top, odds = both(one, other, schema)
            assert odds <= top


def test_equal_names_reach_it() -> None:
    top, odds = both("Vladimir Putin", "Vladimir Putin", "Person")
    assert top == pytest.approx(odds, abs=0.01)


def test_strangers_are_far_below() -> None:
    assert both("Ocean Star", "Rosneft", "Company")[0] < both("Ocean Star", "Ocean Star", "Company")[0] - 3


def test_weights_of_unusual_sign_leave_nothing_out() -> None:
    weights = np.zeros((2, NAME_FEATURES), np.float32)
    weights[:, NameFeature.EXTRA] = 1
    assert slack_of(weights, 0) == np.inf

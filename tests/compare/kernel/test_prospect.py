"""The cheap question before the dear one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.kernel.feature import NAME_FEATURES, NameFeature
from counterflow.compare.kernel.prospect import FLOOR, prospect
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.space import new_space

from .conftest import answer, words_of

SPACE = new_space()


def hope(left: str, right: str, schema: str, weights: NDArray[np.float32] | None = None) -> float:
    """Log-odds that two names may reach, without a bonus; by default with the weights that ship."""
    (a, n), (b, m) = words_of(left, schema), words_of(right, schema)
    name = load_algorithm().weights.name if weights is None else weights
    return float(prospect(a, n, b, m, 0 if schema == "Person" else 1, name, np.float32(0)))


def against() -> NDArray[np.float32]:
    """Weights by which all words having an answer gives 0, and anything else less."""
    weights = np.zeros((2, NAME_FEATURES), np.float32)
    weights[:, NameFeature.CONFLICT] = weights[:, NameFeature.EXTRA] = -1
    return weights


ONE = [
    ("Person", "Kim Jong Un", "김정은"),
    ("Person", "Vladimir Putin", "Владимир Путин"),
    ("Person", "Ri Su Yong", "Lee Su Yong"),
    ("Person", "Bill Gates", "William Gates"),
    ("Person", "J. Wanyama", "Joachim Wanyama"),
    ("Company", "Bank of China", "中国银行"),
    ("Company", "Rosneft", "Rosnfet"),
]


@pytest.mark.parametrize(("schema", "left", "right"), ONE)
def test_one_party_has_prospect(schema: str, left: str, right: str) -> None:
    assert hope(left, right, schema) > FLOOR


OTHERS = [
    ("Person", "Kim Jong Un", "Vladimir Putin"),
    ("Person", "Ayman al-Zawahiri", "Joseph Kony"),
    ("Company", "Rosneft", "Daesong Bank"),
]


@pytest.mark.parametrize(("schema", "left", "right"), OTHERS)
def test_others_have_none(schema: str, left: str, right: str) -> None:
    assert hope(left, right, schema) < FLOOR


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Good Will", "Goodwill"),
        ("Dae Song", "Daesong"),
        ("Sun Moon Star", "Sunmoonstar"),
        ("People's Liberation Army", "PLA"),
    ],
)
def test_words_run_together_have_prospect(left: str, right: str) -> None:
    assert hope(left, right, "Company") > FLOOR


@pytest.mark.parametrize(("left", "right"), [("7", "Seven"), ("XVII", "Seventeen")])
def test_numerals_of_one_value_have_prospect(left: str, right: str) -> None:
    assert hope(left, right, "Vessel", against()) == 0


def test_weights_of_what_may_agree_and_what_cannot() -> None:
    """Conflict is what both sides lack, extra what one side has beyond it."""
    weights = against()
    weights[:, NameFeature.CONSTANT] = 5
    assert hope("Kim Jong Un", "Kim Jong Un", "Person", weights) == 5
    assert 4 < hope("Qadir Aselderov", "Aselderov", "Person", weights) < 5
    assert 3 < hope("Qadir Kim", "Aselderov Kim", "Person", weights) < 5
    assert hope("Qadir", "Aselderov", "Person", weights) < hope("Qadir Kim", "Aselderov Kim", "Person", weights)


def test_a_bonus_is_added() -> None:
    (a, n), (b, m) = words_of("Kim", "Person"), words_of("Kim", "Person")
    assert prospect(a, n, b, m, 0, against(), np.float32(2.5)) == 2.5


words = st.lists(
    st.sampled_from(
        "Kim Jong Un Ri Lee 리 Vladimir Wladimir V. Putin Путин Putn Mohammed محمد Bill William Bank Banque 银行 Ocean "
        "Oceans 7 8 习近平 Xi Hsi Smith Smyth Schröder".split()
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(words, words, st.sampled_from(["Person", "Company"]))
def test_whichever_is_left(left: str, right: str, schema: str) -> None:
    assert hope(left, right, schema) == pytest.approx(hope(right, left, schema), abs=1e-5)
    assert hope(left, left, schema, against()) == 0
    assert hope(left, right, schema, against()) <= 0


@given(words, words, st.sampled_from(["Person", "Company"]))
def test_wrong_only_to_say_that_it_can(left: str, right: str, schema: str) -> None:
    """Where each word of either name is related to some word of the other, nothing speaks against them."""
    (a, n), (b, m) = words_of(left, schema), words_of(right, schema)
    unrelated = (Relation.NONE, Relation.NUMBER)
    is_related = [
        [answer(a, i, b, j, schema == "Person", SPACE)[0] not in unrelated for j in range(m)] for i in range(n)
    ]
    if all(map(any, is_related)) and all(map(any, zip(*is_related, strict=True))):
        assert hope(left, right, schema, against()) == 0

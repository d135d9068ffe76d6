"""Traits: never worth less than what the facts say, and what they contradict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.compiled import compiled
from counterflow.compare.fact import Facts
from counterflow.compare.fact.feature import FEATURE_COUNT, Feature
from counterflow.compare.fact.kernel import compare_facts
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.index.trait import MAX_VALUES, TRAIT_VALUES, odds_of, traits_of, weigh_traits
from counterflow.compare.matcher import frame_of

from .conftest import person

FACT = load_algorithm().weights.fact
TOLD = (
    Feature.SCHEMA_SAME,
    Feature.SCHEMA_CONTRADICTS,
    Feature.GENDER_SHARED,
    Feature.GENDER_DIFFERS,
    Feature.BIRTH_YEAR_OFF_BY_ONE,
    Feature.BIRTH_YEAR_DIFFERS,
    Feature.BIRTH_YEARS_APART,
    Feature.BIRTH_YEAR_EQUAL,
    Feature.COUNTRY_DIFFERS,
)
"""What traits tell of."""

parties = st.fixed_dictionaries(
    {
        "schema": st.sampled_from(["Person", "Company", "LegalEntity", "Vessel"]),
        "properties": st.fixed_dictionaries(
            {
                "name": st.just(["Anna Smith"]),
                "birthDate": st.lists(st.sampled_from(["1961", "1962-03-04", "1963", "1985-12", "1861"]), max_size=2),
                "gender": st.lists(st.sampled_from(["male", "female"]), max_size=1),
                "country": st.lists(st.sampled_from(["ru", "kp", "suhh", "de", "fr"]), max_size=2),
                "nationality": st.lists(st.sampled_from(["ru", "kp", "de"]), max_size=2),
            }
        ),
    }
)


@compiled
def weigh(query: Facts, party: Whole, facts: Facts, other: Whole, weights: np.ndarray, odds: np.ndarray) -> Real:
    most = weigh_traits(query, party, weights, odds)
    return most, odds_of(traits_of(facts, other), odds)


def odds_between(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[float, float, np.ndarray]:
    facts = frame_of([{**one, "id": "a"}, {**other, "id": "b"}]).facts
    row = np.zeros(FEATURE_COUNT, np.float32)
    compare_facts(facts, 0, facts, 1, row)
    most, told = weigh(facts, np.int64(0), facts, np.int64(1), FACT, np.zeros((4, MAX_VALUES), np.float32))
    return float(most), float(told), row


@given(parties, parties)
def test_traits_take_no_more_away_than_the_facts_do(one: dict[str, object], other: dict[str, object]) -> None:
    most, told, row = odds_between(one, other)
    assert told <= most + 1e-5
    assert told >= sum(FACT[feature] * row[feature] for feature in TOLD if FACT[feature] < 0) - 1e-4


@pytest.mark.parametrize(
    ("one", "other", "feature"),
    [
        ({"gender": ["male"]}, {"gender": ["female"]}, Feature.GENDER_DIFFERS),
        ({"nationality": ["ru"]}, {"nationality": ["kp"]}, Feature.COUNTRY_DIFFERS),
        ({"birthDate": ["1950"]}, {"birthDate": ["1950-01-02"]}, Feature.BIRTH_YEAR_EQUAL),
    ],
)
def test_traits_tell(one: dict[str, list[str]], other: dict[str, list[str]], feature: Feature) -> None:
    left, right = (person("p", "Anna Smith", **facts) for facts in (one, other))
    _, told, _ = odds_between(left, right)
    assert told == pytest.approx(FACT[Feature.SCHEMA_SAME] + FACT[feature], abs=1e-5)


def test_traits_fit_into_sixteen_bits() -> None:
    assert np.prod(TRAIT_VALUES) == 1 << 16

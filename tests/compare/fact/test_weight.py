"""The shipped weights of facts."""

from __future__ import annotations

import numpy as np
import pytest

from counterflow.compare.fact.feature import FEATURE_COUNT, FEATURES, Feature, FeatureInfo
from counterflow.compare.fact.weight import load_weights

BIRTHS = range(Feature.BIRTH_DATE_DAY_EQUAL, Feature.BIRTH_YEAR_DIFFERS + 1)


def test_every_feature_has_a_weight_and_a_meaning() -> None:
    weights = load_weights()
    assert weights.dtype == np.float32
    assert weights.shape == (FEATURE_COUNT,)
    assert [info.name for info in FEATURES] == [feature.name.lower() for feature in Feature]
    assert all(info.meaning != "" and len(info.properties) > 0 for info in FEATURES)


def test_the_firmer_agreement_of_birth_dates_weighs_no_less() -> None:
    weights = load_weights()[BIRTHS]
    assert (np.diff(weights) <= 0).all()


@pytest.mark.parametrize("info", FEATURES, ids=lambda info: info.name)
def test_agreement_raises_and_contradiction_lowers(info: FeatureInfo) -> None:
    weight = load_weights()[Feature[info.name.upper()]]
    if info.name.endswith(("_equal", "_shared", "_similar", "_same", "_swapped", "_typo", "_overlaps")):
        assert weight > 0
    if info.name.endswith(("_contradicts", "_apart", "_death")) or (
        info.name.endswith("_differs") and "_day_" not in info.name
    ):
        assert weight <= 0


@pytest.mark.parametrize("prefix", ["nationality", "residence", "jurisdiction", "birth_country", "country"])
def test_a_country_that_differs_is_nearly_nothing(prefix: str) -> None:
    assert -0.5 <= load_weights()[Feature[f"{prefix}_differs".upper()]] <= 0

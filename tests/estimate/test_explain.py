"""What an estimate stands on."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from tests.estimate.conftest import MakeInput
from tests.estimate.test_posterior import made, said

from counterflow.engine import connect
from counterflow.estimate.distribution import lognormal
from counterflow.estimate.explain import askings, checks, conflicts, drivers, flips
from counterflow.estimate.figure import Given
from counterflow.estimate.posterior import Posterior, posterior
from counterflow.estimate.table import given_model

PRODUCT: dict[str, Any] = {"channel": {"c": {"formula": "a * b", "unit": "1"}}}


@pytest.fixture
def reports(make_input: MakeInput) -> tuple[Given, Posterior]:
    """The proposed model of the two reports, and its posterior."""
    inputs = make_input()
    with connect(inputs.paths) as engine:
        given = given_model(engine, {}, "x", None)
    assert given is not None
    return given, posterior(given.model, given.found.claims, "2013", "rho-0.3", draws=20_000)


def test_sobol_indices_of_a_product_are_its_logarithms_shares() -> None:
    """A product of independent lognormals: each index is the input's share of the variance of the logarithm."""
    inputs = {"a": lognormal(1, 0.3), "b": lognormal(1, 0.6)}
    found = drivers(made(**PRODUCT), inputs, "c")
    assert [one.name for one in found] == ["b", "a"]
    assert [one.total for one in found] == pytest.approx([0.8, 0.2], abs=0.02)
    assert [one.first for one in found] == pytest.approx([0.8, 0.2], abs=0.03)


def test_interaction_counts_in_the_total_index_alone() -> None:
    """a * b of symmetric factors about 0: neither says anything alone, and both have a part in all of it."""
    inputs = {"a": np.linspace(-1, 1, 401), "b": np.linspace(-1, 1, 401)}
    model = made(channel={"c": {"formula": "a * b", "unit": "1"}})
    found = drivers(model, inputs, "c")
    assert [one.first for one in found] == pytest.approx([0, 0], abs=0.05)
    assert [one.total for one in found] == pytest.approx([1, 1], abs=0.05)


def test_flip_names_the_root_on_which_it_hangs() -> None:
    """Without a root its claims are gone, wherever they stand; the one that moves the ends most comes first."""
    claims = {
        "a": [said(1000, 1200, id="far", root="far")],
        "b": [said(90, 110, id="near", root="near")],
        "c": [],
    }
    model = made(**PRODUCT)
    whole = posterior(model, claims, "2013", "rho-0.3")
    found = flips(model, claims, "c", "2013", whole)
    assert [one.root for one in found] == ["far", "near"]
    assert found[0].beliefs == ("far",)
    assert found[0].high < float(np.quantile(whole.draws["c"], 0.95))


def test_flip_of_the_only_source_leaves_nothing() -> None:
    """Where a channel stands on one root alone, without it there is none: that is the farthest of all."""
    quantity = {"q": {"unit": "1", "claims": ["-"]}}
    model = made(quantity=quantity, channel={"c": {"formula": "q", "unit": "1"}})
    claims = {"q": [said(10, 20)]}
    found = flips(model, claims, "c", "2013", posterior(model, claims, "2013", "rho-0.3"))
    assert math.isinf(found[0].shift)


def test_asking_narrows_most_where_least_is_known() -> None:
    """Learning the wider of two factors narrows more; who can see it is named."""
    wide = {"unit": "1", "prior": {"low": 1, "high": 10_000, "reason": "-"}}
    narrow = {"unit": "1", "prior": {"low": 90, "high": 110, "reason": "-"}}
    model = made(quantity={"a": narrow, "b": wide}, partner={"police": {"sees": ["b"]}}, **PRODUCT)
    found = askings(model, posterior(model, {}, "2013", "independent"), "c")
    assert [(one.name, one.partners) for one in found] == [("b", ("police",)), ("a", ())]
    assert found[0].narrower > 0.7
    assert found[1].narrower < 0.1


def test_arithmetic_of_the_reports_is_recomputed(reports: tuple[Given, Posterior]) -> None:
    """3,000 kg that bring $100 to 200 million imply $33,000 to 67,000 a kg, beside the price that the model takes."""
    given, drawn = reports
    (check,) = checks(given.model, given.found.claims, drawn)
    assert check.name == "drug_price"
    assert (check.low, check.high) == pytest.approx((1e8 / 3000, 2e8 / 3000))
    assert check.taken_low == pytest.approx(5_000, rel=0.01)
    assert 0.1 < check.probability < 0.4


def test_figures_that_cannot_describe_the_same_thing_are_named(reports: tuple[Given, Posterior]) -> None:
    """At least $2 billion from Iran alone is no part of about $1 billion a year; drugs and embassies are."""
    given, drawn = reports
    found = conflicts(given.model, given.found.claims, drawn)
    pairs = {(one.one, one.relation, one.other): one.probability for one in found}
    assert pairs["at least $2 billion", "part of", "about $1 billion annually"] < 0.1
    assert not any("$100,000" in one.one or "$200 million" in one.one for one in found if one.relation == "part of")
    assert len(found[0].beliefs) > 0


@pytest.mark.parametrize(
    ("one", "other", "probability"),
    [
        ({"low": 100, "high": 100}, {"low": 100, "high": 100}, None),
        ({"low": 100, "high": 100}, {"low": 5000, "high": 5000}, 0.0),
        ({"low": 900, "high": None, "modifier": ">="}, {"low": 100, "high": 100}, 0.0),
        ({"low": None, "high": 100, "modifier": "<="}, {"low": 5000, "high": 5000}, 0.0),
        ({"low": 900, "high": None, "modifier": ">="}, {"low": 5, "high": None, "modifier": ">="}, None),
    ],
)
def test_claims_of_one_quantity_are_compared(one: Any, other: Any, probability: float | None) -> None:
    """Two roots that state different values conflict; open ends do only where they shut each other out."""
    claims = {"a": [said(**{**one, "id": "x", "root": "x"}), said(**{**other, "id": "y", "root": "y"})]}
    found = conflicts(made(), claims, posterior(made(), claims, "2013", "rho-0.3", draws=1000))
    assert [row.probability for row in found] == ([] if probability is None else [pytest.approx(probability, abs=0.01)])

"""The stage: tables in, draws out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.estimate.conftest import REPORTS, MakeInput

from counterflow.estimate import STAGE, table
from counterflow.estimate.table import rounded
from counterflow.stage import StageInput

EDGES = [
    {
        "id": "e1",
        "source_id": "zframe-made",
        "target_id": "zgood-drug",
        "interval_id": "zframe-made",
        "probability": 0.9,
    },
    {
        "id": "e2",
        "source_id": "zframe-ship",
        "target_id": "zgood-drug",
        "interval_id": "zframe-ship",
        "probability": 0.4,
    },
    {"id": "e3", "source_id": "zframe-quota", "target_id": "zframe-all", "interval_id": "zframe-quota"},
    {"id": "e4", "source_id": "zframe-ship", "target_id": "zframe-all", "interval_id": "other"},
]


def computed(inputs: StageInput) -> dict[str, list[dict[str, Any]]]:
    return {of.name: of.arrange([rows]).to_pylist() for of, rows in STAGE.compute(inputs)}


def test_stage_draws_every_quantity_under_every_setting(make_input: MakeInput) -> None:
    """A row a quantity, period and setting, with unit, draws and beliefs; where no model stands one is proposed."""
    rows = computed(make_input())["estimate"]
    assert {row["setting"] for row in rows} == {"independent", "rho-0.3", "comonotone"}
    by_name = {row["quantity"]: row for row in rows if row["setting"] == "rho-0.3"}
    assert {len(row["draws"]) for row in rows} == {100_000}
    assert (by_name["drug"]["unit"], by_name["drug_price"]["unit"]) == ("USD/year", "USD/kg")
    assert len(by_name["drug"]["beliefs"]) == 2
    assert set(by_name["drug"]["beliefs"]) < set(by_name["black_market_activity"]["beliefs"])
    draws = {name: np.array(row["draws"]) for name, row in by_name.items()}
    product = draws["drug_made"] * draws["drug_share_sold"] * draws["drug_price"]
    assert np.allclose(draws["drug"], product, rtol=1e-3)
    assert np.all(draws["black_market_activity"] >= draws["black_market_activity.channels"] * 0.999)


def test_flow_of_a_channel_is_shared_out_over_its_edges(make_input: MakeInput) -> None:
    """The draws of a channel's edges sum to the channel's, the likelier edge carries more, and others carry nothing."""
    rows = computed(make_input(edges=EDGES))
    drug = {row["edge_id"]: np.array(row["draws"]) for row in rows["flow"] if row["channel"] == "drug"}
    whole = next(row for row in rows["estimate"] if row["quantity"] == "drug" and row["setting"] == "rho-0.3")
    assert set(drug) == {"e1", "e2"}
    assert np.allclose(drug["e1"] + drug["e2"], whole["draws"], rtol=1e-3)
    assert drug["e1"].mean() > drug["e2"].mean()
    assert {row["edge_id"] for row in rows["flow"] if row["channel"] == "embassy_money"} == {"e3"}


def test_flows_of_many_edges_keep_fewer_draws(make_input: MakeInput, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory stays bounded: so many draws in all, at least some of each, and still the first of the channel's."""
    monkeypatch.setattr(table, "FLOW_VALUES", 3000)
    rows = computed(make_input(edges=EDGES))
    drug = {row["edge_id"]: np.array(row["draws"]) for row in rows["flow"] if row["channel"] == "drug"}
    whole = next(row for row in rows["estimate"] if row["quantity"] == "drug" and row["setting"] == "rho-0.3")
    assert {len(one) for one in drug.values()} == {1000}
    assert np.allclose(drug["e1"] + drug["e2"], whole["draws"][:1000], rtol=1e-3)
    monkeypatch.setattr(table, "FLOW_VALUES", 3)
    assert {len(row["draws"]) for row in computed(make_input(edges=EDGES))["flow"]} == {table.FLOW_LEAST}


def test_equal_input_gives_equal_tables(make_input: MakeInput) -> None:
    """A build is the same bytes again."""
    inputs = make_input(edges=EDGES)
    assert computed(inputs) == computed(inputs)


def test_case_that_states_no_money_has_no_rows(make_input: MakeInput) -> None:
    """Nothing is estimated out of nothing."""
    assert computed(make_input([REPORTS[4]])) == {"estimate": [], "flow": []}


def test_rows_are_as_strict_as_the_case(make_input: MakeInput) -> None:
    """What stands on the case's own priors has the case's marking."""
    rows = computed(make_input(handling="TLP:AMBER"))["estimate"]
    assert {row["handling"] for row in rows} == {"TLP:AMBER"}


def test_stated_model_is_used_as_it_stands(make_input: MakeInput) -> None:
    """With [estimate] nothing is proposed; a figure that is gone leaves its prior."""
    prior = {"low": 1, "high": 2, "reason": "-"}
    model: dict[str, Any] = {
        "periods": ["2013", "2014/2015"],
        "draws": 500,
        "quantity": {"q": {"unit": "USD/year", "claims": ["$5"], "prior": prior}},
        "channel": {"c": {"formula": "q"}},
    }
    rows = computed(make_input(model=model))["estimate"]
    assert {(row["quantity"], row["period"]) for row in rows} == {
        (name, year) for name in "cq" for year in model["periods"]
    }
    assert rows[0]["beliefs"] == []


@given(st.floats(1e-9, 1e15))
def test_kept_draws_are_near(value: float) -> None:
    """Rounding takes off less than a four-thousandth, and rounding again nothing."""
    once = rounded(np.array([value]))
    assert once[0] == pytest.approx(value, rel=1 / 4000)
    assert np.array_equal(rounded(once), once)

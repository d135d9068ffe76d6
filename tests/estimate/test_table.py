"""The stage: tables in, draws out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.estimate.conftest import REPORTS, MakeInput, Told

from counterflow.estimate import STAGE, table
from counterflow.estimate.table import rounded
from counterflow.stage import StageInput


def way(id_: str, event: str, source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "events": (f"zframe-{event}",), "source": source, "target": target, **more}


HEROIN: dict[str, Any] = {"commodities": ("heroin",), "probability": 0.4}
DRUG: dict[str, Any] = {"commodities": ("drug",)}
OURS = [
    way("l1", "sold", "maker", "broker", country="kp", **DRUG),
    way("l2", "sold", "broker", "buyer", **DRUG),
    way("l3", "sold", "buyer", "maker", what="money", **DRUG),
    way("l4", "ship", "maker", "ship", country="kp", **HEROIN),
    way("l5", "ship", "ship", "buyer", **HEROIN),
    way("l6", "ship", "ship", "other", **HEROIN),
    way("l7", "quota", "embassy", "maker", what="money"),
    way("l8", "coal", "maker", "buyer", country="kp", commodities=("coal",)),
]
"""A sale over a broker that is paid for, a shipment to two, money sent home, and what is of no channel."""
SIX = ("l1", "l2", "l3", "l4", "l5", "l6")
THEIRS = way("l9", "else", "stranger", "buyer", country="af", **DRUG)


def flows(rows: dict[str, list[dict[str, Any]]], channel: str) -> dict[str, Any]:
    return {row["leg_id"]: np.array(row["draws"]) for row in rows["flow"] if row["channel"] == channel}


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


def test_each_leg_of_a_way_carries_what_its_way_does(make_input: MakeInput) -> None:
    """Ways divide the channel, the likelier has more; legs in a row carry the same, others divide it."""
    rows = computed(make_input(ways=OURS))
    drug = flows(rows, "drug")
    whole = next(row for row in rows["estimate"] if row["quantity"] == "drug" and row["setting"] == "rho-0.3")
    assert set(drug) == {*SIX}
    assert np.allclose(drug["l1"] + drug["l4"], whole["draws"], rtol=1e-3)
    assert np.array_equal(drug["l1"], drug["l2"])
    assert np.array_equal(drug["l1"], drug["l3"])
    assert np.allclose(drug["l5"] + drug["l6"], drug["l4"], rtol=1e-3)
    assert drug["l1"].mean() > drug["l4"].mean()
    assert set(flows(rows, "embassy_money")) == {"l7"}


def test_a_way_from_another_country_is_of_another_channel(make_input: MakeInput) -> None:
    """Where the figures say who makes the goods; of whom no country is known, a shared document must tell."""
    made = Told("zframe-made", "Production", "3,000 kilograms", "mass", 3000, 3000, "kg",
                facts=(("date", "2013"), ("commodity", "zgood-drug"), ("country", "kp")))  # fmt: skip
    told = [made, *(one for one in REPORTS if one.event != "zframe-made")]
    nobody = way("n1", "nobody", "somebody", "buyer", statements=("s7",), **DRUG)
    beside = way("n2", "beside", "somebody", "buyer", statements=("s4",), **DRUG)
    named = {**OURS[0], "statements": ("s4",)}
    assert set(flows(computed(make_input(told, ways=[named, *OURS[1:], THEIRS])), "drug")) == {*SIX}
    assert set(flows(computed(make_input(told, ways=[named, nobody, beside, THEIRS])), "drug")) == {"l1", "n2"}


def test_flows_of_many_legs_keep_fewer_draws(make_input: MakeInput, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory stays bounded: so many draws in all, at least some of each, and still the first of the channel's."""
    monkeypatch.setattr(table, "FLOW_VALUES", 7000)
    rows = computed(make_input(ways=OURS))
    drug = flows(rows, "drug")
    whole = next(row for row in rows["estimate"] if row["quantity"] == "drug" and row["setting"] == "rho-0.3")
    assert {len(one) for one in drug.values()} == {1000}
    assert np.allclose(drug["l1"] + drug["l4"], whole["draws"][:1000], rtol=1e-3)
    monkeypatch.setattr(table, "FLOW_VALUES", 3)
    assert {len(row["draws"]) for row in computed(make_input(ways=OURS))["flow"]} == {table.FLOW_LEAST}


def test_equal_input_gives_equal_tables(make_input: MakeInput) -> None:
    """A build is the same bytes again."""
    inputs = make_input(ways=OURS)
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

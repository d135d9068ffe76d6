"""The case model as case.toml states it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from counterflow.estimate.read import read_model, setting_rho
from counterflow.exc import CaseError

GOOD = """
periods = ["2013"]
price_year = 2013
[quantity.production]
unit = "kg/year"
claims = ["3,000 kilograms"]
[quantity.price]
unit = "USD2010/kg"
prior = { low = 20000, high = 100000, reason = "a price table" }
[quantity.share]
unit = "1"
prior = { low = 0.3, high = 0.9, shape = "share", reason = "seizures abroad" }
[quantity.posts]
unit = "embassy"
prior = { low = 25, high = 55, shape = "uniform", level = 1, reason = "lists of missions" }
[quantity.quota]
unit = "USD/embassy/year"
claims = [{ says = "$100,000 per year", reason = "each embassy" }]
[channel.narcotics]
formula = "production * share * price"
claims = ["between $100 million and $200 million"]
[channel.embassies]
formula = "posts * quota"
[total.black_market]
contains = ["narcotics", "embassies"]
claims = ["about $1 billion annually"]
[overlap.cash]
inner = "embassies"
outer = "narcotics"
share = { low = 0.1, high = 0.9, reason = "diplomats sell drugs" }
[partner.police]
sees = ["price"]
[[correlation]]
names = ["price", "production"]
rank = -0.2
"""


def model_data(**changes: Any) -> dict[str, Any]:
    """The good model, with sections replaced; None takes one away."""
    data = tomllib.loads(GOOD)
    for path, value in changes.items():
        *folders, last = path.split("__")
        there = data
        for folder in folders:
            there = there.setdefault(folder, {})
        if value is None:
            del there[last]
        else:
            there[last] = value
    return data


def test_model_is_read_whole() -> None:
    """Each section becomes what it says; settings and draws have their defaults."""
    model = read_model(model_data(), "case.toml")
    assert model.order() == ("narcotics", "embassies")
    assert model.inputs_of("black_market") == ("production", "share", "price", "posts", "quota")
    assert (model.draws, model.settings, model.headline) == (
        100_000,
        ("independent", "rho-0.3", "comonotone"),
        "rho-0.3",
    )
    assert model.quantities["quota"].claims[0].reason == "each embassy"
    assert model.overlaps[0].share.shape == "share"


def test_settings_are_named_by_their_correlation() -> None:
    """A setting's name holds its rank correlation."""
    assert [setting_rho(name) for name in ("independent", "rho-0.5", "comonotone", "rho-2", "x")] == [
        0,
        0.5,
        1,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"channel__narcotics": {"formula": "prodution * price"}}, ["'prodution'", "character 1", "'production'"]),
        ({"channel__narcotics": {"formula": "production + price"}}, ["narcotics", "USD/kg is added to kg/year"]),
        ({"channel__embassies": {"formula": "quota"}}, ["gives USD/embassy/year", "Multiply by a quantity in embassy"]),
        ({"channel__embassies": {}}, ["embassies] has no formula"]),
        ({"channel__embassies": {"formula": "3 [USD/year]"}}, ["uses no quantity"]),
        ({"channel": None}, ["has no channel"]),
        ({"channel__a": {"formula": "b"}, "channel__b": {"formula": "a"}}, ["in a circle: a > b > a"]),
        ({"quantity__price": {"unit": "USD/kg"}}, ["price] has neither claims nor a prior"]),
        ({"quantity__price__unit": "/"}, ["is no unit"]),
        ({"quantity__price__prior": {"low": 1, "high": 2}}, ["has no reason"]),
        ({"quantity__price__prior": {"low": 2, "high": 1, "reason": "x"}}, ["low below high"]),
        ({"quantity__price__prior": {"low": 0, "high": 1, "reason": "x"}}, ["lognormal from 0"]),
        ({"quantity__price__prior": {"low": 1, "high": 2, "level": 90, "reason": "x"}}, ["level is 90"]),
        ({"quantity__share__prior__high": 1.5}, ["share from 0.3 to 1.5"]),
        ({"quantity__share__prior__shape": "sharp"}, ["'share'"]),
        (
            {"quantity__min": {"unit": "1", "prior": {"low": 1, "high": 2, "reason": "x"}}},
            ["cannot stand in a formula"],
        ),
        ({"total__black_market__contains": ["narkotics"]}, ["'narkotics'", "'narcotics'"]),
        ({"total__black_market__contains": []}, ["contains nothing"]),
        ({"total__black_market__unit": "kg/year"}, ["USD/year", "kg/year, as the total"]),
        ({"total__price": {"contains": ["narcotics"]}}, ["a quantity and a total"]),
        ({"channel__embassies": {"formula": "posts * quota", "unit": "USD/year", "stock": True}}, ["which is a stock"]),
        ({"price_year": None}, ["money of 2010", "price_year"]),
        ({"price_year": 1800}, ["1990 to 2025"]),
        ({"periods": ["2013-04"]}, ["'2013-04'"]),
        ({"periods": None}, ["periods is empty"]),
        ({"draws": 10}, ["draws is 10"]),
        ({"dependence": ["independent"]}, ["two or more"]),
        ({"dependence": ["independent", "rho-2"]}, ["'rho-2'"]),
        ({"headline": "rho-0.4"}, ["headline is 'rho-0.4'"]),
        ({"quantiti": {}}, ["unknown key 'quantiti'", "'quantity'"]),
        ({"partner__police__sees": ["prise"]}, ["'prise'", "'price'"]),
        ({"overlap__cash__outer": "embassies"}, ["with itself"]),
        ({"correlation": [{"names": ["price", "share"], "rank": 2}]}, ["-1 to 1"]),
        ({"same": [{"names": ["narcotics"]}]}, ["two different names"]),
    ],
)
def test_wrong_model_says_what_where_and_what_to_do(changes: dict[str, Any], words: list[str]) -> None:
    """Each mistake is named with its place, and with what would be right."""
    with pytest.raises(CaseError) as caught:
        read_model(model_data(**changes), "case.toml")
    message = caught.value.message
    assert message.startswith("case.toml: ")
    assert "Expected" in message
    assert [word for word in words if word not in message] == []

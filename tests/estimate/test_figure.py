"""What reports state, as claims of a model, and the model that they make by themselves."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from tests.estimate.conftest import REPORTS, MakeInput, Told

from counterflow.engine import connect
from counterflow.estimate.figure import Figure, find_claims, load_figures
from counterflow.estimate.propose import proposal_text, propose
from counterflow.estimate.read import read_model
from counterflow.stage import StageInput


def figures_of(given: StageInput) -> list[Figure]:
    with connect(given.paths) as engine:
        return load_figures(engine)


def by_words(figures: list[Figure], says: str) -> Figure:
    return next(one for one in figures if one.says == says)


def test_figures_say_what_of_and_who_says_so(make_input: MakeInput) -> None:
    """Each figure has its unit with its rate, its years, goods, and the root that states it."""
    figures = figures_of(make_input())
    assert by_words(figures, "$100,000 per year").unit == "USD/embassy/year"
    made = by_words(figures, "3,000 kilograms")
    assert (made.years, made.commodities, made.root) == ((2013, 2013), ("drug",), "south korean authorities")
    assert by_words(figures, "2,500 to 5,000 tons").unit == "tons"
    assert by_words(figures, "about $1 billion annually").root == "d2"
    assert len(figures) == len(REPORTS)


def test_copy_has_the_root_of_what_it_copies(make_input: MakeInput) -> None:
    """A document that repeats another is no second root."""
    assert figures_of(make_input([REPORTS[0]._replace(document="d3")]))[0].root == "d1"


def model_of(unit: str, claims: list[object], **rest: object) -> dict[str, object]:
    quantity = {"unit": unit, "claims": claims}
    return {"periods": ["2013"], "quantity": {"q": quantity}, "channel": {"c": {"formula": "q", "unit": unit}}, **rest}


@pytest.mark.parametrize(
    ("unit", "claim", "low", "note"),
    [
        ("kg/year", "3,000 kilograms", 3000, None),  # of one year, so a year's
        ("kg", "3,000 Kilograms", 3000, None),
        ("t/year", "3,000 kilograms", 3000, None),  # base units
        ("USD/year", "at least $2 billion", None, "give the claim a unit"),  # no year is stated
        ("USD/year", {"says": "at least $2 billion", "unit": "USD/year"}, 2e9, None),
        ("USD/year", "3,000 kilograms", None, "'3,000 kilograms' is in kg"),
        ("kg", "2,500 to 5,000 tons", 2500 * 907.18474, None),
        ("kg", "4 kilograms", None, "no report states it now"),
    ],
)
def test_claim_is_aligned_to_the_unit_of_its_quantity(
    make_input: MakeInput, unit: str, claim: object, low: float | None, note: str | None
) -> None:
    """A total of stated years is so much a year; what does not fit is left out and named."""
    found = find_claims(read_model(model_of(unit, [claim]), "x"), figures_of(make_input()))
    assert [one.low for one in found.claims["q"]] == ([] if low is None else [pytest.approx(low)])
    assert (note or "") in " ".join(found.notes)
    assert (note is None) == (len(found.notes) == 0)


def test_total_of_several_years_is_shared_out(make_input: MakeInput) -> None:
    """500 kg in 2010 to 2014 are 100 kg a year."""
    told = Told(
        "zframe-x", "Production", "500 kg", "mass", 500, 500, "kg", facts=(("startDate", "2010"), ("endDate", "2014"))
    )
    found = find_claims(read_model(model_of("kg/year", ["500 kg"]), "x"), figures_of(make_input([told])))
    assert found.claims["q"][0].low == 100


def test_money_is_taken_in_the_prices_of_one_year(make_input: MakeInput) -> None:
    """Dollars of 2013 become dollars of 2023 (BLS: 232.957, 304.702)."""
    model = read_model(model_of("USD/year", ["between $100 million and $200 million"], price_year=2023), "x")
    claim = find_claims(model, figures_of(make_input())).claims["q"][0]
    assert claim.low == pytest.approx(1e8 * 304.702 / 232.957)


def test_same_words_of_two_events_have_to_be_told_apart(make_input: MakeInput) -> None:
    """Words that fit two figures take none, and the note names both by their ids."""
    twice = [REPORTS[0], REPORTS[0]._replace(event="zframe-other")]
    figures = figures_of(make_input(twice))
    model = model_of("USD/embassy/year", ["$100,000 per year"])
    found = find_claims(read_model(model, "x"), figures)
    assert len(found.claims["q"]) == 0
    assert all(one.belief[:8] in found.notes[0] for one in figures)
    model = model_of("USD/embassy/year", [figures[0].belief[:10]])
    assert [one.id for one in find_claims(read_model(model, "x"), figures).claims["q"]] == [figures[0].belief]


def test_first_model_holds_what_the_two_reports_state(make_input: MakeInput) -> None:
    """Production and its revenue are one channel, embassies another, and the black market a total of them."""
    figures = figures_of(make_input())
    made = propose(figures)
    assert made is not None
    model = read_model(made.data, "x")
    assert model.periods == ("2013",)
    assert model.channels["drug"].formula_text == "drug_made * drug_share_sold * drug_price"
    assert [one.says for one in model.channels["drug"].claims] == ["between $100 million and $200 million"]
    assert model.channels["embassy_money"].formula_text == "embassy_count * quota_per_embassy"
    assert model.totals["black_market_activity"].contains == ("drug", "embassy_money", "sales")
    assert model.overlaps[0].inner == "embassy_money"
    assert model.channels["chemical_weapon_for_sale"].is_stock
    assert {one.says for one, _ in made.unused} == {"$300,000", "150 kilograms"}
    assert find_claims(model, figures).notes == []


def test_proposal_is_text_that_reads_as_itself(make_input: MakeInput) -> None:
    """What is written is TOML, and means the model that was proposed."""
    made = propose(figures_of(make_input()))
    assert made is not None
    data = tomllib.loads(proposal_text(made))["estimate"]
    assert read_model(data, "x") == read_model(made.data, "x")


def test_nothing_stated_proposes_nothing(make_input: MakeInput) -> None:
    """Reports without money or goods make no model."""
    assert propose([]) is None
    ship = replace(figures_of(make_input())[0], schema="Shipment")
    assert propose([ship]) is None


def test_figure_in_no_unit_is_none(make_input: MakeInput) -> None:
    """What cannot be read as a unit is no figure, and keeps no case from being built."""
    assert figures_of(make_input([REPORTS[0]._replace(unit="/", per=None)])) == []

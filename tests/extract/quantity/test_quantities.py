"""Quantities of own sentences: span, bounds, unit, modifier and rate."""

from __future__ import annotations

import pytest

from counterflow.extract.parse.passage import Span, fold
from counterflow.extract.quantity.quantities import find_quantities

# ruff: noqa: E501, PLR0917 - one sentence a line, one argument a column
MONEY = [
    ("They paid $300,000.", "$300,000", 300_000, 300_000, "USD", "=", None),
    ("They paid US$ 5 million.", "US$ 5 million", 5e6, 5e6, "USD", "=", None),
    ("They paid US$4.5 million in cash.", "US$4.5 million", 4.5e6, 4.5e6, "USD", "=", None),
    ("It cost HK$1.2 million.", "HK$1.2 million", 1.2e6, 1.2e6, "HKD", "=", None),
    ("A fine of €300,000 followed.", "€300,000", 300_000, 300_000, "EUR", "=", None),
    ("A fine of 300,000 euros followed.", "300,000 euros", 300_000, 300_000, "EUR", "=", None),
    ("A fine of EUR 2.5 million followed.", "EUR 2.5 million", 2.5e6, 2.5e6, "EUR", "=", None),
    ("He got 40 million yuan.", "40 million yuan", 4e7, 4e7, "CNY", "=", None),
    ("He got RMB 20,000.", "RMB 20,000", 20_000, 20_000, "CNY", "=", None),
    ("He got 5,000 won.", "5,000 won", 5000, 5000, None, "=", None),
    ("He got 5,000 South Korean won.", "5,000 South Korean won", 5000, 5000, "KRW", "=", None),
    ("He got 3 billion yen.", "3 billion yen", 3e9, 3e9, "JPY", "=", None),
    ("He got ¥500.", "¥500", 500, 500, None, "=", None),
    ("The bribe was £20m.", "£20m", 2e7, 2e7, "GBP", "=", None),
    ("The bribe was 200 pounds sterling.", "200 pounds sterling", 200, 200, "GBP", "=", None),
    ("The deal was worth $1.5bn.", "$1.5bn", 1.5e9, 1.5e9, "USD", "=", None),
    ("The deal was worth $1-2bn.", "$1-2bn", 1e9, 2e9, "USD", "range", None),
    ("The deal was worth $100–200 million.", "$100–200 million", 1e8, 2e8, "USD", "range", None),
    ("It brought $100 million to $200 million.", "$100 million to $200 million", 1e8, 2e8, "USD", "range", None),
    ("It brought between $100 million and $200 million.", "between $100 million and $200 million", 1e8, 2e8, "USD", "range", None),
    ("It brought between 3 and 5 million dollars.", "between 3 and 5 million dollars", 3e6, 5e6, "USD", "range", None),
    ("It costs from $2 million to $3 million.", "from $2 million to $3 million", 2e6, 3e6, "USD", "range", None),
    ("It rose from $2 million to $3 million.", "$2 million", 2e6, 2e6, "USD", "=", None),
    ("They held RUB 2 161,76 billion.", "RUB 2 161,76 billion", 2_161_760_000_000, 2_161_760_000_000, "RUB", "=", None),
    ("They paid EUR 1.600.000.", "EUR 1.600.000", 1.6e6, 1.6e6, "EUR", "=", None),
    ("He moved several million US dollars.", "several million US dollars", 1e6, None, "USD", "~", None),
    ("He moved a few thousand dollars.", "a few thousand dollars", 1e3, None, "USD", "~", None),
    ("It moved over hundreds of thousands of United States dollars.", "over hundreds of thousands of United States dollars", 1e5, None, "USD", ">", None),
    ("Its annual income of about $24 million fell.", "about $24 million", 24e6, 24e6, "USD", "~", "year"),
    ("Crews can each earn $300 a month.", "$300 a month", 300, 300, "USD", "=", "crew/month"),
    ("It got fees averaging 170 000 roubles (USD 2 000) per month.", "averaging 170 000 roubles", 170_000, 170_000, "RUB", "~", "month"),
    ("It takes $90 of the wages from each worker.", "$90", 90, 90, "USD", "=", "worker"),
    ("The regime makes at least $2 billion from sales.", "at least $2 billion", 2e9, None, "USD", ">=", None),
    ("It made more than $90 million.", "more than $90 million", 9e7, None, "USD", ">", None),
    ("It made over $90 million.", "over $90 million", 9e7, None, "USD", ">", None),
    ("It made up to $90 million.", "up to $90 million", None, 9e7, "USD", "<=", None),
    ("It made less than $90 million.", "less than $90 million", None, 9e7, "USD", "<", None),
    ("It made as much as $90 million.", "as much as $90 million", None, 9e7, "USD", "<=", None),
    ("It made an estimated $90 million.", "an estimated $90 million", 9e7, 9e7, "USD", "~", None),
    ("It made about $1 billion annually.", "about $1 billion annually", 1e9, 1e9, "USD", "~", "year"),
    ("It made roughly $1 billion a year.", "roughly $1 billion a year", 1e9, 1e9, "USD", "~", "year"),
    ("It made $90 million per annum.", "$90 million per annum", 9e7, 9e7, "USD", "=", "year"),
    ("They earn $300 a month.", "$300 a month", 300, 300, "USD", "=", "month"),
    ("They earn $300/month.", "$300/month", 300, 300, "USD", "=", "month"),
    ("The price was $80 per gram.", "$80 per gram", 80, 80, "USD", "=", "gram"),
    ("The price was $12,000 a kilogram.", "$12,000 a kilogram", 12_000, 12_000, "USD", "=", "kilogram"),
    ("They owe $500 per diplomat.", "$500 per diplomat", 500, 500, "USD", "=", "diplomat"),
    ("They owe $500 a head.", "$500 a head", 500, 500, "USD", "=", "person"),
    ("Each embassy must send back $100,000 per year.", "$100,000 per year", 100_000, 100_000, "USD", "=", "embassy/year"),
    ("Every worker was told to raise $4,000.", "$4,000", 4000, 4000, "USD", "=", "worker"),
    ("The heist took $81 million or more.", "$81 million or more", 8.1e7, None, "USD", ">=", None),
    ("He stole 1.7 billion dollars.", "1.7 billion dollars", 1.7e9, 1.7e9, "USD", "=", None),
    ("He stole two million dollars.", "two million dollars", 2e6, 2e6, "USD", "=", None),
    ("He stole half a million dollars.", "half a million dollars", 5e5, 5e5, "USD", "=", None),
    ("He stole a hundred thousand dollars.", "a hundred thousand dollars", 1e5, 1e5, "USD", "=", None),
    ("They lost millions of dollars.", "millions of dollars", 1e6, None, "USD", "~", None),
    ("They lost tens of millions of dollars.", "tens of millions of dollars", 1e7, None, "USD", "~", None),
    ("They lost hundreds of millions of dollars a year.", "hundreds of millions of dollars a year", 1e8, None, "USD", "~", "year"),
    ("He paid CHF 2,000.", "CHF 2,000", 2000, 2000, "CHF", "=", None),
    ("He paid 2,000 Swiss francs.", "2,000 Swiss francs", 2000, 2000, "CHF", "=", None),
    ("He paid A$ 2,000.", "A$ 2,000", 2000, 2000, "AUD", "=", None),
    ("He paid 10 bitcoins.", "10 bitcoins", 10, 10, "BTC", "=", None),
    ("He paid 600,000 rubles.", "600,000 rubles", 600_000, 600_000, "RUB", "=", None),
    ("He paid $2 to $3 trillion.", "$2 to $3 trillion", 2e12, 3e12, "USD", "range", None),
    ("He paid USD 1 000 000.", "USD 1 000 000", 1e6, 1e6, "USD", "=", None),
    ("He paid $ 75.", "$ 75", 75, 75, "USD", "=", None),
    ("He paid $7.25 an hour.", "$7.25 an hour", 7.25, 7.25, "USD", "=", "hour"),
    ("Losses exceeding €3 million were found.", "exceeding €3 million", 3e6, None, "EUR", ">", None),
    ("Losses of no more than €3 million were found.", "no more than €3 million", None, 3e6, "EUR", "<=", None),
    ("Losses of some €3 million were found.", "some €3 million", 3e6, 3e6, "EUR", "~", None),
    ("Losses of 3 million U.S. dollars were found.", "3 million U.S. dollars", 3e6, 3e6, "USD", "=", None),
    ("Losses of 3 million US dollars per quarter were found.", "3 million US dollars per quarter", 3e6, 3e6, "USD", "=", "quarter"),
    ("Losses of\u00a0$3\u00a0million were found.", "$3\u00a0million", 3e6, 3e6, "USD", "=", None),
    ("A $5,000 bribe was paid.", "$5,000", 5000, 5000, "USD", "=", None),
    ("He asked for $10,000 and $20,000 in turn.", "$10,000", 10_000, 10_000, "USD", "=", None),
    ("The reward is up to 5 million dollars.", "up to 5 million dollars", None, 5e6, "USD", "<=", None),
]  # fmt: skip

OTHER = [
    ("It carried 150 kilograms of heroin.", "150 kilograms", "mass", 150, 150, "kg", "="),
    ("It carried 60kg of ice.", "60kg", "mass", 60, 60, "kg", "="),
    ("It carried over 200 pounds of crystal.", "over 200 pounds", "mass", 90.718474, None, "kg", ">"),
    ("It holds 2,500 to 5,000 tons of agents.", "2,500 to 5,000 tons", "mass", 2.5e6, 5e6, "kg", "range"),
    ("It holds 2,500-5,000 metric tons of coal.", "2,500-5,000 metric tons", "mass", 2.5e6, 5e6, "kg", "range"),
    ("It held 8 000 metric tonnes of coal.", "8 000 metric tonnes", "mass", 8e6, 8e6, "kg", "="),
    ("A 200-kilogram load was found.", "200-kilogram", "mass", 200, 200, "kg", "="),
    ("It sold 500 grams.", "500 grams", "mass", 0.5, 0.5, "kg", "="),
    ("It took 500,000 barrels of oil a year.", "500,000 barrels", "volume", 79493647.464, 79493647.464, "l", "="),
    ("It took 30 litres.", "30 litres", "volume", 30, 30, "l", "="),
    ("It flew 1,500 km.", "1,500 km", "length", 1.5e6, 1.5e6, "m", "="),
    ("It flew 12 nautical miles.", "12 nautical miles", "length", 22224, 22224, "m", "="),
    ("He is 176 cm tall.", "176 cm", "length", 1.76, 1.76, "m", "="),
    ("A yield of 20 kilotons was measured.", "20 kilotons", "energy", 8.368e13, 8.368e13, "J", "="),
    ("About 40 percent of exports are arms.", "About 40 percent", "percent", 40, 40, "%", "~"),
    ("Some 3.5% of it went.", "Some 3.5%", "percent", 3.5, 3.5, "%", "~"),
    ("It kept up to 90 per cent of wages.", "up to 90 per cent", "percent", None, 90, "%", "<="),
    ("It kept 30 to 40 percent of wages.", "30 to 40 percent", "percent", 30, 40, "%", "range"),
    ("It makes approximately half of the arms.", "approximately half", "percent", 50, 50, "%", "~"),
    ("It makes two-thirds of the arms.", "two-thirds", "percent", 66.666666667, 66.666666667, "%", "="),
    ("They train for six to eight hours.", "six to eight hours", "duration", 21600, 28800, "s", "range"),
    ("He got a 13-year sentence.", "13-year", "duration", 410240376, 410240376, "s", "="),
    ("He stayed two weeks.", "two weeks", "duration", 1209600, 1209600, "s", "="),
    ("Police held five drug smugglers.", "five", "count", 5, 5, "1", "="),
    ("Police held five North Koreans.", "five", "count", 5, 5, "1", "="),
    ("It has 200 members.", "200", "count", 200, 200, "1", "="),
    ("It has about 100 military defectors.", "about 100", "count", 100, 100, "1", "~"),
    ("It has at least two dozen ships.", "at least two dozen", "count", 24, None, "1", ">="),
    ("It has 3,000 troops.", "3,000", "count", 3000, 3000, "1", "="),
    ("It has dozens of ships.", "dozens", "count", 12, None, "1", "~"),
    ("It has twenty-five front companies.", "twenty-five", "count", 25, 25, "1", "="),
    ("It has a hundred and fifty thousand workers.", "a hundred and fifty thousand", "count", 150_000, 150_000, "1", "="),
    ("It has 10 to 15 agents.", "10 to 15", "count", 10, 15, "1", "range"),
    ("It sent a large amount of cash.", "a large amount", "vague", None, None, None, "="),
    ("It covers more than 700 square miles.", "more than 700 square miles", "area", 1812.991677235, None, "km2", ">"),
    ("He is 5 feet 6 inches tall.", "5 feet 6 inches", "length", 1.6764, 1.6764, "m", "="),
    ("It stands 6 inches – 15 cm off.", "6 inches", "length", 0.1524, 0.1524, "m", "="),
    ("It lies within 7,5 km of the dam.", "within 7,5 km", "length", None, 7500, "m", "<="),
    ("He owns 49,99 % of it.", "49,99 %", "percent", 49.99, 49.99, "%", "="),
    ("It shut for one or more days.", "one or more days", "duration", 86400, None, "s", ">="),
    ("In the past two weeks it sank.", "two weeks", "duration", 1209600, 1209600, "s", "="),
    ("It took 20-plus months.", "20-plus months", "duration", 52594920, None, "s", ">="),
    ("That day one strike hit it.", "one", "count", 1, 1, "1", "="),
    ("It has at least 1,000 IT workers.", "at least 1,000", "count", 1000, None, "1", ">="),
    ("It sent 300 ANG airmen.", "300", "count", 300, 300, "1", "="),
    ("At least 10 U.S. Marines died.", "At least 10", "count", 10, None, "1", ">="),
    ("It killed 30 and wounded more than 100 in October.", "more than 100", "count", 100, None, "1", ">"),
    ("Of its beds, 36 of which are new, none is free.", "36", "count", 36, 36, "1", "="),
    ("It has almost one hundred oil, gas, and chemical vessels.", "almost one hundred", "count", 100, 100, "1", "~"),
    ("The number of raids rose to 922, he said.", "922", "count", 922, 922, "1", "="),
    ("It is one of the two major firms.", "two", "count", 2, 2, "1", "="),
    ("It pays ten times more.", "ten times", "count", 10, 10, "1", "="),
    ("It has several hundred ships.", "several hundred", "count", 100, None, "1", "~"),
    ("It used several ships.", "several", "vague", None, None, None, "="),
    ("It used a number of ships.", "a number of", "vague", None, None, None, "="),
    ("It was the third-largest firm.", "third-largest", "ordinal", 3, 3, "1", "="),
    ("It was his 100th birthday.", "100th", "ordinal", 100, 100, "1", "="),
]  # fmt: skip

NOTHING = [
    "See page 12 and pages 14 to 16 of the annex.",
    "Resolution 1718 of the Council binds states.",
    "IMO 8661575 and IMO number: 5905801.",
    "Bureau 39 runs it.",
    "Phone: +850 2 381 8102.",
    "Section 4 and paragraph 8 apply.",
    "The KN-08 and the AK-47 were shown.",
    "No. 39 was shut.",
    "One of them left.",
    "As one expert said, no one must go.",
    "That is one step.",
    "He saw her for the first time.",
    "There are a few ways.",
    "See paragraphs 12,13 and 14.",
    "The two countries agreed.",
    "COVID-19 hit the border.",
    "Version 2.1 shipped.",
    "The case was No. 70/2009.",
    "He is 35 years old.",
]


@pytest.mark.parametrize(("sentence", "text", "low", "high", "unit", "modifier", "per"), MONEY)
def test_money(
    sentence: str, text: str, low: float | None, high: float | None, unit: str | None, modifier: str, per: str | None
) -> None:
    """Money has its exact span, bounds as written, ISO currency, modifier and rate."""
    found = next(one for one in find_quantities(fold(sentence), []) if one.kind == "money")
    assert sentence[found.start : found.end] == text
    assert (found.low, found.high, found.norm_unit, found.modifier, found.per) == (low, high, unit, modifier, per)


@pytest.mark.parametrize(("sentence", "text", "kind", "low", "high", "unit", "modifier"), OTHER)
def test_other_quantities(
    sentence: str, text: str, kind: str, low: float | None, high: float | None, unit: str | None, modifier: str
) -> None:
    """Amounts that are no money have their exact span, kind and normalised bounds."""
    found = find_quantities(fold(sentence), [])[0]
    assert sentence[found.start : found.end] == text
    assert (found.kind, found.norm_unit, found.modifier) == (kind, unit, modifier)
    bounds = [None if side is None else round(side * found.factor, 6) for side in (found.low, found.high)]
    assert bounds == [None if side is None else pytest.approx(side) for side in (low, high)]


@pytest.mark.parametrize("sentence", NOTHING)
def test_references_and_codes_are_no_quantities(sentence: str) -> None:
    """A number that refers, names or dates counts nothing."""
    assert find_quantities(fold(sentence), []) == []


@pytest.mark.parametrize(
    ("sentence", "is_ambiguous"),
    [("5 tons", True), ("5 metric tons", False), ("$5", True), ("US$5", False), ("5,000 won", True), ("€5", False)],
)
def test_ambiguous_units_are_marked(sentence: str, is_ambiguous: bool) -> None:
    """Bare tons, a bare dollar and a currency of several countries are marked."""
    assert find_quantities(sentence, [])[0].is_ambiguous == is_ambiguous


def test_numbers_of_names_and_dates_are_taken() -> None:
    """A number inside a name or a date is no quantity."""
    text = "Camp 22 guards left with 5 bags."
    assert len(find_quantities(text, [])) == 2
    (bags,) = find_quantities(text, [Span(0, 7)])
    assert text[bags.start : bags.end] == "5"


def test_an_open_end_stays_open_and_a_range_a_range() -> None:
    """No bound is made up and no range averaged."""
    least, span = find_quantities("At least $2 billion, or between 3 and 4 tons.", [])
    assert (least.low, least.high) == (2e9, None)
    assert (span.low, span.high, span.modifier) == (3, 4, "range")

"""Texts that are one amount."""

from __future__ import annotations

import math

import pytest

from counterflow.clean.quantity.written import read_interval


@pytest.mark.parametrize(
    ("text", "bounds", "unit"),
    [
        ("150 kg", (150, 150), "kg"),
        ("125 to 150 kg", (125, 150), "kg"),
        ("125-150 kg", (125, 150), "kg"),
        ("$100 million to $200 million", (1e8, 2e8), "USD"),
        ("between $1 and $2 million", (1e6, 2e6), "USD"),
        ("$1-2bn", (1e9, 2e9), "USD"),
        ("about 40 percent", (36, 44), "%"),
        ("3 tons", (2721.55422, 3048.1407264), "kg"),
        ("three metric tons", (3000, 3000), "kg"),
        ("100 kg or more", (100, math.inf), "kg"),
        ("up to 2 billion dollars", (-math.inf, 2e9), "USD"),
        ("$100,000 a year", (1e5, 1e5), "USD/year"),
        ("150 kg of heroin", (150, 150), "kg heroin"),
        ("24 sailors", (24, 24), "sailors"),
        ("3 won", (3, 3), "won"),  # of which Korea is not said
        ("-5 kg", (-5, -5), "kg"),
        ("10 to 12", (10, 12), ""),
    ],
)
def test_an_amount_is_read_whole(text: str, bounds: tuple[float, float], unit: str) -> None:
    """With its unit, range, modifier, rate and what it is an amount of."""
    found = read_interval(text)
    assert found is not None
    assert found.bounds == pytest.approx(bounds)
    assert found.unit == unit


@pytest.mark.parametrize(
    "text", ["Boeing 747", "10-12", "12:05", "A 12", "12 and 13", "2011-12-01", "150 kg (330 pounds)", "Pong Su", ""]
)
def test_what_is_no_amount(text: str) -> None:
    """Names, times, codes, and what is two amounts."""
    assert read_interval(text) is None

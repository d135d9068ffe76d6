"""Numbers in figures and words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.clean.quantity.number import NUMBER, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("2,500", 2500),
        ("1 000 000", 1e6),
        ("3.5 million", 3.5e6),
        ("five", 5),
        ("twenty-five", 25),
        ("two dozen", 24),
        ("a dozen", 12),
        ("a hundred", 100),
        ("a hundred and fifty", 150),
        ("a hundred and fifty thousand", 150_000),
        ("two hundred and five", 205),
        ("two million three hundred thousand", 2.3e6),
        ("half a million", 5e5),
        ("a thousand billion", 1e12),
        ("zero", 0),
    ],
)
def test_numbers(text: str, value: Any) -> None:
    """A number has its value, and the pattern takes the whole of it."""
    assert re.fullmatch(NUMBER, text, re.IGNORECASE) is not None
    assert parse_number(text) == value


@given(st.integers(0, 10**12))
def test_figures_with_separators_keep_their_value(number: int) -> None:
    """Writing a whole number with thousands separators loses nothing."""
    text = f"{number:,}"
    assert re.fullmatch(NUMBER, text) is not None
    assert parse_number(text) == number

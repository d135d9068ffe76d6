"""Intervals: how two amounts stand to each other."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.clean.quantity.interval import Relation, compare_intervals, half_digit, make_interval
from counterflow.clean.quantity.written import read_interval

TURNED = {Relation.WITHIN: Relation.WIDER, Relation.WIDER: Relation.WITHIN}

SCALES = st.sampled_from([(1.0, 1.0), (0.45359237, 0.45359237), (1000.0, 1000.0), (907.18474, 1016.0469088)])
NUMBERS = st.integers(1, 9999).map(float)
INTERVALS = st.builds(
    lambda one, other, modifier, scale: make_interval(
        None if modifier.startswith("<") else min(one, other),
        None if modifier.startswith(">") else max(one, other),
        modifier,
        "kg",
        scale,
    ),
    *(NUMBERS, NUMBERS, st.sampled_from(["=", "~", ">", "<", ">=", "<=", "range"]), SCALES),
)


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        ("150 kg", "330 pounds", "same"),  # 149.69 kg
        ("125 to 150 kg", "275 to 330 pounds", "same"),
        ("0.15 tonnes", "150 kg", "same"),
        ("$5m", "US$5 million", "same"),
        ("150 kg", "125 to 150 kg", "within"),
        ("330 pounds", "150 to 200 kg", "within"),
        ("3 tonnes", "3 tons", "within"),
        ("6,000 pounds", "3 tons", "within"),
        ("42 percent", "about 40 percent", "within"),
        ("more than 100 kg", "more than 50 kg", "within"),
        ("100 to 200 kg", "150 to 250 kg", "overlaps"),
        ("25,500 tons", "26,500 tons", "apart"),  # whichever ton is meant
        ("1000 kg", "2000 pounds", "apart"),
        ("150 kg", "125 kg", "apart"),
        ("100 kg", "more than 100 kg", "apart"),
        ("$1 million a year", "$1 million", "apart"),
        ("150 kg of heroin", "150 kg of coal", "apart"),
        ("150 kg", "$150", "apart"),
    ],
)
def test_amounts_that_reports_tell(left: str, right: str, relation: str) -> None:
    """Amounts of one unit are compared as written, of two with their rounding."""
    one, other = read_interval(left), read_interval(right)
    assert one is not None
    assert other is not None
    assert compare_intervals(one, other) == relation


@given(INTERVALS, INTERVALS)
def test_turned_round_only_within_and_wider_change_places(left: object, right: object) -> None:
    """Which of two amounts comes first does not matter."""
    relation = compare_intervals(left, right)  # type: ignore[arg-type]
    assert compare_intervals(right, left) == TURNED.get(relation, relation)  # type: ignore[arg-type]


@given(INTERVALS)
def test_an_amount_is_itself(one: object) -> None:
    """Whatever it is told in, and however it is bounded."""
    assert compare_intervals(one, one) is Relation.SAME  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "half"), [(150.0, 5.0), (330.0, 5.0), (2.4, 0.05), (275.0, 2.5), (100.0, 10.0), (7.0, 0.5), (0.0, 0.0)]
)
def test_half_of_the_last_digit(number: float, half: float) -> None:
    """Zeros at the end are taken as rounded, a third digit of 5 as rounded to fives, and never by more than a tenth."""
    assert math.isclose(half_digit(number), half)
    assert half_digit(math.inf) == 0.0

"""Stakes as intervals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.trace.stake import MOST, PERCENT, UNKNOWN, WHOLE, Stake, merge_stakes, read_stake, show_stake


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("51", 51.0, 51.0),
        ("50.00", 50.0, 50.0),
        ("33,3 %", 33.3, 33.3),
        ("0", 0.0, 0.0),
        ("25-50", 25.0, 50.0),
        ("between 10 and 20 percent", 10.0, 20.0),
        # Companies House, persons with significant control: bands without a number.
        ("more than 25% but not more than 50%", 25.000001, 50.0),
        ("75% or more", 75.0, 100.0),
        (">50", 50.000001, 100.0),
        ("less than 50 %", 0.0, 49.999999),
        ("up to 20%", 0.0, 20.0),
        ("Wholly-owned subsidiary", 100.0, 100.0),
        ("majority shareholder", 50.000001, 100.0),
        ("minority stake", 0.0, 49.999999),
        ("120", 120.0, 120.0),
        ("12,5 % \u2013 25,5 %", 12.5, 25.5),
        ("51 % of the shares", 51.0, 51.0),
        ("100% (indirect)", 100.0, 100.0),
        ("two-thirds", 66.666666, 66.666667),
        # What is not meant exactly is what rounds to it; a share is a percent at most.
        ("ca. 50 %", 45.0, 55.0),
        ("about 55", 52.5, 57.5),
        ("approximately 51%", 50.5, 51.5),
        ("~33.3", 33.25, 33.35),
        ("around 100 %", 95.0, 100.0),
        ("nearly 50%", 40.0, 49.999999),
        ("50% plus one share", 50.000001, 51.0),
        ("50 percent less one share", 49.0, 49.999999),
        ("more than half", 50.000001, 100.0),
        ("less than half", 0.0, 49.999999),
        ("at least half", 50.0, 100.0),
        # Codes of Companies House, and the same in words.
        ("ownership-of-shares-25-to-50-percent", 25.000001, 50.0),
        ("ownership-of-shares-50-to-75-percent", 50.000001, 74.999999),
        ("ownership-of-shares-75-to-100-percent", 75.0, 100.0),
        ("ownership-of-shares-more-than-25-percent-registered-overseas-entity", 25.000001, 100.0),
        ("Ownership of shares \u2013 More than 50% but less than 75%", 50.000001, 74.999999),
        # No share: counted up to a bound, so that sums stay exact.
        ("99999999999999999999", MOST / PERCENT, MOST / PERCENT),
    ],
)
def test_a_stake_is_read_as_written(text: str, low: float, high: float) -> None:
    """Numbers, bands and words; an open end stays open, and what cannot be is not made to fit."""
    assert read_stake(text) == (round(low * PERCENT), round(high * PERCENT))


_NO_STAKE = [
    "not majority-owned",
    "former majority shareholder",
    "majority of the voting rights",
    "half of the directors",
    "half brother",
    "51 % of the votes",
    "voting-rights-75-to-100-percent",
    "ownership-of-shares-75-to-100-percent-as-trust",
]


@pytest.mark.parametrize("text", ["", "shareholder", "ordinary shares", "50-25", "1.2.3", "n/a", "-60", *_NO_STAKE])
def test_other_words_say_nothing(text: str) -> None:
    """Nothing is guessed."""
    assert read_stake(text) is None


@pytest.mark.parametrize(("text", "reaches"), [("49.99999999", False), ("50.00000001", True), ("50", True)])
def test_what_is_just_under_half_never_counts_as_half(text: str, reaches: bool) -> None:
    """Digits beyond the units are kept as bounds, and not rounded into or out of the rule."""
    stake = read_stake(text)
    assert stake is not None
    assert (stake.low >= 50 * PERCENT) is reaches


@pytest.mark.parametrize(
    ("stakes", "merged"),
    [
        ([(30, 30), (30, 30)], (30, 30)),
        ([(30, 30), (0, 100)], (30, 30)),
        ([(25, 50), (40, 75)], (40, 50)),
        ([(30, 30), (60, 60)], (30, 60)),
    ],
)
def test_two_reports_of_one_stake_do_not_add_up(stakes: list[tuple[int, int]], merged: tuple[int, int]) -> None:
    """What they have in common; where they contradict each other, both."""
    units = [Stake(low * PERCENT, high * PERCENT) for low, high in stakes]
    assert merge_stakes(units) == (merged[0] * PERCENT, merged[1] * PERCENT)
    assert merge_stakes(units[::-1]) == merge_stakes(units)


@given(st.integers(0, WHOLE))
def test_what_is_shown_is_read_again(units: int) -> None:
    """A stake as shown is the stake."""
    assert read_stake(show_stake(units, units)) == (units, units)
    assert show_stake(*UNKNOWN) == "0 to 100 %"

"""Numbers in names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.lexicon import join_numbers, number_of
from counterflow.compare.lexicon.number import merge_number_words


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("7", 7),
        ("007", 7),
        ("٣", 3),
        ("39", 39),
        ("2147483647", 2147483647),
        ("2147483648", -1),
        ("9" * 10_000, -1),
        ("1st", 1),
        ("22nd", 22),
        ("3-й", -1),
        ("3й", 3),
        ("2eme", 2),
        ("seven", 7),
        ("seventh", 7),
        ("erste", 1),
        ("первый", 1),
        ("الثاني", 2),
        ("forty", 40),
        ("ii", 2),
        ("xvii", 17),
        ("xxxix", 39),
        ("xi", 11),
        ("v", 5),
        ("c", -1),
        ("iiii", -1),
        ("xl", -1),
        ("mix", -1),
        ("premier", -1),
        ("gazprom", -1),
        ("", -1),
    ],
)
def test_numbers_are_read_however_they_are_written(token: str, value: int) -> None:
    """Digits, ordinals, words and Roman numerals up to XXXIX."""
    assert number_of(token, token) == value


@pytest.mark.parametrize(
    ("values", "joined"),
    [
        ([40, 4], 44),
        ([2, 1000], 2000),
        ([2, 1000, 5], 2005),
        ([1, 100, 21], 121),
        ([3, 100, 40, 4], 344),
        ([7], 7),
        ([4, 40], -1),
        ([7, 4], -1),
        ([40, 14], -1),
        ([-1, 4], -1),
        ([], -1),
    ],
)
def test_number_words_make_one_number(values: list[int], joined: int) -> None:
    """Forty four is 44; seven four is no number."""
    assert join_numbers(values) == joined


@pytest.mark.parametrize(
    ("words", "merged"),
    [
        ("brigade forty four", "brigade 44"),
        ("two thousand five", "2005"),
        ("unit one hundred twenty one guards", "unit 121 guards"),
        ("2 thousand", "2000"),
        ("forty", "forty"),
        ("2007 1", "2007 1"),
        ("seven four", "seven four"),
        ("ocean star", "ocean star"),
        ("", ""),
    ],
)
def test_number_words_become_digits(words: str, merged: str) -> None:
    """Words that make one number, and no others."""
    assert merge_number_words(words.split()) == merged.split()


@given(st.text(max_size=12))
def test_any_text_has_a_number_or_none(token: str) -> None:
    """No text is too odd; the value fits into 31 bits."""
    assert -1 <= number_of(token, token) < 2**31

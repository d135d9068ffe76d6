"""Names normalised for exact comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.clean.name import mentioned_name, normal_name

SAME = [
    ("OFFICE NO. 39", "Office #39"),
    ("OFFICE NO. 39", "Office № 39"),
    ("OFFICE 39", "Office No.39"),
    ("Chungso'ng", "Chungso’ng"),
    ("Société Générale", "SOCIETE GENERALE"),
    ("Łódź Trading S.A.", "LODZ TRADING SA"),
    ("Foo & Bar Co., Ltd.", "FOO AND BAR CO LTD"),
    ("Straße", "STRASSE"),
    ("ＫＯＭＩＤ", "Komid"),
]

DIFFERENT = [
    ("Foo Co Ltd", "Foo"),  # legal forms are kept
    ("Office 39", "Office 38"),
    ("Йод", "Иод"),  # a mark of another script tells letters apart
    ("कि", "की"),  # and so do vowel signs
    ("Kim Jong Un", "Kim Jong Il"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_writers_variation_is_removed(left: str, right: str) -> None:
    """Case, width, Latin marks, punctuation and the number sign do not tell names apart."""
    assert normal_name(left) == normal_name(right)


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_what_tells_names_apart_is_kept(left: str, right: str) -> None:
    """Legal forms, numbers, letters of any script stay."""
    assert normal_name(left) != normal_name(right)


def test_order_of_parts_counts_only_where_asked() -> None:
    """A person's name is a set of parts, an organisation's is a phrase."""
    assert normal_name("KIM, Yong-Chol", sort_tokens=True) == normal_name("Yong Chol Kim", sort_tokens=True)
    assert normal_name("Bank of Foo") != normal_name("Foo of Bank")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Bureau 39", "bureau 39"),
        ("Bureau 39's", "bureau 39"),
        ("The Workers’ Party", "workers party"),
        ("Pyongyang’s", "pyongyang"),
        ("Theodore", "theodore"),
    ],
)
def test_running_text_adds_articles_and_possessives(text: str, expected: str) -> None:
    """A mention is compared without what grammar added to the name."""
    assert mentioned_name(text) == expected


@given(st.text(), st.booleans())
def test_normalising_twice_changes_nothing(text: str, sort_tokens: bool) -> None:
    """A normal form is its own normal form."""
    once = normal_name(text, sort_tokens=sort_tokens)
    assert normal_name(once, sort_tokens=sort_tokens) == once


@given(st.text())
def test_case_does_not_matter(text: str) -> None:
    """Folded text has the same normal form."""
    assert normal_name(text.casefold()) == normal_name(text)

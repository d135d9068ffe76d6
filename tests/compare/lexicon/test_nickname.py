"""Nicknames and given names."""

from __future__ import annotations

import pytest

from counterflow.compare.lexicon import nickname_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("william", "bill"),
        ("robert", "bob"),
        ("theodore", "ted"),
        ("elizabeth", "liz"),
        ("aleksandr", "sasha"),
        ("vladimir", "volodya"),
        ("mikhail", "misha"),
        ("yevgeny", "zhenya"),
        ("jose", "pepe"),
        ("francisco", "paco"),
        ("giuseppe", "beppe"),
    ],
)
def test_a_nickname_belongs_to_its_name(one: str, other: str) -> None:
    """A name and its nickname share a hash."""
    assert nickname_of(one) == nickname_of(other) != 0


@pytest.mark.parametrize(
    ("one", "other"), [("frederick", "friedrich"), ("andrei", "andrew"), ("michael", "mikhail"), ("john", "ivan")]
)
def test_names_of_one_origin_stay_apart(one: str, other: str) -> None:
    """Frederick is not Friedrich, whatever their origin."""
    assert nickname_of(one) != nickname_of(other)


def test_other_words_have_none() -> None:
    """A family name has no nickname, and a name's hash is not that of a meaning."""
    assert nickname_of("putin") == nickname_of("") == 0

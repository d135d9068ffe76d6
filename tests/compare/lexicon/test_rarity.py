"""How rare words are."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.lexicon.rarity import bits_of


@pytest.mark.parametrize(
    ("common", "rare"),
    [("ali", "erdogan"), ("wang", "aselderov"), ("smith", "soleimani"), ("garcia", "okhtyrka")],
)
def test_common_names_say_less_than_rare_ones(common: str, rare: str) -> None:
    """Mohammed says little, Aselderov much."""
    assert bits_of(common, person=True) < bits_of(rare, person=True)


def test_generic_words_say_little_of_organisations() -> None:
    """Company, bank and restaurant say less than any name; among persons Bank is a rare name."""
    assert bits_of("company", person=False) < bits_of("bank", person=False) <= bits_of("restaurant", person=False) <= 9
    assert bits_of("restaurant", person=True) > 15


def test_short_unknown_words_say_less() -> None:
    """Two names share three letters by chance more often than eight."""
    lengths = [bits_of("q" * length, person=True) for length in range(2, 12)]
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[-1]


@given(st.text(max_size=60), st.booleans())
def test_every_word_has_bits(form: str, person: bool) -> None:
    """Bits are positive and finite, whatever the word."""
    assert 0 < bits_of(form, person=person) < math.inf

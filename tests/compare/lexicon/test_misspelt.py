"""Words of legal forms and generic words with one letter wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.lexicon.misspelt import is_misspelt_form, is_misspelt_generic


@pytest.mark.parametrize("word", "limied limitd limiteed lmiited limiter limited incorporatd".split())
def test_a_form_with_a_letter_wrong(word: str) -> None:
    assert is_misspelt_form(word)


@pytest.mark.parametrize("word", ["gazprom", "ltd", "ldt", "limes", "rosneft", ""])
def test_no_form(word: str) -> None:
    """Short words are near too many others."""
    assert not is_misspelt_form(word)


@pytest.mark.parametrize("word", "tradng shiping internationl companny".split())
def test_a_generic_word_with_a_letter_wrong(word: str) -> None:
    assert is_misspelt_generic(word)


@pytest.mark.parametrize("word", ["gazprom", "rosneft", "bnak", ""])
def test_no_generic_word(word: str) -> None:
    assert not is_misspelt_generic(word)


@given(st.text(max_size=20))
def test_any_text(word: str) -> None:
    assert is_misspelt_form(word) in (True, False)
    assert is_misspelt_generic(word) in (True, False)

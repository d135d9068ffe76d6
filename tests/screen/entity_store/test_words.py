"""Words: the same for what is stored and what is asked."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counterflow.screen.entity_store.words import MAX_WORD_CHARS, folded_text, latin_spellings, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jürgen MÜLLER-Øvergård", ["jurgen", "muller", "overgard"]),
        ("Mu'ammar al-Qaḏḏāfī", ["muammar", "al", "qaddafi"]),
        ("O.M.M. Ltd.", ["omm", "ltd"]),
        ("Ёлкин", ["елкин"]),
        ("北京ABC公司", ["北", "京", "abc", "公", "司"]),
        ("リ・ヨンホ", ["リ", "ヨ", "ン", "ホ"]),
        ("리용호", ["리용호"]),
        ("مُحَمَّد ٣٩", ["محمد", "39"]),
        ("कीर्ति", ["कीर्ति"]),
        ("!?", []),
        ("a\u202eb\udc80c\x00d", ["ab", "c", "d"]),
    ],
)
def test_words_of_scripts(text: str, expected: list[str]) -> None:
    """Case, marks, apostrophes and hidden characters tell no words apart; vowel signs of India do."""
    assert words(text) == expected


@given(st.text(max_size=60))
@example("ﬃ℠Ⅳ")
@example("a.b.c.d")
@example("İ")
@example("กิน가か\u3099")
def test_words_of_words_are_the_same(text: str) -> None:
    """Idempotent; and no word holds what the store's tokenizer would part."""
    found = words(text)
    assert words(" ".join(found)) == found
    assert all(letter.isalnum() for word in found for letter in word if letter.isascii())
    assert all(0 < len(word) <= MAX_WORD_CHARS for word in found)
    " ".join(found).encode("utf-8")


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_case_and_width_do_not_matter(text: str) -> None:
    """A text in capitals has the words of its own capitals again in small letters."""
    assert words(text.upper()) == words(text.upper().casefold())


@pytest.mark.parametrize(
    ("name", "spelling"),
    [("Владимир Петров", "vladimir petrov"), ("Jürgen Müller", "juergen mueller"), ("리용호", "riyongho")],
)
def test_names_are_spelt_in_latin_letters(name: str, spelling: str) -> None:
    """A name of another script, or with marks, is found by how it is spelt without."""
    assert spelling in latin_spellings(name)


def test_plain_names_have_no_other_spelling() -> None:
    """ASCII needs none."""
    assert latin_spellings("Ri Yong Ho") == ()


@given(st.lists(st.text(max_size=20), max_size=4))
def test_words_of_several_values(values: list[str]) -> None:
    """Words do not run from one value into the next; and plain ASCII beside other scripts gives the same words."""
    assert folded_text(values).split() == [word for value in values for word in words(value)]

"""Names split into tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.token import MAX_CHARACTERS, MAX_TOKENS, tokenize

PERSONS = [
    ("Vladimir Vladimirovich PUTIN", "vladimir vladimirovich putin"),
    ("AL-BATHALI, Mubarak Mushakhas Sanad", "al bathali mubarak mushakhas sanad"),
    ("Sinéad O'Connor", "sinéad oconnor"),
    ("Sinead O’Connor", "sinead oconnor"),
    ("Hsi Chin-p'ing", "hsi chin ping"),
    ("Sanaʿa ʾAbd al-Qādir", "sanaa abd al qādir"),
    ("J.P. Smith", "j p smith"),
    ("J. P. Smith", "j p smith"),
    ("Ю.М. Лужков", "ю м лужков"),
    ("Schröder", "schröder"),
    ("Straße", "strasse"),
    ("Αλέξης ΤΣΊΠΡΑΣ", "αλέξησ τσίπρασ"),
    ("김정은", "김 정은"),
    ("민수 김", "민수 김"),
    ("김 영수 민호", "김 영수 민호"),
    ("김정은 金正恩", "김 정은 金 正恩"),
    ("习近平", "习 近平"),
    ("近平 习", "近平 习"),
    ("和也 阿部", "和也 阿部"),
    ("山田太郎", "山田 太郎"),
    ("ＫＩＭ Ｊｏｎｇ", "kim jong"),
    ("约翰·史密斯", "约翰 史密斯"),
    ("習近平", "习 近平"),
    ("陳水扁", "陈 水扁"),
    ("", ""),
    ("🚀", ""),
    ("- / —", ""),
]


@pytest.mark.parametrize(("name", "tokens"), PERSONS)
def test_persons(name: str, tokens: str) -> None:
    assert tokenize(name, person=True) == tokens.split()


OTHERS = [
    ("J.P. Morgan Chase & Co.", "jp morgan chase and co"),
    ("U.S.A. Trading", "usa trading"),
    ("A.P. Møller - Mærsk A/S", "ap møller mærsk a s"),
    ("Yahoo! Inc", "yahoo inc"),
    ("ООО «Газпром нефть»", "ооо газпром нефть"),
    ("М.В.Д. России", "мвд россии"),
    ("7-Eleven", "7 eleven"),
    ("M/V WISE HONEST", "m v wise honest"),
]


@pytest.mark.parametrize(("name", "tokens"), OTHERS)
def test_other_names(name: str, tokens: str) -> None:
    assert tokenize(name, person=False) == tokens.split()


@pytest.mark.parametrize(
    "name",
    [
        "\u202eKim Jong Un\u202c",
        "\u200fKim Jong Un",
        "Ki\u200bm Jo\u00adng Un",
        "\ufeffKim Jong Un",
        "Kim\u00a0Jong\u3000Un",
        "Kim\tJong\r\nUn",
        "Kim\u2028Jong Un",
        "Kim \ud800Jong Un\udfff",
        "Kim Jong Un 🚀",
        "Kim J\x07ong Un\u200b",
    ],
)
def test_what_is_no_text_is_left_out(name: str) -> None:
    """Marks of direction and control are nothing, white space of any kind parts words."""
    assert tokenize(name, person=True) == ["kim", "jong", "un"]


def test_control_characters_are_nothing_in_ascii_too() -> None:
    assert tokenize("Kim J\x07ong Un", person=True) == ["kim", "jong", "un"]


@pytest.mark.parametrize("filler", [" ", "\u200b", "\u202e"])
def test_a_name_does_not_hide_behind_nothing(filler: str) -> None:
    assert tokenize(filler * MAX_CHARACTERS + "Kim Jong Un", person=True) == ["kim", "jong", "un"]


def test_long_names_are_cut() -> None:
    assert tokenize("kim " * 5000, person=True) == ["kim"] * MAX_TOKENS
    assert tokenize("k" * 10_000, person=False) == ["k" * MAX_CHARACTERS]


@given(st.text() | st.text(st.characters(categories=["Cs", "Cf", "Cc", "So", "Mn", "Lo"])), st.booleans())
def test_any_text(text: str, person: bool) -> None:
    """Tokens hold no white space, no dot and nothing that is no text."""
    tokens = tokenize(text, person=person)
    assert len(tokens) <= MAX_TOKENS
    assert all(token != "" and token.split() == [token] and "." not in token for token in tokens)
    "".join(tokens).encode()


# Han, Kana, Hangul and Thai names fall into words; cut again, they would fall into smaller ones.
SPACED = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x97F, categories=["L", "Nd", "Zs", "P"])
    | st.sampled_from(" .-&'"),
    max_size=60,
)


@given(SPACED, st.booleans())
def test_idempotent(text: str, person: bool) -> None:
    tokens = tokenize(text, person=person)
    assert tokenize(" ".join(tokens), person=person) == tokens


@given(SPACED, st.sampled_from(["\t", "\n", "  ", "\u3000", "\u00a0", " \u200b "]), st.booleans())
def test_white_space_of_any_kind(text: str, blank: str, person: bool) -> None:
    assert tokenize(text.replace(" ", blank), person=person) == tokenize(text, person=person)

"""A field of countries gives each one, with the doubt that it states, or none at all."""

from __future__ import annotations

import pytest

from counterflow.clean.country import is_unknown_country, read_countries, read_country
from counterflow.clean.script import language_of_script


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Korea, North", "kp"),
        ("DPRK", "kp"),
        ("Burma", "mm"),
        ("Congo, Democratic Republic of the", "cd"),
        ("Region: Crimea", "ua"),
        ("Region: Kafia Kingi", None),
        ("Atlantis", None),
    ],
)
def test_country(text: str, code: str | None) -> None:
    """Lists' own names of countries are known; a region that two states claim is neither's."""
    assert read_country(text) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian, Ukrainian", [("ru", None), ("ua", None)]),
        ("(a) Jordanian (b) American", [("jo", None), ("us", None)]),
        ("(a) Russian, (b) USSR (until 1991)", [("ru", None), ("suhh", "former")]),
        ("possibly Palestinian", [("ps", "possible")]),
        ("Pakistani (presumed)", [("pk", "possible")]),
        ("Kuwaiti citizenship withdrawn in 2002", [("kw", "former")]),
        ("Iran / unknown", [("ir", None)]),
        ("Trinidad and Tobago", [("tt", None)]),
        ("Democratic Republic of the Congo, passport no. OB 0243318", [("cd", None)]),
        ("Branch Office 11: Iran", []),
    ],
)
def test_countries(text: str, expected: list[tuple[str, str | None]]) -> None:
    """Every country of a field comes out with its doubt; a field with an unknown word gives none."""
    assert [(one.code, one.doubt) for one in read_countries(text)] == expected


def test_unknown_is_said() -> None:
    """A list that says it knows no country says nothing, which is not a mistake."""
    assert is_unknown_country("None Identified")
    assert not is_unknown_country("Nauru")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("백창호", "kor"),
        ("ひらがな", "jpn"),
        ("习近平", None),
        ("محمد", None),
        ("Алексей", None),
        ("Kim 김", None),
        ("", None),
    ],
)
def test_language_of_script(text: str, language: str | None) -> None:
    """A script that one language uses tells the language; a shared or mixed one does not."""
    assert language_of_script(text) == language

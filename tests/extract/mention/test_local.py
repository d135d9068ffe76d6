"""Linking inside one document."""

from __future__ import annotations

from typing import Any

import pytest

from counterflow.extract.mention.local import link_names, normalise
from counterflow.extract.name.acronym import is_acronym
from counterflow.extract.name.names import Name


def link(text: str, *names: tuple[str, str]) -> dict[str, str]:
    """Link names that stand in `text` in this order; gives the key of each by its text."""
    found, at = [], 0
    for name, type_ in names:
        at = text.index(name, at)
        found.append(Name(at, at + len(name), type_, "name"))
        at += len(name)
    linked, keys = link_names(text, found)
    return {text[one.start : one.end]: key for one, key in zip(linked, keys, strict=True)}


def test_a_bare_surname_joins_the_one_full_name() -> None:
    """Kay is David Kay where no other Kay is named."""
    keys = link("David Kay spoke. Kay left.", ("David Kay", "person"), ("Kay", "person"))
    assert keys["Kay"] == keys["David Kay"]


def test_a_surname_of_several_stays_alone() -> None:
    """Kim fits Kim Jong Un and Kim Il Sung: it joins neither."""
    keys = link(
        "Kim Jong Un and Kim Il Sung. Kim left.",
        ("Kim Jong Un", "person"),
        ("Kim Il Sung", "person"),
        ("Kim", "person"),
    )
    assert len(set(keys.values())) == 3


def test_spellings_of_one_name_share_a_key() -> None:
    """Hyphen, case and apostrophe do not part a name."""
    assert normalise("KIM Jong-Il") == normalise("Kim Jong Il")
    assert normalise("Kim Jong Il") != normalise("Kim Jong Un")


def test_listed_names_of_one_country_share_a_key() -> None:
    """DPRK, North Korea and the North are one."""
    keys = link("North Korea, DPRK, the North.", ("North Korea", "place"), ("DPRK", "place"), ("the North", "place"))
    assert set(keys.values()) == {"country:kp"}


def test_a_defined_short_form_shares_key_and_type() -> None:
    """An acronym in parentheses stands for the name before it."""
    text = "Korea Mining Corporation (KMC) sells. KMC buys."
    names = [Name(0, 24, "company", "name"), Name(26, 29, "organization", "name"), Name(38, 41, "organization", "name")]
    linked, keys = link_names(text, names)
    assert len(set(keys)) == 1
    assert {one.type for one in linked} == {"company"}


@pytest.mark.parametrize(
    ("alias", "name", "expected"),
    [
        ("KOMID", "Korea Mining Development Trading Corporation", True),
        ("GBAE", "General Bureau of Atomic Energy", True),
        ("FinCEN", "Financial Crimes Enforcement Network", True),
        ("QDe", "Al-Qaida", False),
        ("WPK", "Korean Army", False),
        ("Ex", "Example Words", False),
    ],
)
def test_acronyms(alias: str, name: str, expected: Any) -> None:
    """An acronym's capitals stand in the name in order, the first at its beginning."""
    assert is_acronym(alias, name) == expected

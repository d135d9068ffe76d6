"""What sort of party a query asks for."""

from __future__ import annotations

import pytest

from counterflow.screen.sort import ANY_SORT, SCHEMATA, guess_schemata, read_schema


@pytest.mark.parametrize(
    ("word", "schema"),
    [
        ("Person", "Person"),
        ("individual", "Person"),
        ("Natural Person", "Person"),
        ("INDIVIDUAL", "Person"),
        ("entity", "LegalEntity"),
        ("legalentity", "LegalEntity"),
        ("ship", "Vessel"),
        ("aircraft", "Airplane"),
        ("organisation", "Organization"),
        ("customer", None),
        ("", None),
    ],
)
def test_words(word: str, schema: str | None) -> None:
    """FtM's names in any capitals, and the lists' own words."""
    assert read_schema(word) == schema


def test_every_schema_is_known_by_its_name() -> None:
    """None is shadowed by a word."""
    assert [read_schema(name) for name in SCHEMATA] == list(SCHEMATA)


@pytest.mark.parametrize(
    ("properties", "schemata"),
    [
        (["name"], ANY_SORT),
        (["name", "country"], ANY_SORT),
        (["name", "birthDate"], ("Person",)),
        (["firstName", "lastName"], ("Person",)),
        (["imoNumber"], ("Vessel",)),
        (["name", "leiCode"], ("LegalEntity",)),
    ],
)
def test_facts_give_the_sort_away(properties: list[str], schemata: tuple[str, ...]) -> None:
    """A birth date is of a person; where nothing tells, both readings are searched."""
    assert guess_schemata(properties) == schemata

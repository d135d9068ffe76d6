"""The gazetteer: what is listed is found whatever stands before it, and what only looks like it is not."""

from __future__ import annotations

import pytest

from counterflow.extract.lexica import alternatives, load_records, load_terms
from counterflow.extract.name.gazetteer import find_listed, load_gazetteer, look_up
from counterflow.extract.parse.passage import fold

FOUND = [
    ("It sailed to Deir ez-Zor by road.", [("Deir ez-Zor", "place")]),
    ("A counter-ISIL force met.", [("ISIL", "organization")]),
    ("The U.S.-Iraq talks began.", [("U.S.", "place"), ("Iraq", "place")]),
    ("They are anti-Russian Kurds.", [("Russian", "group"), ("Kurds", "group")]),
    ("Western powers and the Western Division met.", [("Western", "group")]),
    ("Mail to info@Iran.com or x.Iran now.", []),
    ("The FARDC held Goma and BUKAVU.", [("FARDC", "public_body"), ("Goma", "place"), ("BUKAVU", "place")]),
    ("A Texas-sized and Irani dish.", [("Texas", "place")]),
]


@pytest.mark.parametrize(("sentence", "names"), FOUND)
def test_listed_names_are_found(sentence: str, names: list[tuple[str, str]]) -> None:
    """The longest listed name is found, also after a prefix, and no part of another word or an address."""
    assert [(sentence[start:end], entry.type) for start, end, entry in find_listed(fold(sentence))] == names


def test_spellings_of_one_city_are_one_thing() -> None:
    """Spellings that a line joins share a key; two cities do not."""
    raqqa, raqqah, mosul = look_up("Raqqa"), look_up("Ar Raqqah"), look_up("Mosul")
    assert raqqa is not None
    assert raqqah is not None
    assert mosul is not None
    assert raqqa.key == raqqah.key != mosul.key


def test_no_place_stands_twice() -> None:
    """A spelling stands for one city, province or water."""
    spellings = [
        name for _, cities in load_records("city", 2) for city in alternatives(cities) for name in city.split(" = ")
    ]
    spellings += [
        name for lexicon in ("province", "water") for line in load_terms(lexicon) for name in line.split(" = ")
    ]
    assert sorted(name for name in set(spellings) if spellings.count(name) > 1) == []
    assert all(fold(name) in load_gazetteer() for name in spellings)

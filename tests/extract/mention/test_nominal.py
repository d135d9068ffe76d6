"""Nominal mentions: which noun phrases stand for someone or something, and how far they reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counterflow.extract.lexica import load_terms
from counterflow.extract.mention.good import Taken, find_goods
from counterflow.extract.mention.nominal import LEXICA, find_nominals, load_nouns
from counterflow.extract.name.gazetteer import find_listed
from counterflow.extract.parse.parsed import Parsed

Parse = Callable[[str], list[Parsed]]

CASES = [
    # Owners by pronoun, numbers and pointing words belong to the phrase; articles and owners' names do not.
    ("His sister runs it.", ["His sister"], ["person"]),
    ("It was sent to its embassy in the capital.", ["its embassy", "the capital"], ["facility", "place"]),
    ("They fled with a South Korean think tank.", ["South Korean think tank"], ["organization"]),
    ("Iran's drug smugglers were caught.", ["drug smugglers"], ["person"]),
    ("Poppies grow in communal farms.", ["communal farms"], ["facility"]),
    ("These companies paid many officials.", ["These companies", "many officials"], ["company", "person"]),
    # A bare definite keeps its article: it stands for something told before.
    ("The regime sold the ship.", ["The regime", "the ship"], ["public_body", "vessel"]),
    ("The old regime sold the rusty ship.", ["old regime", "rusty ship"], ["public_body", "vessel"]),
    # People of a country, with what stands before them.
    ("Five North Koreans were caught.", ["Five North Koreans"], ["person"]),
    ("North Koreans were caught.", [], []),
    # The longest noun decides.
    ("It funds its weapons program.", ["its weapons program"], ["programme"]),
    (
        "The crime syndicate paid a trading company.",
        ["crime syndicate", "trading company"],
        ["organization", "company"],
    ),
    ("The government of Iraq paid.", ["government of Iraq"], ["public_body"]),
    # What only says what something is, or is no one.
    ("He is a diplomat.", [], []),
    ("He worked as a courier for her.", [], []),
    ("He sits in prison.", [], []),
    ("It is a matter of ship-to-ship transfers.", [], []),
    ("They used a nerve agent.", [], []),
    ("They will use the funds.", [], []),
]


def found_in(parse_text: Parse, text: str) -> list[tuple[str, str]]:
    """Give the words and the type of each nominal of a text."""
    found = []
    for parsed in parse_text(text):
        taken = [
            Taken(parsed.start.index(start), parsed.end.index(end), entry.type)
            for start, end, entry in find_listed(text)
        ]
        for one in find_nominals(parsed, taken, find_goods(parsed, taken)):
            found.append((text[parsed.start[one.first] : parsed.end[one.last]], one.type))
    return found


@pytest.mark.parametrize(("text", "words", "types"), CASES)
def test_nominals(text: str, words: list[str], types: list[str], parse_text: Parse) -> None:
    """The phrases of a sentence that stand for someone or something, with their types."""
    assert found_in(parse_text, text) == list(zip(words, types, strict=True))


def test_a_noun_stands_in_one_lexicon() -> None:
    """No noun has two types."""
    terms = [term for lexicon in LEXICA for term in load_terms(lexicon)]
    assert sorted(term for term in set(terms) if terms.count(term) > 1) == []
    assert load_nouns()["think tank"] == "organization"

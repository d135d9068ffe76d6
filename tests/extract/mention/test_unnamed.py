"""Mentions without a name: goods, noun phrases and pronouns come out together, with what they stand for."""

from __future__ import annotations

import time
from collections.abc import Callable

from counterflow.extract.mention.binding import Spoken
from counterflow.extract.mention.unnamed import UnnamedFinder
from counterflow.extract.parse.parsed import Parsed

Parse = Callable[[str], list[Parsed]]


def told_in(parse_text: Parse, text: str, names: dict[str, str], subject: str | None = None) -> list[tuple[str, ...]]:
    """Give words, type, form and key of each mention without a name; names are single words and keys of themselves."""
    finder = UnnamedFinder(subject)
    told: list[tuple[str, ...]] = []
    for parsed in parse_text(text):
        spoken = [Spoken(at, at, at, names[word], word) for at, word in enumerate(parsed.text) if word in names]
        for one in sorted(finder.find(parsed, spoken)):
            words = text[parsed.start[one.first] : parsed.end[one.last]]
            told.append((words, one.type, one.form, one.key))
    return told


def test_goods_phrases_and_pronouns_come_out_together(parse_text: Parse) -> None:
    """Each has its form, and a pronoun the type of what it stands for."""
    told = told_in(parse_text, "Petrov sold weapons. His sister hid them.", {"Petrov": "person"})
    assert told == [
        ("weapons", "commodity", "common", "good:arms"),
        ("His", "person", "pronoun", "Petrov"),
        ("His sister", "person", "nominal", "Petrov/sister"),
        ("them", "commodity", "pronoun", "good:arms"),
    ]


def test_the_goods_stand_for_goods_before(parse_text: Parse) -> None:
    """What leaves the kind open takes it from what was told; without an article it stands for itself."""
    assert told_in(parse_text, "They make heroin. Dealers sell the cargo.", {})[-1][3] == "good:heroin"
    assert told_in(parse_text, "They make heroin. Dealers sell cargo.", {})[-1][3] == "good:goods"


def test_workers_are_people(parse_text: Parse) -> None:
    """Who is a good only in trade is read as a person."""
    told = told_in(parse_text, "It sends its workers abroad.", {})
    assert [(words, type_) for words, type_, *_ in told] == [("its workers", "person")]


def test_a_pronoun_without_a_referent_is_no_mention(parse_text: Parse) -> None:
    """None is better than a wrong one; in a narrative it is the subject."""
    assert told_in(parse_text, "He left in 2012.", {}) == []
    assert told_in(parse_text, "He left in 2012.", {}, "subject") == [("He", "person", "pronoun", "subject")]


def test_a_list_without_end_is_read_in_time() -> None:
    """Work grows with the length of a run, not with its square: twenty thousand words take no minute."""
    count = 20_000
    words = ["he" if at % 2 == 0 else "coal" for at in range(count)]
    parsed = Parsed(
        text=words,
        lower=words,
        lemma=words,
        tag=["PRP" if word == "he" else "NN" for word in words],
        relation=["ROOT"] + ["conj"] * (count - 1),
        head=[max(at - 1, 0) for at in range(count)],
        start=[5 * at for at in range(count)],
        end=[5 * at + len(word) for at, word in enumerate(words)],
        sentence=[0] * count,
        children=[[at + 1] if at + 1 < count else [] for at in range(count)],
    )
    begun = time.process_time()
    assert len(list(UnnamedFinder().find(parsed, []))) == count // 2
    assert time.process_time() - begun < 20

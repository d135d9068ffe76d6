"""Types by what stands around a name: the words tell it, and the model's guess does not stand against them."""

from __future__ import annotations

import pytest

from counterflow.extract.name.candidate import Candidate
from counterflow.extract.name.context import by_context, find_surnames

TOLD = [
    ("The strike fell near Qasdan, not far off.", "Qasdan", "person", "place"),
    ("They took the city of Qasdan.", "Qasdan", "organization", "place"),
    ("He was born in Qasdan in May.", "Qasdan", "organization", "place"),
    ("Qasdan province has oil.", "Qasdan", "person", "place"),
    ("He hails from Qasdan, a town in the hills.", "Qasdan", "person", "place"),
    ("It carried coal to Qasdan in May.", "Qasdan", "person", "place"),
    ("He lives at Qasdan, Iraq.", "Qasdan", "person", "place"),
    ("Gen. Obrel said so.", "Obrel", "organization", "person"),
    ("MR OBREL: Thank you.", "OBREL", "organization", "person"),
    ("It asked Obrel, who led the ring.", "Obrel", "place", "person"),
    ("His brother Obrel fled.", "Obrel", "place", "person"),
    ("Obrel was sentenced in May.", "Obrel", "organization", "person"),
    ("It fell to the Obrel regime.", "Obrel", "organization", "person"),
    ("He owns the company Anda Sel.", "Anda Sel", "person", "company"),
    ("It bought it from the Obrel network.", "Obrel", "person", "organization"),
    ("No one saw the Marl Sky sail, but the Marl Sky called at port.", "Marl Sky", "organization", "vessel"),
    ("It paid for the passage of the Marl Sky.", "Marl Sky", "organization", "vessel"),
    ("He learnt of the sinking of the Marl Sky.", "Marl Sky", "organization", "vessel"),
    ("They fled the areas of Beir and Qasdan, he said.", "Qasdan", "person", "place"),
    ("It was led by Nikolai Obrel then.", "Nikolai Obrel", "organization", "person"),
    ("Obrelenko sells it.", "Obrelenko", "organization", "person"),
    # What says nothing, or two things, leaves the type.
    ("They paid Obrel twice.", "Obrel", "organization", "organization"),
    ("He has a stake in Obrel.", "Obrel", "organization", "company"),
    ("He has an interest in Obrel.", "Obrel", "organization", "organization"),
    ("It lies in Obrel's hands.", "Obrel", "organization", "organization"),
    ("He works in Qasdan Bank.", "Qasdan Bank", "company", "company"),
]


@pytest.mark.parametrize(("sentence", "name", "guess", "type_"), TOLD)
def test_surroundings_tell_the_type(sentence: str, name: str, guess: str, type_: str) -> None:
    """The words around a name give its type, whatever the model took it for."""
    start = sentence.rindex(name)
    (one,) = by_context(sentence, [Candidate(start, start + len(name), guess, 1)])
    assert one.type == type_


def test_what_one_place_tells_counts_for_all() -> None:
    """The same words have the same type throughout a text."""
    text = "Qasdan fell. Fighters near Qasdan fled."
    found = by_context(text, [Candidate(0, 6, "person", 1), Candidate(27, 33, "organization", 1)])
    assert [one.type for one in found] == ["place", "place"]


def test_a_rule_stands_against_the_surroundings() -> None:
    """What a rule proved or the gazetteer lists keeps its type."""
    text = "It lies near Iraq and near Unit 62."
    found = by_context(text, [Candidate(13, 17, "person", 1), Candidate(27, 34, "organization", 0)])
    assert [one.type for one in found] == ["person", "organization"]


def test_surnames_are_found_alone() -> None:
    """A surname by itself is the person named in full; common words, listed names and parts of names are not."""
    text = (
        "Joseph Votel met Ann Council and Kim Paris. Votel spoke to the Council in Paris; Votel Street is Votel-made."
    )
    persons = [Candidate(0, 12, "person", 1), Candidate(17, 28, "person", 1), Candidate(33, 42, "person", 1)]
    assert [text[one.start : one.end] for one in find_surnames(text, persons)] == ["Votel", "Votel"]
    assert [one.start for one in find_surnames(text, persons)] == [7, 44]
    text = "Sami al-Obrel fled. Obrel is free."
    assert [one.start for one in find_surnames(text, [Candidate(0, 13, "person", 1)])] == [20]

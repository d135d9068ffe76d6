"""Words run together, cut short, or given by their initials."""

from __future__ import annotations

import pytest

from counterflow.compare.kernel.leftover import MAX_JOINED
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.space import Space

from .conftest import look


def relations(left: str, right: str, schema: str, space: Space) -> tuple[str, str]:
    """Relations of the words of both names, by their first letters; the same with sides swapped."""
    found = []
    for one, other in ((left, right), (right, left)):
        two = look(one, other, schema, space)
        two.align()
        _, n, _, m = two.words
        found.append([space["kind"][0, 0, :n].tolist(), space["kind"][0, 1, :m].tolist()])
    assert found[0] == found[1][::-1]
    first, second = ("".join(Relation(kind).name[0] for kind in side) for side in found[0])
    return first, second


JOINED = [
    ("Vessel", "Good Will Star", "Goodwill Star", "JJE", "JE"),
    ("Vessel", "Sun Moon Star", "Sunmoonstar", "JJJ", "J"),
    ("Company", "Dae Song Trading", "Daesong Trading", "JJE", "JE"),
    ("Person", "Kim Jong Un", "Kim Jongun", "EJJ", "EJ"),
    ("Person", "Kim Jong Un", "Kimjongun", "JJJ", "J"),
    ("Company", "Sun Moon", "Star Sunmoon", "JJ", "NJ"),
    ("Company", "A B", "Ab", "NN", "N"),
    ("Company", "Good Will Trading", "Goodwil Trading", "JJE", "JE"),
    # A letter that differs tells more where most of the letters are those of a common word.
    ("Company", "Tontion Shipping", "Poltionshipping", "NN", "N"),
    # Two consonants differ.
    ("Person", "Sayyad Rajabzadeh", "Sajjadrajabzadeh", "NN", "N"),
]


@pytest.mark.parametrize(("schema", "left", "right", "of_left", "of_right"), JOINED)
def test_words_run_together(schema: str, left: str, right: str, of_left: str, of_right: str, space: Space) -> None:
    assert relations(left, right, schema, space) == (of_left, of_right)


def test_words_apart_are_not_run_together(space: Space) -> None:
    """Between Sun and Moon stands a word that has an answer of its own."""
    assert "J" not in "".join(relations("Sun Star Moon", "Sunmoon Star", "Vessel", space))


def test_not_any_number_of_words_is_run_together(space: Space) -> None:
    words = "ka lo mi ru te so".split()
    assert len(words) == MAX_JOINED + 1
    assert relations(" ".join(words[:MAX_JOINED]), "".join(words[:MAX_JOINED]), "Vessel", space) == ("JJJJJ", "J")
    assert relations(" ".join(words), "".join(words), "Vessel", space) == ("NNNNNN", "N")


@pytest.mark.parametrize(
    ("left", "right"), [("Pong Su", "봉수"), ("Bong Su", "봉수"), ("Tae Song", "대성"), ("Kwang Myong Song", "광명성")]
)
def test_korean_syllables_run_together(left: str, right: str, space: Space) -> None:
    """Hangul writes no spaces; the North's spelling parts syllables."""
    of_left, of_right = relations(left, right, "Vessel", space)
    assert (set(of_left), set(of_right)) == ({"J"}, {"J"})


def test_syllables_spelt_otherwise_are_a_matter_of_sound(space: Space) -> None:
    """Letter by letter they are words run together; in another romanisation the same syllables."""
    assert relations("Jong Un", "Jongun", "Vessel", space) == ("JJ", "J")
    assert relations("Jong Un", "Chongeun", "Vessel", space) == ("KK", "K")


SHORT = [
    ("Company", "People's Liberation Army", "PLA", "AAA", "A"),
    ("Company", "Ministry of State Security", "MSS", "AAAA", "A"),
    ("Company", "Sky Arrow", "SA", "NN", "N"),
    ("Person", "Jean Claude Dupont", "JC Dupont", "AAE", "AE"),
    ("Person", "Jean Dupont", "JO Dupont", "NE", "NE"),
    ("Person", "Abdullahi Mohamud Rage", "Amr Rabii", "NNN", "NN"),
    ("Person", "Noureddine Belkarim Benzarti", "Noureddine Belkarim Benz", "EEC", "EEC"),
    ("Person", "Karim Benzarti", "Karim Benz", "EN", "EN"),
    ("Person", "Karim Benzarti", "Karim Ben", "EN", "EN"),
    ("Person", "Noureddine Belkassem Benzarti", "Noureddine Belkassem Be", "EEC", "EEC"),
    ("Person", "K. Benzarti", "Karim Benz", "IN", "IN"),
    ("Company", "Oceanic Maritim", "Oceanic Maritimetrade", "EC", "EC"),
    ("Person", "Drissi Mohamed", "Dri Mohamed", "NE", "NE"),
]


@pytest.mark.parametrize(("schema", "left", "right", "of_left", "of_right"), SHORT)
def test_short_forms(schema: str, left: str, right: str, of_left: str, of_right: str, space: Space) -> None:
    assert relations(left, right, schema, space) == (of_left, of_right)

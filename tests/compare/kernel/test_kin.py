"""Which words have to do with each other: asked cheaply, wrong only to say yes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.kernel.kin import Kin, relate_kin
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.space import new_space
from counterflow.compare.kernel.word import Words

from .conftest import WORDS, answer, look, names, schemata

SPACE = new_space()
letters = st.text("aeiouybdghkmnprstz", min_size=1, max_size=9)


@st.composite
def near_words(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a word, and what a few letters make of it."""
    word = draw(st.sampled_from(WORDS) | letters)
    other = word
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(other)))
        other = other[:at] + draw(st.text("aeioudhkmnrst", max_size=1)) + other[at + draw(st.integers(0, 1)) :]
    return word, other or word


def kin_answer(a: Words, i: int, b: Words, j: int, person: bool, turned: bool) -> tuple[Relation, float]:
    """Relate two words by what was noted of them."""
    relation, loss = relate_kin(a, i, b, j, person, turned, SPACE)
    return Relation(relation), float(loss)


@given(near_words() | st.tuples(names, names), schemata)
def test_what_is_related_is_not_ruled_out(two_names: tuple[str, str], schema: str) -> None:
    """And what is asked of two words by their places is what is asked of the words themselves, both ways around."""
    two = look(*two_names, schema, SPACE)
    a, n, b, m = two.words
    for i in range(n):
        for j in range(m):
            kin = Kin(int(SPACE[0]["kin"][a[i]["place"], b[j]["place"]]))
            relation, loss = answer(a, i, b, j, two.person, SPACE)
            assert (relation == Relation.EQUAL) == (Kin.EQUAL in kin)
            if relation not in (Relation.EQUAL, Relation.NONE):
                assert Kin.OPEN in kin
            if relation != Relation.EQUAL:
                for _ in range(2):
                    assert kin_answer(a, i, b, j, two.person, False) == (relation, loss)
                assert kin_answer(b, j, a, i, two.person, True) == answer(b, j, a, i, two.person, SPACE)


@given(near_words() | st.tuples(names, names))
def test_sets_of_answers_say_the_same(two_names: tuple[str, str]) -> None:
    two = look(*two_names, "Vessel", SPACE)
    a, n, b, m = two.words
    work = SPACE[0]
    for i in range(n):
        for j in range(m):
            u, v = int(a[i]["place"]), int(b[j]["place"])
            there, back = int(work["answers"][0, u]) >> v & 1, int(work["answers"][1, v]) >> u & 1
            assert there == back == (work["kin"][u, v] != 0)


def test_a_name_without_words_has_no_answers() -> None:
    """Nothing is read where there is no name."""
    _, n, _, m = look("Ocean Star", ".", "Vessel", SPACE).words
    assert (n, m) == (2, 0)

"""Which word answers which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.kernel.align import goes_first
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.space import Space, new_space

from .conftest import look, words_of

E, L, J, N, X = Relation.EQUAL, Relation.INITIAL, Relation.JOINED, Relation.NONE, Relation.NUMBER
# L: a letter for a word.


def aligned(left: str, right: str, schema: str, space: Space) -> tuple[list[list[int]], list[list[Relation]]]:
    """Align two names; answers and relations of both sides."""
    two = look(left, right, schema, space)
    two.align()
    _, n, _, m = two.words
    work = space[0]
    answers = [work["answer"][0, :n].tolist(), work["answer"][1, :m].tolist()]
    return answers, [[Relation(k) for k in work["kind"][side, :count]] for side, count in ((0, n), (1, m))]


PERSONS = [
    ("Kim Jong Un", "KIM Jong-un", [[0, 1, 2], [0, 1, 2]], [[E, E, E], [E, E, E]]),
    ("Kim Jong Un", "Un Jong Kim", [[2, 1, 0], [2, 1, 0]], [[E, E, E], [E, E, E]]),
    ("Vladimir Vladimirovich Putin", "Путин Владимир", [[1, -1, 0], [2, 0]], [[E, N, E], [E, E]]),
    ("Kim Jong Il", "Kim Jong Un", [[0, 1, -1], [0, 1, -1]], [[E, E, N], [E, E, N]]),
    ("J. C. Garcia", "Juan Carlos Garcia", [[0, 1, 2], [0, 1, 2]], [[L, L, E], [L, L, E]]),
    ("Kim Kim", "Kim", [[0, -1], [0]], [[E, N], [E]]),
    ("Kim Jongun", "Kim Jong Un", [[0, 1], [0, 1, 1]], [[E, J], [E, J, J]]),
]


@pytest.mark.parametrize(("left", "right", "answers", "relations"), PERSONS)
def test_persons(
    left: str, right: str, answers: list[list[int]], relations: list[list[Relation]], space: Space
) -> None:
    assert aligned(left, right, "Person", space) == (answers, relations)


OTHERS = [
    ("Alpha Seven", "Alpha Eight", [[0, 1], [0, 1]], [[E, X], [E, X]]),
    ("Goodwill Ocean", "Ocean Good Will", [[1, 0], [1, 0, 0]], [[J, E], [E, J, J]]),
    ("Korea Daesong Bank", "Bank Daesong Korea", [[2, 1, 0], [2, 1, 0]], [[E, E, E], [E, E, E]]),
]


@pytest.mark.parametrize(("left", "right", "answers", "relations"), OTHERS)
def test_others(left: str, right: str, answers: list[list[int]], relations: list[list[Relation]], space: Space) -> None:
    assert aligned(left, right, "Vessel", space) == (answers, relations)


def test_the_rarer_word_gets_the_answer(space: Space) -> None:
    """An initial may stand for either given name; the exact word takes its own first."""
    answers, relations = aligned("Juan Joachim Garcia", "J. Juan Garcia", "Person", space)
    assert answers == [[1, 0, 2], [1, 0, 2]]
    assert relations[0] == [E, L, E]


def test_nothing_stays_of_the_pair_before(space: Space) -> None:
    before = aligned("Kim Jong Un", "Kim Jong Il", "Person", space)
    aligned("A B C D E F", "A B C D E F", "Person", space)
    assert aligned("Kim Jong Un", "Kim Jong Il", "Person", space) == before


names = st.lists(
    st.sampled_from(
        "Kim Jong Un Jongun Il Ri Lee 리 Vladimir Wladimir Vladimirovich V. Putin Путин Putn Mohammed محمد Mohamed bin "
        "Al Good Will Goodwill Ocean Oceans 7 Seven 8 PLA Peoples Liberation Army 习 席 Xi".split()
    ),
    min_size=1,
    max_size=7,
).map(" ".join)
SPACE = new_space()


@given(names, names)
def test_names_have_an_order_of_their_own(left: str, right: str) -> None:
    """One goes first whichever is called left; between names of the same forms it makes no difference."""
    (a, n), (b, m) = words_of(left, "Vessel"), words_of(right, "Vessel")
    if a["digest"][:n, 0].tolist() == b["digest"][:m, 0].tolist():
        assert goes_first(a, n, b, m)
    else:
        assert goes_first(a, n, b, m) != goes_first(b, m, a, n)


@given(names, names, st.sampled_from(["Person", "Vessel"]))
def test_answers_are_mutual(left: str, right: str, schema: str) -> None:
    """What has an answer has a relation, and an answer answers back; of words run together, the first."""
    answers, relations = aligned(left, right, schema, SPACE)
    for side in (0, 1):
        for place, other in enumerate(answers[side]):
            relation = relations[side][place]
            assert (other == -1) == (relation == Relation.NONE)
            if other >= 0:
                assert relations[1 - side][other] == relation
                back = answers[1 - side][other]
                assert back == place or relation in (Relation.JOINED, Relation.ACRONYM)


@given(names, st.sampled_from(["Person", "Vessel"]))
def test_a_name_answers_itself(name: str, schema: str) -> None:
    _, relations = aligned(name, name, schema, SPACE)
    assert set(relations[0]) == set(relations[1]) == {Relation.EQUAL}

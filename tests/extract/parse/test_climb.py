"""Climbing a parse: over the heads of a word, to the root of its sentence and no further."""

from __future__ import annotations

from counterflow.extract.parse.climb import MAX_CLIMB, climb, climb_through, first_joined, is_under
from counterflow.extract.parse.parsed import Parsed


def written(heads: list[int], relations: str) -> Parsed:
    """Write a parse of which only heads and relations matter."""
    words = [str(at) for at in range(len(heads))]
    places = list(range(len(heads)))
    children = [[one for one, head in enumerate(heads) if head == at != one] for at in places]
    return Parsed(
        words, words, words, words, relations.split(), heads, places, places, [0] * len(heads), children
    )  # fmt: skip


# "seized(0) coal(1), oil(2) and gas(3)"
JOINED = written([0, 0, 1, 2], "ROOT dobj conj conj")


def test_a_climb_ends_at_the_root() -> None:
    """The word itself comes first and the root last, each once."""
    assert list(climb(JOINED, 3)) == [3, 2, 1, 0]
    assert list(climb(JOINED, 0)) == [0]


def test_a_word_is_under_itself_and_its_heads() -> None:
    """What depends on a word, directly or not, is under it; the reverse is not."""
    assert all(is_under(JOINED, 3, above) for above in range(4))
    assert not is_under(JOINED, 1, 3)


def test_the_first_of_joined_words() -> None:
    """Words joined by "and" lead to the first of them, and not beyond."""
    assert [first_joined(JOINED, token) for token in range(4)] == [0, 1, 1, 1]
    assert climb_through(JOINED, 3, ("conj", "dobj")) == 0


def test_a_circle_ends() -> None:
    """Heads that lead round in a circle are given up, not followed for ever."""
    circle = written([1, 0, 2], "conj conj ROOT")
    assert len(list(climb(circle, 0))) == MAX_CLIMB + 1
    assert not is_under(circle, 0, 2)
    assert first_joined(circle, 0) in (0, 1)

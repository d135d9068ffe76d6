"""Names as the kernel is given them."""

from __future__ import annotations

import pytest

from counterflow.compare.kernel.relation import Relation, are_equal, relate
from counterflow.compare.kernel.space import Space, new_space
from counterflow.compare.kernel.word import Words, gather, new_words
from counterflow.compare.matcher import frame_of


def words_of(name: str, schema: str) -> tuple[Words, int]:
    """Gather the words of a name of a party of some schema, and say how many they are."""
    frame = frame_of([{"schema": schema, "properties": {"name": [name]}}])
    words = new_words()
    return words, gather(frame.vocabulary, frame.names, 0, words)


def answer(a: Words, i: int, b: Words, j: int, person: bool, space: Space) -> tuple[Relation, float]:
    """Relate two words as `align` does, which asks first whether they are equal."""
    if are_equal(a, i, b, j):
        return Relation.EQUAL, 0.0
    relation, loss = relate(a, i, b, j, person, space)
    return Relation(relation), float(loss)


@pytest.fixture
def space() -> Space:
    """Memory of one thread."""
    return new_space()

"""What answers a word is kept from query to query, and changes no result."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from counterflow.compare.index.recall import ROOM, is_kept, key_of, new_recall, place_of, reserve
from counterflow.compare.index.search import Searcher
from counterflow.compare.matcher import frame_of

from .conftest import build, person, query_of


def test_a_search_does_not_depend_on_those_before(tmp_path: Path) -> None:
    """A searcher that knows the words gives the very hits of one that knows none."""
    given_names, family_names = ["Kim", "Anna", "Sergei", "Mohammed", "Chol"], ["Putin", "Aselderov", "Garcia", "Ri"]
    names = [f"{one} {other} {family}" for one in given_names for other in given_names for family in family_names]
    index = build([person(f"p-{number:04}", f"{name} {number % 3}") for number, name in enumerate(names * 3)], tmp_path)
    used = Searcher(index)
    for name in ["Kim Anna Puttin", "Anna Puttin", "Puttin Anna", "Muhammad Garsia", "Garsia", "Kim Anna Puttin"] * 2:
        query = query_of(person("q", name))
        known, fresh = used.search(query, limit=50, threshold=0), Searcher(index).search(query, limit=50, threshold=0)
        assert known.number.tolist() == fresh.number.tolist()
        assert known.odds.tolist() == fresh.odds.tolist()


def test_what_is_written_over_is_not_kept() -> None:
    """The ring forgets the oldest answers, whole groups at a time, and never splits a group over its end."""
    recall = new_recall()
    one, other, last = np.uint64(1), np.uint64(2), np.uint64(3)
    assert len({int(place_of(key)) for key in (one, other, last)}) == 3
    assert not is_kept(one, recall)
    assert reserve(one, 10, recall) == 0
    assert reserve(other, ROOM - 15, recall) == 10
    assert is_kept(one, recall)
    assert is_kept(other, recall)
    assert reserve(last, 8, recall) == 0
    assert not is_kept(one, recall)
    assert is_kept(other, recall)
    assert is_kept(last, recall)


def test_a_word_is_told_by_its_text_its_column_and_its_place() -> None:
    """What answers a word of a person's name does not answer it in an organisation's, nor the last word elsewhere."""
    vocabulary = frame_of([person("q", "Anna Ann")]).vocabulary
    keys = {int(key_of(vocabulary, t, column, last)) for t in range(2) for column in range(2) for last in (False, True)}
    assert len(keys) == 8

"""Queries into answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from counterflow.screen.answer import IndexRef, Status, is_stale
from counterflow.screen.party import Found
from counterflow.screen.query import QueryReader
from counterflow.screen.row import Row
from counterflow.screen.screener import Limits, Screener


def test_the_best_reading_of_a_party_counts(screener: Screener) -> None:
    """A ship is found by a name without sort, once; equals stand in order of their ids."""
    reader = QueryReader()
    (answer,) = screener.answer([reader.read(Row(1, {"name": "ri yong ho"}))])
    assert [(one.id, one.score, one.match, one.status) for one in answer.results] == [
        ("report-1", 0.9, True, Status.UNVERIFIED),
        ("un-1", 0.9, True, Status.LISTED),
    ]
    (answer,) = screener.answer([reader.read(Row(2, {"name": "Chong Chon Gang"}))])
    assert [(one.id, one.score, one.match) for one in answer.results] == [("un-2", 0.4, False)]


def test_answers_stand_in_the_order_of_their_queries(screener: Screener) -> None:
    """Whatever cannot be searched between them."""
    reader = QueryReader()
    rows = [Row(1, {"name": "Chong Chon Gang"}), Row(2, {"name": ""}), Row(3, {"name": "Ri Yong Ho"})]
    answers = screener.answer([reader.read(row) for row in rows])
    assert [len(answer.results) for answer in answers] == [1, 0, 2]
    assert [answer.error for answer in answers] == [None, "it has no name and no number", None]


def test_no_more_results_than_asked_for(screener: Screener) -> None:
    """Over all readings."""
    few = Screener(screener.parties, Limits(threshold=0.5, cutoff=0, results=1))
    (answer,) = few.answer([QueryReader().read(Row(1, {"name": "Ri Yong Ho"}))])
    assert [one.id for one in answer.results] == ["report-1"]


class Many:
    """So many parties of one score; which are looked for how deep is noted."""

    algorithm, index = "test-v1", IndexRef("b1", ())

    def __init__(self, count: int) -> None:
        self.found = [Found({"id": f"p-{number:05}", "schema": "Person"}, 0.9, ()) for number in range(count)]
        self.asked: list[tuple[int, int]] = []

    def search(self, entities: Sequence[Any], *, limit: int, cutoff: float) -> list[list[Found]]:
        self.asked.append((len(entities), limit))
        # Nobody of another name is found.
        return [self.found[:limit] if one["properties"]["name"] == ["Kim"] else [] for one in entities]

    def status(self, entity_id: str) -> Status:
        return Status.LISTED

    def owner_words(self, entity_id: str) -> str:
        return ""


@pytest.mark.parametrize(
    ("count", "first", "searched", "is_cut"),
    [
        (200, 150, [250], False),
        (900, 0, [250], False),
        (900, 600, [250, 500, 1000], False),
        (900, 900, [250, 500, 1000], False),
        (9000, 3900, [250, 500, 1000, 2000, 4000], False),
        (9000, 5000, [250, 500, 1000, 2000, 4000], True),
    ],
    ids=["few", "at once", "deeper", "none", "deepest", "beyond"],
)
def test_a_filter_looks_on_until_enough_are_wanted(count: int, first: int, searched: list[int], is_cut: bool) -> None:
    """Twice as deep each time, for the query alone that has too few; where the bound is met, that is said."""
    parties, wanted = Many(count), range(first, count)
    screener = Screener(parties, Limits(0.5, 0.1, 5), keep=lambda hit: int(hit.id[2:]) in wanted)
    reader = QueryReader()
    rows = [Row(number, {"name": name, "type": "person"}) for number, name in enumerate(("Nobody", "Kim"), 1)]
    nobody, found = screener.find_wanted([reader.read(row) for row in rows], at_least=50)
    assert parties.asked == [(2 if limit == 250 else 1, limit) for limit in searched]
    assert [hit.id for hit in found.hits[:50]] == [f"p-{number:05}" for number in list(wanted)[:50]][: len(found.hits)]
    assert len(found.hits) >= min(50, max(0, min(count, 4000) - first))
    assert (found.is_cut, nobody) == (is_cut, ([], False))


def test_stale() -> None:
    """One old list makes an answer stale; of none known, it is not known."""
    assert is_stale([True, False, None]) is True
    assert is_stale([False, None]) is False
    assert is_stale([None]) is None
    assert is_stale([]) is None

"""Queries into answers."""

from __future__ import annotations

from counterflow.screen.answer import Status, is_stale
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


def test_stale() -> None:
    """One old list makes an answer stale; of none known, it is not known."""
    assert is_stale([True, False, None]) is True
    assert is_stale([False, None]) is False
    assert is_stale([None]) is None
    assert is_stale([]) is None

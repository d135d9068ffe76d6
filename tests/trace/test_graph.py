"""The network as arrays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.exc import NotFoundError
from counterflow.trace.graph import UNSTATED, Graph, make_graph

Tie = tuple[str, str, float | None, str | None, str | None]


def graph_of(*ties: Tie) -> Graph:
    columns = ("source_id", "target_id", "probability", "start_date", "end_date")
    types = (pa.string(), pa.string(), pa.float64(), pa.string(), pa.string())
    parts: list[Any] = [[tie[place] for tie in ties] for place in range(5)]
    arrays = [pa.array(part, type_) for part, type_ in zip(parts, types, strict=True)]
    return make_graph(pa.Table.from_arrays(arrays, names=columns))


def tie(
    source: str, target: str, probability: float | None = 0.9, begun: str | None = None, ended: str | None = None
) -> Tie:
    return source, target, probability, begun, ended


def test_a_tie_stands_with_both_its_ends_strongest_first() -> None:
    """Neighbours, the row behind each tie, and which way it points."""
    graph = graph_of(tie("b", "a", 0.5), tie("b", "c", 0.9), tie("c", "b", 0.7))
    ties = graph.ties(graph.number("b"))
    assert [graph.id_of(one) for one in graph.neighbours[ties]] == ["c", "c", "a"]
    assert graph.rows[ties].tolist() == [1, 2, 0]
    assert graph.is_forward[ties].tolist() == [True, False, True]


def test_a_tie_without_a_probability_counts_as_even() -> None:
    """What `weigh` cannot state is neither certain nor impossible."""
    assert graph_of(tie("a", "b", None)).probability.tolist() == [UNSTATED]


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2009, 12, 31), False), (date(2010, 1, 1), True), (date(2012, 3, 31), True), (date(2012, 4, 1), False)],
)
def test_dates_count_with_the_days_that_they_cover(day: date, holds: bool) -> None:
    """A year begins on its first day, a month ends on its last; what has no dates holds always."""
    graph = graph_of(tie("a", "b", begun="2010", ended="2012-03"), tie("a", "c"), tie("a", "d", begun="XXXX-05-05"))
    assert graph.holding(day).tolist() == [holds, True, True]
    assert graph.holding(None).tolist() == [True, True, True]


def test_a_party_without_ties_is_not_found() -> None:
    """By one id the error says so; of many, its number is -1."""
    graph = graph_of(tie("b", "d"))
    for absent in ("a", "c", "e"):
        with pytest.raises(NotFoundError):
            graph.number(absent)
    assert graph.numbers(["d", "c", "b"]).tolist() == [1, -1, 0]


def test_no_ties_make_an_empty_network() -> None:
    """A case of one list without relations."""
    assert len(graph_of()) == 0


@given(st.lists(st.tuples(st.sampled_from("abcdé한"), st.sampled_from("abcdé한")), min_size=1, max_size=12))
def test_every_tie_is_found_from_both_ends(pairs: list[tuple[str, str]]) -> None:
    """Each row stands once at its source and once at its target, and ids lead to their numbers."""
    graph = graph_of(*(tie(*pair) for pair in pairs))
    for row, (source, target) in enumerate(pairs):
        for node, other, forward in ((source, target, True), (target, source, False)):
            ties = graph.ties(graph.number(node))
            told = zip(graph.neighbours[ties].tolist(), graph.rows[ties].tolist(), graph.is_forward[ties], strict=True)
            assert (graph.number(other), row, forward) in [(one, two, bool(three)) for one, two, three in told]

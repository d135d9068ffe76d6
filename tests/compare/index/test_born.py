"""Parties born on the day of a query's are found whatever their names promise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from counterflow.compare.compiled import compiled
from counterflow.compare.fact import Facts
from counterflow.compare.index.born import MAX_DATES, dates_like, list_born
from counterflow.compare.index.memory import MAX_POOL
from counterflow.compare.index.scalar import Whole
from counterflow.compare.index.search import WHOLE, Searcher
from counterflow.compare.matcher import frame_of

from .conftest import build, person, query_of


@compiled
def codes_like(facts: Facts, party: Whole) -> np.ndarray:
    codes = np.zeros(MAX_DATES, np.int64)
    return codes[: dates_like(facts, party, codes)]


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("1962-03-04", "1962-03-04"),
        ("1962-03-04", "1962-04-03"),
        ("1962-03-04", "1962-03"),
        ("1962-03", "1962-03-31"),
        ("1962-03-04", "1963-03-04"),
        ("1962-03-04", "1952-03-04"),
        ("1962-03-04", "1926-03-04"),
    ],
)
def test_dates_that_may_be_one_are_looked_up(asked: str, listed: str) -> None:
    facts = frame_of([person("a", "Anna", birthDate=[asked]), person("b", "Anna", birthDate=[listed])]).facts
    born_at, born = list_born(facts)
    found = {int(party) for code in codes_like(facts, 0) for party in born[born_at[code] : born_at[code + 1]]}
    assert 1 in found


@pytest.mark.parametrize("listed", ["1962-03-05", "1962-05", "1962", "1975-03-04"])
def test_other_dates_are_not(listed: str) -> None:
    facts = frame_of([person("a", "Anna", birthDate=["1962-03-04"]), person("b", "Anna", birthDate=[listed])]).facts
    born_at, born = list_born(facts)
    found = {int(party) for code in codes_like(facts, 0) for party in born[born_at[code] : born_at[code + 1]]}
    assert 1 not in found


def test_a_namesake_born_that_day_is_found_among_thousands(tmp_path: Path) -> None:
    """All share one word with the query; only one was born that day, and it shares no more of the name than they."""
    parties = [person(f"p-{number:05}", f"Anna Q{number}x") for number in range(10 * WHOLE)]
    parties.append(person("born", "Anna Zzyzx", birthDate=["1962-03-04"]))
    index = build(parties, tmp_path / "index")
    query = query_of(person("q", "Anna Wolkowa", birthDate=["1962-03-04"]))
    assert index.entity_id(int(Searcher(index).candidates(query, limit=5)[0])) == "born"


def test_dates_come_first_where_a_name_is_borne_by_all(tmp_path: Path) -> None:
    parties = [person(f"p-{number:05}", "Chol Kim", "Chol") for number in range(MAX_POOL + 400)]
    parties.append(person("born", "Zzyzx Kwang", birthDate=["1962-03-04"]))
    searcher = Searcher(build(parties, tmp_path / "index"))
    found = searcher.candidates(query_of(person("q", "Chol Kim", birthDate=["1962-03-04"])), limit=MAX_POOL)
    assert "born" in {searcher.index.entity_id(int(number)) for number in found}


def test_a_name_that_many_bear_leaves_room_for_the_next(tmp_path: Path) -> None:
    parties = [person(f"p-{number:05}", "Chol Kim") for number in range(MAX_POOL + 400)]
    parties.append(person("rare", "Aselderov Zuckmantel"))
    index = build(parties, tmp_path / "index")
    for names in (["Chol Kim", "Aselderov Zuckmantel"], ["Aselderov Zuckmantel", "Chol Kim"]):
        hits = Searcher(index).search(query_of(person("q", *names)), limit=MAX_POOL, threshold=0.0)
        assert "rare" in {index.entity_id(int(number)) for number in hits.number}

"""An index of names as parties that are searched."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from counterflow.compare.frame import Frame
from counterflow.compare.index.build import build_index
from counterflow.compare.index.search import Hits, Searcher
from counterflow.compare.index.store import Index
from counterflow.compare.matcher import Matcher
from counterflow.screen.answer import ListRef, Status
from counterflow.screen.index_parties import IndexParties
from counterflow.screen.party import DEEPEST

PATIENCE_S = 300.0
"""How long is waited for what comes in milliseconds: a busy machine is no failure."""
ENTITIES: tuple[dict[str, Any], ...] = (
    {
        "id": "un-1",
        "schema": "Person",
        "caption": "RI YONG HO",
        "datasets": ["un_sc_sanctions"],
        "properties": {"name": ["RI YONG HO"], "alias": ["Yong-ho Ri"], "birthDate": ["1956"]},
    },
    {
        "id": "un-2",
        "schema": "Person",
        "caption": "YUN HO-JIN",
        "datasets": ["un_sc_sanctions"],
        "properties": {"name": ["YUN HO-JIN"], "alias": ["Ho-jin Yun"]},
    },
    {
        "id": "us-1",
        "schema": "Vessel",
        "caption": "CHONG CHON GANG",
        "datasets": ["us_ofac_sdn"],
        "properties": {"name": ["CHONG CHON GANG"], "imoNumber": ["7937317"]},
    },
)
QUERIES: tuple[dict[str, Any], ...] = (
    {"schema": "Vessel", "properties": {"imoNumber": ["7937317"]}},
    {"schema": "Person", "properties": {"name": ["Ho Jin Yun", "Ri Yong Ho"]}},
    {"schema": "Person", "properties": {"name": ["Patricia Wheeler"]}},
    {"schema": "Person", "properties": {"name": ["Ri Yong-ho"], "birthDate": ["1956-07-10"]}},
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("names") / "index"
    build_index(ENTITIES, folder, workers=1)
    return Index.open(folder)


def test_ids_that_are_held(index: Index) -> None:
    """Any text may be asked for."""
    parties = IndexParties(index)
    assert [parties.holds(one) for one in ("un-1", "us-1", "un-3", "", "\ud800")] == [True, True, False, False, False]


@pytest.mark.parametrize("threads", [1, 3])
def test_a_search_scores_as_a_comparison(index: Index, threads: int) -> None:
    """The same scores and reasons as two parties alone, in the order of the queries, on any number of threads."""
    parties, matcher = IndexParties(index, threads=threads), Matcher()
    for query, found in zip(QUERIES * 40, parties.search(QUERIES * 40, limit=5, cutoff=0.2), strict=True):
        for one in found:
            alone = matcher.compare(query, one.entity)
            assert one.score == pytest.approx(alone.score, abs=1e-6)
            assert one.reasons == alone.reasons
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_who_is_found(index: Index) -> None:
    """By number, by any of several names, by name and date; and nobody."""
    found = IndexParties(index).search(QUERIES, limit=5, cutoff=0.5)
    assert [{one.entity["id"] for one in each} for each in found] == [{"us-1"}, {"un-1", "un-2"}, set(), {"un-1"}]


def test_what_is_not_listed_is_unverified(index: Index) -> None:
    """All of an index are listed, unless it is said who is."""
    assert IndexParties(index).status("un-1") is Status.LISTED
    some = IndexParties(index, listed={"un-2"})
    assert (some.status("un-1"), some.status("un-2")) == (Status.UNVERIFIED, Status.LISTED)


def test_an_index_is_named_by_what_is_in_it(index: Index, tmp_path: Path) -> None:
    """Equal entities, equal name, in whatever order they came."""
    build_index(ENTITIES[::-1], tmp_path / "index", workers=1)
    other = IndexParties(Index.open(tmp_path / "index"))
    assert other.index == IndexParties(index).index
    assert other.index.lists == (ListRef("un_sc_sanctions", None, None), ListRef("us_ofac_sdn", None, None))


def test_more_are_found_than_are_scored_otherwise(tmp_path: Path) -> None:
    """A filter asks for them: every one of a name that six hundred bear, and in the same order."""
    many = [
        {"id": f"p-{number:03}", "schema": "Person", "datasets": [], "properties": {"name": ["Kim Yong Chol"]}}
        for number in range(600)
    ]
    build_index(many, tmp_path / "index", workers=1)
    parties = IndexParties(Index.open(tmp_path / "index"), threads=1)
    query = {"schema": "Person", "properties": {"name": ["Kim Yong Chol"]}}
    (few,), (all_,) = (parties.search([query], limit=limit, cutoff=0.1) for limit in (250, 1000))
    assert [hit.id for hit in all_] == [one["id"] for one in many]
    assert [hit.id for hit in few] == [hit.id for hit in all_[:250]]


@pytest.mark.parametrize("limit", [5, 1000], ids=["plain", "deep"])
def test_a_slow_deep_search_holds_nobody_up(index: Index, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """While one of many deep queries takes its time, a batch of others is answered, deep or not."""
    search, started, gate, slow = Searcher.search, threading.Event(), threading.Event(), threading.Lock()

    def wait_once(searcher: Searcher, query: Frame, party: int = 0, **limits: Any) -> Hits:
        if limits["limit"] == DEEPEST and slow.acquire(blocking=False):
            started.set()
            assert gate.wait(PATIENCE_S)
        return search(searcher, query, party, **limits)

    monkeypatch.setattr(Searcher, "search", wait_once)
    parties = IndexParties(index, threads=2)
    with ThreadPoolExecutor(2) as callers:
        first = callers.submit(parties.search, QUERIES * 20, limit=DEEPEST, cutoff=0.5)
        assert started.wait(PATIENCE_S)
        second = callers.submit(parties.search, QUERIES * 20, limit=limit, cutoff=0.5)
        try:
            assert len(second.result(PATIENCE_S)) == 80
            assert not first.done()
        finally:
            gate.set()
        assert len(first.result(PATIENCE_S)) == 80

"""A search finds what comparing with every party would find."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.frame import Frame, seal
from counterflow.compare.index.search import Searcher, log_odds
from counterflow.compare.index.store import Index
from counterflow.compare.kernel.party import ALL, describe_pairs, new_rows, new_scratch
from counterflow.compare.matcher import frame_of
from counterflow.compare.score import score_rows

from .conftest import FAMILY, GIVEN, build, company, entities, people, person, query_of


def compare_all(query: Frame, index: Index) -> dict[int, float]:
    """Score every party of an index."""
    weights, count = load_algorithm().weights, len(index)
    rows = new_rows(count)
    numbers = np.arange(count, dtype=np.int64)
    describe_pairs(seal(query), np.zeros(count, np.int64), index.frame, numbers, weights, ALL, new_scratch(), rows)
    return dict(enumerate(score_rows(rows, weights).tolist()))


@pytest.mark.slow
@settings(max_examples=60)
@given(parties=entities(), query=people)
def test_a_search_finds_what_comparing_with_all_finds(parties: list[dict[str, Any]], query: dict[str, Any]) -> None:
    """Every party above the threshold is found with the same score, best first, equals by id."""
    frame = query_of({"id": "q", **query})
    with tempfile.TemporaryDirectory() as folder:
        index = build(parties, Path(folder) / "index")
        hits = Searcher(index).search(frame, limit=100, threshold=0.5)
        wanted = {number: odds for number, odds in compare_all(frame, index).items() if odds >= log_odds(0.5)}
        assert dict(zip(hits.number.tolist(), hits.odds.tolist(), strict=True)) == wanted
        assert hits.number.tolist() == sorted(wanted, key=lambda number: (-wanted[number], number))


@pytest.mark.slow
def test_the_lookups_find_what_comparing_with_all_finds(tmp_path: Path) -> None:
    """Too many parties to be compared as a whole: each is found under its own name, best of all."""
    given_names, family_names = ["Kim", "Anna", "Sergei", "Mohammed", "Chol"], ["Putin", "Aselderov", "Garcia", "Ri"]
    names = [f"{one} {other} {family}" for one in given_names for other in given_names for family in family_names]
    parties = [person(f"p-{number:04}", f"{name} {number % 3 + 1}") for number, name in enumerate(names * 3)]
    index = build(parties, tmp_path / "index")
    searcher = Searcher(index)
    for number in range(0, len(parties), 7):
        query = query_of(person("q", names[number % len(names)]))
        best = max(compare_all(query, index).values())
        assert float(searcher.search(query, threshold=0).odds[0]) == best


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (person("q", "Kim Jong Un"), "kp-1"),
        (person("q", "KIM Jong-un"), "kp-1"),
        (person("q", "김정은"), "kp-1"),
        (person("q", "Vladimir Putin"), "ru-1"),
        (person("q", "Wladimir Putin"), "ru-1"),
        (person("q", "PUTIN, Vladimir"), "ru-1"),
        (person("q", "Vladimri Putin"), "ru-1"),
        (person("q", "V. Putin"), "ru-1"),
        (company("q", "Koreadaesong"), "kp-2"),
        (person("q", "Vladimirputin"), "ru-1"),
        (person("q", "Vladi mir Putin"), "ru-1"),
        (company("q", "Korea Daesong General Trading Corp"), "kp-2"),
        (company("q", "Trading General Daesong Korea"), "kp-2"),
        (company("q", "Goodwill Shipping"), "gb-1"),
        # Under another name altogether, but with the number of the register.
        (company("q", "Unheard Of Ltd", registrationNumber=["7707083893"]), "kp-2"),
        (person("q", "Nobody", passportNumber=["123456789"]), "ru-1"),
    ],
)
def test_parties_are_candidates_however_they_are_written(small_index: Index, query: dict[str, Any], found: str) -> None:
    """Order, misspelling, transliteration, script, initials, words run together or apart, identifiers."""
    numbers = Searcher(small_index).candidates(query_of(query)).tolist()
    assert found in [small_index.entity_id(number) for number in numbers]


@pytest.mark.parametrize("name", ["", " ", "\ud800", "\u202e", "😀", "0", "a" * 10_000, "- -", "\x00", "a b " * 500])
def test_bad_names_are_no_crash(small_index: Index, name: str) -> None:
    """Whatever is asked, there is an answer, and the next question is answered as before."""
    searcher = Searcher(small_index)
    before = searcher.search(query_of(person("q", "Vladimir Putin"))).odds.tolist()
    searcher.search(query_of(person("q", name)), threshold=0)
    searcher.search(query_of(company("q", name)), threshold=0)
    assert searcher.search(query_of(person("q", "Vladimir Putin"))).odds.tolist() == before


def test_an_empty_index_has_no_hits(tmp_path: Path) -> None:
    """No parties, no hits."""
    index = build([], tmp_path / "index")
    assert len(Searcher(index).search(query_of(person("q", "Kim")), threshold=0).number) == 0


def test_a_party_of_many_names_counts_once(tmp_path: Path) -> None:
    """Hundreds of aliases of one party do not drive another out of the candidates."""
    many = person("many", *[f"Vladimir Putin {number}" for number in range(500)])
    index = build([many, person("one", "Vladimir Putin")], tmp_path / "index")
    hits = Searcher(index).search(query_of(person("q", "Vladimir Putin")), threshold=0)
    assert sorted(index.entity_id(number) for number in hits.number.tolist()) == ["many", "one"]
    assert index.entity_id(int(hits.number[0])) == "one"


def test_searching_for_many_is_searching_for_each(small_index: Index) -> None:
    """Queries that are analysed together find what each finds alone."""
    queries = [person("q", "V. Putin"), person("q", ""), company("q", "Goodwill Shipping"), person("q", "Kim Jong Un")]
    searcher = Searcher(small_index)
    many = searcher.search_many(frame_of(queries))
    alone = [searcher.search(query_of(query)) for query in queries]
    assert [hits.number.tolist() for hits in many] == [hits.number.tolist() for hits in alone]
    assert [hits.odds.tolist() for hits in many] == [hits.odds.tolist() for hits in alone]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Some wanted parties among more than are compared as a whole."""
    crowd = [person(f"crowd-{i}", f"{one} {other}") for i, (one, other) in enumerate(itertools.product(GIVEN, FAMILY))]
    wanted = [
        person("ru-1", "Vladimir Vladimirovich PUTIN", "Владимир Путин"),
        person("ir-1", "Sajjad RAJABZADEH"),
        person("it-1", "Marina LIPP"),
        company("ru-2", "Gazprombank JSC"),
        company("kp-2", "Korea Daesong General Trading Corporation"),
        company("ir-2", "Islamic Revolutionary Guard Corps"),
        company("eg-1", "BFDT", "Tura Stores"),
        person("af-1", "Abdul QASMANI"),
        person("sa-1", "Abdurrashid"),
        person("zw-1", "Tsitsi ZEIN"),
        person("kp-3", "Yo'ng CHONG"),
        person("kp-4", "Kim Myo Hak"),
    ]
    return build([*crowd, *wanted], tmp_path_factory.mktemp("crowd") / "index")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (person("q", "Vladimirputin"), "ru-1"),
        (person("q", "Sayyadrajabzadeh"), "ir-1"),
        (person("q", "M. LIPP"), "it-1"),
        (company("q", "Koreadaesong"), "kp-2"),
        (company("q", "GAZPROM"), "ru-2"),
        (company("q", "Daesong Gen. Trading Korea"), "kp-2"),
        (company("q", "IRGC"), "ir-2"),
        (company("q", "Bank for Foreign Development and Trade"), "eg-1"),
        (person("q", "QASMANI"), "af-1"),
        (person("q", "Rashid"), "sa-1"),
        (person("q", "Tsatsizein"), "zw-1"),
        (person("q", "Yongjong"), "kp-3"),
        (person("q", "Kimmyohak"), "kp-4"),
    ],
)
def test_lookups_find_what_is_joined_cut_or_abbreviated(crowd: Index, query: dict[str, Any], found: str) -> None:
    """Words run together, misspelt too, initials, words that a field was too short for."""
    assert found in [crowd.entity_id(number) for number in Searcher(crowd).candidates(query_of(query)).tolist()]

"""Candidates: what is kept from earlier changes nothing of what is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.compare.frame import Vocabulary
from counterflow.resolve.candidate.find import find_pairs
from counterflow.resolve.candidate.near import near_pairs, segment_kin
from counterflow.resolve.candidate.record import digest_entity
from counterflow.resolve.candidate.segment import load_segment, make_segment, save_segment
from counterflow.resolve.candidate.store import PairStore

NAMES = [
    "Kim Jong Un", "KIM Cho'ng-u'n", "Kim Jongun", "김정은", "Kim Jong Il", "Ri Su Yong", "Lee Su-yong", "Mohammed Ali",
    "Muhammad Aly Hassan", "Korea Mining Development Trading Corporation", "KOMID", "Korea Mining Development Trading",
    "Good Will Shipping", "Goodwill Shipping", "Banque Centrale de Syrie", "Central Bank of Syria", "J. Smith", "",
    "이수용",
]  # fmt: skip

entity = st.builds(
    lambda schema, names, birth: {"schema": schema, "properties": {"name": names, **birth}},
    st.sampled_from(["Person", "Person", "Company", "Vessel"]),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
    st.sampled_from([{}, {"birthDate": ["1962"]}, {"passportNumber": ["654123456"]}]),
)


class World:
    """Records as the tables would give them."""

    def __init__(self, records: Mapping[str, Mapping[str, Any]]) -> None:
        self.entities = {id_: {"id": id_, **one} for id_, one in records.items()}
        digests = [digest_entity(one) for one in self.entities.values()]
        self.records = pa.table(
            {"entity_id": pa.array(list(self.entities), pa.string()), "digest": pa.array(digests, pa.string())}
        )
        self.asked: list[str] = []

    def read(self, ids: Collection[str]) -> dict[str, Mapping[str, Any]]:
        self.asked += ids
        return {id_: self.entities[id_] for id_ in ids}

    def find(self, asked: Collection[tuple[str, str]] = (), store: PairStore | None = None) -> pa.Table:
        sides = {f"{name}_id": pa.array([one[at] for one in asked], pa.string()) for at, name in enumerate(SIDES)}
        return find_pairs(self.records, self.read, pa.table(sides), store).table


@settings(max_examples=25)
@given(st.lists(entity, max_size=6), st.lists(entity, max_size=6))
def test_words_that_another_segment_knows_are_the_same(here: list[Any], there: list[Any]) -> None:
    """What is known of a word is taken from where it was looked up, to the last bit."""
    records = [(str(at), "", {"id": str(at), **one}) for at, one in enumerate(here)]
    known = make_segment((str(at), "", {"id": str(at), **one}) for at, one in enumerate(there))
    anew, recalled = make_segment(records), make_segment(records, known)
    for name in Vocabulary._fields:
        one, other = (getattr(each.frame.vocabulary, name) for each in (anew, recalled))
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)


SIDES = ("left", "right")
worlds = st.dictionaries(st.sampled_from([f"{list_}:{n}" for list_ in "ab" for n in range(9)]), entity, max_size=9)


@settings(max_examples=25)
@given(st.lists(worlds, min_size=1, max_size=4), st.data())
def test_any_history_gives_what_a_run_from_nothing_gives(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, Any]], data: st.DataObject
) -> None:
    """Records come, change and go; the pairs are those of the records that are there, byte for byte."""
    root = tmp_path_factory.mktemp("pairs")
    for records in history:
        world = World(records)
        ids = sorted(records)
        pair = st.sampled_from([(a, b) for a in ids for b in ids if a < b] or [("x", "y")])
        asked = data.draw(st.lists(pair, max_size=2))
        kept = world.find(asked, PairStore(root, "1"))
        assert kept.equals(world.find(asked))


def test_a_new_record_is_the_only_one_that_is_analysed(tmp_path: Path) -> None:
    """What did not change is not even read, but for the records that the new one may be."""
    records = {
        f"a:{n}": {"schema": "Person", "properties": {"name": [f"{name} {n}"]}} for n, name in enumerate(NAMES * 3)
    }
    old = World(records)
    old.find(store=PairStore(tmp_path, "1"))
    new = World({**records, "b:1": {"schema": "Person", "properties": {"name": ["Banque Centrale de Syrie 14"]}}})
    new.find(store=PairStore(tmp_path, "1"))
    assert "b:1" in new.asked
    assert len(set(new.asked)) < len(records) / 4
    again = World(new.entities)
    again.find(store=PairStore(tmp_path, "1"))
    assert again.asked == []


def test_a_changed_record_loses_its_old_score(tmp_path: Path) -> None:
    """A record that keeps its id and changes its birth date is compared anew (nomenklatura keeps the old score)."""
    person = {"schema": "Person", "properties": {"name": ["Ri Je Son"], "birthDate": ["1938"]}}
    other = {"schema": "Person", "properties": {"name": ["Ri Je Son"], "birthDate": ["1970-01-01"]}}
    odds = []
    for second in (person, other):
        world = World({"a:1": person, "b:1": second})
        pairs = world.find([("a:1", "b:1")], PairStore(tmp_path, "1"))
        odds.append(pairs.column("odds").to_pylist())
    assert odds[0][0] > odds[1][0] + 2


def test_a_record_that_comes_back_is_scored_once(tmp_path: Path) -> None:
    """Gone and back, or changed and back: its pairs are found again, each once."""
    person = {"schema": "Person", "properties": {"name": ["Kim Jong Un"]}}
    all_three = {f"{a}:1": person for a in "abc"}
    changed = {**all_three, "c:1": {"schema": "Person", "properties": {"name": ["Ri Su Yong"]}}}
    for between in ({}, {"a:1": person, "b:1": person}, changed):
        for records in (all_three, between, all_three):
            world = World(records)
            kept = world.find(store=PairStore(tmp_path, "1"))
        assert kept.num_rows == 3
        assert kept.equals(world.find())


@pytest.mark.parametrize("name", ["state.json", "segment", "pair"])
def test_a_damaged_store_is_no_store(tmp_path: Path, name: str) -> None:
    """Whatever of the cache is cut off or gone, the pairs are found again."""
    world = World({f"{a}:1": {"schema": "Person", "properties": {"name": ["Kim Jong Un"]}} for a in "abc"})
    whole = world.find(store=PairStore(tmp_path, "1"))
    assert whole.num_rows == 3
    for path in (tmp_path / "1").glob(f"{name}*"):
        path.write_bytes(path.read_bytes()[:-9])
    assert world.find(store=PairStore(tmp_path, "1")).equals(whole)


def test_only_the_last_versions_are_kept(tmp_path: Path) -> None:
    """A program that changes leaves no more than one folder of an older one behind."""
    world = World({"a:1": {"schema": "Person", "properties": {"name": ["Kim Jong Un"]}}})
    for version in ("1", "2", "3"):
        world.find(store=PairStore(tmp_path, version))
    assert len(list(tmp_path.iterdir())) == 2
    assert (tmp_path / "3").exists()


def near(left: str, right: str, schema: str = "Person") -> bool:
    segment = make_segment(
        (str(n), "", {"schema": schema, "properties": {"name": [x]}}) for n, x in enumerate([left, right])
    )
    return len(near_pairs(segment)[0]) > 0


@pytest.mark.parametrize(
    ("left", "right", "schema"),
    [
        ("Kim Jong Un", "KIM Cho'ng-u'n", "Person"),
        ("Kim Jong-un", "Kim Jongun", "Person"),
        ("Ri Su-yong", "Lee Su Yong", "Person"),
        ("Kim Jong Un", "김정은", "Person"),
        ("Abdul Rahman al-Sharif", "Abd-ar-Rahman Sharif", "Person"),
        ("Good Will Shipping", "Goodwill Shipping", "Company"),
        ("Central Bank of Syria", "Banque Centrale de Syrie", "Company"),
        ("Korea Tangun Trading Corporation", "Korea Tangun Trading", "Company"),
    ],
)
def test_names_that_may_be_one_are_near_both_ways(left: str, right: str, schema: str) -> None:
    """Spellings, scripts, words run together and languages do not hide a candidate."""
    assert near(left, right, schema)
    assert near(right, left, schema)


def test_names_with_little_in_common_are_not_near() -> None:
    """Most pairs are never scored: one common word of three suggests nothing."""
    assert not near("Kim Jong Un", "Kim Yong Chol")
    assert not near("Sunrise Maritime Trading", "Korea Tangun Trading", "Company")


def test_segments_apart_find_what_one_finds() -> None:
    """Which records were analysed together does not matter."""
    records = [(f"a:{n:02}", "", {"schema": "Person", "properties": {"name": [name]}}) for n, name in enumerate(NAMES)]
    whole = make_segment(records)
    ids = whole.ids
    together = {(ids[a], ids[b]) for a, b in zip(*(side.tolist() for side in near_pairs(whole)), strict=True)}
    for cut in (1, 7, 12):
        one, other = make_segment(records[:cut]), make_segment(records[cut:])
        apart = set()
        for left, right in ((one, None), (other, None), (one, other)):
            far = right or left
            places = zip(*(side.tolist() for side in near_pairs(left, right)), strict=True)
            apart |= {(left.ids[a], far.ids[b]) for a, b in places}
        assert apart == together
        turned = {
            (one.ids[b], other.ids[a]) for a, b in zip(*(s.tolist() for s in near_pairs(other, one)), strict=True)
        }
        assert turned <= together


def test_kin_that_is_known_is_the_kin_that_is_found() -> None:
    """A word that both segments have is not related again, and has the same kin."""
    records = [(f"a:{n:02}", "", {"schema": "Person", "properties": {"name": [name]}}) for n, name in enumerate(NAMES)]
    for cut, start in ((1, 0), (7, 4), (12, 12), (len(records), 0), (0, 0)):
        one, other = make_segment(records[:cut]), make_segment(records[start:])
        found, known = segment_kin(one, other), segment_kin(one, other, segment_kin(other, other))
        assert np.array_equal(found.at, known.at)
        assert np.array_equal(found.term, known.term)


def test_a_segment_comes_back_from_disk_as_it_was(tmp_path: Path) -> None:
    """Names in any script, and nothing at all."""
    for names in (NAMES, []):
        segment = make_segment((n, "d", {"schema": "Person", "properties": {"name": [n]}}) for n in names)
        kin = segment_kin(segment, segment)
        save_segment(segment, tmp_path / "one.npz", kin)
        back, kin_back = load_segment(tmp_path / "one.npz")
        assert kin_back is not None
        assert np.array_equal(kin_back.at, kin.at)
        assert np.array_equal(kin_back.term, kin.term)
        assert (back.ids, back.texts) == (segment.ids, segment.texts)
        for name in segment.terms._fields:
            assert np.array_equal(getattr(back.terms, name), getattr(segment.terms, name))
        for name in segment.frame.vocabulary._fields:
            assert np.array_equal(getattr(back.frame.vocabulary, name), getattr(segment.frame.vocabulary, name))

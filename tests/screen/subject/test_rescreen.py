"""Subjects screened again after a change have the hits that screening all anew would give, and say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from counterflow.compare.index.build import build_index
from counterflow.compare.index.store import Index
from counterflow.screen.index_parties import IndexParties
from counterflow.screen.screener import Limits
from counterflow.screen.subject.change import Change, Fact, Kind
from counterflow.screen.subject.rescreen import Rescreener, RescreenSummary
from counterflow.screen.subject.store import Subject, SubjectStore

Entity = dict[str, Any]

LIMITS = Limits(threshold=0.5, cutoff=0.1, results=10)
GIVEN = "Anna Boris Carlos Dmitri Elena Farid Galina Hassan Ivan Jamal Karim Leila".split()
FAMILY = "Petrov Garcia Rahmani Kim Schmidt Novak Haddad Ivanova Moreau Tanaka Oduya Costa".split()


def person(entity_id: str, *names: str, **properties: list[str]) -> Entity:
    properties = {"name": list(names), **properties}
    return {"id": entity_id, "schema": "Person", "caption": names[0], "datasets": ["one"], "properties": properties}


LISTED = {
    f"p-{i:03}": person(f"p-{i:03}", f"{one} {other}", birthDate=[str(1940 + i % 60)])
    for i, (one, other) in enumerate((one, other) for one in GIVEN for other in FAMILY)
} | {"x-1": person("x-1", "Wladimir Uljanowski", birthDate=["1970-04-22"]), "x-2": person("x-2", "Song Chol Ho")}
SUBJECTS = [
    Subject("c-1", {"name": "Vladimir Uljanovski", "date_of_birth": "1970"}),
    Subject("c-2", {"name": "Anna Petrov"}),
    Subject("c-3", {"name": "Sung Chol Ho"}),
    Subject("c-4", {"name": "Zacharias Quint", "type": "person"}),
    Subject("c-5", {"name": "Mireille Okonkwo"}),
    Subject("c-6", {"name": ""}),
]


def index_of(entities: Mapping[str, Entity], folder: Path) -> IndexParties:
    build_index(list(entities.values()), folder, workers=1)
    return IndexParties(Index.open(folder), threads=1)


@pytest.fixture
def store(tmp_path: Path) -> SubjectStore:
    store = SubjectStore(tmp_path / "subjects")
    store.put(SUBJECTS)
    return store


def screen(store: SubjectStore, entities: Mapping[str, Entity], folder: Path) -> tuple[RescreenSummary, list[Change]]:
    summary = Rescreener(store, index_of(entities, folder), LIMITS, threads=1).run()
    return summary, list(store.changes())


def hits(store: SubjectStore) -> dict[str, dict[str, float]]:
    return {subject: store.hits_of(subject) for subject in store.ids()}


def anew(entities: Mapping[str, Entity], subjects: Sequence[Subject], folder: Path) -> dict[str, dict[str, float]]:
    """Screen all subjects against these parties, from nothing."""
    fresh = SubjectStore(folder / "anew")
    fresh.put(subjects)
    Rescreener(fresh, IndexParties(Index.open(folder), threads=1), LIMITS, threads=1).run()
    return hits(fresh)


def test_the_first_time_everybody_is_searched(store: SubjectStore, tmp_path: Path) -> None:
    summary, changes = screen(store, LISTED, tmp_path / "index")
    assert (summary.subjects, summary.searched, summary.errors) == (6, 6, 1)
    assert summary.affected == sum(len(found) > 0 for found in hits(store).values())
    assert {one.kind for one in changes} == {Kind.SUBJECT}
    assert [(one.subject, one.party) for one in changes if one.match and one.subject in {"c-1", "c-3"}] == [
        ("c-1", "x-1"),
        ("c-3", "x-2"),
    ]


def test_only_those_concerned_are_touched(store: SubjectStore, tmp_path: Path) -> None:
    """A party that came, one that left and one of which a fact changed; each outcome says which."""
    screen(store, LISTED, tmp_path / "index")
    after = dict(LISTED)
    del after["x-2"]
    after["x-1"] = person("x-1", "Wladimir Uljanowski", birthDate=["1953-04-22"])
    after["x-3"] = person("x-3", "Quint, Zacharias")
    summary, changes = screen(store, after, tmp_path / "index")
    assert (summary.affected, summary.parties_changed, summary.parties_removed) == (3, 2, 2)
    assert summary.errors == 0
    told = {(one.subject, one.party): (one.kind, one.was_match, one.match, one.facts) for one in changes}
    assert told == {
        ("c-1", "x-1"): (Kind.CHANGED, True, False, (Fact("birthDate", ("1953-04-22",), ("1970-04-22",)),)),
        ("c-3", "x-2"): (Kind.REMOVED, True, False, (Fact("datasets", (), ("one",)),)),
        ("c-4", "x-3"): (Kind.ADDED, False, True, (Fact("datasets", ("one",), ()),)),
    }
    assert hits(store) == anew(after, SUBJECTS, tmp_path / "index")


def test_an_alias_finds_a_subject_that_had_no_hit(store: SubjectStore, tmp_path: Path) -> None:
    screen(store, LISTED, tmp_path / "index")
    after = LISTED | {"p-000": person("p-000", "Anna Petrov", "Okonkwo Mireille", birthDate=["1940"])}
    _, changes = screen(store, after, tmp_path / "index")
    found = next(one for one in changes if one.subject == "c-5")
    assert (found.party, found.kind, found.match) == ("p-000", Kind.CHANGED, True)
    assert found.facts == (Fact("name", ("Okonkwo Mireille",), ()),)
    assert hits(store) == anew(after, SUBJECTS, tmp_path / "index")


def test_nothing_changed_nobody_is_searched(store: SubjectStore, tmp_path: Path) -> None:
    screen(store, LISTED, tmp_path / "index")
    summary, changes = screen(store, LISTED, tmp_path / "index")
    assert (summary.searched, changes) == (0, [])


def test_a_changed_subject_is_searched_again(store: SubjectStore, tmp_path: Path) -> None:
    screen(store, LISTED, tmp_path / "index")
    assert store.put([Subject("c-5", {"name": "Song Chol Ho"}), SUBJECTS[1]]) == 1
    store.drop(["c-3"])
    summary, changes = screen(store, LISTED, tmp_path / "index")
    assert summary.searched == 1
    assert [(one.subject, one.party, one.kind, one.match) for one in changes] == [("c-5", "x-2", Kind.SUBJECT, True)]


def test_a_run_that_was_broken_off_reports_all_of_it(store: SubjectStore, tmp_path: Path) -> None:
    screen(store, LISTED, tmp_path / "index")
    after = {key: one for key, one in LISTED.items() if key not in {"x-1", "x-2"}}
    rescreener = Rescreener(store, index_of(after, tmp_path / "index"), LIMITS, threads=1)
    rescreener._begin(is_first=False)
    rescreener._search(["c-1"], rescreener._names.open(), frozenset(), None)
    assert [one.subject for one in store.changes()] == ["c-1"]
    summary, changes = screen(store, after, tmp_path / "index")
    assert summary.affected == 1
    assert [(one.subject, one.was_match, one.match) for one in changes] == [("c-1", True, False), ("c-3", True, False)]


def test_another_cutoff_searches_everybody(store: SubjectStore, tmp_path: Path) -> None:
    screen(store, LISTED, tmp_path / "index")
    parties = IndexParties(Index.open(tmp_path / "index"), threads=1)
    assert Rescreener(store, parties, Limits(0.5, 0.3, 10), threads=1).run().searched == len(SUBJECTS)
    assert all(score >= 0.3 for found in hits(store).values() for score in found.values())


def test_a_run_that_was_broken_off_on_another_version_searches_everybody(store: SubjectStore, tmp_path: Path) -> None:
    """Who was searched against a version that nobody knows any more is searched anew."""
    Rescreener(store, index_of(LISTED, tmp_path / "index"), LIMITS, threads=1)._begin(is_first=True)
    rescreener = Rescreener(store, index_of(LISTED, tmp_path / "index"), LIMITS, threads=1)
    rescreener._update_names(store.ids())
    rescreener._search(["c-1", "c-4"], rescreener._names.open(), frozenset(store.ids()), None)
    after = LISTED | {"x-3": person("x-3", "Quint, Zacharias")}
    summary, _ = screen(store, after, tmp_path / "index")
    assert summary.searched == len(SUBJECTS)
    assert hits(store) == anew(after, SUBJECTS, tmp_path / "index")


def test_changes_that_could_not_be_written_are_not_forgotten(store: SubjectStore, tmp_path: Path) -> None:
    screen(store, LISTED, tmp_path / "index")
    after = {key: one for key, one in LISTED.items() if key != "x-2"}
    parties = index_of(after, tmp_path / "index")

    def fail() -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        Rescreener(store, parties, LIMITS, threads=1).run(fail)
    summary = Rescreener(store, parties, LIMITS, threads=1).run()
    assert summary.affected == 0
    assert [(one.subject, one.party) for one in store.changes()] == [("c-3", "x-2")]

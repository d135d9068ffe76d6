"""Where many parties are alike the search leaves some out; subjects screened again are still as screening all anew."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from counterflow.compare.index.build import build_index
from counterflow.compare.index.search import SCORED
from counterflow.compare.index.store import Index
from counterflow.screen.index_parties import IndexParties
from counterflow.screen.screener import Limits
from counterflow.screen.subject.change import Kind
from counterflow.screen.subject.rescreen import Rescreener, RescreenSummary
from counterflow.screen.subject.store import Subject, SubjectStore

Entity = dict[str, Any]
Listed = Mapping[str, Entity]

LIMITS = Limits(threshold=0.5, cutoff=0.1, results=10)
FEWEST = 3
"""Parties that are scored for a subject: so few that dozens are left out."""
FIRST = "Mohammed Mohamed Ahmed Ali Hassan Hussein".split()
OTHER = "Karim Omar Abdul Said Ibrahim Khalil Mahmoud Yusuf Salim Nasser Jamal Tariq".split()
PARTIES, CHANGES, ROUNDS = 400, 10, 12


def entity(entity_id: str, schema: str, **properties: list[str]) -> Entity:
    return {
        "id": entity_id, "schema": schema, "caption": entity_id, "datasets": ["one"], "properties": properties
    }  # fmt: skip


def person(rng: random.Random, number: int) -> Entity:
    """Give somebody whose name, of few words, is misspelt or begins with an initial now and then."""
    words = [rng.choice(FIRST), rng.choice(OTHER), rng.choice(FIRST + OTHER)][: rng.choice((2, 3, 3))]
    words = [misspell(rng, word) if rng.random() < 0.3 else word for word in words]
    if rng.random() < 0.2:
        words[0] = words[0][0]
    born = {"birthDate": [str(rng.randrange(1950, 2000))]} if rng.random() < 0.5 else {}
    return entity(f"p-{number:04}", "Person", name=[" ".join(words)], **born)


def misspell(rng: random.Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + rng.choice("aeioulmnrst") + word[at + 1 :]


def subject(rng: random.Random, number: int) -> Subject:
    record = {"name": " ".join(rng.sample(FIRST + OTHER, 2)), "type": "person"}
    return Subject(f"s-{number:02}", record | ({"date_of_birth": str(rng.randrange(1950, 2000))} if number % 2 else {}))


def screen(store: SubjectStore, listed: Listed, folder: Path, scored: int = SCORED) -> RescreenSummary:
    build_index(list(listed.values()), folder, workers=1)
    parties = IndexParties(Index.open(folder), threads=1, scored=scored)
    return Rescreener(store, parties, LIMITS, threads=1).run()


def subjects_of(folder: Path, subjects: Sequence[Subject]) -> SubjectStore:
    store = SubjectStore(folder)
    store.put(subjects)
    return store


def hits(store: SubjectStore) -> dict[str, dict[str, float]]:
    return {subject: store.hits_of(subject) for subject in store.ids()}


@pytest.mark.slow
def test_a_crowd_screened_again_is_as_screened_anew(tmp_path: Path) -> None:
    """Round by round some parties leave and others come; a subject's likeliest three may be others by either."""
    rng = random.Random(8)
    listed = {one["id"]: one for one in (person(rng, number) for number in range(PARTIES))}
    subjects = [subject(rng, number) for number in range(60)]
    store, displaced, full = subjects_of(tmp_path / "subjects", subjects), 0, 0
    screen(store, listed, tmp_path / "index", scored=FEWEST)
    for round_ in range(ROUNDS):
        gone = frozenset(rng.sample(sorted(listed), CHANGES))
        came = [person(rng, PARTIES + round_ * CHANGES + number) for number in range(CHANGES)]
        listed = {key: one for key, one in listed.items() if key not in gone} | {one["id"]: one for one in came}
        screen(store, listed, tmp_path / "index", scored=FEWEST)
        anew = subjects_of(tmp_path / f"anew-{round_}", subjects)
        screen(anew, listed, tmp_path / "index", scored=FEWEST)
        assert hits(store) == hits(anew)
        displaced += sum(one.kind is Kind.OTHERS for one in store.changes())
        full += sum(len(found) == FEWEST for found in hits(store).values())
    # The world is one in which the rule is hard: subjects have more hits than are scored, and others take their places.
    assert displaced > 0
    assert full > 0


@pytest.fixture
def sharing() -> dict[str, Entity]:
    """Give 64 parties with one passport number, as many as may share one, and others."""
    names = [f"{one} {other}" for one in FIRST[:4] + OTHER[:4] for other in OTHER[4:]]
    sharing = [entity(f"i-{i:02}", "Person", name=[name], passportNumber=["X1234567"]) for i, name in enumerate(names)]
    others = [entity(f"z-{i:03}", "Person", name=[f"Zed{i} Quux{i}"]) for i in range(250)]
    return {one["id"]: one for one in sharing + others}


@pytest.mark.parametrize("comes", [True, False], ids=["comes", "leaves"])
def test_a_party_that_is_no_hit_may_add_or_take_hits(sharing: dict[str, Entity], comes: bool, tmp_path: Path) -> None:
    """A ship is the 65th of a passport's number, which then identifies nobody any more."""
    whale = entity("v-1", "Vessel", name=["Blue Whale"], flag=["pa"], passportNumber=["X1234567"])
    crowded = sharing | {"v-1": whale}
    before, after = (sharing, crowded) if comes else (crowded, sharing)
    asked = entity("s", "Person", name=["Mireille Okonkwo"], birthDate=["1950-01-01"], passportNumber=["X1234567"])
    store = subjects_of(tmp_path / "subjects", [Subject("s", asked)])
    screen(store, before, tmp_path / "index")
    assert len(store.hits_of("s")) == (64 if comes else 0)
    summary = screen(store, after, tmp_path / "index")
    assert len(store.hits_of("s")) == (0 if comes else 64)
    assert (summary.affected, {one.kind for one in store.changes()}) == (1, {Kind.OTHERS})

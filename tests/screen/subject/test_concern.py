"""Whom changed parties concern: nobody whom comparing every pair would name is left out."""

from __future__ import annotations

from typing import Any

import pytest

from counterflow.compare.index.build import build_index
from counterflow.compare.index.store import Index
from counterflow.compare.matcher import Matcher
from counterflow.screen.subject import concern
from counterflow.screen.subject.concern import find_concerned

GIVEN = "Anna Boris Carlos Dmitri Elena Farid Galina Hassan Ivan Jamal Karim Leila Maria Omar Pavel Rosa".split()
FAMILY = "Petrov Garcia Rahmani Kim Schmidt Novak Haddad Ivanova Moreau Tanaka Oduya Costa Silva Popov Lee Ali".split()
CUTOFF = 0.1


def person(entity_id: str, name: str, born: int) -> dict[str, Any]:
    properties = {"name": [name], "birthDate": [str(born)]}
    return {"id": entity_id, "schema": "Person", "datasets": [], "properties": properties}


PARTIES = [
    person(f"p-{i:03}", f"{one} {other}", 1940 + i % 50)
    for i, (one, other) in enumerate((one, other) for one in GIVEN for other in FAMILY)
] + [person("p-999", "Somebody Else", 1950)]
SUBJECTS = [person(f"s-{i:03}", f"{FAMILY[-i % 16]} {GIVEN[i % 16]}", 1940 + i) for i in range(40)]


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, Index]:
    """Give those who are screened, and the parties against whom."""
    folder = tmp_path_factory.mktemp("index")
    for name, entities in (("subjects", SUBJECTS), ("parties", PARTIES)):
        build_index(entities, folder / name, workers=1)
    return Index.open(folder / "subjects"), Index.open(folder / "parties")


def compare_every_pair(subjects: Index, parties: Index, changed: list[int]) -> set[int]:
    """Say by the matcher alone who has a hit."""
    wanted = [parties.entity(number) for number in changed]
    matcher = Matcher()
    scores = {
        number: matcher.score_many([subjects.entity(number)] * len(wanted), wanted).max()
        for number in range(len(subjects))
    }
    return {number for number, score in scores.items() if score >= CUTOFF}


@pytest.mark.parametrize("few", [0, 1000], ids=["searched", "every pair"])
@pytest.mark.parametrize("changed", [range(30, 40), range(30, 60), range(257)], ids=["ten", "thirty", "all"])
def test_nobody_is_left_out(
    indexes: tuple[Index, Index], monkeypatch: pytest.MonkeyPatch, few: int, changed: range
) -> None:
    """Whether pairs are compared or parties searched, with others to fill up what is searched or without."""
    monkeypatch.setattr(concern, "FEW", few)
    expected = compare_every_pair(*indexes, list(changed))
    assert find_concerned(*indexes, list(changed), cutoff=CUTOFF, threads=2) == expected
    assert 0 < len(expected) < len(SUBJECTS) or len(changed) == 257


def test_nothing_changed_concerns_nobody(indexes: tuple[Index, Index]) -> None:
    """No pair, no search."""
    assert find_concerned(*indexes, [], cutoff=CUTOFF, threads=2) == set()

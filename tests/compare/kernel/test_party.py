"""Pairs of parties as rows of features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.fact.feature import FEATURE_COUNT, Feature
from counterflow.compare.frame import NameRank
from counterflow.compare.kernel.feature import NAME_FEATURES, NameFeature, describe_names
from counterflow.compare.kernel.name import NameSum
from counterflow.compare.kernel.party import ALL, Rows, describe_pairs, new_rows, new_scratch
from counterflow.compare.kernel.space import new_space
from counterflow.compare.kernel.word import MAX_NAMES, MAX_WORDS
from counterflow.compare.matcher import frame_of
from counterflow.compare.score import name_odds, score_rows

from ..conftest import company, party, person
from .conftest import look, names

Entity = Mapping[str, Any]
UNUSED = -7


def described(
    lefts: Sequence[Entity], rights: Sequence[Entity], pairs: Sequence[tuple[int, int]], least: np.float32 = ALL
) -> Rows:
    """Describe pairs, into rows that hold something else before."""
    rows = new_rows(len(pairs))
    for array in rows:
        array[:] = True if array.dtype == np.bool_ else UNUSED
    numbers = np.array(pairs, np.int64).reshape(-1, 2)
    left, right = frame_of(lefts), frame_of(rights)
    weights = load_algorithm().weights
    describe_pairs(left, numbers[:, 0].copy(), right, numbers[:, 1].copy(), weights, least, new_scratch(), rows)
    return rows


def test_shapes() -> None:
    rows = new_rows(3)
    assert [array.shape for array in rows] == [(3, NAME_FEATURES), (3, FEATURE_COUNT), (3, 2), (3,)]
    assert rows.best.tolist() == [[-1, -1]] * 3


def test_no_pairs() -> None:
    assert described([], [], []).name.shape == (0, NAME_FEATURES)


def test_the_names_that_agree_best() -> None:
    one = person("Ali Hasan", "Kim Jong Un", "Vladimir Putin")
    other = person("Xi Jinping", "Владимир Путин")
    rows = described([one], [other], [(0, 0)])
    assert rows.best.tolist() == [[2, 1]]
    assert rows.person.tolist() == [True]
    assert rows.name[0, NameFeature.CONFLICT] == 0


def test_names_are_numbered_in_their_frames() -> None:
    rows = described([person("A B"), person("Kim Jong Un")], [person("C"), person("D E", "Kim Jong Un")], [(1, 1)])
    assert rows.best.tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("left", "right", "is_person"),
    [("Person", "Person", True), ("Person", "LegalEntity", False), ("Company", "Company", False)],
)
def test_persons(left: str, right: str, is_person: bool) -> None:
    rows = described([party(left, "Vladimir Putin")], [party(right, "Vladimir Putin")], [(0, 0)])
    assert rows.person.tolist() == [is_person]


def test_a_party_without_names() -> None:
    rows = described([person()], [person("Kim Jong Un", birthDate=["1984"])], [(0, 0)])
    assert rows.best.tolist() == [[-1, -1]]


def test_rows_do_not_depend_on_what_they_held() -> None:
    """Scratch and rows are used again: a row follows from its pair alone."""
    parties = [
        person("Kim Jong Un", "김정은", birthDate=["1984-01-08"]),
        person(),
        company("Korea Daesong General Trading Corporation"),
        person(*(f"Alias Number {number}" for number in range(MAX_NAMES + 5)), "Kim Jong Un"),
        company("Daesong Bank", taxNumber=["1234567"], country=["kp"]),
    ]
    pairs = [(i, j) for i in range(len(parties)) for j in range(len(parties))]
    rows = described(parties, parties, pairs)
    for at, (i, j) in enumerate(pairs):
        one = described([parties[i]], [parties[j]], [(0, 0)])
        assert one.fact[0].tolist() == rows.fact[at].tolist()
        if one.best[0, 0] >= 0:
            assert one.name[0].tolist() == rows.name[at].tolist()
            assert one.person[0] == rows.person[at]


def test_more_names_than_are_looked_at_together() -> None:
    """The name that agrees is found wherever it stands, on either side; so many have more words than are told apart."""
    letters = "abcdefghijklmnop"
    others = [f"Qadir {one}x{other}" for one in letters for other in letters][: 3 * MAX_NAMES]
    many = person(*others, "Kim Jong Un")
    few = person("Kim Jong Un")
    assert described([many], [few], [(0, 0)]).best.tolist() == [[3 * MAX_NAMES, 0]]
    assert described([few], [many], [(0, 0)]).best.tolist() == [[0, 3 * MAX_NAMES]]
    strangers = person(*(f"Z{other}" for other in others), "Kim Jong Un")
    assert described([many], [strangers], [(0, 0)]).best.tolist() == [[3 * MAX_NAMES, 3 * MAX_NAMES]]


def test_thousands_of_names() -> None:
    many = person(*(f"Alias {number:04}" for number in range(4 * 1024 + MAX_WORDS)), "Kim Jong Un")
    few = person("Kim Jong Un")
    assert described([many], [few], [(0, 0)]).best.tolist() == [[4 * 1024 + MAX_WORDS, 0]]
    assert described([few], [many], [(0, 0)]).best.tolist() == [[0, 4 * 1024 + MAX_WORDS]]


SPACE = new_space()
WEIGHTS = load_algorithm().weights
parties = st.builds(
    lambda schema, names, weak: {"schema": schema, "properties": {"name": names, "weakAlias": weak}},
    st.sampled_from(["Person", "Company", "Vessel", "LegalEntity"]),
    st.lists(names, min_size=1, max_size=5),
    st.lists(names, max_size=2),
)


def odds_of(left: Entity, right: Entity) -> float:
    """Log-odds of the names of two parties."""
    return float(name_odds(described([left], [right], [(0, 0)]), WEIGHTS, 0))


def best_of_all(left: Entity, right: Entity) -> float:
    """Log-odds of the two names that agree best, each two aligned by themselves."""
    best = -np.inf
    for rank, one in _ranked(left):
        for other_rank, other in _ranked(right):
            two = look(one, other, left["schema"], SPACE, right["schema"])
            sums = two.sum()
            assert sums[NameSum.LEGAL] == 0
            features = np.zeros(NAME_FEATURES, np.float32)
            describe_names(sums, max(rank, other_rank), features)
            odds = np.float32(0)
            for weight, feature in zip(WEIGHTS.name[two.column], features, strict=True):
                odds += weight * feature
            best = max(best, float(odds))
    return best


def _ranked(party: Entity) -> list[tuple[int, str]]:
    found = party["properties"]
    return [(0, name) for name in found["name"]] + [
        (int(NameRank.WEAK), name) for name in found["weakAlias"] if name not in found["name"]
    ]


@given(parties, parties)
def test_the_best_of_all_pairs_of_names(left: Entity, right: Entity) -> None:
    """What is left out, because it cannot be the best, is not."""
    assert odds_of(left, right) == pytest.approx(best_of_all(left, right), abs=1e-5)


@given(parties, parties, st.lists(names, min_size=1, max_size=4))
def test_more_names_never_score_lower(left: Entity, right: Entity, more: list[str]) -> None:
    found = left["properties"]
    longer = {**left, "properties": {**found, "name": [*more, *found["name"]]}}
    odds = odds_of(left, right)
    assert odds_of(longer, right) >= odds
    assert odds_of(right, longer) >= odds


@given(parties, parties, st.sampled_from([-6.0, -2.0, 0.0, 3.0]))
def test_what_has_less_than_is_asked_for_is_left_out_and_nothing_else(
    left: Entity, right: Entity, least: float
) -> None:
    """A pair of that much or more is described as it is where all are; one of less never gets there."""
    whole, some = (described([left], [right], [(0, 0)], np.float32(one)) for one in (-np.inf, least))
    odds, found = (float(score_rows(rows, WEIGHTS)[0]) for rows in (whole, some))
    if odds < least:
        assert found < least
        return
    assert found == odds
    assert all(np.array_equal(getattr(whole, name), getattr(some, name)) for name in Rows._fields)


def test_legal_forms() -> None:
    def legal(left: str, right: str) -> tuple[float, float]:
        row = described([company(left)], [company(right)], [(0, 0)]).name[0]
        return float(row[NameFeature.LEGAL_SAME]), float(row[NameFeature.LEGAL_DIFFERS])

    assert legal("Rosneft JSC", "Роснефть АО") == (1, 0)
    assert legal("Rosneft Ltd", "Rosneft JSC") == (0, 1)
    assert legal("Rosneft Ltd", "Rosneft") == (0, 0)


def test_weak_aliases() -> None:
    weak = {"schema": "Person", "properties": {"weakAlias": ["Carlos"]}}
    for left, right in ((weak, person("Carlos")), (person("Carlos"), weak)):
        assert described([left], [right], [(0, 0)]).name[0, NameFeature.WEAK] == 1
    assert described([person("Carlos")], [person("Carlos")], [(0, 0)]).name[0, NameFeature.WEAK] == 0


def test_facts_stand_beside_names() -> None:
    one = person("Kim Jong Un", birthDate=["1984-01-08"], nationality=["kp"])
    rows = described([one], [one], [(0, 0)])
    assert rows.fact[0, Feature.BIRTH_DATE_DAY_EQUAL] == 1
    assert rows.fact[0, Feature.SCHEMA_SAME] == 1
    assert not np.any(rows.fact == UNUSED)

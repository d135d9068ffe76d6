"""Pairs of parties as rows of features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.fact.feature import FEATURE_COUNT, Feature
from counterflow.compare.kernel.bank import BANK
from counterflow.compare.kernel.feature import NAME_FEATURES, NameFeature
from counterflow.compare.kernel.party import Rows, describe_pairs, new_rows, new_scratch
from counterflow.compare.matcher import frame_of

from ..conftest import company, party, person

Entity = Mapping[str, Any]
UNUSED = -7


def described(lefts: Sequence[Entity], rights: Sequence[Entity], pairs: Sequence[tuple[int, int]]) -> Rows:
    """Describe pairs, into rows that hold something else before."""
    rows = new_rows(len(pairs))
    for array in rows:
        array[:] = True if array.dtype == np.bool_ else UNUSED
    numbers = np.array(pairs, np.int64).reshape(-1, 2)
    left, right = frame_of(lefts), frame_of(rights)
    weights = load_algorithm().weights
    describe_pairs(left, numbers[:, 0].copy(), right, numbers[:, 1].copy(), weights, new_scratch(), rows)
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
        person(*(f"Alias Number {number}" for number in range(BANK + 5)), "Kim Jong Un"),
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


def test_more_names_than_the_bank_holds() -> None:
    """The name that agrees is found wherever it stands, on either side."""
    letters = "abcdefghijklmnop"
    others = [f"Qadir {one}x{other}" for one in letters for other in letters][: 3 * BANK]
    many = person(*others, "Kim Jong Un")
    few = person("Kim Jong Un")
    assert described([many], [few], [(0, 0)]).best.tolist() == [[3 * BANK, 0]]
    assert described([few], [many], [(0, 0)]).best.tolist() == [[0, 3 * BANK]]


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

"""What an alignment adds up to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from counterflow.compare.kernel.name import NameSum
from counterflow.compare.kernel.space import Space, new_space
from counterflow.compare.vocabulary import look_up

from .conftest import look


def summed(left: str, right: str, schema: str, space: Space) -> NDArray[np.float32]:
    return look(left, right, schema, space).sum()


def told(left: str, right: str, schema: str, space: Space) -> dict[str, float]:
    """Give the sums that are not 0."""
    sums = summed(left, right, schema, space)
    return {NameSum(at).name: float(value) for at, value in enumerate(sums) if value != 0}


def bits(*tokens: str) -> float:
    """Bits of words of a person's name."""
    return sum(look_up(token).bits[0] for token in tokens)


def test_equal_names_agree_in_all_their_bits(space: Space) -> None:
    assert told("Kim Jong Un", "KIM Jong-un", "Person", space) == pytest.approx(
        {"EQUAL": bits("kim", "jong", "un"), "WORDS": 3}, rel=1e-5
    )


def test_what_one_side_has_alone_is_no_conflict(space: Space) -> None:
    sums = told("Vladimir Vladimirovich Putin", "Vladimir Putin", "Person", space)
    assert sums == pytest.approx(
        {"EQUAL": bits("vladimir", "putin"), "EXTRA": bits("vladimirovich"), "WORDS": 2}, rel=1e-5
    )


def test_what_both_sides_have_alone_is_a_conflict(space: Space) -> None:
    sums = told("Kim Jong Un", "Kim Jong Il", "Person", space)
    assert sums["CONFLICT"] == pytest.approx(min(bits("un"), bits("il")), rel=1e-5)
    assert sums.get("EXTRA", 0) == pytest.approx(abs(bits("un") - bits("il")), abs=1e-5)


@pytest.mark.parametrize("left", ["정식 영길 이", "영길 정식 이"])
def test_a_second_given_name_is_a_conflict_where_people_have_one(left: str, space: Space) -> None:
    """Who is called so beside Yong Gil Ri is somebody else; a Maria beside Anna, and a title, are left out."""
    assert told(left, "Yong Gil RI", "Person", space)["CONFLICT"] == pytest.approx(bits("정식"), rel=1e-5)
    assert "CONFLICT" not in told("Jong Sik Yong Gil RI", "Yong Gil RI", "Person", space)
    assert "CONFLICT" not in told("영길 이", "Yong Gil RI", "Person", space)
    assert "CONFLICT" not in told("정식 이", "RI", "Person", space)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Bill Gates", "William Gates", {"EQUAL", "SOUND", "WORDS"}),
        ("Ri Su Yong", "Lee Su Yong", {"EQUAL", "SOUND", "WORDS"}),
        ("Nicolas Maduro", "Nicolas Madura", {"EQUAL", "EDITED", "EDIT_LOSS", "WORST_LOSS", "WORDS"}),
        ("J. Wanyama", "Joachim Wanyama", {"EQUAL", "INITIAL", "WORDS"}),
        ("J. W.", "Joachim Wanyama", {"INITIAL"}),
        ("Kim Jongun", "Kim Jong Un", {"EQUAL", "JOINED", "WORDS"}),
    ],
)
def test_what_persons_names_agree_by(left: str, right: str, expected: set[str], space: Space) -> None:
    assert set(told(left, right, "Person", space)) - {"KNOWN_LOSS"} == expected


def test_numerals_are_counted(space: Space) -> None:
    assert told("Alpha 7", "Alpha Seven", "Vessel", space).get("NUMBER", 0) == 0
    assert told("Alpha 7", "Alpha 8", "Vessel", space)["NUMBER"] == 1
    assert told("Alpha 7", "Alpha", "Vessel", space)["NUMBER"] == 1


def test_what_a_compound_says_beyond_its_tail_is_extra(space: Space) -> None:
    """Khan is not all of Abdul Khan; where the other side has a name of its own too, both contradict."""
    sums = told("Khan", "Abdul Khan", "Person", space)
    assert sums["SHORT"] == pytest.approx(bits("khan"), rel=1e-5)
    assert sums["EXTRA"] > bits("khan") / 2
    assert told("Haji Wali", "Abdul Wali", "Person", space)["CONFLICT"] > 0


def test_family_name_first_is_no_move(space: Space) -> None:
    assert "MOVED" not in told("Vladimir Vladimirovich Putin", "Putin Vladimir Vladimirovich", "Person", space)
    assert "MOVED" not in told("Putin Vladimir", "Vladimir Putin", "Person", space)
    assert told("Alpha Beta Gamma Delta", "Delta Gamma Beta Alpha", "Vessel", space)["MOVED"] == 2


def test_particles_weigh_little(space: Space) -> None:
    """The lack of a particle says less than the lack of a name; at the end it is a name."""
    without = told("Omar bin Laden", "Omar Laden", "Person", space)["EXTRA"]
    assert without < 0.5 * bits("bin")
    assert told("Ko Tae Bin", "Ko Tae", "Person", space)["EXTRA"] == pytest.approx(bits("bin"), rel=1e-5)


def test_an_initial_without_an_answer_stands_for_a_name(space: Space) -> None:
    assert told("John Q. Smith", "John Smith", "Person", space)["EXTRA"] > 5


def test_two_words_of_their_own_are_no_typo(space: Space) -> None:
    """Mario is a name as Maria is; Qxzelderov was never seen."""
    assert told("Maria Gonzalez", "Mario Gonzalez", "Person", space)["KNOWN_LOSS"] > 0
    assert "KNOWN_LOSS" not in told("Nursultan Qxzelderov", "Nursultan Qxzeldirov", "Person", space)


names = st.lists(
    st.sampled_from(
        "Kim Jong Un Jongun Il Ri Lee Vladimir Wladimir Vladmir V. Putin Путин Putn Mohammed محمد Mohamed bin Al Good "
        "Will Goodwill Ocean Oceans 7 Seven 8 Frederick Friedrich PLA Peoples Liberation Army 习近平 Xi".split()
    ),
    min_size=1,
    max_size=8,
).map(" ".join)
SPACE = new_space()


@given(names, names, st.sampled_from(["Person", "Vessel"]))
def test_sides_may_swap(left: str, right: str, schema: str) -> None:
    """To the last bit."""
    assert summed(left, right, schema, SPACE).tolist() == summed(right, left, schema, SPACE).tolist()


@given(names, names, st.sampled_from(["Person", "Vessel"]))
def test_sums_are_not_negative(left: str, right: str, schema: str) -> None:
    """Nothing but LEGAL may be, which words do not tell; and nothing agrees in more bits than a name has."""
    sums = summed(left, right, schema, SPACE)
    assert np.all(sums >= 0)
    assert np.all(np.isfinite(sums))
    whole = summed(left, left, schema, SPACE)[NameSum.EQUAL]
    parts = [NameSum.EQUAL, NameSum.JOINED, NameSum.SOUND, NameSum.EDITED, NameSum.INITIAL, NameSum.SHORT]
    assert sum(sums[part] for part in parts) <= whole + 1e-3

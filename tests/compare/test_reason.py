"""Why two parties score as they do."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.fact.feature import FEATURES
from counterflow.compare.matcher import Matcher
from counterflow.compare.reason import NAMES_DIFFER, REVIEW_CAP, Reason, name_text

from .conftest import company, person

MATCHER = Matcher()


def reasons(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Reason]:
    found = MATCHER.compare(left, right).reasons
    assert len({reason.feature for reason in found}) == len(found)
    return {reason.feature: reason for reason in found}


def test_each_side_as_written() -> None:
    left = person("Mr KIM Jong-un", birthDate=["1984-01-08"], nationality=["kp"])
    right = person("Xi Jinping", "김정은", birthDate=["1984", "1984-01-08"], nationality=["North Korea"])
    found = reasons(left, right)
    assert found["name"][1:3] == ("Mr KIM Jong-un", "김정은")
    assert found["birth_date_day_equal"][1:3] == ("1984-01-08", "1984; 1984-01-08")
    assert found["nationality_shared"][1:3] == ("kp", "North Korea")
    assert found["schema_same"][1:3] == ("Person", "Person")


def test_the_name_first_then_what_moves_most() -> None:
    left = person("Kim Jong Un", birthDate=["1984-01-08"], passportNumber=["AB1234567"], nationality=["kp"])
    right = person("Kim Jong Un", birthDate=["1984-01-08"], passportNumber=["CD7654321"], nationality=["kp"])
    found = MATCHER.compare(left, right).reasons
    assert found[0].feature == "name"
    moves = [abs(reason.contribution) for reason in found[1:]]
    assert moves == sorted(moves, reverse=True)


def test_signs() -> None:
    """What agrees raises, what contradicts lowers."""
    left = company("Rosneft JSC", leiCode=["253400JT3MQWNDKMJE44"], incorporationDate=["1995-04-07"])
    right = company("Rosneft JSC", leiCode=["253400V1H6ART1UQ0N98"], incorporationDate=["1995-04-07"])
    found = reasons(left, right)
    assert found["incorporation_day_equal"].contribution > 0 > found["lei_differs"].contribution


def test_facts_that_say_nothing_are_left_out() -> None:
    left = person("Kim Jong Un", birthDate=["1984-01-08"], nationality=["kp"])
    assert set(reasons(left, person("Kim Jong Un"))) == {"name", "schema_same"}


def test_a_party_without_names() -> None:
    found = reasons(person(birthDate=["1984-01-08"]), person("Kim Jong Un", birthDate=["1984-01-08"]))
    assert found["name"][1:3] == ("", "")
    assert found["name"].contribution < 0


def test_swapped_sides_swap_columns() -> None:
    left = person("Kim Jong Un", birthDate=["1984-01-08"])
    right = person("김정은", birthDate=["1984"])
    there, back = reasons(left, right), reasons(right, left)
    assert {(row.feature, row.candidate, row.query, row.contribution) for row in back.values()} == set(there.values())


@pytest.mark.parametrize(("place", "text"), [(0, "Kim Jong Un"), (1, "김정은"), (2, "Dear Leader"), (3, ""), (-1, "")])
def test_names_by_their_place(place: int, text: str) -> None:
    """Counted as analysis does: without empty names and repetitions."""
    entity = {
        "schema": "Person",
        "properties": {"name": ["", "Kim Jong Un", "KIM JONG UN", "김정은"], "weakAlias": ["Dear Leader"]},
    }
    assert name_text(entity, place) == text


parties = st.builds(
    lambda schema, names, born, country, number: {
        "schema": schema,
        "properties": {"name": names, "birthDate": born, "nationality": country, "passportNumber": number},
    },
    st.sampled_from(["Person", "Company"]),
    st.lists(st.sampled_from(["Kim Jong Un", "김정은", "Kim Trading", "Rosneft Ltd", "", "J. Kim"]), max_size=2),
    st.lists(st.sampled_from(["1984", "1984-01-08", "1982-01-08", "1950"]), max_size=2),
    st.lists(st.sampled_from(["kp", "ru"]), max_size=1),
    st.lists(st.sampled_from(["7707083893", "5504036333"]), max_size=1),
)


@given(parties, parties)
def test_reasons_add_up_to_the_score(left: dict[str, Any], right: dict[str, Any]) -> None:
    """The log-odds are the sum of what the reasons add, nothing beside it."""
    found = MATCHER.compare(left, right)
    odds = sum(reason.contribution for reason in found.reasons)
    assert found.score == pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-5)
    assert {reason.feature for reason in found.reasons} <= {
        "name",
        NAMES_DIFFER,
        *(feature.name for feature in FEATURES),
    }


def test_reasons_add_up_where_a_number_contradicts() -> None:
    facts = {"country": ["ru"], "incorporationDate": ["1995-10-06"]}
    left = company("Gazprom Neft", taxNumber=["7707083893"], **facts)
    found = MATCHER.compare(left, company("Gazprom Neft", taxNumber=["5504036333"], **facts))
    assert found.reasons[-1].feature == REVIEW_CAP
    assert found.reasons[-1].contribution < 0
    odds = sum(reason.contribution for reason in found.reasons)
    assert found.score == pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-5)

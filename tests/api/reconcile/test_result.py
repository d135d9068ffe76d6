"""Candidates, and which one is certain."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.api.reconcile.result import CLEAR_LEAD, is_certain, odds
from counterflow.api.reconcile.service import Scored

THRESHOLD = 0.5
SCORES = st.lists(st.floats(0, 1), max_size=6).map(lambda scores: sorted(scores, reverse=True))


def scored(scores: list[float]) -> list[Scored]:
    return [Scored({"id": str(place)}, one, one >= THRESHOLD, ()) for place, one in enumerate(scores)]


@given(SCORES)
def test_a_certain_candidate_stands_alone(scores: list[float]) -> None:
    """It reaches the threshold, no other does, and none comes near it."""
    if is_certain(scored(scores)):
        first, others = scores[0], scores[1:]
        assert first >= THRESHOLD
        assert all(one < THRESHOLD and odds(one) * CLEAR_LEAD <= odds(first) for one in others)


@given(SCORES, st.floats(0, 1))
def test_one_more_candidate_makes_none_certain(scores: list[float], another: float) -> None:
    """Unless it is the best itself."""
    if len(scores) > 0 and not is_certain(scored(scores)) and another <= scores[0]:
        assert not is_certain(scored(sorted([*scores, another], reverse=True)))


@pytest.mark.parametrize(
    ("scores", "certain"),
    [
        ([], False),
        ([0.49], False),
        ([0.5], True),
        ([1.0, 1.0], False),
        ([0.99, 0.5], False),
        ([0.99, 0.4], True),
        ([0.6, 0.2], False),
    ],
)
def test_cases_of_the_rule(scores: list[float], certain: bool) -> None:
    """As `docs/reconcile.md` tells it."""
    assert is_certain(scored(scores)) is certain


def test_the_score_is_the_probability_in_percent(ask: Any) -> None:
    """With the log-odds of each feature beside it."""
    (first, *_) = ask(q0={"query": "Chong Chon Gang", "type": "Vessel"})["q0"]
    assert first["score"] == pytest.approx(100 * 20 / 21)
    assert first["features"] == [{"id": "name", "value": 3.0}]
    assert first["type"] == [{"id": "Vessel", "name": "Vessel"}]


def test_namesakes_are_left_to_a_person(ask: Any) -> None:
    """Two of one name reach the threshold, so neither is certain; a birth date decides."""
    both = ask(q0={"query": "Ri Yong Ho", "type": "Person"})["q0"]
    assert [one["match"] for one in both] == [False, False]
    date = [{"pid": "birthDate", "v": "1956-07-10"}]
    told = ask(q0={"query": "Ri Yong Ho", "type": "Person", "properties": date})["q0"]
    assert [(one["id"], one["match"]) for one in told] == [("un-2", True), ("un-1", False)]


def test_what_is_not_shown_counts_all_the_same(ask: Any) -> None:
    """A client that wants one candidate is not told that it is the only one."""
    (only,) = ask(q0={"query": "Ri Yong Ho", "type": "Person", "limit": 1})["q0"]
    assert only["match"] is False


@pytest.mark.parametrize("name", ["김정은", "ВЛАДИМИР ИВАНОВ", "أبو بكر البغدادي", "丹东鸿祥实业发展有限公司"])
def test_names_of_any_script_are_found(ask: Any, name: str) -> None:
    """A name equal to one in the lists is first."""
    (first, *_) = ask(q0={"query": name})["q0"]
    assert first["score"] > 50


def test_an_id_gives_its_entity_first(ask: Any) -> None:
    """Also one that it had before, and beside what is found by that text as a name."""
    answers = ask(a={"query": "un-3"}, b={"query": "old-1"})
    assert [(answers[key][0]["id"], answers[key][0]["score"]) for key in "ab"] == [("un-3", 100), ("ofac-1", 100)]
    assert answers["a"][0]["match"] is True


def test_an_id_of_another_type_is_not_given_where_types_are_firm(ask: Any) -> None:
    """A ship is no person by its id."""
    assert ask(q0={"query": "ofac-2", "type": "Person", "type_strict": "any"})["q0"] == []


def test_firm_types_leave_others_out(ask: Any) -> None:
    """A legal entity of that name is no person."""
    loose = ask(q0={"query": "Kim Jong Un", "type": "Person"})["q0"]
    firm = ask(q0={"query": "Kim Jong Un", "type": "Person", "type_strict": "any"})["q0"]
    assert {one["id"] for one in loose} - {one["id"] for one in firm} == {"ofac-7"}


def test_best_first_and_each_once(ask: Any) -> None:
    """Several readings find one party; its best score counts."""
    found = ask(q0={"query": "Kim Jong Un", "limit": 50})["q0"]
    scores = [one["score"] for one in found]
    assert scores == sorted(scores, reverse=True)
    assert len({one["id"] for one in found}) == len(found) > 1


@pytest.mark.parametrize("types", [["Person", "Vessel"], ["Vessel", "Person"]])
def test_the_best_reading_counts(ask: Any, types: list[str]) -> None:
    """In whatever order the types are asked for."""
    (first, *_) = ask(q0={"query": "Kim Jong Un", "type": types})["q0"]
    assert (first["id"], first["score"]) == ("ofac-1", pytest.approx(100 * 20 / 21))


def test_a_query_does_not_depend_on_its_neighbours(ask: Any) -> None:
    """Neither on how many they are nor on whether they can be asked."""
    one = {"query": "Kim Jong Un", "type": "Person"}
    alone = ask(q0=one)["q0"]
    among = ask(a={"query": "Ri Yong Ho", "limit": 40}, q0=one, b={"query": ""}, c=5)
    assert among["q0"] == alone
    assert among["b"] == among["c"] == []


@pytest.mark.parametrize("stale", [True, False, None])
def test_stale_lists_are_said(client: Any, parties: Any, stale: bool | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside every result; null where a list's age is not known."""
    monkeypatch.setattr(parties, "stale", stale)
    reply = client.get("/reconcile/default", params={"queries": '{"q0": {"query": "Kim"}}'})
    assert reply.json()["q0"]["stale"] is stale


def test_a_party_with_a_note_is_never_certain(
    client: Any, ask: Any, parties: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That no list holds it must be read by a person, wherever it is shown."""
    monkeypatch.setattr(parties, "noted", {"un-3"})
    (first, *_) = ask(q0={"query": "Vladimir Ivanov"})["q0"]
    assert (first["id"], first["match"]) == ("un-3", False)
    suggested = client.get("/reconcile/default/suggest/entity?prefix=un-3").json()["result"][0]
    assert first["description"].startswith("UNVERIFIED; ")
    assert suggested["description"].startswith("UNVERIFIED; ")
    assert "UNVERIFIED; " in client.get("/reconcile/default/preview?id=un-3").text

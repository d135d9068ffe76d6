"""What was seen is asked again: the same bytes, or it is said where they differ or what is gone."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.screen.answer import Answer
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.replay import Outcome, Replay, replay, replay_decision
from counterflow.screen.decision.seen import Seen, conditions_of, dump_seen, load_seen, see
from counterflow.screen.query import QueryReader
from counterflow.screen.row import Row
from counterflow.screen.screener import Limits, Screener

from .conftest import HIT, LIMITS, NOW, answer_of, enter, seen_of


@dataclass
class Searched:
    """The few parties of the tests as a state that is asked again."""

    screener: Screener
    fingerprint: str = "f" * 64
    algorithm: str = "test-v1"

    def answer(self, query: Mapping[str, Any], limits: Limits, scope: str, now: datetime.datetime) -> Answer:
        screener = Screener(self.screener.parties, limits)
        answer = screener.answer([QueryReader().read(Row(1, dict(query)))])[0]
        is_stale = now >= NOW + datetime.timedelta(days=1) or scope != "listed"
        return replace(answer, stale=is_stale)


def ask(state: Searched, query: dict[str, Any], limits: Limits = LIMITS) -> Seen:
    return see(state.answer(query, limits, "listed", NOW), conditions_of(limits, "listed", NOW, state.fingerprint))


TEXT = st.one_of(st.sampled_from(["Ri Yong Ho", "Chong Chon Gang", "", "\ud800"]), st.text(max_size=20))


@given(st.dictionaries(st.sampled_from(["name", "alias", "id", "remark"]), TEXT), st.floats(0, 1), st.integers(1, 5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_just_seen_is_equal(screener: Screener, query: dict[str, Any], cutoff: float, results: int) -> None:
    """Whatever was asked, with whatever limits, kept and read back."""
    state = Searched(screener)
    seen = load_seen(dump_seen(ask(state, query, Limits(0.5, cutoff, results))))
    assert replay(seen, state) == Replay(Outcome.EQUAL)


def test_another_answer_says_where(screener: Screener) -> None:
    """The first places that differ, as paths."""
    state = Searched(screener)
    seen = ask(state, {"name": "Ri Yong Ho"})
    assert len(seen.data["results"]) == 2
    before = seen.answer
    worse = replace(seen, answer=before.replace('"score":0.9', '"score":0.8', 1))
    assert replay(worse, state) == Replay(Outcome.DIFFERS, ("results/0/score",))
    fewer = replace(seen, answer=before.replace('"error":null', '"error":null,"more":1'))
    assert replay(fewer, state) == Replay(Outcome.DIFFERS, ("more",))
    spaced = replace(seen, answer=before.replace('"score":0.9', '"score": 0.9', 1))
    assert replay(spaced, state) == Replay(Outcome.DIFFERS, ("the way it is written",))
    later = replace(seen, conditions=replace(seen.conditions, now="2026-12-22T10:00:00+00:00"))
    assert replay(later, state) == Replay(Outcome.DIFFERS, ("stale",))


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"fingerprint": "e" * 64}, ["the lists with the fingerprint ffff"]),
        ({"algorithm": "test-v2"}, ["the algorithm test-v1; there is test-v2"]),
        (
            {"fingerprint": "e", "algorithm": "test-v2"},
            ["the lists with the fingerprint ffff", "the algorithm test-v1"],
        ),
    ],
)
def test_what_is_gone_is_named(screener: Screener, changes: dict[str, str], missing: list[str]) -> None:
    """And the answer of other lists or another algorithm is never called equal."""
    seen = ask(Searched(screener), {"name": "Ri Yong Ho"})
    done = replay(seen, Searched(screener, **changes))
    assert done.outcome is Outcome.GONE
    assert len(done.where) == len(missing)
    assert all(text.startswith(begin) for text, begin in zip(done.where, missing, strict=True))


def test_without_lists_it_is_gone() -> None:
    """The build is named, and the fingerprint where it is known."""
    assert replay(seen_of(HIT), "the lists") == Replay(Outcome.GONE, ("the lists",))


def test_the_first_digits_of_a_fingerprint_name_the_lists(screener: Screener) -> None:
    """As an index alone calls itself in its answers."""
    state = Searched(screener)
    seen = ask(state, {"name": "Ri Yong Ho"})
    for fingerprint, outcome in (("f" * 16, Outcome.EQUAL), (None, Outcome.EQUAL), ("e" * 16, Outcome.GONE)):
        one = replace(seen, conditions=replace(seen.conditions, fingerprint=fingerprint))
        assert replay(one, state).outcome is outcome


def test_a_decision_is_replayed_from_the_ledger(record: Record) -> None:
    """What was seen is found by its digest; erased, the replay says so."""

    class Same:
        fingerprint, algorithm = "f" * 64, "test-v1"

        def answer(self, query: Mapping[str, Any], limits: Limits, scope: str, now: datetime.datetime) -> Answer:
            assert (query["id"], limits, scope, now) == ("c-1", LIMITS, "listed", NOW)
            return answer_of(HIT)

    entry = enter(record)
    assert replay_decision(record, entry, lambda _seen: Same()) == Replay(Outcome.EQUAL)
    assert replay_decision(record, entry, lambda _seen: "the lists").outcome is Outcome.GONE
    record.folder.erase(entry.data["seen"])
    done = replay_decision(record, entry, lambda _seen: Same())
    assert done.outcome is Outcome.GONE
    assert "was erased" in done.where[0]

"""A decision is replayed from the lists of the date that it was made on, in whatever order indexes are named."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest

from counterflow.model.decision import Decision
from counterflow.screen.decision.decide import Pair, Said, decide
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.replay import replay_all
from counterflow.screen.decision.seen import Seen, conditions_of, dump_seen, load_seen, see
from counterflow.service.current import CurrentState
from counterflow.service.desk import Desk
from counterflow.service.fit import Fit, Names, fit_of
from counterflow.service.kept import KeptIndexes
from counterflow.service.match import Asked, match
from counterflow.service.source import IndexSource
from counterflow.service.state import State

from ..interop.serving import ENTITIES
from .conftest import CLOCK, DATES, LIMITS, QUERY, put

pytestmark = pytest.mark.usefixtures("always_found")


def ask(state: State, *, is_named: bool = True) -> Seen:
    now, parties = CLOCK.now(), state.parties
    identity = parties.identity if is_named else None
    conditions = conditions_of(LIMITS, state.scope, now, parties.names.manifest.fingerprint, identity)
    return see(match(state.at(now), [QUERY], Asked(LIMITS))[0].answer, conditions)


def enter(record: Record, seen: Seen) -> None:
    decide(record, Pair("c-1", "un-1"), seen, Said(Decision.ESCALATE, "to be looked at", "anna"))


def outcomes(record: Record, *folders: Path) -> list[str]:
    return [row.outcome for row in replay_all(record, (), KeptIndexes(folders, CLOCK).find)]


@pytest.mark.parametrize("is_named", [True, False], ids=["identity", "fingerprint alone"])
def test_each_date_has_its_lists(tmp_path: Path, record: Record, is_named: bool) -> None:
    """The parties are the same in all; decisions entered before there were identities are told apart by the dates."""
    kept = tmp_path / "kept"
    for date in DATES:
        enter(record, ask(put(tmp_path, date, kept), is_named=is_named))
    for folders in itertools.permutations([tmp_path / "index", *sorted(kept.iterdir())]):
        assert outcomes(record, *folders) == ["equal"] * 3
    assert outcomes(record, kept) == ["equal", "equal", "gone" if is_named else "differs"]


def test_the_desk_asks_what_is_kept_of_another_date(tmp_path: Path, record: Record) -> None:
    """Not the lists in use, though their parties are the same; without what is kept the dates are what is missing."""
    kept = tmp_path / "kept"
    put(tmp_path, DATES[0], kept)
    current = CurrentState(IndexSource(tmp_path / "index", CLOCK, threads=1))
    current.refresh()
    desk = Desk(current, CLOCK, record, KeptIndexes([kept], CLOCK).find)
    (shown,) = desk.answer([QUERY], LIMITS)
    past = desk.decide(shown.seen, Pair("c-1", "un-1"), Said(Decision.ESCALATE, "x", "anna"))
    assert desk.replay(past.entry.hash).outcome == "equal"
    put(tmp_path, DATES[1], kept)
    current.refresh()
    assert desk.replay(past.entry.hash).outcome == "equal"
    alone = Desk(current, CLOCK, record).replay(past.entry.hash)
    assert alone.outcome == "gone"
    assert "un_sc_sanctions 2026-02-01" in alone.where[0]


def test_what_an_answer_does_not_say_may_change(tmp_path: Path, record: Record) -> None:
    """A sanction is no part of an answer: the lists of another are asked where the same are gone."""
    enter(record, ask(put(tmp_path, DATES[0], None)))
    others = [one for one in ENTITIES if one["id"] != "s-1"]
    put(tmp_path, DATES[0], None, others)
    assert outcomes(record, tmp_path / "index") == ["equal"]


def test_the_state_has_another_name(tmp_path: Path) -> None:
    """After a new date, and after a sanction went; the build, named by the parties, stays."""
    others = [one for one in ENTITIES if one["id"] != "s-1"]
    states = [put(tmp_path, date, None, has) for date, has in ((DATES[0], ENTITIES), (DATES[1], ENTITIES))]
    states.append(put(tmp_path, DATES[1], None, others))
    assert len({one.version for one in states}) == 3
    assert len({one.build for one in states}) == 1


def test_how_well_an_index_fits(tmp_path: Path) -> None:
    state = put(tmp_path, DATES[0], None)
    seen, fingerprint, identity = ask(state), state.parties.names.manifest.fingerprint, state.parties.identity
    before = replace(seen, conditions=replace(seen.conditions, identity=None))
    other = put(tmp_path, DATES[1], None).lists
    assert fit_of(seen, Names(fingerprint, identity, other)) is Fit.ALL
    assert fit_of(seen, Names(fingerprint, "0", state.lists)) is Fit.LISTS
    assert fit_of(seen, Names(fingerprint, "0", other)) is Fit.NONE
    assert fit_of(before, Names(fingerprint, identity, state.lists)) is Fit.LISTS
    assert fit_of(before, Names(fingerprint, identity, other)) is Fit.NAMES
    assert fit_of(before, Names("0", identity, state.lists)) is Fit.NONE


def test_a_document_of_before_is_read(tmp_path: Path) -> None:
    """It names no identity, and is of version 1."""
    seen = ask(put(tmp_path, DATES[0], None), is_named=False)
    document = json.loads(dump_seen(seen))
    assert (document["version"], document["conditions"].pop("identity")) == (2, None)
    assert load_seen(json.dumps({**document, "version": 1}).encode()) == seen

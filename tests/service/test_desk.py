"""What is decided on is what was shown: the same parties are not enough."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from counterflow.exc import DecisionError
from counterflow.model.decision import Decision
from counterflow.screen.answer import ListRef, Status
from counterflow.screen.decision.decide import Pair, Said
from counterflow.screen.decision.record import Record
from counterflow.screen.index_parties import IndexParties
from counterflow.service.current import CurrentState
from counterflow.service.desk import Desk
from counterflow.service.state import State

from ..interop.serving import ENTITIES
from .conftest import CLOCK, DATES, LIMITS, QUERY, put

pytestmark = pytest.mark.usefixtures("always_found")

PAIR = Pair("c-1", "un-1")
ESCALATE = Said(Decision.ESCALATE, "to be looked at", "anna")
SANCTION = {"id": "s-9", "schema": "Sanction", "datasets": ["un_sc_sanctions"], "properties": {"entity": ["un-1"]}}


class Given:
    """A source of states that the test gives."""

    def __init__(self, state: State) -> None:
        self.state = state

    def mark(self) -> int:
        return id(self.state)

    def open(self) -> State:
        return self.state


def otherwise_dated(folder: Path, _state: State) -> State:
    return put(folder, DATES[1], None)


def otherwise_sanctioned(folder: Path, _state: State) -> State:
    return put(folder, DATES[0], None, [*ENTITIES, SANCTION])


def not_listed_any_more(_folder: Path, state: State) -> State:
    return replace(state, parties=IndexParties(state.parties.names, listed=(), threads=1))


@pytest.mark.parametrize("change", [otherwise_dated, otherwise_sanctioned, not_listed_any_more])
def test_equal_parties_are_not_what_was_seen(
    tmp_path: Path, record: Record, change: Callable[[Path, State], State]
) -> None:
    """With other dates of a list, other sanctions beside, or on no list any more: they are screened again first."""
    source = Given(put(tmp_path, DATES[0], None))
    current = CurrentState(source)
    fingerprint = current.refresh().parties.names.manifest.fingerprint
    desk = Desk(current, CLOCK, record)
    (shown,) = desk.answer([QUERY], LIMITS)
    source.state = change(tmp_path, source.state)
    assert current.refresh().parties.names.manifest.fingerprint == fingerprint
    with pytest.raises(DecisionError, match="the lists changed"):
        desk.decide(shown.seen, PAIR, ESCALATE)
    assert record.ledger.entries() == []
    (again,) = desk.answer([QUERY], LIMITS)
    assert desk.decide(again.seen, PAIR, ESCALATE).entry.data["content"]["status"] == str(
        Status.UNVERIFIED if change is not_listed_any_more else Status.LISTED
    )


def test_a_request_asks_once_how_old_its_lists_are(tmp_path: Path, record: Record) -> None:
    """What receipts say may change at any time: an answer says one thing of a list throughout."""
    state = put(tmp_path, DATES[0], None)
    asked: list[Any] = []

    def lists(now: Any) -> Sequence[ListRef]:
        asked.append(now)
        return [ListRef("un_sc_sanctions", None, len(asked) % 2 == 0)]

    current = CurrentState(Given(replace(state, lists=lists)))
    current.refresh()
    desk = Desk(current, CLOCK, record)
    (shown,) = desk.answer([QUERY], LIMITS)
    assert len(asked) == 1
    said = json.dumps([one.stale for one in shown.answer.index.lists])
    assert (said, shown.answer.stale) == ("[false]", False)
    moment = current.get().at(CLOCK.now())
    assert len(asked) == 2
    assert (moment.is_stale, moment.ref.lists[0].stale, moment.list_ages) == (True, True, {"un_sc_sanctions": None})
    assert len(asked) == 2

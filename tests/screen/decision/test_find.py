"""Decisions are found by subject, party and state, newest first, and each page goes on where the last one ended."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.case import Screening
from counterflow.model.decision import Decision, Verdict
from counterflow.screen.decision.decide import Pair, Said, approve, decide
from counterflow.screen.decision.find import Wanted, find_decisions
from counterflow.screen.decision.history import Past, State, past_of
from counterflow.screen.decision.record import Record, record_of_file

from .conftest import HIT, enter, seen_of

STEP = st.one_of(
    st.tuples(st.sampled_from(list(Decision)), st.sampled_from(["c-1", "c-2"])),
    st.tuples(st.sampled_from([*Verdict, "undo"]), st.integers(0, 9)),
)
WANTED = st.builds(
    Wanted,
    st.none() | st.sampled_from(["c-1", "c-2", "c-3"]),
    st.none() | st.sampled_from(["un-1", "un-9"]),
    st.none() | st.sampled_from(State),
)


def play(record: Record, steps: list[tuple[object, object]]) -> None:
    """Decide, approve, reject and take back, as far as the rules let one."""
    for what, whom in steps:
        decisions = record.ledger.entries_of(["decision"])
        if isinstance(what, Decision):
            decide(record, Pair(str(whom), "un-1", HIT.members), seen_of(HIT), Said(what, "why", "anna"))
        elif isinstance(whom, int) and whom < len(decisions):
            entry = decisions[whom]
            if what == "undo":
                record.ledger.append("undo", {"hash": entry.hash})
            elif isinstance(what, Verdict) and past_of(record.ledger, entry).state is State.PENDING:
                approve(record, entry.hash, what, by="ben")


def fits(past: Past, wanted: Wanted) -> bool:
    said = past.entry.data
    return (
        wanted.subject in {None, said["subject"]}
        and wanted.party in {None, *said["party"]}
        and wanted.state in {None, past.state}
    )


@given(st.lists(STEP, max_size=14), WANTED, st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_pages_are_the_whole_list_in_parts(steps: list[tuple[object, object]], wanted: Wanted, size: int) -> None:
    """Whatever was decided, approved and taken back: the pages hold what one by one is found to fit, once each."""
    with TemporaryDirectory() as folder:
        opened = record_of_file(Path(folder) / "ledger.sqlite")
        record = Record(opened.ledger, opened.folder, Screening(frozenset([Decision.CLEAR, Decision.BLOCK])))
        play(record, steps)
        every = [past_of(record.ledger, entry) for entry in record.ledger.entries_of(["decision"])]
        expected = [past for past in reversed(every) if fits(past, wanted)]
        found: list[Past] = []
        before = None
        while len(page := list(islice(find_decisions(record.ledger, wanted, before=before), size))) > 0:
            found += page
            before = page[-1].entry.sequence
        record.ledger.close()
    assert found == expected


@pytest.mark.parametrize("page", [1, 2, 1000])
def test_entries_are_walked_back_by_page(record: Record, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    """Every entry of the kind once, newest first, whatever a page holds."""
    monkeypatch.setattr("counterflow.ledger.ledger.PAGE", page)
    hashes = []
    for number in range(3):
        hashes.append(enter(record).hash)
        record.ledger.append("note", {"text": str(number)})
    assert [entry.hash for entry in record.ledger.walk_back("decision")] == hashes[::-1]
    assert [entry.hash for entry in record.ledger.walk_back("decision", before=3)] == hashes[:1]
    assert list(record.ledger.walk_back("decision", before=1)) == []

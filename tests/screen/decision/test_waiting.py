"""What waits is what a walk through all decisions finds, whatever is entered between two looks."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.case import Screening
from counterflow.ledger import Ledger
from counterflow.model.decision import Decision, Verdict
from counterflow.screen.decision.decide import approve
from counterflow.screen.decision.find import Wanted, find_decisions
from counterflow.screen.decision.folder import Folder
from counterflow.screen.decision.history import State, past_of
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.waiting import Waiting

from .conftest import enter

STEP = st.one_of(st.sampled_from(list(Decision)), st.tuples(st.sampled_from([*Verdict, "undo"]), st.integers(0, 12)))


def play(record: Record, step: object) -> None:
    """Decide, approve, reject, or take any entry back, as far as the rules let one."""
    if isinstance(step, Decision):
        enter(record, decision=step)
        return
    assert isinstance(step, tuple)
    what, number = step
    entries = record.ledger.entries()
    if number < len(entries):
        entry = entries[number]
        if what == "undo":
            record.ledger.append("undo", {"hash": entry.hash})
        elif entry.kind == "decision" and past_of(record.ledger, entry).state is State.PENDING:
            approve(record, entry.hash, what, by="ben")


@settings(max_examples=25, deadline=None)
@given(rounds=st.lists(st.lists(STEP, max_size=5), max_size=4), limit=st.integers(1, 3), data=st.data())
def test_it_finds_what_a_walk_finds(rounds: list[list[object]], limit: int, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        rules = Screening(frozenset([Decision.CLEAR, Decision.BLOCK]))
        record = Record(Ledger.of_file(path), Folder.beside(path), rules)
        waiting = Waiting(record.ledger)
        for steps in [[], *rounds]:
            for step in steps:
                play(record, step)
            before = data.draw(st.none() | st.integers(1, 20))
            walked = islice(find_decisions(record.ledger, Wanted(state=State.PENDING), before=before), limit)
            assert waiting.find(before=before, limit=limit) == list(walked)
        record.ledger.close()


def test_a_ledger_that_was_put_back_is_read_anew(strict: Record, tmp_path: Path) -> None:
    """One that is shorter than what was read is another."""
    first = enter(strict)
    waiting = Waiting(strict.ledger)
    assert [past.entry for past in waiting.find(before=None, limit=9)] == [first]
    strict.ledger.close()
    for name in ("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    Ledger.of_file(tmp_path / "ledger.sqlite").close()
    assert waiting.find(before=None, limit=9) == []

"""The decisions that wait for a second person, known without reading all others each time."""

from __future__ import annotations

import threading

from counterflow.ledger import Entry, Ledger
from counterflow.screen.decision.find import Wanted, find_decisions
from counterflow.screen.decision.history import KIND, Past, State, past_of


class Waiting:
    """Those that wait, kept in memory: all are read the first time, later only what was entered since."""

    def __init__(self, ledger: Ledger) -> None:
        """Read nothing yet."""
        self._ledger = ledger
        self._lock = threading.Lock()
        self._until = 0
        self._is_read = False
        self._waiting: dict[int, Entry] = {}

    def find(self, *, before: int | None, limit: int) -> list[Past]:
        """Give some that wait, newest first.

        Args:
            before: sequence of the decision to begin behind; None: the newest.
            limit: how many.
        """
        with self._lock:
            self._follow()
            numbers = sorted((one for one in self._waiting if before is None or one < before), reverse=True)
            return [past_of(self._ledger, self._waiting[number]) for number in numbers[:limit]]

    def _follow(self) -> None:
        newest = self._ledger.newest()
        last = 0 if newest is None else newest.sequence
        if not self._is_read or last < self._until:
            # Shorter than before: another ledger was put in its place.
            found = find_decisions(self._ledger, Wanted(state=State.PENDING))
            self._waiting = {past.entry.sequence: past.entry for past in found}
            self._is_read, self._until = True, last
        for entry in self._ledger.walk(after=self._until):
            decision = self._decision_of(entry)
            if decision is not None:
                self._look_again(decision)
            self._until = entry.sequence

    def _look_again(self, decision: Entry) -> None:
        if past_of(self._ledger, decision).state is State.PENDING:
            self._waiting[decision.sequence] = decision
        else:
            self._waiting.pop(decision.sequence, None)

    def _decision_of(self, entry: Entry) -> Entry | None:
        """Find the decision whose state an entry may change; None: of none."""
        while entry.kind == "undo":
            entry = self._ledger.find(entry.data["hash"])
        if entry.kind == "approval":
            entry = self._ledger.find(entry.data["decision"])
        return entry if entry.kind == KIND else None

"""Which decisions need a second person, where the ledger says so.

It stands in the ledger and in no option: whoever calls a command or starts a server on it cannot leave it out. An
entry for each decision; it takes two people to take one back.
"""

from __future__ import annotations

from collections.abc import Collection

from counterflow.ledger import Entry, Ledger
from counterflow.model.decision import Decision

RULE = "rule"
"""Kind of its entries in the ledger."""


def find_rules(ledger: Ledger) -> list[Entry]:
    """Give the rules in force, in the order they were entered."""
    return [entry for entry in ledger.entries_of([RULE]) if not ledger.is_undone(entry)]


def four_eyes_of(ledger: Ledger) -> frozenset[Decision]:
    """Name the decisions that a second person must approve."""
    return frozenset(Decision(entry.data["four_eyes"]) for entry in find_rules(ledger))


def add_rules(ledger: Ledger, decisions: Collection[Decision], *, by: str) -> list[Entry]:
    """Let a second person approve some decisions from now on; gives what was entered, nothing for those that are ruled.

    Decisions that were made before stay as they are.
    """
    there = four_eyes_of(ledger)
    said = [(RULE, {"four_eyes": str(one)}) for one in Decision if one in decisions and one not in there]
    return ledger.append_all(said, by=by)

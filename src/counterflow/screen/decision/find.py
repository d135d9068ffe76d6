"""Decisions looked for: by subject, party and what became of them, newest first, page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from counterflow.ledger import Entry, Ledger, Role
from counterflow.screen.decision.history import KIND, Past, State, past_of, state_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions are looked for: those of which all of this is so."""

    subject: str | None = None
    party: str | None = None
    """Any entity_id of the party."""
    state: State | None = None


ASKING = frozenset([State.PENDING, State.REJECTED])
"""States that only a decision is in which needs a second person; most need nobody else."""

_ASKS = '"four_eyes":true'
"""How a decision that needs a second person says so; a payload is canonical JSON, and escapes quotes in texts."""


def find_decisions(ledger: Ledger, wanted: Wanted, *, before: int | None = None) -> Iterator[Past]:
    """Yield decisions newest first; reads no more of them than are taken.

    Args:
        ledger: where they are.
        wanted: which.
        before: sequence of the decision to begin behind; None: the newest.
    """
    # Whether a decision is in a state is asked of many before one is found: all that was said is then read once.
    make = partial(past_of, ledger) if wanted.state is None else _read_all_said(ledger)
    is_asked = wanted.state in ASKING
    for entry in _newest_first(ledger, wanted, before):
        # Those that need nobody else are not parsed.
        if is_asked and _ASKS not in entry.payload:
            continue
        if wanted.party is None or wanted.party in entry.data["party"]:
            past = make(entry)
            if wanted.state is None or past.state is wanted.state:
                yield past


def _newest_first(ledger: Ledger, wanted: Wanted, before: int | None) -> Iterator[Entry]:
    if wanted.subject is None and wanted.party is None:
        yield from ledger.walk_back(KIND, before=before)
        return
    role, value = (Role.SUBJECT, wanted.subject) if wanted.subject is not None else (Role.PARTY, wanted.party)
    found = ledger.about(role, str(value), kinds=[KIND], with_undone=True)
    yield from (entry for entry in reversed(found) if before is None or entry.sequence < before)


def _read_all_said(ledger: Ledger) -> Callable[[Entry], Past]:
    undone = ledger.undone()
    approvals: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in ledger.entries_of(["approval"]):
        if entry.hash not in undone:
            approvals[entry.data["decision"]].append(entry)

    def make(entry: Entry) -> Past:
        said = approvals[entry.hash]
        return Past(entry, state_of(entry, said, is_undone=entry.hash in undone), tuple(said))

    return make

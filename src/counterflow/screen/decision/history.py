"""What was decided on a subject or a party, in order, and which of it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from counterflow.ledger import Entry, Ledger, Role
from counterflow.ledger.person import is_same_person
from counterflow.model.decision import Decision, Verdict

KIND = "decision"
"""Kind of a decision's entry in the ledger."""

_STRICTEST = (Decision.BLOCK, Decision.ESCALATE, Decision.CLEAR)


class State(StrEnum):
    """What a decision is worth."""

    IN_FORCE = "in force"
    PENDING = "pending"
    """A second person must approve it."""
    REJECTED = "rejected"
    """A second person did not approve it."""
    UNDONE = "taken back"


@dataclass(frozen=True, slots=True)
class Past:
    """A decision, and what became of it."""

    entry: Entry
    state: State
    approvals: tuple[Entry, ...]
    """All that was said of it, in order; taken back ones left out."""

    @property
    def decision(self) -> Decision:
        """What was decided."""
        return Decision(self.entry.data["decision"])

    @property
    def was_rejected(self) -> bool:
        """Whether a second person did not approve it, taken back since or not."""
        return state_of(self.entry, self.approvals, is_undone=False) is State.REJECTED

    @property
    def party(self) -> frozenset[str]:
        """The entity_ids of the party as seen."""
        return frozenset(self.entry.data["party"])


def history_of_subject(ledger: Ledger, subject_id: str) -> list[Past]:
    """Give every decision on a subject, in the order they were made, those taken back too."""
    found = ledger.about(Role.SUBJECT, subject_id, kinds=[KIND], with_undone=True)
    return [past_of(ledger, entry) for entry in found]


def past_of(ledger: Ledger, entry: Entry) -> Past:
    """Say what became of one decision."""
    approvals = ledger.about(Role.ENTRY, entry.hash, kinds=["approval"])
    return Past(entry, state_of(entry, approvals, is_undone=ledger.is_undone(entry)), tuple(approvals))


def state_of(entry: Entry, approvals: Sequence[Entry], *, is_undone: bool) -> State:
    """Say what a decision is worth, given what was said of it and not taken back, in order.

    The first word of another person counts; the decider's own never does, however it came into the ledger.
    """
    if is_undone:
        return State.UNDONE
    if entry.data["content"]["four_eyes"] is not True:
        return State.IN_FORCE
    for approval in approvals:
        if not is_same_person(approval.entered_by, entry.entered_by):
            return State.IN_FORCE if approval.data["verdict"] == Verdict.APPROVE else State.REJECTED
    return State.PENDING


def standing(ledger: Ledger, subject_id: str, members: Iterable[str]) -> Past | None:
    """Give the decision that stands between a subject and a party; None: none does.

    A decision takes the place of earlier ones on the same subject with a member in common. After two parties became one
    several may stand, each on members of its own: the strictest is given, for a merge must not clear who was blocked.
    For the same reason one that waits for approval or was taken back brings no milder one back: nobody clears a party
    alone by taking another's block back. A rejected one changes nothing.
    """
    wanted = frozenset(members)
    left: list[Past] = []
    for past in history_of_subject(ledger, subject_id):
        if past.state is State.IN_FORCE:
            left = [one for one in left if one.party.isdisjoint(past.party)]
            left.append(past)
        elif not past.was_rejected:
            left = [one for one in left if one.party.isdisjoint(past.party) or not _is_milder(one, past)]
    near = [one for one in left if not one.party.isdisjoint(wanted)]
    # Of equally strict ones the newest.
    return min(reversed(near), key=lambda one: _STRICTEST.index(one.decision), default=None)


def _is_milder(one: Past, other: Past) -> bool:
    return _STRICTEST.index(one.decision) > _STRICTEST.index(other.decision)

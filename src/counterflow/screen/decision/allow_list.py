"""The allow-list as a whole: what stands on it, and taking a pair off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from counterflow.exc import DecisionError
from counterflow.ledger import Entry, Ledger, Role
from counterflow.screen.decision.allow import ALLOW, Standing
from counterflow.screen.decision.basis import Captions


class Worth(StrEnum):
    """What an allow entry is worth now."""

    HOLDS = "holds"
    PENDING = "pending"
    """A second person must approve the decision that it rests on; it never held so far."""
    LAPSED = "lapsed"
    NO_HIT = "no hit"
    """The subject, as it was asked for then, does not find the party now: there is nothing to allow."""
    UNKNOWN = "unknown"
    """Its facts are there, but cannot be compared: no lists were given, or the question was erased."""


@dataclass(frozen=True, slots=True)
class AllowRow:
    """One entry of the allow-list."""

    sequence: int
    """Place in the ledger."""
    hash: str
    entered_at: str
    """ISO 8601 in UTC."""
    entered_by: str
    subject: str
    party: tuple[str, ...]
    """entity_ids."""
    subject_caption: str | None
    """Name under which the subject was asked for; None: what was seen is not there as it was, or had none."""
    party_caption: str | None
    """Name under which the party was shown; None: as above."""
    decision: str
    """Hash of the decision that it rests on."""
    state: str
    """holds, pending, lapsed, no hit or unknown."""
    why: str | None
    """Why it does not hold, e.g. which fact changed."""


SHAPES: Mapping[str, type[Any]] = {"allowed": AllowRow}
"""The shapes that leave, by the name of their JSON Schema."""


def find_allowances(ledger: Ledger, subject: str | None = None, *, before: int | None = None) -> Iterator[Entry]:
    """Yield the entries of the allow-list newest first, those taken off left out.

    Args:
        ledger: where they are.
        subject: those of this subject; None: all.
        before: sequence of the entry to begin behind; None: the newest.
    """
    if subject is not None:
        found = reversed(ledger.about(Role.SUBJECT, subject, kinds=[ALLOW]))
        yield from (entry for entry in found if before is None or entry.sequence < before)
        return
    undone = ledger.undone()
    yield from (entry for entry in ledger.walk_back(ALLOW, before=before) if entry.hash not in undone)


def allow_row(standing: Standing, captions: Captions, worth: Worth | None = None, why: str | None = None) -> AllowRow:
    """Lay an entry out as a row; `worth` and `why` say what its standing does not."""
    entry, said = standing.entry, standing.entry.data
    return AllowRow(
        sequence=entry.sequence,
        hash=entry.hash,
        entered_at=entry.entered_at,
        entered_by=entry.entered_by,
        subject=said["subject"],
        party=tuple(said["party"]),
        subject_caption=captions.subject,
        party_caption=captions.party,
        decision=said["decision"],
        state=str(_worth_of(standing) if worth is None else worth),
        why=standing.why if why is None else why,
    )


def _worth_of(standing: Standing) -> Worth:
    if standing.holds:
        return Worth.HOLDS
    return Worth.PENDING if standing.is_pending else Worth.LAPSED


def revoke(ledger: Ledger, digits: str, *, by: str, reason: str | None = None) -> Entry:
    """Take a pair off the allow-list; the decision that cleared it stays.

    Args:
        ledger: where it is.
        digits: hash of the allow entry, or its first digits.
        by: who does.
        reason: why.

    Raises:
        DecisionError: it is no entry of the allow-list, or was taken off before.
    """
    entry = ledger.find(digits)
    if entry.kind != ALLOW or ledger.is_undone(entry):
        what = f"is a {entry.kind}" if entry.kind != ALLOW else "was taken off before"
        raise DecisionError(f"entry {entry.hash[:12]} {what}", expected="an entry of the allow-list")
    return ledger.append("undo", {"hash": entry.hash, "reason": reason}, by=by)

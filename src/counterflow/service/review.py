"""Reviewing frames of a build: what a person says of one goes to the ledger, and the next run obeys it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from counterflow.dossier.archive import Archive
from counterflow.dossier.frame import find_frame
from counterflow.dossier.shape import Shape
from counterflow.exc import InputError, NoEntryError, NotFoundError, UsageError
from counterflow.extract.review import correct
from counterflow.ledger.entry import Entry, Role
from counterflow.ledger.ledger import Ledger
from counterflow.model.review import Review
from counterflow.tables import Frame

KIND = "review"


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a frame."""

    review: Review
    reason: str
    by: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Of a correction: type, args, time, polarity and hedge, as far as they are not as they were read."""


class ReviewItem(Shape):
    """A review that was entered and not taken back."""

    hash: str
    frame_id: str
    review: Review
    reason: str
    entered_by: str
    entered_at: str
    type: str
    """Of the frame as the reviewer saw it."""
    passage: str
    """The sentence as the reviewer saw it."""
    correction: dict[str, Any] | None
    """All that the frame says when it is right; None: it is rejected."""


def enter_review(ledger: Ledger, archive: Archive, digits: str, said: Said, *, document_id: str | None = None) -> Entry:
    """Enter a review of a frame of the build in use.

    Args:
        ledger: of the case.
        archive: its build.
        digits: the frame's id, or its first digits.
        said: what is said of it.
        document_id: the document that it must be of; None: any.

    Raises:
        NotFoundError: no frame of the build has that id.
        UsageError: the correction changes nothing, or cannot be.
        LedgerError: it has no reason.
    """
    frame, text = find_frame(archive, digits)
    if document_id not in (None, frame.document_id):
        raise NotFoundError(f"frame {frame.id[:12]} is of another document", where=archive.place)
    payload: dict[str, Any] = {
        "frame_id": frame.id,
        "document_id": frame.document_id,
        "review": str(said.review),
        "reason": said.reason,
        "reviewer": said.by,
        "passage": text[frame.start : frame.end],
        "seen": {name: getattr(frame, name) for name in ("type", "start", "end", "trigger_start", "trigger_end")},
    }
    if said.review is Review.CORRECT:
        payload["correction"] = _correction(frame, text, said)
    elif len(said.changes) > 0:
        raise UsageError("a rejected frame is left out whole", expected=f"no {', '.join(said.changes)}")
    return ledger.append(KIND, payload, by=said.by)


def list_reviews(ledger: Ledger, document_id: str) -> list[ReviewItem]:
    """List what people said of the frames of a document, oldest first, without what was taken back."""
    return [
        ReviewItem(
            hash=entry.hash,
            frame_id=entry.data["frame_id"],
            review=Review(entry.data["review"]),
            reason=entry.data["reason"],
            entered_by=entry.entered_by,
            entered_at=entry.entered_at,
            type=entry.data["seen"]["type"],
            passage=entry.data["passage"],
            correction=entry.data.get("correction"),
        )
        for entry in ledger.about(Role.REPORT, document_id, kinds=[KIND])
    ]


def undo_review(ledger: Ledger, digits: str, *, by: str, reason: str | None = None) -> Entry:
    """Take a review back; returns the undo.

    Raises:
        NoEntryError: there is no such review, or it is taken back already.
    """
    entry = ledger.find(digits)
    if entry.kind != KIND or ledger.is_undone(entry):
        what = "is taken back already" if entry.kind == KIND else f"is a {entry.kind}"
        raise NoEntryError(f"{entry.hash[:12]} {what}", expected="a review that stands")
    return ledger.append("undo", {"hash": entry.hash, "reason": reason}, by=by)


def _correction(frame: Frame, text: str, said: Said) -> dict[str, Any]:
    """Complete what is corrected by what was read rightly.

    Raises:
        UsageError: nothing changes, or what is said to be right cannot be.
    """
    as_read = state_of(frame)
    correction = {**as_read, **said.changes}
    try:
        corrected = correct(frame, text, correction, said.by)
    except InputError as exc:  # of the ledger it would be a defect; here it is what was asked
        raise UsageError(exc.what, expected=exc.expected) from exc
    if state_of(corrected) == as_read:
        raise UsageError("nothing is corrected", expected="another type, argument, time, polarity or hedge")
    return correction


def state_of(frame: Frame) -> dict[str, Any]:
    """Give what a correction can change, as a frame has it."""
    has_time = frame.time_start is not None or frame.edtf is not None
    return {
        "type": frame.type,
        "args": [{"role": one.role, "start": one.start, "end": one.end} for one in frame.args],
        "time": {"start": frame.time_start, "end": frame.time_end, "edtf": frame.edtf} if has_time else None,
        "polarity": frame.polarity,
        "hedge": frame.hedge,
    }

"""The routes under /api/documents/{id}/reviews: what people say of the frames that a document was read as."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from counterflow.api.case import CurrentArchive
from counterflow.api.guard.access import decider_of, known_decider
from counterflow.api.screening.shape import Long, Short
from counterflow.dossier.shape import Shape
from counterflow.exc import NotFoundError
from counterflow.extract.llm.vocabulary import load_roles
from counterflow.ledger.ledger import Ledger
from counterflow.model.doubt import Hedge, Polarity
from counterflow.model.review import Review
from counterflow.service.review import ReviewItem, Said, enter_review, list_reviews, undo_review

MOST_ARGUMENTS = 50
_Place = Annotated[int | None, Field(ge=0, le=2**53, strict=True)]


class Reviews(Shape):
    """What people said of the frames of a document, and what may be said."""

    reviewer: str | None
    """In whose name the caller reviews; null: not from this caller."""
    reviews: tuple[ReviewItem, ...]
    roles: dict[str, tuple[str, ...]]
    """Roles of the arguments of each frame type."""
    hedges: tuple[str, ...]
    polarities: tuple[str, ...]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ArgumentBody(_Body):
    """An argument as it is right; without a place it is the implied subject."""

    role: Short
    start: _Place = None
    end: _Place = None


class TimeBody(_Body):
    """A time as it is right."""

    start: _Place = None
    end: _Place = None
    edtf: Short | None = None


class ReviewBody(_Body):
    """What is said of a frame; of a correction what is left out is right as it was read."""

    frame: Annotated[str, Field(pattern="^[0-9a-f]{40}$")]
    review: Review
    reason: Long
    type: Short | None = None
    args: list[ArgumentBody] | None = Field(None, max_length=MOST_ARGUMENTS)
    time: TimeBody | None = None
    """Null: it tells no time."""
    polarity: Polarity | None = None
    hedge: Hedge | None = None

    def changes(self) -> dict[str, Any]:
        """Give what is corrected, as the ledger has it."""
        sent = self.model_dump(include={"type", "args", "time", "polarity", "hedge"}, mode="json", exclude_unset=True)
        full = self.model_dump(mode="json")
        # A time that is left out stays, and one that is null goes.
        return {name: full[name] for name in sent if name == "time" or full[name] is not None}


class UndoBody(_Body):
    """Why a review is taken back."""

    reason: Long | None = None


def make_router(current: CurrentArchive, ledger: Ledger | None) -> APIRouter:
    """Make the routes; what is said is entered in the name of the caller."""
    router = APIRouter(prefix="/api/documents/{document_id}/reviews")

    def known_ledger() -> Ledger:
        if ledger is None:
            raise NotFoundError("no reviews are taken here", next_step="Serve the case: counterflow serve CASE")
        return ledger

    @router.get("")
    def reviews(request: Request, document_id: str) -> Reviews:
        """List what people said of the frames of a document."""
        return Reviews(
            reviewer=None if ledger is None else decider_of(request.scope),
            reviews=() if ledger is None else tuple(list_reviews(ledger, document_id)),
            roles={type_: tuple(sorted(roles)) for type_, roles in load_roles().items()},
            hedges=tuple(Hedge),
            polarities=tuple(Polarity),
        )

    @router.post("")
    def review(request: Request, document_id: str, body: ReviewBody) -> ReviewItem:
        """Reject or correct a frame; the next run obeys."""
        said = Said(body.review, body.reason, known_decider(request.scope), body.changes())
        with current.read() as archive:
            entry = enter_review(known_ledger(), archive, body.frame, said, document_id=document_id)
        return _item(known_ledger(), document_id, entry.hash)

    @router.post("/{digits}/undo")
    def undo(request: Request, document_id: str, digits: str, body: UndoBody) -> ReviewItem:
        """Take a review back; gives it as it stood."""
        by = known_decider(request.scope)
        item = _item(known_ledger(), document_id, digits)
        undo_review(known_ledger(), item.hash, by=by, reason=body.reason)
        return item

    return router


def _item(ledger: Ledger, document_id: str, digits: str) -> ReviewItem:
    found = [one for one in list_reviews(ledger, document_id) if one.hash.startswith(digits.lower())]
    if len(found) != 1 or digits == "":
        raise NotFoundError(f"no review of this document that stands begins with {digits[:50]!r}")
    return found[0]

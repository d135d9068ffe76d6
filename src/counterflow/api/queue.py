"""The routes under /api/queue: what a person should look at in a case, and what he says of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict

from counterflow.api.case import CurrentArchive
from counterflow.api.guard.access import decider_of, known_decider
from counterflow.api.screening.shape import Long
from counterflow.dossier.archive import Archive
from counterflow.exc import NotFoundError
from counterflow.ledger.entry import Entry
from counterflow.ledger.ledger import Ledger
from counterflow.service.queue.answer import enter_answer, undo_answer
from counterflow.service.queue.said import Said
from counterflow.service.queue.shape import Answer, AnswerItem, Kind, Queue, Split
from counterflow.service.queue.split import split_party
from counterflow.service.queue.walk import SHOWN, describe_answer, list_queue

MOST = 500


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AnswerBody(_Body):
    """What is said of an item."""

    answer: Answer
    reason: Long | None = None


class UndoBody(_Body):
    """Why an answer is taken back."""

    reason: Long | None = None


def make_router(current: CurrentArchive, ledger: Ledger | None) -> APIRouter:
    """Make the routes; what is said is entered in the name of the caller."""
    router = APIRouter(prefix="/api/queue")

    def known_ledger() -> Ledger:
        if ledger is None:
            raise NotFoundError("no answers are taken here", next_step="Serve the case: counterflow serve CASE")
        return ledger

    @router.get("")
    def queue(
        request: Request,
        kind: Annotated[list[Kind] | None, Query()] = None,
        limit: Annotated[int, Query(ge=1, le=MOST)] = SHOWN,
    ) -> Queue:
        """List what a person should look at, most weighty first."""
        with current.read() as archive:
            found = list_queue(archive, known_ledger(), kinds=tuple(kind or Kind), limit=limit)
        return found.model_copy(update={"answerer": decider_of(request.scope)})

    @router.post("/items/{digits}")
    def answer(request: Request, digits: str, body: AnswerBody) -> AnswerItem:
        """Enter an answer; the next run obeys."""
        by = known_decider(request.scope)
        with current.read() as archive:
            _, entry = enter_answer(known_ledger(), archive, digits, body.answer, by=by, reason=body.reason)
            return _item(archive, entry, known_ledger())

    @router.post("/answers/{digits}/undo")
    def undo(request: Request, digits: str, body: UndoBody) -> AnswerItem:
        """Take an answer back; gives it as it stood."""
        by = known_decider(request.scope)
        entry = known_ledger().find(digits)
        with current.read() as archive:
            item = _item(archive, entry, known_ledger())
        undo_answer(known_ledger(), entry.hash, by=by, reason=body.reason)
        return item

    @router.get("/split")
    def split(left: str, right: str | None = None) -> Split:
        """Say what holds a party together, and what it falls apart into if two of its entities are two."""
        with current.read() as archive:
            return split_party(archive, Said.read(known_ledger(), archive), left, right)

    return router


def _item(archive: Archive, entry: Entry, ledger: Ledger) -> AnswerItem:
    return describe_answer(archive, [entry], ledger.effective([entry.kind]))[0]

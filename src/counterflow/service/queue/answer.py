"""Answering: what a person says of an item goes to the ledger, and the next run obeys it."""

from __future__ import annotations

from collections.abc import Iterable

from counterflow.dossier.archive import Archive
from counterflow.exc import NoEntryError, UsageError
from counterflow.ledger.entry import Entry
from counterflow.ledger.ledger import Ledger
from counterflow.model.doubt import Judgement
from counterflow.model.review import Review
from counterflow.model.told import is_told_party
from counterflow.resolve.schema import common_schema, told_schema
from counterflow.service.queue.said import Pair, Said
from counterflow.service.queue.shape import Answer, Kind, QueueItem, Side
from counterflow.service.queue.walk import JUDGED, REVIEWED, answer_key, answer_of, find_item
from counterflow.service.review import Said as SaidOfFrame
from counterflow.service.review import enter_review

_JUDGEMENT: dict[Answer, Judgement] = {answer: judgement for judgement, answer in JUDGED.items()}
_REVIEW: dict[Answer, Review] = {answer: review for review, answer in REVIEWED.items()}

LOOKED = "looked at in the queue"
"""Reason of a review that changes nothing, where none is given."""


def enter_answer(
    ledger: Ledger, archive: Archive, digits: str, answer: Answer, *, by: str, reason: str | None = None
) -> tuple[QueueItem, Entry]:
    """Enter an answer; gives the item and the entry, of several judgements the first.

    Args:
        ledger: of the case.
        archive: its build in use.
        digits: id of the item, or its first digits.
        answer: what is said of it.
        by: who says so.
        reason: why; a frame is not said to be wrong without one.

    Raises:
        NotFoundError: the queue has no such item.
        UsageError: items of its kind take no such answer, a reason is missing, or nothing is both of two.
    """
    item, pairs = find_item(archive, ledger, digits)
    if answer not in item.answers:
        raise UsageError(f"{answer} is no answer to a {item.kind}", expected="one of " + ", ".join(item.answers))
    if answer is Answer.SAME and item.right is not None:
        check_joinable(item.left, item.right)
        check_meant(Said.read(ledger, archive), pairs)
    reason = None if reason is None or reason.strip() == "" else reason.strip()
    if item.kind is Kind.FRAME:
        return item, _review(ledger, archive, item, answer, by, reason)
    # A judgement for each document, and none on the name: what a later document means by it nobody has looked at.
    said = {"judgement": str(_JUDGEMENT[answer]), "reason": reason}
    said |= {} if len(pairs) == 1 else {"question": item.id}
    payloads = [{"left_id": min(pair), "right_id": max(pair), **said} for pair in pairs]
    return item, ledger.append_all([("judgement", one) for one in payloads], by=by)[0]


def check_joinable(left: Side, right: Side) -> None:
    """Refuse to say of two that they are one where nothing is both, e.g. a ship and a person.

    Raises:
        UsageError: no schema is in line with both; the next run would refuse to join them.
    """
    schemata = [
        told_schema(one.schema_) if one.schema_ is not None and len(one.sources) == 0 else one.schema_
        for one in (left, right)
    ]
    if None not in schemata and common_schema(str(schemata[0]), str(schemata[1])) is None:
        raise UsageError(
            f"{left.caption!r} is a {left.schema_}, {right.caption!r} a {right.schema_}: nothing is both",
            expected="different, or unsure",
        )


def check_meant(said: Said, pairs: Iterable[Pair]) -> None:
    """Refuse to say that a document means a second party by what it names: the run would make one of the two.

    Raises:
        UsageError: somebody said that it means another.
    """
    for pair in pairs:
        for told, party in (pair, pair[::-1]):
            others = [one for one in said.meant_by(told) if one != party] if is_told_party(told) else []
            if len(others) > 0 and not is_told_party(party):
                raise UsageError(
                    f"{told!r} is said to mean {others[0]!r} already: {party!r} and that one would be one party",
                    expected="different, or unsure",
                    next_step="Take the other answer back first, or say of the two parties that they are one",
                )


def undo_answer(ledger: Ledger, digits: str, *, by: str, reason: str | None = None) -> Entry:
    """Take an answer back, with all judgements that were entered with it; gives the undo of the one that is named.

    Raises:
        NoEntryError: there is no such answer, or it is taken back already.
    """
    entry = ledger.find(digits)
    is_answer = entry.kind in ("judgement", "review") and answer_of(entry) is not None
    if not is_answer or ledger.is_undone(entry):
        what = "is taken back already" if is_answer else f"is a {entry.kind}"
        raise NoEntryError(f"{entry.hash[:12]} {what}", expected="an answer that stands")
    standing = ledger.effective([entry.kind])
    others = [one for one in standing if one.hash != entry.hash and answer_key(one) == answer_key(entry)]
    undone = [("undo", {"hash": one.hash, "reason": reason}) for one in (entry, *others)]
    return ledger.append_all(undone, by=by)[0]


def _review(ledger: Ledger, archive: Archive, item: QueueItem, answer: Answer, by: str, reason: str | None) -> Entry:
    review = _REVIEW[answer]
    if reason is None and review is Review.REJECT:
        raise UsageError("a frame is not rejected without a reason", expected="what the sentence says instead, or not")
    return enter_review(ledger, archive, item.left.entity_id, SaidOfFrame(review, reason or LOOKED, by))

"""What a decision was made on, for who approves it: the question, the hit decided on, the lists.

What names people comes from the document beside the ledger, if that is there and as it was; the rest from the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from counterflow.exc import DecisionError, LedgerError
from counterflow.ledger import Entry
from counterflow.screen.column import name_of
from counterflow.screen.decision.history import KIND
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.seen import Seen, load_seen


class Document(StrEnum):
    """What became of the document of what was seen."""

    WHOLE = "whole"
    """It has the digest that the ledger names."""
    FORGOTTEN = "forgotten"
    CHANGED = "changed"
    """It is not what was kept, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision was made on."""

    hash: str
    """Of the decision."""
    subject: str
    party: tuple[str, ...]
    """entity_ids."""
    decision: str
    document: Document
    """whole, forgotten or changed."""
    why: str | None
    """What is wrong with the document; None: nothing."""
    seen: str
    """SHA-256 of the document, as the ledger has it."""
    query: Mapping[str, Any] | None
    """What was asked; None: the document is not there as it was."""
    result: Mapping[str, Any] | None
    """The hit decided on, with its sentence and its reasons."""
    others: int | None
    """Further hits in the same answer."""
    score: float
    match: bool
    status: str
    lists: Sequence[Mapping[str, Any]]
    """With the dates that they had."""
    build: str
    scope: str
    algorithm: str
    threshold: float
    asked_at: str
    """When the lists were asked, ISO 8601 in UTC."""


SHAPES: Mapping[str, type[Any]] = {"decision_seen": Basis}
"""The shapes that leave, by the name of their JSON Schema."""


def basis_of(record: Record, entry: Entry) -> Basis:
    """Give what a decision was made on.

    Raises:
        DecisionError: the entry is no decision.
    """
    if entry.kind != KIND:
        raise DecisionError(f"entry {entry.hash[:12]} is a {entry.kind}", expected="a decision")
    said, content = entry.data, entry.data["content"]
    document, seen, why = read_seen(record, entry)
    result = None if seen is None else decided_result(entry, seen)
    return Basis(
        hash=entry.hash,
        subject=said["subject"],
        party=tuple(said["party"]),
        decision=said["decision"],
        document=document,
        why=why,
        seen=said["seen"],
        query=None if seen is None else seen.data["query"],
        result=result,
        others=None if seen is None else len(seen.data["results"]) - (result is not None),
        score=content["score"],
        match=content["match"],
        status=content["status"],
        lists=content["lists"],
        build=content["build"],
        scope=content["scope"],
        algorithm=content["algorithm"],
        threshold=content["limits"]["threshold"],
        asked_at=content["now"],
    )


def read_seen(record: Record, entry: Entry) -> tuple[Document, Seen | None, str | None]:
    """Read what the decider saw; if it is not there as it was, say why in words."""
    said = entry.data
    try:
        content = record.folder.read(said["seen"])
        if content is None:
            return Document.FORGOTTEN, None, "what the decider saw was erased"
        seen = load_seen(content)
    except LedgerError as exc:
        return Document.CHANGED, None, exc.what
    if seen.answer_sha256 != said["content"]["answer_sha256"]:
        return Document.CHANGED, None, "what was seen is not what the decision names"
    return Document.WHOLE, seen, None


class Captions(NamedTuple):
    """The names under which a pair was shown."""

    subject: str | None
    """None: what was seen is not there as it was, or the subject was asked for without a name."""
    party: str | None
    """None: what was seen is not there as it was."""


def captions_of(entry: Entry, seen: Seen | None) -> Captions:
    """Give the names that a decision's subject and party had in what was seen; None: that is not there as it was."""
    if seen is None:
        return Captions(None, None)
    result = decided_result(entry, seen)
    return Captions(name_of(seen.data["query"]), None if result is None else str(result["caption"]))


def decided_result(entry: Entry, seen: Seen) -> Mapping[str, Any] | None:
    """Find the hit that was decided on in the answer; None: it is not there."""
    members = entry.data["party"]
    return next((one for one in seen.data["results"] if one["id"] in members), None)

"""What can be entered in the ledger: the kinds, and the form of each one's payload."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from counterflow.exc import LedgerError
from counterflow.model.decision import Decision, Verdict
from counterflow.model.doubt import Hedge, Judgement, Polarity
from counterflow.model.review import Review

RESTORE = "Restore the ledger from a copy made before the change"

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""


class Form(StrEnum):
    """What a field holds."""

    TEXT = "text"
    TEXTS = "list of texts"
    CONTENT = "JSON object"


class Role(StrEnum):
    """What a field refers to: entries are found by it."""

    KIND = "kind"
    """The entry's own kind, which is no field."""
    SUBJECT = "subject"
    """A customer or other subject, by the id that its keeper gave it."""
    PARTY = "party"
    """An entity_id."""
    ENTRY = "entry"
    """Hash of an earlier entry."""
    DOCUMENT = "document"
    """SHA-256 of what is kept outside the ledger."""
    RESOURCE = "resource"
    """Id of a resource."""
    REPORT = "report"
    """Id of a document that was read: a report, or a narrative of a list."""
    FRAME = "frame"
    """Id of a frame."""


class Field(NamedTuple):
    """One field of a payload."""

    name: str
    doc: str
    required: bool = True
    values: tuple[str, ...] | None = None
    """The only values allowed; None: any text."""
    form: Form = Form.TEXT
    refers: Role | None = None
    """What it names; None: nothing that entries are looked up by."""


class Kind(NamedTuple):
    """One kind of entry."""

    name: str
    doc: str
    fields: tuple[Field, ...]
    changes_build: bool
    """Whether it changes what is computed, and so the build id."""
    by_hand: bool = True
    """Whether `counterflow ledger CASE add` takes it; others have a command that checks more."""
    undone_by: int = 1
    """How many people must take it back, an undo each, before it counts as taken back."""


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "judgement",
            "Whether two entities are one, decided by a person; the last one on a pair counts.",
            (
                Field("left_id", "entity_id, the smaller", refers=Role.PARTY),
                Field("right_id", "entity_id, the larger", refers=Role.PARTY),
                Field("judgement", "the decision", values=tuple(Judgement)),
                Field("reason", "the reason", required=False),
                Field(
                    "question", "the question of the queue that it answers with others; undone as one", required=False
                ),
            ),
            changes_build=True,
        ),
        Kind(
            "entry",
            "A statement entered by hand, with its source and passage.",
            (
                Field("entity_id", "the entity it is about", refers=Role.PARTY),
                Field("schema", "FtM schema of that entity"),
                Field("prop", "property"),
                Field("value", "value as the source writes it"),
                Field("source", "where it stands: title, page, URL"),
                Field("passage", "the words that say so"),
                Field("published", "date of the source, EDTF", required=False),
                Field("publisher", "publisher's key in case.toml", required=False),
                Field("hedge", "how firmly", required=False, values=tuple(Hedge)),
                Field("polarity", "affirmed, negated or denied", required=False, values=tuple(Polarity)),
                Field("handling", "marking", required=False),
            ),
            changes_build=True,
        ),
        Kind(
            "withdrawal",
            "A resource that must no longer be read, e.g. a retracted report.",
            (Field("resource_id", "the resource", refers=Role.RESOURCE), Field("reason", "the reason")),
            changes_build=True,
        ),
        Kind(
            "lineage",
            "Whether one report repeats another, decided by a person; the last one on the two counts.",
            (
                Field("source_id", "the document that repeats", refers=Role.REPORT),
                Field("repeats_id", "the document that it repeats", refers=Role.REPORT),
                Field("verdict", "whether it does", values=("repeats", "independent")),
                Field("reason", "the reason"),
            ),
            changes_build=True,
        ),
        Kind(
            "review",
            "What a person says of a frame that a document was read as; the last one on a frame counts. It names the "
            "frame by a hash of its document, type, trigger and arguments: where the text or its reading changes, the "
            "review lapses, and the next run says so.",
            (
                Field("frame_id", "the frame as the reviewer saw it", refers=Role.FRAME),
                Field("document_id", "the document it was read from", refers=Role.REPORT),
                Field("review", "what is done with it", values=tuple(Review)),
                Field("reason", "the reason"),
                Field("reviewer", "who says so: stands on the corrected frame"),
                Field("passage", "the sentence as the reviewer saw it"),
                Field(
                    "seen",
                    "type, sentence and trigger of the frame: where they stood, in code points",
                    form=Form.CONTENT,
                ),
                Field(
                    "correction",
                    "type, args, time, polarity and hedge as they are right; with `correct` alone",
                    required=False,
                    form=Form.CONTENT,
                ),
            ),
            changes_build=True,
            by_hand=False,
        ),
        Kind(
            "undo",
            "Takes an earlier entry back; the entry stays in the chain.",
            (
                Field("hash", "hash of the entry taken back", refers=Role.ENTRY),
                Field("reason", "the reason", required=False),
            ),
            changes_build=True,
            by_hand=False,
        ),
        Kind(
            "key",
            "An API key; an undo takes it back. The key itself is kept nowhere: only its digest is.",
            (
                Field("id", "the part of the key that names it, also in logs"),
                Field("holder", "who has it: a person or a program; several keys may have one holder"),
                Field("sha256", "SHA-256 of the whole key, in hexadecimal digits"),
                Field("scopes", "what it allows: screen, read, decide, share, update, metrics; spaces between"),
                Field("expires", "first day on which it is refused, in UTC: YYYY-MM-DD", required=False),
            ),
            changes_build=False,
            by_hand=False,
        ),
        Kind(
            "release",
            "What left to a partner, who took it, and under which marking.",
            (
                Field("partner", "the partner's key in case.toml"),
                Field("way", "how it left", values=("taxii", "package", "file")),
                Field("place", "URL of the collection, serial number of the package, or name of the file"),
                Field("build", "build it was made from"),
                Field("marking", "the strictest marking of what left"),
                Field(
                    "sha256",
                    "SHA-256 of what left: of the package or file, or of the lines `id version` of the objects",
                ),
                Field(
                    "content",
                    "how many objects were taken, refused and taken back; what was asked for, and of which build",
                    form=Form.CONTENT,
                ),
                Field("request", "hash of the request that was approved", required=False, refers=Role.ENTRY),
            ),
            changes_build=False,
            by_hand=False,
        ),
        Kind(
            "request",
            "A release that somebody asks for: it leaves once another person approves it, as the same bytes.",
            (
                Field("partner", "the partner's key in case.toml"),
                Field("way", "how it is to leave", values=("taxii", "package", "file")),
                Field("build", "build it would be made from"),
                Field("marking", "the strictest marking of what would leave"),
                Field("sha256", "SHA-256 of the export that would leave"),
                Field("content", "what was asked for, in which format, and until when", form=Form.CONTENT),
                Field("reason", "the reason"),
            ),
            changes_build=False,
            by_hand=False,
        ),
        Kind(
            "recall",
            "A release of which the partner must keep no copy any more.",
            (
                Field("release", "hash of the release", refers=Role.ENTRY),
                Field("reason", "the reason"),
            ),
            changes_build=False,
            by_hand=False,
        ),
        Kind(
            "confirmation",
            "That a partner has no copy of a release any more.",
            (
                Field("release", "hash of the release", refers=Role.ENTRY),
                Field("text", "who at the partner says so, and how"),
            ),
            changes_build=False,
            by_hand=False,
        ),
        Kind(
            "question",
            "What a partner was asked, in the words that left; an undo says that it was not sent.",
            (
                Field("partner", "the partner's key in case.toml"),
                Field("quantity", "the quantity of the model that is asked for"),
                Field("of", "the channel or total that it would narrow"),
                Field("unit", "unit of the answer"),
                Field("period", "years it is about"),
                Field("text", "the question"),
                Field("why", "the reason that the partner is told"),
                Field("marking", "the strictest marking of what it is made of"),
                Field("deadline", "day by which it is to be answered"),
                Field("build", "our build in use when it was asked"),
                Field(
                    "content",
                    "for us alone: share of the result's width that was expected to go (`narrower`); what was taken "
                    "for the quantity and the result then (5 %, median, 95 %)",
                    form=Form.CONTENT,
                ),
            ),
            changes_build=False,
            by_hand=False,
        ),
        Kind(
            "answer",
            "What came of a question. It changes no estimate: what was learned enters the case as a statement or file.",
            (
                Field("question", "hash of the question", refers=Role.ENTRY),
                Field("source", "what the answer rests on, or why there is none"),
                Field("content", "`low` and `high` in the question's unit, or `declined`", form=Form.CONTENT),
            ),
            changes_build=False,
            by_hand=False,
        ),
        Kind(
            "note", "A remark for colleagues; changes nothing that is computed.", (Field("text", "the remark"),), False
        ),
        Kind(
            "decision",
            "What a person decided on one party that a subject may be.",
            (
                Field("subject", "id of the customer or other subject, as its keeper has it", refers=Role.SUBJECT),
                Field("party", "entity_ids of all members of the party as seen", form=Form.TEXTS, refers=Role.PARTY),
                Field("decision", "the decision", values=tuple(Decision)),
                Field("reason", "the reason"),
                Field(
                    "seen",
                    "SHA-256 of what the decider saw; kept in `ledger.sqlite-seen/`, because it names people",
                    refers=Role.DOCUMENT,
                ),
                Field(
                    "content",
                    "score, status, what each feature added, lists with their dates, build, fingerprint, algorithm, "
                    "limits, SHA-256 of the answer, and whether a second person must approve",
                    form=Form.CONTENT,
                ),
            ),
            changes_build=False,
            by_hand=False,
        ),
        Kind(
            "approval",
            "What a second person says of a decision or request; the first on it counts, and none by whoever made it.",
            (
                Field("decision", "hash of the decision or request", refers=Role.ENTRY),
                Field("verdict", "what is said", values=tuple(Verdict)),
                Field("reason", "the reason", required=False),
            ),
            changes_build=False,
            by_hand=False,
        ),
        Kind(
            "allow",
            "An entry of the allow-list: a cleared pair need not be decided again while its grounds are so.",
            (
                Field("decision", "hash of the decision that cleared the pair", refers=Role.ENTRY),
                Field("subject", "id of the subject", refers=Role.SUBJECT),
                Field("party", "entity_ids of all members of the party as seen", form=Form.TEXTS, refers=Role.PARTY),
                Field(
                    "grounds",
                    "SHA-256 of the facts it rests on; kept in `ledger.sqlite-seen/`, because they name people",
                    refers=Role.DOCUMENT,
                ),
            ),
            changes_build=False,
            by_hand=False,
        ),
        Kind(
            "rule",
            "A decision that a second person must approve, whoever enters it by whatever way; two people take it back.",
            (Field("four_eyes", "the decision", values=tuple(Decision)),),
            changes_build=False,
            by_hand=False,
            undone_by=2,
        ),
    )
}

UNDONE_BY_SEVERAL = tuple(kind.name for kind in KINDS.values() if kind.undone_by > 1)
"""Kinds of which one undo alone takes nothing back."""


class Entry(NamedTuple):
    """One entry as it stands in the ledger."""

    sequence: int
    entered_at: str
    """When, ISO 8601 in UTC."""
    entered_by: str
    kind: str
    payload: str
    """Canonical JSON of the payload."""
    previous: str
    hash: str

    @property
    def data(self) -> dict[str, Any]:
        """The payload, parsed."""
        try:
            parsed = json.loads(self.payload)
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise LedgerError(f"entry {self.sequence} was changed after it was entered", next_step=RESTORE)
        return parsed


def canonical_json(payload: Mapping[str, Any]) -> str:
    """Write a payload in the one form that is hashed: sorted keys, no spaces, UTF-8 unescaped."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def entry_hash(sequence: int, entered_at: str, entered_by: str, kind: str, payload: str, previous: str) -> str:
    """Chain an entry to its predecessor: SHA-256 over all its fields and the predecessor's hash."""
    text = json.dumps([sequence, entered_at, entered_by, kind, payload, previous], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def references_of(kind: str, payload: Mapping[str, Any]) -> Iterator[tuple[Role, str]]:
    """Yield what an entry is found by: its kind, and what its fields refer to. A thing may come twice."""
    yield Role.KIND, kind
    for field in KINDS[kind].fields if kind in KINDS else ():
        value = payload.get(field.name)
        if field.refers is not None:
            # A damaged payload may hold anything; the chain says that it is damaged.
            texts = value if isinstance(value, list | tuple) else (value,)
            yield from ((field.refers, text) for text in texts if isinstance(text, str))


def check_payload(kind: str, payload: Mapping[str, Any]) -> None:
    """Check that a payload has the form of its kind.

    Raises:
        LedgerError: an unknown kind, a missing or unknown field, or a value that is not allowed.
    """
    if kind not in KINDS:
        raise LedgerError(f"{kind!r} is no kind of ledger entry", expected=", ".join(KINDS))
    fields = {field.name: field for field in KINDS[kind].fields}
    for name in payload:
        if name not in fields:
            raise LedgerError(f"a {kind} has no field {name!r}", expected=", ".join(fields))
    for field in fields.values():
        value = payload.get(field.name)
        if value is not None or field.required:
            _check_value(kind, field, value)
    if kind == "judgement" and payload["left_id"] >= payload["right_id"]:
        raise LedgerError(
            f"judgement: left_id {payload['left_id']!r} is not smaller than right_id {payload['right_id']!r}",
            expected="two different entity_ids, the smaller one left",
        )
    if kind == "review":
        _check_review(payload)


def _check_review(payload: Mapping[str, Any]) -> None:
    is_correction = payload["review"] == Review.CORRECT
    if is_correction != (payload.get("correction") is not None):
        expected = "what is right" if is_correction else "none: a rejected frame is left out whole"
        raise LedgerError(
            f"review: {payload['review']} with correction {payload.get('correction')!r}", expected=expected
        )


def _check_value(kind: str, field: Field, value: object) -> None:
    if field.form is Form.CONTENT:
        is_right = isinstance(value, Mapping) and len(value) > 0 and _is_plain(value)
    elif field.form is Form.TEXTS:
        is_right = isinstance(value, list | tuple) and len(value) > 0 and all(map(_is_text, value))
    else:
        is_right = _is_text(value)
    if not is_right:
        raise LedgerError(f"{kind}: {field.name} is {value!r}", expected=f"a {field.form}: {field.doc}")
    if field.values is not None and value not in field.values:
        raise LedgerError(f"{kind}: {field.name} is {value!r}", expected="one of " + ", ".join(field.values))


def _is_text(value: object) -> bool:
    """Whether it says something, and a file of UTF-8 can hold it."""
    return isinstance(value, str) and value.strip() != "" and _is_plain(value)


def _is_plain(value: object) -> bool:
    """Whether JSON holds it unchanged, so that it reads back as it was hashed."""
    if isinstance(value, str):
        return not any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _is_plain(key) and _is_plain(one) for key, one in value.items())
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))

"""What can be entered in the ledger: the kinds, and the form of each one's payload."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counterflow.exc import LedgerError
from counterflow.model.doubt import Hedge, Judgement, Polarity

RESTORE = "Restore the ledger from a copy made before the change"

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""


class Field(NamedTuple):
    """One field of a payload."""

    name: str
    doc: str
    required: bool = True
    values: tuple[str, ...] | None = None
    """The only values allowed; None: any text."""


class Kind(NamedTuple):
    """One kind of entry."""

    name: str
    doc: str
    fields: tuple[Field, ...]
    changes_build: bool
    """Whether it changes what is computed, and so the build id."""


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "judgement",
            "Whether two entities are one, decided by a person; the last one on a pair counts.",
            (
                Field("left_id", "entity_id, the smaller"),
                Field("right_id", "entity_id, the larger"),
                Field("judgement", "the decision", values=tuple(Judgement)),
                Field("reason", "the reason", required=False),
            ),
            changes_build=True,
        ),
        Kind(
            "entry",
            "A statement entered by hand, with its source and passage.",
            (
                Field("entity_id", "the entity it is about"),
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
            (Field("resource_id", "the resource"), Field("reason", "the reason")),
            changes_build=True,
        ),
        Kind(
            "undo",
            "Takes an earlier entry back; the entry stays in the chain.",
            (Field("hash", "hash of the entry taken back"), Field("reason", "the reason", required=False)),
            changes_build=True,
        ),
        Kind(
            "key",
            "An API key; an undo takes it back. The key itself is kept nowhere: only its digest is.",
            (
                Field("id", "the part of the key that names it, also in logs"),
                Field("holder", "who has it: a person or a program; several keys may have one holder"),
                Field("sha256", "SHA-256 of the whole key, in hexadecimal digits"),
                Field("scopes", "what it allows: screen, read, decide, update, metrics; spaces between"),
                Field("expires", "first day on which it is refused, in UTC: YYYY-MM-DD", required=False),
            ),
            changes_build=False,
        ),
        Kind(
            "note", "A remark for colleagues; changes nothing that is computed.", (Field("text", "the remark"),), False
        ),
    )
}


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
            parsed: dict[str, Any] = json.loads(self.payload)
        except ValueError as exc:
            raise LedgerError(f"entry {self.sequence} was changed after it was entered", next_step=RESTORE) from exc
        return parsed


def leave_out_undone(entries: Sequence[Entry]) -> list[Entry]:
    """Give the entries that were not taken back, without the undo entries themselves.

    Reads:
        entries: in their order; of the kinds that count, and every undo.
    """
    # An undo can itself be undone, so decide from the newest backwards.
    undone: set[str] = set()
    for entry in reversed(entries):
        if entry.kind == "undo" and entry.hash not in undone:
            undone.add(entry.data["hash"])
    return [entry for entry in entries if entry.kind != "undo" and entry.hash not in undone]


def canonical_json(payload: Mapping[str, Any]) -> str:
    """Write a payload in the one form that is hashed: sorted keys, no spaces, UTF-8 unescaped."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def entry_hash(sequence: int, entered_at: str, entered_by: str, kind: str, payload: str, previous: str) -> str:
    """Chain an entry to its predecessor: SHA-256 over all its fields and the predecessor's hash."""
    text = json.dumps([sequence, entered_at, entered_by, kind, payload, previous], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


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
        if value is None and not field.required:
            continue
        if not isinstance(value, str) or value.strip() == "":
            raise LedgerError(f"{kind}: {field.name} is {value!r}", expected=f"a text: {field.doc}")
        if field.values is not None and value not in field.values:
            raise LedgerError(f"{kind}: {field.name} is {value!r}", expected="one of " + ", ".join(field.values))
    if kind == "judgement" and payload["left_id"] >= payload["right_id"]:
        raise LedgerError(
            f"judgement: left_id {payload['left_id']!r} is not smaller than right_id {payload['right_id']!r}",
            expected="two different entity_ids, the smaller one left",
        )

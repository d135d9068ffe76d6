"""The record of decisions as a file for an auditor: CSV or JSON lines, one row a decision, the chain checked first."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from counterflow.exc import LedgerError
from counterflow.ledger import Entry, Ledger
from counterflow.ledger.entry import RESTORE
from counterflow.screen.decision.history import KIND, State, state_of
from counterflow.screen.encode import cell_text, dump_json

FORMATS = ("csv", "json")
"""`json` is one object a line."""

# What a spreadsheet takes for the beginning of a formula, in narrow and wide forms; the sign keeps it from that.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_SHIELD = "'"


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """What a second person said."""

    hash: str
    entered_at: str
    entered_by: str
    verdict: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision, and what was said of it."""

    sequence: int
    """Place in the ledger."""
    hash: str
    previous: str
    """Hash of the entry before it."""
    entered_at: str
    """ISO 8601 in UTC."""
    entered_by: str
    subject: str
    party: tuple[str, ...]
    """entity_ids."""
    decision: str
    reason: str
    state: str
    """in force, pending, rejected or taken back."""
    approvals: tuple[ApprovalRow, ...]
    seen: str
    """SHA-256 of what the decider saw."""
    content: Mapping[str, Any]
    """Score, reasons, lists with their dates, algorithm and the like."""


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What was exported."""

    decisions: int
    entries: int
    """Entries of the ledger that were checked."""
    newest: str | None
    """Hash of the last of them: kept elsewhere, it shows a chain that was written anew."""
    output: str


SHAPES: Mapping[str, type[Any]] = {"decision": DecisionRow, "decision_export": ExportSummary}
"""The shapes that leave, by the name of their JSON Schema."""

CONTENT = (
    "score", "match", "status", "datasets", "reasons", "lists", "build", "fingerprint", "algorithm", "package", "scope",
    "limits", "now", "answer_sha256", "four_eyes",
)  # fmt: skip
"""What CSV gives a column of its own of a decision's content."""


def decision_rows(ledger: Ledger, *, until: int | None = None) -> Iterator[DecisionRow]:
    """Yield every decision in the order they were made, those taken back too.

    Args:
        ledger: what is read, page by page.
        until: sequence of the last entry that counts; None: all.
    """
    undone = ledger.undone()
    approvals: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in ledger.effective(["approval"]):
        if until is None or entry.sequence <= until:
            approvals[entry.data["decision"]].append(entry)
    for entry in ledger.walk():
        if until is not None and entry.sequence > until:
            return
        if entry.kind == KIND:
            yield row_of(entry, approvals[entry.hash], is_undone=entry.hash in undone)


def row_of(entry: Entry, approvals: Sequence[Entry], *, is_undone: bool) -> DecisionRow:
    """Lay a decision out as a row."""
    said = entry.data
    state: State = state_of(entry, approvals, is_undone=is_undone)
    return DecisionRow(
        sequence=entry.sequence,
        hash=entry.hash,
        previous=entry.previous,
        entered_at=entry.entered_at,
        entered_by=entry.entered_by,
        subject=said["subject"],
        party=tuple(said["party"]),
        decision=said["decision"],
        reason=said["reason"],
        state=str(state),
        approvals=tuple(_approval(one) for one in approvals),
        seen=said["seen"],
        content=said["content"],
    )


def export_decisions(ledger: Ledger, output: Path, format_: str) -> ExportSummary:
    """Check the whole ledger, then write every decision to a file, whole or not at all.

    Raises:
        LedgerError: the chain is broken; the error names the entry, and nothing is written.
    """
    newest = ledger.newest()
    findings = ledger.verify()
    if len(findings) > 0:
        raise LedgerError("; ".join(findings), where=ledger.place, next_step=RESTORE)
    last = 0 if newest is None else newest.sequence
    count = 0

    def rows() -> Iterator[DecisionRow]:
        nonlocal count
        for row in decision_rows(ledger, until=last):
            count += 1
            yield row

    part = output.with_name(output.name + ".part")
    with part.open("wb") as file:
        for block in encode_csv(rows()) if format_ == "csv" else encode_json(rows()):
            file.write(block)
    part.replace(output)
    return ExportSummary(count, last, None if newest is None else newest.hash, str(output))


def encode_json(rows: Iterable[DecisionRow]) -> Iterator[bytes]:
    """Yield one JSON object a line."""
    for row in rows:
        yield dump_json(row) + b"\n"


def encode_csv(rows: Iterable[DecisionRow]) -> Iterator[bytes]:
    """Yield a heading and one line a decision: UTF-8, every cell in quotes, lists and objects as JSON.

    A cell that a spreadsheet would take for a formula has an apostrophe before it, as has one that begins with an
    apostrophe: `read_cell` takes it away again.
    """
    names = [field.name for field in fields(DecisionRow) if field.name != "content"]
    yield _line([*names, *CONTENT])
    for row in rows:
        values = [getattr(row, name) for name in names] + [row.content.get(name) for name in CONTENT]
        yield _line([shield_cell(cell_text(value)) for value in values])


def shield_cell(text: str) -> str:
    """Write a text so that a spreadsheet shows it and does not calculate it."""
    return _SHIELD + text if text[:1] in _FORMULA or text.startswith(_SHIELD) else text


def read_cell(text: str) -> str:
    """Give the text of a cell as it was before `shield_cell`."""
    return text.removeprefix(_SHIELD)


def _approval(entry: Entry) -> ApprovalRow:
    said = entry.data
    return ApprovalRow(entry.hash, entry.entered_at, entry.entered_by, said["verdict"], said.get("reason"))


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, csv.unix_dialect).writerow(cells)
    return text.getvalue().encode("utf-8")

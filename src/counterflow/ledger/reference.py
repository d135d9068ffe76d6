"""What entries refer to, in a table beside them: found by subject, party, hash or kind without reading them all.

The table follows from the entries. Where it lacks some, because an earlier version of the program wrote them, they are
added; `check_references` finds every row that is wrong or missing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from counterflow.ledger.entry import Entry, Role, references_of
from counterflow.ledger.store import ENTRY, REFERENCE

LONGEST_CHARS = 200
"""Code points of a value that stands in the table as it is; a longer one, too long for an index, as its SHA-256."""

_COLUMNS = tuple(ENTRY.c[name] for name in Entry._fields)
_PAGE = 1000


def add_references(connection: sa.Connection, case_name: str, entries: Iterable[Entry]) -> None:
    """Write what entries refer to, in the transaction that enters them."""
    rows = [
        {"case_name": case_name, "role": role, "value": value, "sequence": entry.sequence}
        for entry in entries
        for role, value in _references(entry)
    ]
    if len(rows) > 0:
        connection.execute(REFERENCE.insert(), rows)


def complete_references(connection: sa.Connection, case_name: str) -> None:
    """Add what entries of an earlier version of the program refer to; quick where the newest entry has its rows."""
    newest = sa.select(ENTRY.c.sequence, ENTRY.c.kind).where(ENTRY.c.case_name == case_name)
    last = connection.execute(newest.order_by(ENTRY.c.sequence.desc()).limit(1)).first()
    if last is None or _has_rows(connection, case_name, last.sequence):
        return
    lacking = sa.select(*_COLUMNS).where(
        ENTRY.c.case_name == case_name,
        ~sa.exists().where(REFERENCE.c.case_name == case_name, REFERENCE.c.sequence == ENTRY.c.sequence),
    )
    while len(page := connection.execute(lacking.order_by(ENTRY.c.sequence).limit(_PAGE)).all()) > 0:
        add_references(connection, case_name, [Entry(*row) for row in page])


def select_entries(case_name: str, role: Role, values: Sequence[str]) -> sa.Select[Any]:
    """Select the entries that refer to one of some things, in the order they were entered."""
    numbers = sa.select(REFERENCE.c.sequence).where(
        REFERENCE.c.case_name == case_name,
        REFERENCE.c.role == role,
        REFERENCE.c.value.in_([_key(value) for value in values]),
    )
    chosen = sa.select(*_COLUMNS).where(ENTRY.c.case_name == case_name, ENTRY.c.sequence.in_(numbers))
    return chosen.order_by(ENTRY.c.sequence)


def select_newest(case_name: str, kind: str, before: int | None, limit: int) -> sa.Select[Any]:
    """Select the newest entries of a kind, the newest first; reads no others, however many there are.

    Args:
        case_name: whose.
        kind: which.
        before: sequence of the entry to begin behind; None: the newest.
        limit: how many.
    """
    numbers = sa.select(REFERENCE.c.sequence).where(
        REFERENCE.c.case_name == case_name, REFERENCE.c.role == Role.KIND, REFERENCE.c.value == kind
    )
    if before is not None:
        numbers = numbers.where(REFERENCE.c.sequence < before)
    page = numbers.order_by(REFERENCE.c.sequence.desc()).limit(limit)
    chosen = sa.select(*_COLUMNS).where(ENTRY.c.case_name == case_name, ENTRY.c.sequence.in_(page))
    return chosen.order_by(ENTRY.c.sequence.desc())


def check_references(connection: sa.Connection, case_name: str, entries: Sequence[Entry]) -> list[str]:
    """Compare the rows of entries that follow each other with what the entries say; empty: they are the same."""
    if len(entries) == 0:
        return []
    rows = sa.select(REFERENCE.c.sequence, REFERENCE.c.role, REFERENCE.c.value).where(
        REFERENCE.c.case_name == case_name,
        REFERENCE.c.sequence.between(entries[0].sequence, entries[-1].sequence),
    )
    found: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in connection.execute(rows):
        found[row.sequence].add((row.role, row.value))
    return [
        f"entry {entry.sequence} cannot be looked up by what it names: its rows of the table {REFERENCE.name} are wrong"
        for entry in entries
        if found[entry.sequence] != set(_references(entry))
    ]


def _has_rows(connection: sa.Connection, case_name: str, sequence: int) -> bool:
    rows = sa.select(REFERENCE.c.role).where(REFERENCE.c.case_name == case_name, REFERENCE.c.sequence == sequence)
    return connection.execute(rows.limit(1)).first() is not None


def _references(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from {(str(role), _key(value)) for role, value in references_of(entry.kind, entry.data)}


def _key(value: str) -> str:
    """Give a value as it stands in the table."""
    if len(value) <= LONGEST_CHARS:
        return value
    return "sha256:" + hashlib.sha256(value.encode("utf-8", "surrogateescape")).hexdigest()

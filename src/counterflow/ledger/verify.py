"""What is wrong with a ledger: the chain of its entries, its end, and what the database keeps beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from counterflow.ledger.entry import GENESIS, KINDS, Entry, entry_hash
from counterflow.ledger.head import Head
from counterflow.ledger.reference import check_references

NO_NOTE = 2
"""Entries that may stand without a note of the last one: killed between the first, entered together, and the note."""


class Chain:
    """Checks entries page by page, from the first on, so that a long ledger needs no more memory than a short one."""

    def __init__(self, noted: Head | None) -> None:
        """Begin before the first entry; `noted` is what the note beside the file says."""
        self._noted = noted
        self._previous = GENESIS
        self._noted_hash = GENESIS
        self.length = 0

    def check(self, connection: sa.Connection, case_name: str, entries: Sequence[Entry]) -> list[str]:
        """Check the next entries; what is wrong with the first that is not whole, one sentence."""
        for entry in entries:
            finding = self._check(entry)
            if finding is not None:
                return [finding]
        return check_references(connection, case_name, entries)[:1]

    def check_end(self, head_name: str) -> list[str]:
        """Check, after the last entry, that it is not before the one noted."""
        if self._noted is None:
            is_missing = self.length > NO_NOTE
            return [f"{head_name} is missing, so a cut-off end would not show"] if is_missing else []
        # More entries than noted: killed between an append and its note. The chain itself is whole.
        if self.length < self._noted.sequence or self._noted_hash != self._noted.hash:
            return [
                f"entry {self._noted.sequence}, which {head_name} names as entered, is missing: "
                "the end was cut off or replaced"
            ]
        return []

    def _check(self, entry: Entry) -> str | None:
        number = self.length + 1
        if entry.sequence != number:
            return f"entry {number} is missing; entry {entry.sequence} stands in its place"
        if entry.previous != self._previous:
            return f"entry {number} does not follow the entry before it"
        if entry.hash != entry_hash(*entry[:5], entry.previous):
            return f"entry {number} ({entry.kind}, {entry.entered_at}) was changed after it was entered"
        if entry.kind not in KINDS:
            return f"entry {number} has the unknown kind {entry.kind!r}"
        self.length, self._previous = number, entry.hash
        if self._noted is not None and self._noted.sequence == number:
            self._noted_hash = entry.hash
        return None


def undone_hashes(undos: Iterable[Entry]) -> set[str]:
    """Say which entries are taken back by these undo entries, given in the order they were entered.

    An undo can itself be undone, so it is decided from the newest backwards.
    """
    undone: set[str] = set()
    for entry in reversed(list(undos)):
        if entry.hash not in undone:
            undone.add(entry.data["hash"])
    return undone

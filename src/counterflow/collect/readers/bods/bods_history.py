"""Which statement of a record stands: the others are its history.

The first reading of a file fills this, the second asks it: some 300 bytes a record. A chain of replaced statements is
known by its oldest, so that a party keeps its id when a later vintage replaces its statement once more.
"""

from __future__ import annotations

import sys

from counterflow.collect.readers.bods.bods_statement import BodsStatement


class History:
    """The statements of one file, by record."""

    def __init__(self) -> None:
        self._newest: dict[str, tuple[str, int, str]] = {}
        """Date, number and kind of the newest statement of each record."""
        self._older: dict[str, str] = {}
        self._replaced: set[str] = set()

    def add(self, statement: BodsStatement, number: int) -> None:
        """Take note of a statement, the `number`th of the file."""
        entry = sys.intern(statement.date), number, statement.kind
        self._newest[statement.record] = max(entry, self._newest.get(statement.record, entry))
        for older in statement.replaces:
            self._replaced.add(older)
            new_root, old_root = self.root(statement.record), self.root(older)
            if new_root != old_root:
                self._older[new_root] = old_root

    def close(self) -> None:
        """Find the statement that stands of each chain, once all were added."""
        best: dict[str, tuple[bool, str, int, str]] = {}
        for record in self._older.keys() | self._replaced:
            if record in self._newest:
                # Where each of a chain replaces another, in a circle, the newest stands.
                rank = (record not in self._replaced, *self._newest[record])
                root = self.root(record)
                best[root] = max(rank, best.get(root, rank))
        for root, (_, date, number, kind) in best.items():
            self._newest[root] = date, number, kind

    def root(self, record: str) -> str:
        """Give the id by which a record is known: that of the oldest statement of its chain."""
        while (older := self._older.get(record)) is not None:
            # Shortened on the way, so that a chain of a thousand statements is walked once.
            self._older[record] = self._older.get(older, older)
            record = older
        return record

    def stands(self, statement: BodsStatement, number: int) -> bool:
        """Whether no newer statement of its record is in the file."""
        return self._newest[self.root(statement.record)][1] == number

    def is_of_kind(self, statement: BodsStatement) -> bool:
        """Whether the statement that stands is of the same kind."""
        return self._newest[self.root(statement.record)][2] == statement.kind

    def is_replaced(self, statement: BodsStatement) -> bool:
        """Whether another statement names it as one that it replaces."""
        return statement.record in self._replaced


__all__ = ["History"]

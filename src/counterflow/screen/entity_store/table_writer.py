"""Rows into the tables of a store, and out of them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from counterflow.exc import InputError
from counterflow.screen.entity_store.layout import FORMAT, KINDS, TALLIED
from counterflow.screen.entity_store.row import Row, fold, storable

BATCH = 2_000
"""Entities of one transaction."""

_MAX_TERMS = 100_000
_EVERY_ENTITY = 0
"""Term whose tally counts the entities of a schema."""

Numbered = tuple[int, Row]
_Thing = TypeVar("_Thing")


class TableWriter:
    """Puts entities in and takes them out; the caller opens and ends transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Write to a store whose tables are there."""
        self._connection = connection
        self._terms: dict[tuple[str, str], int] = {}
        self._tally: Counter[tuple[int, str]] = Counter()
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS doubtful (term INTEGER PRIMARY KEY)")

    def add(self, rows: Sequence[Numbered]) -> None:
        """Put in entities under numbers that are free.

        Raises:
            InputError: an id is there already.
        """
        try:
            self._many("INSERT INTO entity VALUES (?,?,?,?,?,?,?,?,?)", ((n, *row[:8]) for n, row in rows))
        except sqlite3.IntegrityError as exc:
            raise InputError("two entities have one id", next_step="Merge them, or leave one file out") from exc
        self._many("INSERT INTO record VALUES (?,?)", ((n, row.record) for n, row in rows))
        self._many("INSERT INTO former_id VALUES (?,?)", ((one, n) for n, row in rows for one in row.former))
        self._many("INSERT INTO edge VALUES (?,?,?)", ((*edge, n) for n, row in rows for edge in row.edges))
        marks = [(n, KINDS[kind], self._term(kind, value)) for n, row in rows for kind, value in row.marks]
        self._many("INSERT INTO mark VALUES (?,?,?)", sorted(marks))
        self._many(
            "INSERT INTO word (rowid, name, text, mark) VALUES (?,?,?,?)",
            ((n, row.name, row.text, row.mark) for n, row in rows),
        )
        self._count(rows, 1)

    def remove(self, rows: Sequence[Numbered]) -> None:
        """Take out entities; the rows are those that were put in."""
        # The words are kept without their text, so taking them out says once more what they were.
        self._many(
            "INSERT INTO word (word, rowid, name, text, mark) VALUES ('delete',?,?,?,?)",
            ((n, row.name, row.text, row.mark) for n, row in rows),
        )
        self._count(rows, -1)
        numbers = [(n,) for n, _ in rows]
        self._many("INSERT OR IGNORE INTO doubtful SELECT term FROM mark WHERE entity = ?", numbers)
        self._many("DELETE FROM mark WHERE entity = ?", numbers)
        self._many(
            "DELETE FROM edge WHERE target_id = ? AND property = ? AND source = ?",
            ((*edge, n) for n, row in rows for edge in row.edges),
        )
        self._many(
            "DELETE FROM former_id WHERE id = ? AND number = ?", ((one, n) for n, row in rows for one in row.former)
        )
        self._many("DELETE FROM record WHERE number = ?", numbers)
        self._many("DELETE FROM entity WHERE number = ?", numbers)

    def finish(self) -> int:
        """Write the counts, drop terms that no entity has any more, and note the format. Gives the entities held."""
        self._many(
            "INSERT INTO tally VALUES (?,?,?) ON CONFLICT (term, schema) DO UPDATE SET count = count + excluded.count",
            ((*key, count) for key, count in sorted(self._tally.items())),
        )
        run = self._connection.execute
        run("DELETE FROM tally WHERE count = 0")
        run(
            "DELETE FROM term WHERE number IN (SELECT term FROM doubtful)"
            " AND NOT EXISTS (SELECT 1 FROM mark WHERE mark.term = term.number)"
        )
        found = run("SELECT coalesce(sum(count), 0) FROM tally WHERE term = ?", [_EVERY_ENTITY]).fetchone()
        self._many("INSERT OR REPLACE INTO about VALUES (?,?)", [("format", FORMAT), ("entities", str(found[0]))])
        return int(found[0])

    def _many(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        self._connection.executemany(statement, values)

    def _count(self, rows: Iterable[Numbered], step: int) -> None:
        for _, row in rows:
            self._tally[_EVERY_ENTITY, row.schema] += step
            for kind, value in row.marks:
                if kind in TALLIED:
                    self._tally[self._term(kind, value), row.schema] += step

    def _term(self, kind: str, value: str) -> int:
        number = self._terms.get((kind, value))
        if number is None:
            if len(self._terms) >= _MAX_TERMS:
                self._terms.clear()
            number = self._terms[kind, value] = self._find_term(KINDS[kind], value, fold(kind, value))
        return number

    def _find_term(self, kind: int, value: str, folded: str) -> int:
        find = "SELECT number FROM term WHERE kind = ? AND value = ?"
        found = self._connection.execute(find, [kind, value]).fetchone()
        if found is not None:
            return int(found[0])
        made = self._connection.execute(
            "INSERT INTO term (kind, value, folded) VALUES (?,?,?)", [kind, value, storable(folded)]
        )
        assert made.lastrowid is not None  # SQLite gives every row that is put in a number
        return made.lastrowid


def in_batches(things: Iterable[_Thing]) -> Iterator[list[_Thing]]:
    """Give as many at a time as one transaction takes."""
    rest = iter(things)
    while len(batch := list(islice(rest, BATCH))) > 0:
        yield batch

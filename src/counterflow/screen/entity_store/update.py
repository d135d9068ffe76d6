"""A store and what changed in, a store in a new folder out: what a rebuild would hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from counterflow.exc import InputError
from counterflow.screen.entity_store.field import Entity
from counterflow.screen.entity_store.layout import FILE, check_format, writing
from counterflow.screen.entity_store.row import Row, make_row, storable, unpack
from counterflow.screen.entity_store.table_writer import TableWriter, in_batches
from counterflow.screen.entity_store.write import Tell


def update_store(
    old: Path, folder: Path, changed: Iterable[Entity], removed: Iterable[str], *, tell: Tell | None = None
) -> int:
    """Write the store of `old` with changes into `folder`.

    Reads:
        old: folder of the store as it is; it is not changed.
        changed: entities that are new or changed, whole; of several under one id the last counts.
        removed: ids that go; one that is not there, or changed as well, is passed over.
    Writes:
        `entity.sqlite` in `folder`; nothing of it is left if this fails.
    Returns:
        The number of entities held now.

    Raises:
        InputError: there is no store, or another version of Counterflow made it.
        StorageError: the disk is full or the folder cannot be written.
    """
    if not (old / FILE).is_file():
        raise InputError("no entity store is here", where=str(old), next_step="Build the index: counterflow index")
    path = folder / FILE
    with writing(path, copy_of=old / FILE) as connection:
        check_format(connection, path)
        writer = TableWriter(connection)
        for gone in in_batches(removed):
            connection.execute("BEGIN")
            writer.remove(list(_held(connection, gone)))
            connection.execute("COMMIT")
        _change(connection, writer, changed, tell)
        connection.execute("BEGIN")
        total = writer.finish()
        connection.execute("COMMIT")
        return total


def _change(connection: sqlite3.Connection, writer: TableWriter, changed: Iterable[Entity], tell: Tell | None) -> None:
    free = count(1 + int(connection.execute("SELECT coalesce(max(number), 0) FROM entity").fetchone()[0]))
    done = 0
    for batch in in_batches(map(make_row, changed)):
        rows = {row.id: row for row in batch}
        connection.execute("BEGIN")
        held = list(_held(connection, list(rows)))
        writer.remove(held)
        numbers = {row.id: number for number, row in held}
        writer.add([(numbers.get(row.id) or next(free), row) for row in rows.values()])
        connection.execute("COMMIT")
        done += len(rows)
        if tell is not None:
            tell("store", done)


def _held(connection: sqlite3.Connection, ids: Iterable[str]) -> Iterator[tuple[int, Row]]:
    """Give the rows that the store holds of these ids, made again from the entities."""
    find = "SELECT e.number, r.json FROM entity e JOIN record r USING (number) WHERE e.id = ?"
    for entity_id in dict.fromkeys(map(storable, ids)):
        for number, record in connection.execute(find, [entity_id]):
            yield number, make_row(unpack(record))

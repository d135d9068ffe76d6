"""Rows of our tables as objects carry them.

STIX has neither null nor empty lists: a column that is null or an empty list is left out, and comes back as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from counterflow.tables import Table

Row = dict[str, Any]


def present(row: Mapping[str, Any], leave_out: Collection[str] = ()) -> Row:
    """Give the columns of a row that say something."""
    return {name: value for name, value in row.items() if value is not None and value != [] and name not in leave_out}


def restore(row: Mapping[str, Any], columns: Iterable[str], lists: Iterable[str] = ()) -> Row:
    """Give a row with all its columns again: null, or an empty list, where it had none."""
    empty = frozenset(lists)
    return {name: row.get(name, [] if name in empty else None) for name in columns}


def whole(table: Table, row: Mapping[str, Any]) -> Row:
    """Give a row of a table with all its columns again."""
    names = [column.name for column in table.columns]
    return restore(row, names, [one.name for one in table.columns if str(one.type).startswith("list")])

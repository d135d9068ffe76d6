"""Records of a CSV file as people have them: commas, semicolons or tabs, quoted or not."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain

from counterflow.exc import InputError
from counterflow.screen.row import Row

DELIMITERS = ",;\t|"

MAX_RECORD_LINES = 100
"""Lines of one record, in cells with line ends: more is a quote that does not end."""

_END = "\x00end of the file\x00"
"""Follows the last line: a quote that does not end swallows it, and so gives itself away."""

_OPEN = "a quote does not end"


def read_csv(lines: Iterator[str], where: str) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Read the heading of a CSV file, and its records as they are asked for.

    Missing cells at the end of a record are empty; empty lines are none.

    Raises:
        InputError: no heading, a heading twice, or quotes that do not end.
    """
    first = next(lines, None)
    if first is None or first.strip() == "":
        raise InputError("the file is empty" if first is None else "the first line is empty", where=where)
    records = _Records(chain([first], lines, [_END]), guess_delimiter(first), where)
    columns = tuple(column.strip() for column in next(records, ()))
    for column in columns:
        if columns.count(column) > 1:
            raise InputError(f"two columns are called {column!r}", where=where, next_step="Rename one of them")
    return columns, _read_rows(records, columns)


def guess_delimiter(heading: str) -> str:
    """Choose the sign that parts most columns of the heading; a comma where none does."""
    outside = "".join(heading.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _read_rows(records: Iterator[list[str]], columns: tuple[str, ...]) -> Iterator[Row]:
    number = 0
    for cells in records:
        if len(cells) == 0:
            continue
        number += 1
        values = dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=False))
        error = None
        if len(cells) > len(columns):
            error = f"{len(cells)} cells under {len(columns)} columns: is a sign that parts cells not in quotes?"
            values[columns[-1]] = ",".join(cells[len(columns) - 1 :])
        yield Row(number, values, error)


class _Records(Iterator[list[str]]):
    """The cells of one record after the other, as Python's csv reads them, but for quotes that do not end."""

    def __init__(self, lines: Iterator[str], delimiter: str, where: str) -> None:
        self._lines = lines
        self._where = where
        self._line = 0
        self._begun = 0
        self._reader = csv.reader(self._watched(), delimiter=delimiter)

    def __next__(self) -> list[str]:
        self._begun = self._line
        try:
            cells = next(self._reader)
        except csv.Error as exc:
            raise self._error(str(exc)) from exc
        if cells == [_END]:
            raise StopIteration
        if len(cells) > 0 and _END in cells[-1]:
            raise self._error(_OPEN)
        return cells

    def _watched(self) -> Iterator[str]:
        for line in self._lines:
            self._line += 1
            if self._line - self._begun > MAX_RECORD_LINES:
                raise self._error(_OPEN)
            yield line

    def _error(self, what: str) -> InputError:
        place = f"{self._where}, line {self._begun + 1:,}"
        return InputError(f"no CSV: {what}", where=place, next_step="Look for a quote that is opened there")

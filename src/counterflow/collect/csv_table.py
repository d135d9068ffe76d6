"""CSV with a header, read row by row in little memory: the columns by name, the line of each row, a cut-off seen.

RFC 4180: a comma between cells, quotation marks around a cell that holds a comma, a quotation mark (doubled) or a line
break. Text is UTF-8, with or without a byte order mark; a lone carriage return inside a cell is part of it.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head
from counterflow.collect.source import SourceFile
from counterflow.exc import InputError
from counterflow.tables import Problem

_AGAIN = "Download it again: this copy is cut off or was changed"


class CsvRow(NamedTuple):
    """One row of a table."""

    line: int
    """Number of the line that it begins in; the header is line 1."""
    cells: list[str]
    """As many as the header has, in its order."""


class CsvTable:
    """One file with a header. Iterating yields its rows, and a problem in place of each that is none.

    Raises, while it is read:
        InputError: not UTF-8; no header with the required columns; cut off inside a row; a quotation mark never closed.
    """

    def __init__(
        self, file: SourceFile, required: Collection[str], *, handling: str = "TLP:CLEAR", padded: bool = False
    ) -> None:
        """Name the file and what its header must hold; `padded`: white space may stand after a comma."""
        self.file = file
        self.header: Sequence[str] = ()
        """Names of the columns, known once the first row was asked for."""
        self._required = frozenset(required)
        self._handling = handling
        self._padded = padded
        self._line_number = 0
        self._is_ended = True

    def __iter__(self) -> Iterator[CsvRow | Problem]:
        """Yield the rows in the order of the file; blank lines are none."""
        reader = csv.reader(self._lines(), strict=True, skipinitialspace=self._padded)
        self.header = self._read_header(reader)
        width, begin = len(self.header), self._line_number + 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as exc:
                self._check_quotes(exc, begin)
                yield self._problem(f"the row is no CSV: {exc}", begin, None)
            else:
                if len(cells) == width:
                    yield CsvRow(begin, cells)
                elif len(cells) > 0:
                    if not self._is_ended:
                        raise self._cut(begin, cells[-1])
                    message = f"the row has {len(cells)} cells"
                    yield self._problem(message, begin, ",".join(cells))
            begin = self._line_number + 1

    @property
    def has_end(self) -> bool:
        """Whether the last line read ended in a line break: without one, the last cell may be cut off."""
        return self._is_ended

    def _lines(self) -> Iterator[str]:
        with self.file.open() as handle:
            for number, data in enumerate(handle, 1):
                self._line_number, self._is_ended = number, data.endswith(b"\n")
                try:
                    yield data.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError as exc:
                    raise InputError(
                        f"byte {exc.start} of the line is not UTF-8",
                        where=f"{self.file.name}, line {number}",
                        expected="UTF-8",
                        next_step="Save it as UTF-8",
                    ) from exc

    def _read_header(self, reader: Iterator[list[str]]) -> list[str]:
        try:
            header = [name.strip() for name in next(reader, [])]
        except csv.Error:
            header = []
        missing = sorted(self._required - set(header))
        if len(missing) > 0 or len(set(header)) < len(header):
            what = f"the header lacks {', '.join(missing)}" if len(missing) > 0 else "the header names a column twice"
            expected = f"the columns {', '.join(sorted(self._required))}"
            raise InputError(what, where=f"{self.file.name}, line 1", expected=expected, next_step=_AGAIN)
        return header

    def _check_quotes(self, error: csv.Error, begin: int) -> None:
        """Refuse the file if a quotation mark has swallowed what follows it: those rows would be lost unseen."""
        if "unexpected end" in str(error) or "field limit" in str(error):
            raise InputError(
                "a quotation mark that opens in the row is never closed",
                where=f"{self.file.name}, line {begin}",
                expected="whole rows to the end of the file",
                next_step=_AGAIN,
            ) from error

    def _cut(self, line: int, last: str) -> InputError:
        return InputError(
            f"the file ends inside a row, {last[-60:]!r}",
            where=f"{self.file.name}, line {line}",
            expected=f"{len(self.header)} cells",
            next_step=_AGAIN,
        )

    def _problem(self, message: str, line: int, value: str | None) -> Problem:
        lines = f"line {line}" if line >= self._line_number else f"lines {line} to {self._line_number}"
        return make_problem(
            self.file,
            message,
            record=lines,
            value=value,
            expected=f"{len(self.header)} cells",
            next_step="Compare the row with the publisher's file",
            handling=self._handling,
        )


def header_of(head: Head) -> tuple[str, ...]:
    """Read the header of a table from the beginning of its file; empty when there is none."""
    line, ended, _ = head.data.partition(b"\n")
    if ended == b"" and len(head.data) > len(line):
        return ()
    try:
        row = next(csv.reader([line.decode("utf-8-sig").rstrip("\r")], strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        return ()
    return tuple(name.strip() for name in row)


__all__ = ["CsvRow", "CsvTable", "header_of"]

"""The CSV files of the UK lists: a line that dates the file, a header, and several rows a party.

The rows of one party need not be adjacent, so the file is held in memory (10,000 rows at OFSI, 60,000 at the FCDO);
cells that say the same are held once.
"""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from counterflow.collect.packed import DAMAGED
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import ListRecord, Tally
from counterflow.collect.readers.uk.designation import GROUP_OF, NAME_PARTS, Cell, Group, is_name
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.stage import Row as TableRow
from counterflow.tables import Problem

Row = Sequence[str]
_NEXT_STEP = "Compare the line with the publisher's file"


def column_key(name: str) -> str:
    """Reduce a column's name to its letters and digits: the publishers write `Year built` and `Year Built`."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def find_header(lines: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...] | None:
    """Find the header among the first lines of a file: the one that has all the wanted columns."""
    keys = {column_key(name) for name in wanted}
    for line in lines[:4]:
        try:
            cells = next(csv.reader([line]), [])
        except csv.Error:
            continue
        if keys <= {column_key(cell) for cell in cells}:
            return tuple(cell.strip() for cell in cells)
    return None


def head_lines(data: bytes) -> list[str]:
    """Decode the beginning of a file into its first lines."""
    return data.decode("utf-8-sig", "replace").splitlines()[:4]


class Table(NamedTuple):
    """One file: the rows of each party, and what could not be read."""

    columns: tuple[str, ...]
    rows: dict[str, list[Row]]
    """By the party's number, in the order in which the parties first appear."""
    problems: list[Problem]
    """One for each row in quarantine."""
    warnings: list[Problem]
    encoding: str


def read_table(source: Source, wanted: Sequence[str], key: str) -> Table:
    """Read the rows of a file and group them by the column `key`; a bad row becomes a problem.

    Raises:
        InputError: no such header, cut off within a row, not text, or more bad rows than good ones.
    """
    file = source.main
    text, encoding = _decode(file)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns = _read_header(file, reader, wanted)
    key_index = [column_key(name) for name in columns].index(column_key(key))
    table = Table(columns, {}, [], [], encoding)
    known: dict[str, str] = {}
    good, last_bad = 0, False
    for row in _rows(file, reader, table, source):
        last_bad = len(row) != len(columns)
        number = "" if last_bad else row[key_index].strip()
        if last_bad:
            _refuse(table, source, f"the row has {len(row)} columns", reader.line_num, row, f"{len(columns)} columns")
        elif re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z ./-]{0,39}", number) is None:
            _refuse(table, source, f"{key} {number!r} is no number of a party", reader.line_num, row, f"a {key}")
        else:
            good += 1
            table.rows.setdefault(number, []).append([known.setdefault(cell, cell.strip()) for cell in row])
    if not text.endswith(("\n", "\r")):
        _check_end(table, source, f"line {reader.line_num}", is_whole=not last_bad)
    if good < len(table.problems) or good == 0:
        raise InputError(
            f"{len(table.problems):,} of its rows cannot be read, {good:,} can",
            where=file.name,
            expected=f"rows of {len(columns)} columns with a {key}",
            next_step="Download it again, or exclude it in case.toml",
        )
    return table


def _check_end(table: Table, source: Source, line: str, *, is_whole: bool) -> None:
    """Look at a file without a line end after its last row.

    Raises:
        InputError: the row lacks columns.
    """
    if not is_whole:
        raise InputError(
            "the file ends inside a record",
            where=f"{source.main.name}, {line}",
            expected=f"{len(table.columns)} columns",
            next_step="Download it again: this copy is cut off",
        )
    message = "the file has no line end after its last record: the record may be cut off"
    problem = make_problem(
        source.main, message, severity="value", record=line, next_step=_NEXT_STEP, handling=source.handling
    )
    table.warnings.append(problem)


def _decode(file: SourceFile) -> tuple[str, str]:
    """Decode a file: UTF-8, or Windows-1252 as OFSI wrote until 2020; one damaged byte does not make UTF-8 the latter.

    Raises:
        InputError: neither.
    """
    try:
        data: bytes = file.read_bytes()
    except (OSError, *DAMAGED) as exc:
        raise InputError(f"the file cannot be read: {exc}", where=file.name) from exc
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as exc:
        place = exc.start
    lenient = data.decode("utf-8", "replace")
    damaged = lenient.count("\ufffd")
    foreign = len(lenient) - len(lenient.encode("ascii", "ignore"))
    if foreign - damaged <= damaged:
        try:
            return data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError as exc:
            place = exc.start
    raise InputError(
        f"byte {place:,} is neither UTF-8 nor Windows-1252",
        where=file.name,
        expected="text in one encoding",
        next_step="Download it again: this copy was changed",
    )


def _read_header(file: SourceFile, reader: Iterator[list[str]], wanted: Sequence[str]) -> tuple[str, ...]:
    keys = {column_key(name) for name in wanted}
    try:
        for row, _ in zip(reader, range(4), strict=False):
            if keys <= {column_key(cell) for cell in row}:
                return tuple(cell.strip().lstrip("\ufeff") for cell in row)
    except csv.Error:
        pass
    raise InputError("the file has no header", where=file.name, expected="a line with " + ", ".join(wanted))


def _rows(file: SourceFile, reader: Iterator[list[str]], table: Table, source: Source) -> Iterator[list[str]]:
    """Yield the rows that are not blank; one with broken quotation marks is a problem, unless it ends the file."""
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            if "unexpected end" in str(exc) or "field larger" in str(exc):
                raise InputError(
                    f"a quotation mark is never closed: {exc}",
                    where=file.name,
                    expected="rows to the end of the file",
                    next_step="Download it again: this copy is cut off",
                ) from exc
            _refuse(table, source, f"the row cannot be read: {exc}", _line(reader), (), "quotation marks in pairs")
            continue
        if any(cell.strip() != "" for cell in row):
            yield row


def _line(reader: object) -> int:
    return int(getattr(reader, "line_num", 0))


def _refuse(table: Table, source: Source, message: str, line: int, row: Row, expected: str) -> None:
    value = ", ".join(cell for cell in row if cell.strip() != "")
    table.problems.append(
        make_problem(
            source.main,
            message,
            record=f"line {line}",
            value=value or None,
            expected=expected,
            next_step=_NEXT_STEP,
            handling=source.handling,
        )
    )


class Layout:
    """The columns of one file and the concepts they stand for."""

    def __init__(self, columns: Sequence[str], concepts: Mapping[str, str]) -> None:
        known = {column_key(name): concept for name, concept in concepts.items()}
        found = [(index, name, known.get(column_key(name))) for index, name in enumerate(columns)]
        self.unknown = [(index, name) for index, name, concept in found if concept is None and name != ""]
        """Columns that the format did not have."""
        self._groups: dict[str, list[tuple[int, str, str]]] = {}
        for index, name, concept in found:
            if concept is not None and concept != "":
                self._groups.setdefault(GROUP_OF.get(concept, concept), []).append((index, name, concept))

        self._name = [index for part in NAME_PARTS for index, _, concept in found if concept == part]
        self._other_name = [index for index, _, concept in found if concept == "NameNonLatinScript"]

    def has_name(self, rows: Sequence[Row]) -> bool:
        """Whether any row names the party."""
        return any(
            is_name(" ".join([row[index] for index in indices]))
            for row in rows
            for indices in (self._name, self._other_name)
        )

    def groups(self, rows: Sequence[Row]) -> Iterator[tuple[str, Group]]:
        """Give the groups of the rows that hold anything, equal ones once."""
        for group, columns in self._groups.items():
            indices = [index for index, _, _ in columns]
            for values in dict.fromkeys(tuple([row[index] for index in indices]) for row in rows):
                cells = {
                    concept: Cell(name, value, concept)
                    for (_, name, concept), value in zip(columns, values, strict=True)
                    if value != ""
                }
                if len(cells) > 0:
                    yield group, cells

    def unknown_cells(self, rows: Sequence[Row]) -> tuple[Cell, ...]:
        """Give what stands in columns that the format did not have."""
        found = (Cell(name, row[index]) for row in rows for index, name in self.unknown if row[index] != "")
        return tuple(dict.fromkeys(found))


def content_of_rows(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Give the rows of a party as bytes that change when they do; an empty cell says the same as no column."""
    lines = (
        "\x1f".join(f"{name}={cell}" for name, cell in zip(columns, row, strict=True) if cell != "") for row in rows
    )
    return "\x1e".join(lines).encode("utf-8", "surrogatepass")


def read_records(
    source: Source, table: Table, layout: Layout, read: Callable[[str, Sequence[Row]], Iterable[TableRow]]
) -> Iterator[ListRecord | Problem | Tally]:
    """Yield the parties in the order in which they first appear, then what could not be read, and the tally."""
    parties = 0
    for number, rows in table.rows.items():
        if layout.has_name(rows):
            parties += 1
            yield ListRecord(number, content_of_rows(table.columns, rows), functools.partial(read, number, rows))
            continue
        yield make_problem(
            source.main,
            "the party has no name",
            record=number,
            expected="a name in one of its rows",
            next_step="Compare its rows with the publisher's file",
            handling=source.handling,
        )
    yield from table.problems
    yield from table.warnings
    yield from _unknown_columns(source, layout)
    yield Tally(source.main, len(table.rows) + len(table.problems), parties, table.encoding)


def _unknown_columns(source: Source, layout: Layout) -> Iterator[Problem]:
    """Say once a file which columns the format did not have."""
    for _, name in layout.unknown:
        yield make_problem(
            source.main,
            "the column is not known; kept as notes",
            severity="value",
            field=name,
            next_step="The publisher may have changed the format: please report it",
            handling=source.handling,
        )

"""A series of numbers in time, from a file: one row a period, none missing, none twice.

What is wrong with a file is an error that names the line; a series is taken whole or not at all, because a month that
is left out, or added up twice, is a change that nobody made.
"""

from __future__ import annotations

import csv
import io
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from counterflow.exc import InputError
from counterflow.warn.period import Frequency, find_frequency, name_period, number_of, parse_date

STREAM = "-"
"""Stands for stdin."""

MAX_ROWS = 1_000_000
"""Most rows of a file."""


@dataclass(frozen=True)
class Series:
    """Values at equal distances of time."""

    frequency: Frequency
    start: int
    """Number of the first period, as `number_of` counts them."""
    values: NDArray[np.float64]

    def period(self, index: int) -> str:
        """Name the period at an index, as its dates are written: "2021-07"."""
        return name_period(self.start + index, self.frequency)


def read_series(path: Path, *, date: str = "date", value: str = "value", frequency: Frequency | None = None) -> Series:
    """Read a series: a column of dates and one of numbers, in any order of time.

    Reads:
        path: CSV, TSV or Parquet; `-` is stdin, as CSV. Dates are years, months (2021-07), ISO weeks (2021-W28) or
            days; the time of a time stamp must be midnight, and its zone one and the same in all rows.
        frequency: what a period is; None: found from the dates.
    Raises:
        InputError: the file, a date or a number is not what is expected, periods are missing or there twice, or time
            zones differ; says where.
    """
    rows = list(
        _parquet_rows(path, date, value)
        if path.suffix.lower() in {".parquet", ".pq"}
        else _text_rows(path, date, value)
    )
    if len(rows) == 0:
        raise InputError("there is no row", where=_name(path), expected=f"rows with {date} and {value}")
    dates = [parse_date(cell, where) for where, cell, _ in rows]
    numbers = [_parse_number(cell, where) for where, _, cell in rows]
    zones = {one.zone: where for one, (where, _, _) in zip(reversed(dates), reversed(rows), strict=True)}
    if len(zones) > 1:
        (first, at), (second, there) = sorted(zones.items(), key=lambda item: str(item[0]))[:2]
        raise InputError(
            f"time zones differ: {first or 'none'} ({at}), {second or 'none'} ({there})",
            where=_name(path),
            expected="one zone",
            next_step="Write the days of one zone",
        )
    frequency = frequency or find_frequency(dates, _name(path))
    order: dict[int, tuple[str, float]] = {}
    for one, number, (where, cell, _) in zip(dates, numbers, rows, strict=True):
        period = number_of(one, frequency, where)
        if period in order:
            raise InputError(
                f"{cell!r} is {name_period(period, frequency)}, which stands at {order[period][0]} already",
                where=where,
                expected="one row a period",
                next_step="Add the two up, or take one out",
            )
        order[period] = (where, number)
    _refuse_gaps(order, frequency, path)
    start = min(order)
    values = np.array([order[start + index][1] for index in range(len(order))])
    return Series(frequency, start, values)


def _refuse_gaps(order: dict[int, tuple[str, float]], frequency: Frequency, path: Path) -> None:
    span = max(order) - min(order) + 1
    if span == len(order):
        return
    missing = (number for number in range(min(order), max(order) + 1) if number not in order)
    shown = ", ".join(name_period(number, frequency) for number, _ in zip(missing, range(5), strict=False))
    count = span - len(order)
    raise InputError(
        f"{count:,} of {span:,} periods ({frequency}) are missing: {shown}{'' if count <= 5 else ', ...'}",
        where=_name(path),
        expected="a row for each",
        next_step="Write 0 where nothing happened; where nothing is known, take longer periods",
    )


def _parse_number(cell: object, where: str) -> float:
    """Read a number; what is none has no place in a series.

    Raises:
        InputError: it is empty, no number, not finite, or written with commas.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = float(cell)
    else:
        text = "" if cell is None else str(cell).strip()
        if text == "":
            raise InputError("the value is empty", where=where, expected="a number; 0 is one, unknown is not")
        try:
            # Python reads 1_000, which is a slip of the pen in a file.
            number = math.nan if "_" in text else float(text)
        except ValueError:
            raise InputError(
                f"the value is {text!r}", where=where, expected="a number with a decimal point and without commas"
            ) from None
    if not math.isfinite(number):
        raise InputError(f"the value is {cell!r}", where=where, expected="a finite number")
    return number


def _name(path: Path) -> str:
    return "stdin" if str(path) == STREAM else str(path)


def _text_rows(path: Path, date: str, value: str) -> Iterator[tuple[str, object, object]]:
    """Yield where a row stands, its date and its value."""
    try:
        data = sys.stdin.buffer.read() if str(path) == STREAM else path.read_bytes()
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError("there is no such file", where=_name(path)) from None
    except UnicodeDecodeError as exc:
        raise InputError(f"byte {exc.start:,} is not UTF-8", where=_name(path)) from None
    except OSError as exc:
        raise InputError(f"it cannot be opened: {exc}", where=_name(path)) from exc
    if "\0" in text:
        raise InputError("there is a NUL character", where=_name(path), expected="text")
    delimiter = "\t" if path.suffix.lower() in {".tsv", ".tab"} else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        head = [cell.strip() for cell in next(reader, [])]
        at, beside = (_column(head, name, path) for name in (date, value))
        for cells in reader:
            if len(cells) == 0:
                continue
            where = f"{_name(path)}, line {reader.line_num:,}"
            if len(cells) != len(head):
                raise InputError(
                    f"there are {len(cells)} cells", where=where, expected=f"{len(head)}, as in the first line"
                )
            if reader.line_num > MAX_ROWS:
                raise InputError(f"there are more than {MAX_ROWS:,} rows", where=_name(path))
            yield where, cells[at], cells[beside]
    except csv.Error as exc:
        raise InputError(f"it is not CSV: {exc}", where=f"{_name(path)}, line {reader.line_num:,}") from exc


def _parquet_rows(path: Path, date: str, value: str) -> Iterator[tuple[str, object, object]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        at, beside = (file.schema_arrow.names[_column(file.schema_arrow.names, name, path)] for name in (date, value))
        if file.metadata.num_rows > MAX_ROWS:
            raise InputError(f"there are more than {MAX_ROWS:,} rows", where=_name(path))
        table = file.read(columns=[at, beside])
    except FileNotFoundError:
        raise InputError("there is no such file", where=_name(path)) from None
    except (OSError, pa.ArrowException) as exc:
        raise InputError(f"it is not Parquet: {exc}", where=_name(path)) from exc
    for number, (one, other) in enumerate(zip(table[at].to_pylist(), table[beside].to_pylist(), strict=True), 1):
        yield f"{_name(path)}, row {number:,}", one, other


def _column(names: list[str], name: str, path: Path) -> int:
    """Find a column.

    Raises:
        InputError: there is none of that name, or more than one.
    """
    if names.count(name) != 1:
        what = "is missing" if name not in names else "stands twice"
        raise InputError(
            f"the column {name!r} {what}; there are: {', '.join(names) or 'none'}",
            where=_name(path),
            next_step="Name the columns in the first row, or say which they are (--date, --value)",
        )
    return names.index(name)

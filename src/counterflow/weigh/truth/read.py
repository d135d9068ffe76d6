"""Claims, lineage, hierarchies and reliabilities from files: CSV, TSV, JSONL and Parquet, and what is wrong with them.

A file is taken whole or not at all: a row that cannot be read would otherwise be a source that seems to be silent.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from counterflow.exc import InputError
from counterflow.model.doubt import Reliability
from counterflow.weigh.truth.claims import Claims, make_claims
from counterflow.weigh.truth.hierarchy import Hierarchy, find_circle, key_of

STREAM = "-"
"""Stands for stdin."""

REQUIRED = ("item", "source", "value")

OPTIONAL = ("attribute", "repeats")
"""`attribute`: what of the item is told. `repeats`: the source that this claim repeats; empty: none is recorded."""

MAX_CELL = 1 << 20
"""Longest cell. Code points."""

_ROW_WORDS = {"csv": "line", "jsonl": "line", "parquet": "row"}


def read_claims(path: Path) -> Claims:
    """Read claims: the columns item, source and value, and if there are any, attribute and repeats.

    A row with an empty value claims nothing and is left out.

    Raises:
        InputError: the file or a row is not what is expected; says where.
    """
    columns: dict[str, list[str]] = {name: [] for name in (*REQUIRED, *OPTIONAL)}
    given, rows = _open_table(path, REQUIRED)
    for where, row in rows:
        item, source, value = row.get("item", "").strip(), row.get("source", "").strip(), row.get("value", "").strip()
        for name, cell in (("item", item), ("source", source)):
            if cell == "":
                raise InputError(
                    f"{name} is empty", where=where, next_step=f"Fill it in, or take the {_unit(path)} out"
                )
        if value == "":
            continue
        for name, cell in (("item", item), ("source", source), ("value", value)):
            columns[name].append(cell)
        for name in OPTIONAL:
            columns[name].append(row.get(name, "").strip())
    if len(columns["item"]) == 0:
        raise InputError("there is no claim", where=_name(path), expected="a row with item, source and value")
    return make_claims(
        columns["item"],
        columns["source"],
        columns["value"],
        columns["attribute"] if "attribute" in given else None,
        columns["repeats"] if "repeats" in given else None,
    )


def read_lineage(path: Path) -> list[tuple[str, str]]:
    """Read who repeats whom: the columns source and repeats, one pair a row.

    Raises:
        InputError: the file or a row is not what is expected.
    """
    return [(row["source"], row["repeats"]) for _, row in _filled(path, ("source", "repeats"))]


def read_reliability(path: Path) -> dict[str, Reliability]:
    """Read the Admiralty letter of each source: the columns source and reliability.

    Raises:
        InputError: the file or a row is not what is expected, or a source has two letters.
    """
    found: dict[str, Reliability] = {}
    for where, row in _filled(path, ("source", "reliability")):
        try:
            letter = Reliability(row["reliability"].upper())
        except ValueError:
            raise InputError(
                f"reliability is {row['reliability']!r}", where=where, expected="an Admiralty letter, A to F"
            ) from None
        if found.setdefault(row["source"], letter) != letter:
            raise InputError(
                f"{row['source']!r} is {letter} here and {found[row['source']]} before",
                where=where,
                expected="one letter a source",
            )
    return found


def read_hierarchy(path: Path) -> Hierarchy:
    """Read which value lies in which: the columns value and within, or ID, name and parentID; a row a step.

    Raises:
        InputError: the file or a row is not what is expected.
    """
    given, rows = _open_table(path, ())
    if {"ID", "name", "parentID"} <= set(given):
        listed = [{name: row[name].strip() for name in ("ID", "name", "parentID")} for _, row in rows]
        names = {row["ID"]: row["name"] for row in listed}
        above = [(row["ID"], row["parentID"]) for row in listed if row["parentID"] in names]
        _refuse_circle(path, tuple(f"{names[one]} ({one})" for one in find_circle(above)))
        return Hierarchy((names[low], names[high]) for low, high in above)
    if not {"value", "within"} <= set(given):
        raise InputError(
            f"the columns are {', '.join(given)}",
            where=_name(path),
            expected="value and within, or ID, name and parentID",
        )
    pairs = [(row["value"], row["within"]) for _, row in rows]
    written = {key_of(name): name.strip() for pair in reversed(pairs) for name in pair}
    _refuse_circle(path, tuple(written[one] for one in find_circle((key_of(low), key_of(high)) for low, high in pairs)))
    return Hierarchy(pairs)


def _refuse_circle(path: Path, circle: tuple[str, ...]) -> None:
    if len(circle) > 0:
        around = ", which lies in ".join(repr(one) for one in (*circle, circle[0]))
        raise InputError(
            f"what lies in what goes in a circle: {around}",
            where=_name(path),
            expected="each value within a wider one",
            next_step="Take out the wrong step; where two places share a name, use the columns ID, name and parentID",
        )


def _filled(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield rows in which the columns are filled, without space around."""
    _, rows = _open_table(path, columns)
    for where, row in rows:
        cells = {name: row.get(name, "").strip() for name in columns}
        for name, cell in cells.items():
            if cell == "":
                raise InputError(f"{name} is empty", where=where, expected=" and ".join(columns))
        yield where, cells


def _open_table(path: Path, required: Sequence[str]) -> tuple[list[str], Iterator[tuple[str, dict[str, str]]]]:
    """Open a table; gives its columns, and its rows with what errors call them."""
    kind = _kind(path)
    given, rows = {"csv": _read_csv, "jsonl": _read_jsonl, "parquet": _read_parquet}[kind](path)
    missing = [name for name in required if name not in given]
    if len(missing) > 0 and (kind != "jsonl" or len(given) > 0):
        shown = ", ".join(given) if len(given) > 0 else "none"
        raise InputError(
            f"the column {missing[0]!r} is missing; there are: {shown}",
            where=_name(path),
            expected=f"the columns {', '.join(required)}",
            next_step="Name the columns in the first row",
        )
    return given, rows


def _kind(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in {".parquet", ".pq"}:
        return "parquet"
    return "jsonl" if suffix in {".jsonl", ".ndjson"} else "csv"


def _unit(path: Path) -> str:
    return _ROW_WORDS[_kind(path)]


def _name(path: Path) -> str:
    return "stdin" if str(path) == STREAM else str(path)


def _open_text(path: Path) -> IO[str]:
    if str(path) == STREAM:
        return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except FileNotFoundError:
        raise InputError("there is no such file", where=_name(path)) from None
    except (OSError, ValueError) as exc:
        raise InputError(f"it cannot be opened: {exc}", where=_name(path)) from exc


def _read_csv(path: Path) -> tuple[list[str], Iterator[tuple[str, dict[str, str]]]]:
    lines = _checked_lines(path)
    delimiter = "\t" if path.suffix.lower() in {".tsv", ".tab"} else ","
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        head = next(reader, [])
    except csv.Error as exc:
        raise InputError(f"it is not CSV: {exc}", where=f"{_name(path)}, line {reader.line_num:,}") from exc
    columns = [cell.strip() for cell in head]
    twice = sorted({name for name in columns if name != "" and columns.count(name) > 1})
    if len(twice) > 0:
        raise InputError(f"the column {twice[0]!r} stands twice", where=_name(path), next_step="Keep one of them")
    return columns, _csv_rows(path, columns, reader)


def _csv_rows(path: Path, columns: list[str], reader: Any) -> Iterator[tuple[str, dict[str, str]]]:
    while True:
        start = reader.line_num + 1
        where = f"{_name(path)}, line {start:,}"
        try:
            cells = next(reader, None)
        except csv.Error as exc:
            raise InputError(f"it is not CSV: {exc}", where=where, next_step="Close every quotation mark") from exc
        if cells is None:
            return
        if len(cells) == 0:
            continue
        if len(cells) != len(columns):
            raise InputError(
                f"there are {len(cells)} cells",
                where=where,
                expected=f"{len(columns)}, as in the first line",
                next_step="Put cells that hold commas between quotation marks",
            )
        yield where, dict(zip(columns, cells, strict=True))


def _checked_lines(path: Path) -> Iterator[str]:
    """Yield lines; a byte that is no UTF-8 or NUL ends the reading with the line it stands in."""
    number = 0
    with _open_text(path) as handle:
        try:
            for line in handle:
                number += 1
                if "\0" in line:
                    raise InputError(
                        "there is a NUL character", where=f"{_name(path)}, line {number:,}", expected="text"
                    )
                yield line
        except UnicodeDecodeError as exc:
            raise InputError(
                f"byte {exc.object[exc.start]:#04x} is not UTF-8",
                where=f"{_name(path)}, after line {number:,}",
                next_step="Save the file as UTF-8",
            ) from exc


def _read_jsonl(path: Path) -> tuple[list[str], Iterator[tuple[str, dict[str, str]]]]:
    rows: list[tuple[str, dict[str, str]]] = []
    given: dict[str, None] = {}
    for number, line in enumerate(_checked_lines(path), 1):
        where = f"{_name(path)}, line {number:,}"
        if line.strip() == "":
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as exc:
            raise InputError(f"it is not JSON: {exc}", where=where, expected="an object a line") from exc
        if not isinstance(row, dict):
            raise InputError(f"it is {type(row).__name__}", where=where, expected="an object a line")
        for name, cell in row.items():
            if isinstance(cell, dict | list):
                raise InputError(f"{name} is no text or number", where=where, expected="a value of its own a claim")
        rows.append((where, {name: _cell(cell) for name, cell in row.items()}))
        given.update(dict.fromkeys(row))
    return list(given), iter(rows)


def _read_parquet(path: Path) -> tuple[list[str], Iterator[tuple[str, dict[str, str]]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except FileNotFoundError:
        raise InputError("there is no such file", where=_name(path)) from None
    except (pa.ArrowException, OSError) as exc:
        raise InputError(f"it is not Parquet: {exc}", where=_name(path)) from exc
    names = table.schema.names
    return names, _parquet_rows(path, table)


def _parquet_rows(path: Path, table: Any) -> Iterator[tuple[str, dict[str, str]]]:
    number = 0
    for batch in table.to_batches():
        for row in batch.to_pylist():
            number += 1
            yield f"{_name(path)}, row {number:,}", {name: _cell(cell) for name, cell in row.items()}


def _cell(value: Any) -> str:
    return "" if value is None else str(value)

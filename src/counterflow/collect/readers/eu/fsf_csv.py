"""The EU's consolidated list of financial sanctions, in the CSV that the European Commission publishes.

csvFullSanctionsList 1.1: 118 columns parted by semicolons, UTF-8 with a byte order mark. An entity has several rows:
each repeats the columns of the entity and adds one name, address, birth, document or citizenship. It is the flat form
of the XML and is read into the same ids and values. No copy of a whole file was at hand when this reader was written:
the header that the publisher documents decides, and a column that it does not have becomes a problem row.
"""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from counterflow.clean.date import read_date
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.eu.fsf_entity import FsfEntity, from_rows
from counterflow.collect.readers.eu.fsf_field import CSV_FIELDS, GENERATED
from counterflow.collect.readers.eu.fsf_party import FsfParty, schema_of
from counterflow.collect.readers.eu.fsf_xml import refusal, refuse
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row
from counterflow.tables import Problem

LOGICAL_ID = "Entity_LogicalId"
_BOM = b"\xef\xbb\xbf"
_REQUIRED = (GENERATED, LOGICAL_ID, "Entity_SubjectType_ClassificationCode", "NameAlias_WholeName")
_DATE = re.compile(r"\"?(\d{2})/(\d{2})/(\d{4})\"?;")


class Line(NamedTuple):
    """One row as it stands in the file; a quoted cell may hold line ends."""

    number: int
    """Number of its first line."""
    text: str


class EuFsfCsv(ListReader):
    """Reads one vintage of the list."""

    NAME = "eu_fsf_csv"
    MIME_TYPE = "text/csv"
    DATASET = "eu_fsf"
    FIELDS = CSV_FIELDS
    SOURCE = "https://webgate.ec.europa.eu/fsd/fsf"

    def recognise(self, head: Head) -> bool:
        """Look at the header row."""
        first = head.data.removeprefix(_BOM).split(b"\n", 1)[0].replace(b'"', b"")
        return first.startswith(GENERATED.encode() + b";") and LOGICAL_ID.encode() in first

    def describe(self, source: Source, head: Head) -> Source:
        """Take the date of the vintage from the first row: day, month, year."""
        lines = head.data.removeprefix(_BOM).decode("utf-8", "replace").split("\n", 2)
        found = _DATE.match(lines[1]) if len(lines) > 1 else None
        date = None if found is None else read_date(f"{found[3]}-{found[2]}-{found[1]}")
        return source if date is None else replace(source, published=date)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the parties in the order in which they first come, then the tally."""
        header, lines = _lines(source)
        columns = tuple(_split(header.text) or ())
        _check_columns(columns, source)
        for column in columns:
            if column not in CSV_FIELDS:
                yield _unknown_column(source, column)
        groups: dict[str, list[Line]] = {}
        key, bad = columns.index(LOGICAL_ID), 0
        for line in lines:
            row = _split(line.text)
            if row is not None and len(row) == len(columns):
                groups.setdefault(row[key].strip(), []).append(line)
                if line is lines[-1] and not line.text.endswith("\n"):
                    yield _open_end(source, line)
                continue
            if line is lines[-1] and not line.text.endswith("\n"):
                raise InputError(
                    f"the file ends inside a row, {line.text[-60:]!r}",
                    where=f"{source.main.name}, line {line.number}",
                    expected=f"{len(columns)} columns",
                    next_step="Download it again: this copy is cut off",
                )
            bad += 1
            yield _bad_row(
                source, line, "broken quotation marks" if row is None else f"{len(row)} columns", len(columns)
            )
        seen: dict[str, str] = {}
        for group in groups.values():
            entity = from_rows(columns, (_cells(line) for line in group))
            reason = refuse(entity, seen)
            if reason is None:
                seen[entity.logical_id] = f"line {group[0].number}"
                content = "\x1f".join([";".join(columns), *(line.text.strip() for line in group)]).encode()
                yield ListRecord(entity.logical_id, content, functools.partial(_read, source, self.extractor(), entity))
                continue
            bad += 1
            yield refusal(source, reason, entity, f"line {group[0].number}")
        if len(seen) < bad:
            raise InputError(
                f"{bad} of {bad + len(seen)} rows and entities cannot be read",
                where=source.main.name,
                expected="csvFullSanctionsList 1.1",
                next_step="Download it again, or exclude it in case.toml",
            )
        yield Tally(source.main, len(seen) + bad, len(seen), "utf-8")


def _read(source: Source, extractor: str, entity: FsfEntity) -> Iterable[Row]:
    return FsfParty(source, extractor, entity, schema_of(entity) or "").rows()


def _lines(source: Source) -> tuple[Line, list[Line]]:
    """Give the header and the rows.

    Every row begins with the date of the file, which tells where the next one begins even when quotation marks are
    broken: one bad row takes no other with it.
    """
    try:
        with source.main.open() as handle:
            text = handle.read().decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InputError(
            f"byte {exc.start} is not UTF-8",
            where=source.main.name,
            expected="UTF-8, as the publisher writes it",
            next_step="Download it again: this copy was converted",
        ) from exc
    header, *rest = io.StringIO(text, newline="\n").readlines() or [""]
    found: list[tuple[int, list[str]]] = []
    for number, line in enumerate(rest, 2):
        if len(found) == 0 or _DATE.match(line) is not None:
            found.append((number, [line]))
        else:
            found[-1][1].append(line)
    lines = [Line(number, "".join(parts)) for number, parts in found]
    return Line(1, header), [line for line in lines if line.text.strip() != ""]


def _split(text: str) -> list[str] | None:
    """Split one row; None when its quotation marks are broken."""
    try:
        rows = list(csv.reader([text.rstrip("\r\n")], delimiter=";", strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _cells(line: Line) -> list[str]:
    return _split(line.text) or []


def _check_columns(columns: tuple[str, ...], source: Source) -> None:
    missing = [column for column in _REQUIRED if column not in columns]
    if len(missing) > 0 or len(set(columns)) != len(columns):
        raise InputError(
            f"the header lacks {', '.join(missing)}" if len(missing) > 0 else "the header names a column twice",
            where=f"{source.main.name}, line 1",
            expected="the 118 columns of csvFullSanctionsList 1.1",
            next_step="Download it again from the publisher",
        )


def _unknown_column(source: Source, column: str) -> Problem:
    return make_problem(
        source.main,
        "the column is not known",
        severity="value",
        field=column,
        next_step="The publisher may have changed the format: please report it",
        handling=source.handling,
    )


def _bad_row(source: Source, line: Line, seen: str, columns: int) -> Problem:
    return make_problem(
        source.main,
        f"the row has {seen}",
        record=f"line {line.number}",
        value=line.text,
        expected=f"{columns} columns",
        next_step="Compare the row with the publisher's file",
        handling=source.handling,
    )


def _open_end(source: Source, line: Line) -> Problem:
    return make_problem(
        source.main,
        "the file has no line end after its last row: the row may be cut off",
        severity="value",
        record=f"line {line.number}",
        value=line.text[-60:],
        next_step="Compare the row with the publisher's file",
        handling=source.handling,
    )

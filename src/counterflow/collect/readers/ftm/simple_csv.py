"""OpenSanctions' targets.simple.csv: one target a row, reduced to what fits into sixteen columns.

Several values of a cell are parted by semicolons, and one that holds a semicolon stands in quotation marks, as CSV does
between cells. What kind a number or a name is the format does not say, and `sanctions` is a sentence made of programme,
reason, status and dates. Whoever has the entities (`ftm_json`) should read those.
Format: https://www.opensanctions.org/docs/bulk/csv/.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from counterflow.clean.date import read_date
from counterflow.collect.csv_table import CsvTable, header_of
from counterflow.collect.party import Party
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.ftm.entity import is_id
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.model.identity import make_id
from counterflow.model.schema import clean_value, load_model
from counterflow.stage import Row
from counterflow.tables import Problem, Statement

REQUIRED = ("id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions")

FIELDS = {
    "id": "entity id",
    "schema": "schema",
    "name": "name",
    "aliases": "alias",
    "birth_date": "birthDate",
    "countries": "country",
    "addresses": "address",
    "identifiers": "imoNumber of a vessel where it is one, else idNumber or registrationNumber",
    "sanctions": "Sanction.summary and the topic sanction",
    "phones": "phone",
    "emails": "email",
    "program_ids": "programId",
    "dataset": "publisher: the titles of the datasets, not their names",
    "first_seen": "first_seen of the statements",
    "last_seen": "last_seen of the statements",
    "last_change": "dropped: another system's clock",
}

_PLAIN = (
    ("name", "name"),
    ("aliases", "alias"),
    ("birth_date", "birthDate"),
    ("countries", "country"),
    ("addresses", "address"),
    ("phones", "phone"),
    ("emails", "email"),
    ("program_ids", "programId"),
    ("dataset", "publisher"),
)
_VALUE = re.compile(r'\s*(?:"((?:[^"]|"")*)"[^;]*|([^;]*))(?:;|$)')


class _Target(NamedTuple):
    """One row by column."""

    id: str
    schema: str
    cells: dict[str, str]


class FtmSimpleCsv(ListReader):
    """Reads a file of targets."""

    NAME = "ftm_simple_csv"
    MIME_TYPE = "text/csv"
    FIELDS = FIELDS
    SOURCE = "https://www.opensanctions.org/docs/bulk/csv/"

    def recognise(self, head: Head) -> bool:
        """Look for its columns."""
        return set(REQUIRED) <= set(header_of(head))

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the targets in the order of the file, then the tally."""
        table = CsvTable(source.main, REQUIRED, handling=source.handling)
        seen: dict[str, int] = {}
        records = 0
        for row in table:
            records += 1
            if isinstance(row, Problem):
                yield row
                continue
            cells = dict(zip(table.header, row.cells, strict=True))
            reason = _refuse(cells, seen)
            if reason is not None:
                yield _problem(source, reason, f"line {row.line}", ",".join(row.cells))
                continue
            target = _Target(cells["id"], cells["schema"], cells)
            seen[target.id] = row.line
            content = "\x1f".join(f"{name}={cell}" for name, cell in cells.items() if name != "last_change")
            yield ListRecord(target.id, content.encode(), functools.partial(_read, source, self.extractor(), target))
        if len(seen) * 2 < records or records == 0:
            raise InputError(
                f"{records - len(seen)} of {records} rows are no targets",
                where=source.main.name,
                expected="OpenSanctions' targets.simple.csv, one target a row",
            )
        yield Tally(source.main, records, len(seen), "utf-8")


def split_values(cell: str) -> tuple[str, ...]:
    """Split a cell into its values: `a;"b; c"` holds two."""
    if '"' not in cell:
        return tuple(value for one in cell.split(";") if (value := one.strip()) != "")
    values = (
        plain if quoted is None else quoted.replace('""', '"')
        for quoted, plain in ((found[1], found[2]) for found in _VALUE.finditer(cell))
    )
    return tuple(value.strip() for value in values if value is not None and value.strip() != "")


def _refuse(cells: dict[str, str], seen: dict[str, int]) -> str | None:
    if not is_id(cells["id"]):
        return "the target has no id that can be used"
    if load_model().get(cells["schema"]) is None:
        return f"schema {cells['schema']!r} is not known"
    if cells["id"] in seen:
        return f"id {cells['id']!r} was used before, in line {seen[cells['id']]}"
    return None


def _problem(source: Source, message: str, record: str, value: str) -> Problem:
    return make_problem(
        source.main, message, record=record, value=value, expected="one target a row", handling=source.handling
    )


def _read(source: Source, extractor: str, target: _Target) -> Iterable[Row]:
    main = Party(source, extractor, target.schema, target.id, target.id)
    schema = load_model().schemata[target.schema]
    for column, prop in _PLAIN:
        for value in split_values(target.cells.get(column, "")):
            if schema.get(prop) is not None:
                main.add(prop, value, field=column)
            else:
                _note(main, column, value)
    for value in split_values(target.cells["identifiers"]):
        _add_identifier(main, value)
    sanctions = [_sanction(main, text) for text in split_values(target.cells["sanctions"])]
    for column, cell in target.cells.items():
        if column not in FIELDS and cell.strip() != "":
            main.unknown_field(column, cell)
    if not any(isinstance(row, Statement) for row in main.rows()):
        main.add_id(field="id")
    first, last = (read_date(target.cells.get(name, "")) for name in ("first_seen", "last_seen"))
    for party in (main, *sanctions):
        for row in party.rows():
            if isinstance(row, Statement):
                yield row._replace(first_seen=first or row.first_seen, last_seen=last or row.last_seen)
            else:
                yield row


def _note(main: Party, column: str, value: str) -> None:
    """Keep what the schema has no property for, where it has notes; else say that it is lost."""
    if load_model().schemata[main.schema].get("notes") is not None:
        main.add("notes", f"{column}: {value}", field=column, passage=value)
    else:
        main.problem(f"schema {main.schema} has no place for it", field=column, value=value)


def _add_identifier(main: Party, value: str) -> None:
    schema = load_model().schemata[main.schema]
    is_imo = value.upper().startswith("IMO") and schema.get("imoNumber") is not None
    if is_imo and clean_value(main.schema, "imoNumber", value) is not None:
        main.add("imoNumber", value, field="identifiers")
        return
    prop = next((name for name in ("idNumber", "registrationNumber") if schema.get(name) is not None), None)
    if prop is None:
        _note(main, "identifiers", value)
    else:
        main.add(prop, value, field="identifiers")


def _sanction(main: Party, text: str) -> Party:
    sanction = Party(main.source, main.extractor, "Sanction", make_id(main.id, "Sanction", text), main.record)
    sanction.add("entity", main.id, field="id")
    sanction.add("summary", text, field="sanctions")
    if load_model().schemata[main.schema].get("topics") is not None:
        main.add("topics", "sanction", field="sanctions", passage=text)
    return sanction


__all__ = ["FtmSimpleCsv", "split_values"]

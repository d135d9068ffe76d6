"""GLEIF's Level 2 data: who is consolidated by whom, one row a relationship, as the Golden Copy's CSV holds them.

    start node                 relationship                       end node
    child                      IS_DIRECTLY_CONSOLIDATED_BY        its direct accounting parent
    child                      IS_ULTIMATELY_CONSOLIDATED_BY      its last accounting parent
    fund                       IS_FUND-MANAGED_BY                 who manages it
    subfund, feeder, branch    IS_SUBFUND_OF, IS_FEEDER_TO,       umbrella fund, master fund, head office
                               IS_INTERNATIONAL_BRANCH_OF

Consolidation in the accounts means control and says nothing of stakes: it becomes `Control`, with the relationship word
for word as its role, and so does the management of a fund. A subfund, a feeder and a branch are parts of something, for
which FtM has no schema but `UnknownLink`. The parties themselves stand in the Level 1 file (`gleif_lei_csv`).
Columns: the Relationship Record Common Data File format 2.1. No file of GLEIF was at hand when this was written.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from counterflow.collect.csv_table import header_of
from counterflow.collect.party import Party
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.gleif.fields import REPEATS, RR_FIELDS, field_of
from counterflow.collect.readers.gleif.party import day_of
from counterflow.collect.readers.gleif.row import Cells, describe_source, is_lei, read_rows, row_problem
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.model.identity import make_id
from counterflow.stage import Row
from counterflow.tables import Problem

START, END, TYPE = "Relationship.StartNode.NodeID", "Relationship.EndNode.NodeID", "Relationship.RelationshipType"
REQUIRED = (START, END, TYPE)

_CONTROL = ("IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY", "IS_FUND-MANAGED_BY")
_OWN_PERIOD = "RELATIONSHIP_PERIOD"


class GleifRrCsv(ListReader):
    """Reads one Golden Copy, or one delta file, of Level 2's relationship records."""

    NAME = "gleif_rr_csv"
    MIME_TYPE = "text/csv"
    DATASET = "gleif_rr"
    FIELDS = RR_FIELDS
    SOURCE = "https://www.gleif.org/en/about-lei/common-data-file-format/current-versions/level-2-data-relationship-record-rr-cdf-2-1-format"

    def recognise(self, head: Head) -> bool:
        """Look for the columns that no other list has together."""
        return set(REQUIRED) <= set(header_of(head))

    def describe(self, source: Source, head: Head) -> Source:
        """Find the date in the file's name."""
        return describe_source(source, head)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the relationships in the order of the file, then the tally."""
        seen: set[str] = set()
        records = 0
        for row in read_rows(source, REQUIRED, RR_FIELDS):
            if isinstance(row, Problem):
                records += row.severity == "record"
                yield row
                continue
            records += 1
            cells = row.cells
            key = relationship_id(cells)
            wrong = _wrong_node(cells)
            if wrong is not None or TYPE not in cells:
                message = "the relationship has no type" if wrong is None else f"{wrong} names no party"
                value = cells.get(wrong or TYPE, "")
                yield row_problem(source, message, row, value, expected="two nodes, each with its LEI, and a type")
            elif key in seen:
                yield row_problem(source, "the relationship stands in the file before", row, key)
            elif "DeletedAt" in cells:
                yield row_problem(source, f"GLEIF withdrew the record on {cells['DeletedAt']}", row, key)
            else:
                seen.add(key)
                yield ListRecord(key, row.content, functools.partial(_read, source, self.extractor(), cells, key))
        if len(seen) * 2 < records or records == 0:
            raise InputError(
                f"{records - len(seen)} of {records} rows cannot be read",
                where=source.main.name,
                expected="GLEIF's relationship records, one a row",
                next_step="Download it again, or exclude it in case.toml",
            )
        yield Tally(source.main, records, len(seen), "utf-8")


def relationship_id(cells: Cells) -> str:
    """Name a relationship by its nodes, its type and the day it began: it may have ended and begun again."""
    began = next((start or "" for kind, start, _ in _periods(cells) if kind == _OWN_PERIOD), "")
    return " ".join((cells.get(START, ""), cells.get(TYPE, ""), cells.get(END, ""), began)).strip()


def _wrong_node(cells: Cells) -> str | None:
    """Name the node's column that names no party."""
    for column in (START, END):
        node, kind = cells.get(column, ""), cells.get(f"{column}Type", "LEI")
        if node == "" or (kind == "LEI" and not is_lei(node)):
            return column
    return None


def _entity_id(cells: Cells, column: str) -> str:
    return f"{cells.get(f'{column}Type', 'LEI').lower()}-{cells[column]}"


def _periods(cells: Cells) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Yield type, first and last day of each period."""
    for number in REPEATS:
        prefix = f"Relationship.Period.{number}"
        kind, start, end = (cells.get(f"{prefix}.{name}") for name in ("periodType", "startDate", "endDate"))
        if kind is not None or start is not None or end is not None:
            yield kind, day_of(start), day_of(end)


def _read(source: Source, extractor: str, cells: Cells, key: str) -> Iterable[Row]:
    role = cells[TYPE]
    schema, start, end = (
        ("Control", "controlled", "controller") if role in _CONTROL else ("UnknownLink", "subject", "object")
    )
    link = Party(source, extractor, schema, make_id("gleif_rr", key), key)
    link.add(start, _entity_id(cells, START), field=START, passage=cells[START])
    link.add(end, _entity_id(cells, END), field=END, passage=cells[END])
    link.add("role", role, field=TYPE)
    link.add("status", cells.get("Relationship.RelationshipStatus"), field="Relationship.RelationshipStatus")
    for number, (kind, first, last) in enumerate(_periods(cells), 1):
        prefix = f"Relationship.Period.{number}"
        if kind == _OWN_PERIOD:
            link.add_date("startDate", first, field=f"{prefix}.startDate")
            link.add_date("endDate", last, field=f"{prefix}.endDate")
        else:
            text = f"{kind or 'period'}: {first or '?'} to {last or '?'}"
            link.add("description", text, field=f"{prefix}.periodType")
    for number in REPEATS:
        for prefix, names in (
            (f"Relationship.Qualifiers.{number}", ("QualifierDimension", "QualifierCategory")),
            (f"Relationship.Quantifiers.{number}", ("MeasurementMethod", "QuantifierAmount", "QuantifierUnits")),
        ):
            text = " ".join(cell for name in names if (cell := cells.get(f"{prefix}.{name}")) is not None)
            link.add("summary", text, field=f"{prefix}.{names[0]}")
    status = cells.get("Registration.RegistrationStatus", "PUBLISHED")
    if status != "PUBLISHED":
        field = "Registration.RegistrationStatus"
        link.add("description", f"Registration: {status}", field=field, passage=status)
    for column, text in cells.items():
        if field_of(column) not in RR_FIELDS:
            link.add("description", f"{column}: {text}", field=column, passage=text)
    return link.rows()


__all__ = ["GleifRrCsv", "relationship_id"]

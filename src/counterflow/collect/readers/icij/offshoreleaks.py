"""ICIJ's Offshore Leaks database as CSV: five files of nodes and one of relationships.

    nodes-entities.csv        companies, trusts and funds of the leaked papers    Company
    nodes-officers.csv        who plays a role in them, person or company         LegalEntity
    nodes-intermediaries.csv  who asked for them                                  LegalEntity
    nodes-others.csv          further parties of the registers                    LegalEntity
    nodes-addresses.csv       addresses                                           Address
    relationships.csv         3.3 million edges between all these

Each file is a source by itself, a series of its own: none is needed to read another, since a node's number is its id
(`icij-10000001`) in all of them, and no more than one has to fit into memory. A relationship may therefore name a node
whose file the case does not have. Being in the database says nothing of wrongdoing (ICIJ's own words): no topics.
Files: https://offshoreleaks.icij.org/pages/database (a ZIP of all; unpack it). None was at hand when this was written:
the columns are those of ICIJ's published packages.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import replace

from counterflow.collect.csv_table import CsvRow, CsvTable, header_of
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.icij.node import NODE_FIELDS, Cells, filled, kind_of, read_node
from counterflow.collect.readers.icij.relationship import (
    RELATIONSHIP_FIELDS,
    REQUIRED,
    read_relationship,
    relationship_id,
)
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row
from counterflow.tables import Problem

RELATIONSHIPS = "relationships"
FIELDS = {
    **NODE_FIELDS,
    **RELATIONSHIP_FIELDS,
    # Columns that nodes and relationships both have.
    "sourceID": f"{NODE_FIELDS['sourceID']}; of a relationship, {RELATIONSHIP_FIELDS['sourceID']}",
    "valid_until": "notes of a node, description of a relationship",
}
"""Every column of the six files."""


class IcijOffshoreLeaks(ListReader):
    """Reads one of the six files."""

    NAME = "icij_csv"
    MIME_TYPE = "text/csv"
    DATASET = "icij_offshoreleaks"
    FIELDS = FIELDS
    SOURCE = "https://offshoreleaks.icij.org/pages/database"

    def recognise(self, head: Head) -> bool:
        """Look for the columns that no other list has together."""
        header = header_of(head)
        return set(REQUIRED) <= set(header) or kind_of(header) is not None

    def describe(self, source: Source, head: Head) -> Source:
        """Say which file it is, by its columns.

        Raises:
            InputError: it is none of them, whatever case.toml calls it.
        """
        header = header_of(head)
        kind = RELATIONSHIPS if set(REQUIRED) <= set(header) else kind_of(header)
        if kind is None:
            raise InputError(
                "the header is that of none of the six files",
                where=source.main.name,
                expected="a file of ICIJ's Offshore Leaks database",
                next_step="Exclude it in case.toml, or correct its format there",
            )
        return replace(source, series=kind)

    def series(self, source: Source) -> str:
        """Each of the six files is a list of its own."""
        return source.series

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the records in the order of the file, then the tally."""
        is_edges = source.series == RELATIONSHIPS
        fields = RELATIONSHIP_FIELDS if is_edges else NODE_FIELDS
        table = CsvTable(source.main, REQUIRED if is_edges else ("node_id", "sourceID"), handling=source.handling)
        # The text of an id is kept by whoever is given the record, too: this costs 35 to 70 bytes a record.
        seen: set[str] = set()
        records = 0
        is_first = True
        for row in table:
            if is_first:
                yield from (_unknown(source, column) for column in table.header if column not in fields)
                is_first = False
            records += 1
            if isinstance(row, Problem):
                yield row
                continue
            cells = dict(filled(table.header, row.cells))
            key = relationship_id(cells) if is_edges else cells.get("node_id", "")
            message = _refuse(cells, key, seen, is_edges=is_edges)
            if message is not None:
                yield _problem(source, message, row)
                continue
            seen.add(key)
            content = "\x1f".join(f"{column}={cells[column]}" for column in sorted(cells)).encode()
            yield ListRecord(key, content, functools.partial(_read, source, self.extractor(), cells, key))
        if len(seen) * 2 < records or records == 0:
            raise InputError(
                f"{records - len(seen)} of {records} rows cannot be read",
                where=source.main.name,
                expected="a file of ICIJ's Offshore Leaks database",
                next_step="Download it again, or exclude it in case.toml",
            )
        if not table.has_end:
            message = "the file has no line end after its last row: the row may be cut off"
            yield make_problem(source.main, message, severity="value", handling=source.handling)
        yield Tally(source.main, records, len(seen), "utf-8")


def _refuse(cells: Cells, key: str, seen: set[str], *, is_edges: bool) -> str | None:
    """Say why a row is no record; None if it is one."""
    if is_edges:
        missing = next((column for column in REQUIRED if column not in cells), None)
        if missing is not None:
            return f"the relationship has no {missing}"
        return "the relationship stands in the file before, word for word" if key in seen else None
    if not (key.isascii() and key.isdigit()):
        return "the node has no number"
    if key in seen:
        return f"the number {key} was used before"
    return None if any(cells.keys() & {"name", "address"}) else "the node has no name"


def _read(source: Source, extractor: str, cells: Cells, key: str) -> Iterable[Row]:
    if source.series == RELATIONSHIPS:
        return read_relationship(source, extractor, cells, key)
    return read_node(source, extractor, source.series, cells)


def _unknown(source: Source, column: str) -> Problem:
    return make_problem(
        source.main,
        "the field is not known; its values are kept as text",
        severity="value",
        field=column,
        next_step="The publisher may have changed the format: please report it",
        handling=source.handling,
    )


def _problem(source: Source, message: str, row: CsvRow) -> Problem:
    return make_problem(
        source.main,
        message,
        record=f"line {row.line}",
        value=",".join(row.cells),
        next_step="Compare it with the publisher's file",
        handling=source.handling,
    )


__all__ = ["FIELDS", "IcijOffshoreLeaks"]

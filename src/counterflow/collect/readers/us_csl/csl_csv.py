"""The Consolidated Screening List of the US government as one CSV: thirteen lists of Treasury, Commerce and State.

Rows of Treasury's lists repeat OFAC's own files and carry OFAC's number: they are the same entities, `ofac-21944`, as
those of OFAC's readers. The other lists number nothing, and `_id` is a hash of the whole row: a party is known by its
list and its name, and, where several rows of one list share a name, by address, notice and dates too. A party whose
name the publisher corrects is therefore a new one.

Columns: https://developer.trade.gov/api-details#api=consolidated-screening-list (consolidated.csv).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from counterflow.collect.csv_table import CsvTable, header_of
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.us_csl.cells import one_line
from counterflow.collect.readers.us_csl.fields import FIELDS
from counterflow.collect.readers.us_csl.party import CslParty
from counterflow.collect.readers.us_csl.subject import Cells, Subject, SubjectIndex, named_cells
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row
from counterflow.tables import Problem

REQUIRED = ("source", "entity_number", "type", "programs", "name", "addresses", "federal_register_notice", "alt_names")
"""Columns of every vintage; `_id` and `ids` came later."""


class UsCslCsv(ListReader):
    """Reads one vintage of the list."""

    NAME = "us_csl_csv"
    MIME_TYPE = "text/csv"
    DATASET = "us_trade_csl"
    FIELDS = FIELDS
    SOURCE = "https://developer.trade.gov/api-details#api=consolidated-screening-list"

    def recognise(self, head: Head) -> bool:
        """Look for the columns that no other list has together."""
        return set(REQUIRED) <= set(header_of(head))

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the parties in the order of the file, then the tally. The file is read twice: links name parties."""
        table = CsvTable(source.main, REQUIRED, handling=source.handling)
        index = SubjectIndex(table)
        for column in table.header:
            if column not in FIELDS:
                yield _problem(source, "the field is not known; kept as notes", None, column, severity="value")
        seen: dict[str, int] = {}
        records = 0
        for row in table:
            records += 1
            if isinstance(row, Problem):
                yield row
                continue
            cells = named_cells(table.header, row.cells)
            if one_line(cells["name"]) == "" or one_line(cells["source"]) == "":
                missing = "name" if one_line(cells["name"]) == "" else "list"
                yield _problem(source, f"the record has no {missing}", f"line {row.line}", ",".join(row.cells))
                continue
            subject = index.subject(cells)
            if subject.record in seen:
                message = f"{subject.record} was used before, in line {seen[subject.record]}"
                yield _problem(source, message, f"line {row.line}", cells["name"])
                continue
            seen[subject.record] = row.line
            content = "\x1f".join([*cells.values(), repr(subject)]).encode()
            yield ListRecord(
                subject.record, content, functools.partial(_read, source, self.extractor(), cells, subject, index)
            )
        if len(seen) * 2 < records or records == 0:
            raise InputError(
                f"{records - len(seen)} of {records} rows cannot be read",
                where=source.main.name,
                expected="rows of the Consolidated Screening List, each with its list and a name",
                next_step="Download it again, or exclude it in case.toml",
            )
        if not table.has_end:
            message = "the file has no line end after its last row: the row may be cut off"
            yield _problem(source, message, None, None, severity="value")
        yield Tally(source.main, records, len(seen), "utf-8")


def _read(source: Source, extractor: str, cells: Cells, subject: Subject, index: SubjectIndex) -> Iterable[Row]:
    return CslParty(source, extractor, cells, subject, index.names).rows()


def _problem(
    source: Source, message: str, record: str | None, value: str | None, *, severity: str = "record"
) -> Problem:
    return make_problem(
        source.main,
        message,
        severity=severity,
        record=record,
        value=value,
        next_step="Compare it with the publisher's file",
        handling=source.handling,
    )


__all__ = ["FIELDS", "UsCslCsv"]

"""GLEIF's Level 1 data: who is who, one row a Legal Entity Identifier, as the Golden Copy's CSV holds them.

The files come as a ZIP archive of one CSV of 3 GB and 3 million rows; rows are read one by one. This is a register, not
a sanctions list: no party gets a topic. Legal forms stay the codes of ISO 20275 that the file has.
Columns: the LEI Common Data File format 3.1, in the CSV that GLEIF derives from it. No file of GLEIF was at hand when
this was written: the published format decides.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from counterflow.collect.csv_table import header_of
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.gleif.fields import LEI_FIELDS
from counterflow.collect.readers.gleif.party import read_party
from counterflow.collect.readers.gleif.row import GleifRow, describe_source, is_lei, read_rows, row_problem
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.tables import Problem

REQUIRED = ("LEI", "Entity.LegalName", "Entity.LegalAddress.Country", "Entity.EntityStatus")


class GleifLeiCsv(ListReader):
    """Reads one Golden Copy, or one delta file, of Level 1."""

    NAME = "gleif_lei_csv"
    MIME_TYPE = "text/csv"
    DATASET = "gleif"
    FIELDS = LEI_FIELDS
    SOURCE = (
        "https://www.gleif.org/en/about-lei/common-data-file-format/current-versions/level-1-data-lei-cdf-3-1-format"
    )

    def recognise(self, head: Head) -> bool:
        """Look for the columns that no other list has together."""
        return set(REQUIRED) <= set(header_of(head))

    def describe(self, source: Source, head: Head) -> Source:
        """Find the date in the file's name."""
        return describe_source(source, head)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the parties in the order of the file, then the tally."""
        # The text of an LEI is kept by whoever is given the record, too: this costs 35 to 70 bytes a party.
        seen: set[str] = set()
        records = 0
        for row in read_rows(source, REQUIRED, LEI_FIELDS):
            if isinstance(row, Problem):
                records += row.severity == "record"
                yield row
                continue
            records += 1
            problem = _refuse(source, row, seen)
            if problem is not None:
                yield problem
                continue
            lei = row.cells["LEI"]
            seen.add(lei)
            yield ListRecord(lei, row.content, functools.partial(read_party, source, self.extractor(), row.cells))
        if len(seen) * 2 < records or records == 0:
            raise InputError(
                f"{records - len(seen)} of {records} rows cannot be read",
                where=source.main.name,
                expected="GLEIF's Level 1 data, one LEI a row",
                next_step="Download it again, or exclude it in case.toml",
            )
        yield Tally(source.main, records, len(seen), "utf-8")


def _refuse(source: Source, row: GleifRow, seen: set[str]) -> Problem | None:
    lei = row.cells.get("LEI", "")
    if not is_lei(lei):
        return row_problem(source, "the LEI fails its check", row, lei, expected="20 characters, ISO 17442")
    if lei in seen:
        return row_problem(source, "the LEI was used before", row, lei, expected="one row an LEI")
    if "DeletedAt" in row.cells:
        message = f"GLEIF withdrew the record on {row.cells['DeletedAt']}"
        return row_problem(source, message, row, lei)
    if not any(letter.isalnum() for letter in row.cells.get("Entity.LegalName", "")):
        return row_problem(source, "the record has no name", row, lei, expected="Entity.LegalName")
    return None


__all__ = ["GleifLeiCsv"]

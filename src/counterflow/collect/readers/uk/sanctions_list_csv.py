"""The UK Sanctions List of the Foreign, Commonwealth & Development Office, as CSV.

Line 1 dates the file (`Report Date: 12-Sep-2023`), line 2 is the header; a designation has several rows, one for each
combination of its names, addresses and other repeated values, joined by `Unique ID`. No real file was at hand: the
publisher's description of the format decides.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.uk.designation import Designation, gather
from counterflow.collect.readers.uk.fields import UKSL_COLUMNS, describe_columns
from counterflow.collect.readers.uk.party import UkParty
from counterflow.collect.readers.uk.sanction import UkAuthority
from counterflow.collect.readers.uk.table import Layout, Row, find_header, head_lines, read_records, read_table
from counterflow.collect.readers.uk.text import read_uk_date
from counterflow.collect.source import Source
from counterflow.stage import Row as TableRow
from counterflow.tables import Problem

AUTHORITY = UkAuthority("Foreign, Commonwealth & Development Office", is_list_of_group_ids=False)
_WANTED = ("Unique ID", "Name 6", "Name type", "Regime Name")
_REPORT_DATE = re.compile(r'"?Report Date\s*:\s*([^,"]+)', re.IGNORECASE)


class UkSanctionsListCsv(ListReader):
    """Reads one vintage of the list."""

    NAME = "uk_sanctions_list_csv"
    MIME_TYPE = "text/csv"
    DATASET = "gb_fcdo_sanctions"
    FIELDS = describe_columns(UKSL_COLUMNS)
    SOURCE = "https://www.gov.uk/government/publications/the-uk-sanctions-list"

    def recognise(self, head: Head) -> bool:
        """Look for the header among the first lines."""
        return find_header(head_lines(head.data), _WANTED) is not None

    def describe(self, source: Source, head: Head) -> Source:
        """Take the date of the vintage from the first line."""
        found = _REPORT_DATE.match(next(iter(head_lines(head.data)), ""))
        date = None if found is None else read_uk_date(found[1])
        return source if date is None else replace(source, published=date)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the designations in the order in which they first appear, then the tally."""
        table = read_table(source, _WANTED, "Unique ID")
        layout = Layout(table.columns, UKSL_COLUMNS)
        yield from read_records(source, table, layout, functools.partial(_read, source, self.extractor(), layout))


def _read(source: Source, extractor: str, layout: Layout, number: str, rows: Sequence[Row]) -> Iterable[TableRow]:
    designation = Designation(number, f"gb-{number}", gather(layout.groups(rows)), layout.unknown_cells(rows))
    return UkParty(source, extractor, designation, AUTHORITY).rows()

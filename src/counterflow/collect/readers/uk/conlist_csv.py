"""OFSI's Consolidated List of financial sanctions targets in the United Kingdom, as CSV.

Line 1 dates the file (`Last Updated,13/04/2018`), line 2 is the header; a party has one row for each combination of its
names, birth dates and addresses, joined by `Group ID` and not adjacent, because rows are sorted by name. Two forms are
read by their headers: that of 2018 (29 columns, `Passport Details` and `NI Number` with numbers and remarks in one
cell, no quality of aliases, no scripts, Windows-1252) and that of 2022 until the list was closed on 28 January 2026
(36 columns, UTF-8). Of the later form no real file was at hand: OFSI's description of the format decides.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.uk.designation import Designation, gather
from counterflow.collect.readers.uk.fields import CONLIST_COLUMNS, describe_columns
from counterflow.collect.readers.uk.other_information import read_other_information
from counterflow.collect.readers.uk.party import UkParty
from counterflow.collect.readers.uk.sanction import UkAuthority
from counterflow.collect.readers.uk.table import Layout, Row, find_header, head_lines, read_records, read_table
from counterflow.collect.readers.uk.text import read_uk_date
from counterflow.collect.source import Source
from counterflow.stage import Row as TableRow
from counterflow.tables import Problem

AUTHORITY = UkAuthority("Office of Financial Sanctions Implementation, HM Treasury", is_list_of_group_ids=True)
_WANTED = ("Name 6", "Group Type", "Alias Type", "Regime", "Group ID")
_DATE_LABEL = "Last Updated,"


class UkConListCsv(ListReader):
    """Reads one vintage of the list."""

    NAME = "uk_conlist_csv"
    MIME_TYPE = "text/csv"
    DATASET = "gb_hmt_sanctions"
    FIELDS = describe_columns(
        CONLIST_COLUMNS,
        OFSIGroupID="entity id, Sanction.recordId",
        DateDesignated="Sanction.startDate",
        OtherInformation="notes; document of kind narrative; what its tags state (unscId, imoNumber, phone ...)",
        PassportAdditionalInformation="Passport.summary, country, dates; in 2018 also its number and passportNumber",
    )
    SOURCE = "https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets"

    def recognise(self, head: Head) -> bool:
        """Look for the header among the first lines."""
        return find_header(head_lines(head.data), _WANTED) is not None

    def describe(self, source: Source, head: Head) -> Source:
        """Take the date of the vintage from the first line."""
        line = next(iter(head_lines(head.data)), "").replace('"', "")
        if not line.startswith(_DATE_LABEL):
            return source
        date = read_uk_date(line.removeprefix(_DATE_LABEL).partition(",")[0])
        return source if date is None else replace(source, published=date)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the parties in the order in which they first appear, then the tally."""
        table = read_table(source, _WANTED, "Group ID")
        concepts = dict(CONLIST_COLUMNS)
        if "Passport Number" not in table.columns:
            # The form of 2018: one cell holds the number and what is said of it.
            concepts["Passport Details"] = "PassportNumber"
        layout = Layout(table.columns, concepts)
        yield from read_records(source, table, layout, functools.partial(_read, source, self.extractor(), layout))


def _read(source: Source, extractor: str, layout: Layout, number: str, rows: Sequence[Row]) -> Iterable[TableRow]:
    found = list(layout.groups(rows))
    texts = dict.fromkeys(group["OtherInformation"] for name, group in found if name == "OtherInformation")
    stated = [one for cell in texts for one in read_other_information(cell)]
    designation = Designation(number, f"gb-ofsi-{number}", gather(found + stated), layout.unknown_cells(rows))
    return UkParty(source, extractor, designation, AUTHORITY).rows()

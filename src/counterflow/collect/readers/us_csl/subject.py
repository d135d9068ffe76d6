"""Who a row of the US Consolidated Screening List is about, as far as that follows from the other rows too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from counterflow.collect.csv_table import CsvTable
from counterflow.collect.readers.ofac.kinds import REFERENCE_ACTIONS
from counterflow.collect.readers.ofac.record import NameIndex, find_schema, party_id
from counterflow.collect.readers.ofac.remarks import Remark, find_references, read_remarks
from counterflow.collect.readers.us_csl.cells import one_line, read_id, split_cell
from counterflow.collect.readers.us_csl.lists import OFAC, CslList, find_list
from counterflow.model.identity import make_id
from counterflow.tables import Problem

_TOLD_APART_BY = ("addresses", "federal_register_notice", "start_date", "end_date")
Cells = Mapping[str, str]
"""One row by column."""


class Subject(NamedTuple):
    """Who a row is about, as far as it follows from the other rows of the file too."""

    record: str
    """The row, as no other row of the file."""
    number: str
    """What its list calls it: OFAC's number, or `record` where the list numbers nothing."""
    entity_id: str
    schema: str
    listing: CslList
    targets: Mapping[str, str | None]
    """Names that the row refers to, each with the listed party that bears it; None: none or several do."""


def treasury_remarks(cells: Cells) -> tuple[Remark, ...]:
    """Read the remarks of a row of Treasury's lists; they stand in brackets: "(Linked To: X; Linked To: Y)"."""
    return tuple(read_remarks(_remarks_of(cells), cells.get("title", "")))


def _remarks_of(cells: Cells) -> str:
    text = one_line(cells.get("remarks", ""))
    is_wrapped = text.startswith("(") and text.endswith(")") and text.count("(") == text.count(")")
    return text[1:-1] if is_wrapped else text


def names_referred_to(cells: Cells) -> tuple[str, ...]:
    """Give the names of other parties in a row of Treasury's lists: whom it is linked to, who owns or operates it."""
    names = list(find_references(_remarks_of(cells)))
    for one in map(read_id, split_cell(cells.get("ids", ""))):
        if one.kind is not None and one.kind.action in REFERENCE_ACTIONS:
            names.append(one.value)
    owner = one_line(cells.get("vessel_owner", ""))
    return (*names, owner) if owner != "" else tuple(names)


def schema_of(cells: Cells) -> str:
    """Find the schema as the readers of OFAC's own files do: by type, by what the ids say, by the legal form."""
    kind = cells.get("type", "").strip()
    type_ = None if kind.lower() in ("entity", "") else kind
    return find_schema(type_, one_line(cells["name"]).upper(), map(read_id, split_cell(cells.get("ids", ""))))


def named_cells(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Give the cells by column, without `_id`, which changes when nothing else does."""
    named = dict(zip(header, cells, strict=True))
    named.pop("_id", None)
    return named


class SubjectIndex:
    """What a row takes from the others: who bears a name, what schema a number has, whether its name is its own."""

    def __init__(self, table: CsvTable) -> None:
        self.names = NameIndex()
        self._schemata: dict[str, str] = {}
        self._bearers: Counter[tuple[str, str]] = Counter()
        for row in table:
            if not isinstance(row, Problem):
                self._enter(named_cells(table.header, row.cells))

    def _enter(self, cells: Cells) -> None:
        listing, number = find_list(cells["source"]), _number(cells)
        if number is None or listing.authority != OFAC:
            self._bearers[listing.code, _name_key(cells)] += 1
            return
        entity_id = party_id(number)
        self.names.add(one_line(cells["name"]), entity_id, is_primary=True)
        for alias in split_cell(cells["alt_names"]):
            self.names.add(alias, entity_id, is_primary=False)
        # A number on several lists is one party: the row that says most of its kind decides.
        schema = schema_of(cells)
        if self._schemata.get(number, "LegalEntity") == "LegalEntity":
            self._schemata[number] = schema

    def subject(self, cells: Cells) -> Subject:
        """Say who a row is about."""
        listing, number = find_list(cells["source"]), _number(cells)
        if number is not None and listing.authority == OFAC:
            targets = {name: self.names.find(name) for name in names_referred_to(cells)}
            schema = self._schemata[number]
            return Subject(f"{listing.code} {number}", number, party_id(number), schema, listing, targets)
        record = self._record_of(listing, cells)
        return Subject(record, record, f"csl-{make_id(record)}", schema_of(cells), listing, {})

    def _record_of(self, listing: CslList, cells: Cells) -> str:
        record = f"{listing.code} {one_line(cells['name'])}"
        if self._bearers[listing.code, _name_key(cells)] == 1:
            return record
        return f"{record} #{make_id(*(one_line(cells.get(column, '')) for column in _TOLD_APART_BY))[:12]}"


def _number(cells: Cells) -> str | None:
    number = cells["entity_number"].strip()
    return number if number.isascii() and number.isdecimal() else None


def _name_key(cells: Cells) -> str:
    return one_line(cells["name"])

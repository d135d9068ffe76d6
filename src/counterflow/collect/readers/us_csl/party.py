"""One row of the US Consolidated Screening List becomes a party, its designation, its papers, wallets and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from counterflow.collect.readers.ofac.entry import OfacEntry
from counterflow.collect.readers.ofac.record import NameIndex, natural_name
from counterflow.collect.readers.ofac.remarks import Remark
from counterflow.collect.readers.us_csl.cells import (
    has_lone_date,
    one_line,
    read_address,
    read_id,
    read_scope,
    repair,
    split_cell,
    split_notices,
)
from counterflow.collect.readers.us_csl.fields import FIELDS
from counterflow.collect.readers.us_csl.lists import OFAC
from counterflow.collect.readers.us_csl.subject import Cells, Subject, treasury_remarks
from counterflow.collect.source import Source
from counterflow.model.doubt import Hedge
from counterflow.stage import Row

_FIRST_DAY = re.compile(r"(?P<year>\d{4})(?P<month>-\d\d)-01")


class CslParty(OfacEntry):
    """Turns one row into rows of the tables; what `ids` and `remarks` say is read as in OFAC's own files."""

    def __init__(self, source: Source, extractor: str, cells: Cells, subject: Subject, names: NameIndex) -> None:
        super().__init__(source, extractor, subject.record, subject.schema, names)
        self.cells = cells
        self.subject = subject
        self.is_ofac = subject.listing.authority == OFAC
        self.main = self._make(subject.schema, subject.entity_id)
        # OFAC's own files hold one designation a party, with the programmes of all its lists; so do the rows here.
        self.sanction = self._make("Sanction", f"{subject.entity_id}-sanction")

    def _cell(self, column: str) -> str:
        return one_line(self.cells.get(column, ""))

    def rows(self) -> Iterator[Row]:
        """Read the row and yield what it says."""
        self._read_names()
        self._read_listing()
        self._read_addresses()
        self._read_person()
        self._read_vessel()
        self._read_items()
        for column, value in self.cells.items():
            if column not in FIELDS and value.strip() != "":
                self.main.add("notes", f"{column}: {value}", field=column, passage=value)
        self.main.add_id_if_nameless(field="name")
        yield from super().rows()

    def _read_names(self) -> None:
        name = self._cell("name")
        whole, scope = read_scope(name)
        if self.main.schema == "Person":
            whole, last, first, suffix = natural_name(whole)
            self.main.add("lastName", last, field="name", passage=name)
            self.main.add("firstName", first, field="name", passage=name)
            self.main.add("nameSuffix", suffix, field="name", passage=name)
        self.main.add("name", name, value=repair(whole), field="name")
        self.main.add("notes", scope, field="name", passage=name)
        is_inverted = self.main.schema == "Person" and "," in name
        for alias in split_cell(self.cells.get("alt_names", "")):
            # The list does not tell weak aliases from others. Of individuals' aliases without a comma 93 % are among
            # those that OFAC's own file calls weak, of those with a comma 7 % (vintage 2022-04 against 2022-01).
            prop = "weakAlias" if is_inverted and "," not in alias else "alias"
            value = natural_name(alias)[0] if self.main.schema == "Person" else repair(alias)
            self.main.add(prop, alias, value=value, field="alt_names")

    def _read_listing(self) -> None:
        listing, main, sanction, passage = self.subject.listing, self.main, self.sanction, self._cell("source")
        for topic in listing.topics:
            main.add("topics", topic, field="source", passage=passage)
        if not listing.is_known:
            step = "Read what it restricts; please report it"
            main.problem(
                "the list is not known; its parties get the topic export.risk",
                field="source",
                value=passage,
                next_step=step,
            )
        sanction.add("entity", main.id, field="entity_number" if self.is_ofac else "name", passage=self._cell("name"))
        sanction.add("authority", listing.authority, field="source", passage=passage)
        sanction.add("country", "us", field="source", passage=passage)
        sanction.add("program", passage, field="source")
        for program in split_cell(self.cells.get("programs", "")):
            sanction.add("program", program, field="programs")
            if self.is_ofac:
                sanction.add("programId", program, field="programs")
        if self.is_ofac:
            sanction.add("authorityId", self._cell("entity_number"), field="entity_number")
        for notice in split_notices(self._cell("federal_register_notice")):
            sanction.add("authorityId", notice, field="federal_register_notice")
        sanction.add_date("startDate", self._cell("start_date"), field="start_date")
        sanction.add_date("endDate", self._cell("end_date"), field="end_date")
        for column in ("license_requirement", "license_policy"):
            sanction.add("provisions", self._cell(column), field=column)
        order = self._cell("standard_order")
        sanction.add("summary", order and f"Standard order: {order}", field="standard_order", passage=order)
        for column in ("source_list_url", "source_information_url"):
            sanction.add("sourceUrl", self._cell(column), field=column)

    def _read_addresses(self) -> None:
        for text in split_cell(self.cells.get("addresses", "")):
            line, country = read_address(text)
            self.main.add("address", line, field="addresses")
            self.main.add_country("country", country, field="addresses", passage=text)

    def _read_person(self) -> None:
        for title in split_cell(self.cells.get("title", "")):
            self._add_or_note("position", title, "title", self.main.add)
        for column, prop in (("nationalities", "nationality"), ("citizenships", "citizenship")):
            for country in split_cell(self.cells.get(column, "")):
                self._add_or_note(prop, country, column, self.main.add_country)
        for day in split_cell(self.cells.get("dates_of_birth", "")):
            self._read_birth(day)
        for place in split_cell(self.cells.get("places_of_birth", "")):
            self._add_or_note("birthPlace", place, "places_of_birth", self.main.add)

    def _read_birth(self, day: str) -> None:
        """Read a date of birth; the first of a month also stands for the month, and New Year's Day for the year.

        Of 476 such days of the vintage 2022-04, OFAC's own file has 118 as a month or a year alone: what is less exact
        is certain, the day is possible.
        """
        found = _FIRST_DAY.fullmatch(day)
        if found is None or not self._has("birthDate"):
            self._add_or_note("birthDate", day, "dates_of_birth", self.main.add_date)
            return
        certain = found["year"] if found["month"] == "-01" else found["year"] + found["month"]
        self.main.add_date("birthDate", day, value=certain, field="dates_of_birth")
        self.main.add_date("birthDate", day, field="dates_of_birth", hedge=Hedge.POSSIBLE)

    def _provision(self, remark: Remark, *_: str) -> None:
        # In the order in which OFAC's own files have it: "Additional Sanctions Information - Subject to ...".
        self.sanction.add("provisions", remark.text, value=remark.value, field=self.field)

    def _read_vessel(self) -> None:
        for column, prop in (("call_sign", "callSign"), ("vessel_type", "type"), ("gross_tonnage", "tonnage")):
            self._add_or_note(prop, self._cell(column), column, self.main.add)
        tonnage = self._cell("gross_registered_tonnage")
        self._add_or_note("grossRegisteredTonnage", tonnage, "gross_registered_tonnage", self.main.add)
        self._add_or_note("flag", self._cell("vessel_flag"), "vessel_flag", self.main.add_country)
        owner = self._cell("vessel_owner")
        if owner != "":
            self.refer("owner", owner, "vessel_owner", owner)

    def _add_or_note(self, prop: str, text: str, field: str, add: Callable[..., object]) -> None:
        """Add a value where the schema has a place for it, else keep it word for word."""
        if self._has(prop):
            add(prop, text, field=field)
        elif text != "":
            self.main.add("notes", f"{field}: {text}", field=field, passage=text)

    def _read_items(self) -> None:
        self.field = "ids"
        for text in split_cell(self.cells.get("ids", "")):
            item = read_id(text)
            self.read_remark(item)
            if has_lone_date(item):
                self.note(item)
        self.field = "remarks"
        if self.is_ofac:
            for remark in treasury_remarks(self.cells):
                self.read_remark(remark)
        elif self.subject.listing.code == "DPL":
            # What was done to the entry: "FR NOTICE ADDED".
            self.sanction.add("summary", self._cell("remarks"), field="remarks")
        else:
            self.main.add("notes", self._cell("remarks"), field="remarks")


__all__ = ["CslParty"]

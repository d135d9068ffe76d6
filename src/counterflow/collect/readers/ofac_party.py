"""One record of OFAC's list becomes a party, its sanction, its documents, wallets and links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.clean.country import read_country
from counterflow.clean.date import read_date
from counterflow.collect.party import Party
from counterflow.collect.readers.ofac_record import NameIndex, Record, natural_name
from counterflow.collect.readers.ofac_remarks import REMARK_CHARS, Number, Remark, read_number
from counterflow.collect.source import Source, SourceFile
from counterflow.model.doubt import Hedge
from counterflow.model.identity import make_id
from counterflow.model.schema import get_schema
from counterflow.stage import Row

AUTHORITY = "Office of Foreign Assets Control"
REMARKS = "Remarks"


def split_issue(text: str | None) -> tuple[str | None, str | None]:
    """Split what follows "issued" into its date and the rest: "21 Jun 1992 in Amman", "in Ulm", "under the name X"."""
    if text is None:
        return None, None
    day, _, place = f" {text}".partition(" in ")
    day = day.strip(" ,;")
    return (day, place.strip() or None) if read_date(day) is not None else (None, text)


class OfacParty:
    """Turns one record into rows."""

    def __init__(self, source: Source, extractor: str, record: Record, names: NameIndex) -> None:
        self.source = source
        self.extractor = extractor
        self.record = record
        self.names = names
        self.main = self._make(record.schema, record.entity_id)
        self.sanction = self._make("Sanction", f"{record.entity_id}-sanction")
        self.others: dict[str, Party] = {}
        self.file = source.main

    def _make(self, schema: str, entity_id: str) -> Party:
        return Party(self.source, self.extractor, schema, entity_id, self.record.ent_num)

    def _other(self, schema: str, entity_id: str) -> Party:
        """Give the entity beside the party that has this id, made once."""
        return self.others.setdefault(entity_id, self._make(schema, entity_id))

    def rows(self) -> Iterator[Row]:
        """Yield everything the record says, in the order of its columns."""
        yield from self.main.rows()
        yield from self.sanction.rows()
        for entity_id in self.others:
            yield from self.others[entity_id].rows()

    def read_columns(self) -> None:
        """Read the columns of sdn.csv."""
        record, main = self.record, self.main
        self.read_name(record.name, "name", "SDN_Name", self.source.main)
        listing = record.program or record.ent_num
        field = "ent_num" if record.program is None else "Program"
        main.add("topics", "sanction", field=field, passage=listing)
        self._read_sanction(field, listing)
        for title in (record.title or "").split(";"):
            main.add(
                "position" if main.schema == "Person" else "notes", title.strip(), field="Title", passage=record.title
            )
        if main.schema == "Vessel":
            main.add("callSign", record.call_sign, field="Call_Sign")
            main.add("type", record.vessel_type, field="Vess_type")
            main.add("tonnage", record.tonnage, field="Tonnage")
            main.add("grossRegisteredTonnage", record.grt, field="GRT")
            main.add_country("flag", record.flag, field="Vess_flag")
            if record.owner is not None:
                self._refer("owner", record.owner, "Vess_owner", record.owner)
            return
        for column, value in zip(
            ("Call_Sign", "Vess_type", "Tonnage", "GRT", "Vess_flag", "Vess_owner"), record[5:11], strict=True
        ):
            main.add("notes", None if value is None else f"{column}: {value}", field=column, passage=value)

    def _read_sanction(self, field: str, listing: str) -> None:
        record = self.record
        self.sanction.add("entity", record.entity_id, field="ent_num", passage=record.ent_num)
        self.sanction.add("authority", AUTHORITY, field=field, passage=listing)
        self.sanction.add("country", "us", field=field, passage=listing)
        self.sanction.add("authorityId", record.ent_num, field="ent_num")
        for tag in re.split(r"\]\s*\[", (record.program or "").strip("[] ")):
            self.sanction.add("program", tag, field="Program", passage=record.program)
            self.sanction.add("programId", tag, field="Program", passage=record.program)

    def read_name(self, name: str, prop: str, field: str, file: SourceFile) -> None:
        """Read a name of the main file or of alt.csv."""
        if self.main.schema != "Person":
            self.main.add(prop, name, field=field, file=file)
            return
        whole, last, first, suffix = natural_name(name)
        self.main.add(prop, name, value=whole, field=field, file=file)
        if prop == "name":
            self.main.add("lastName", last, field=field, passage=name, file=file)
            self.main.add("firstName", first, field=field, passage=name, file=file)
            self.main.add("nameSuffix", suffix, field=field, passage=name, file=file)

    def read_address(self, cells: tuple[str | None, str | None, str | None, str | None], file: SourceFile) -> None:
        """Read a row of add.csv: street, place, country, remarks."""
        street, place, country, remarks = cells
        parts = [part for part in (street, place, country) if part is not None and part != "undetermined"]
        passage = ", ".join(part for part in (street, place, country, remarks) if part is not None)
        if len(parts) > 1 or country is None:
            self.main.add("address", ", ".join(parts), field="Address", passage=passage, file=file)
        if country is not None and country.startswith("Region: ") and read_country(country) is None:
            self.main.add("address", ", ".join(parts), field="Address", passage=passage, file=file)
        else:
            self.main.add_country("country", country, field="Country", file=file)
        self.main.add("notes", remarks, field="Add_Remarks", file=file)

    def read_cut(self) -> None:
        """Say that the remark goes on elsewhere: half an item ("Linked To: FEDERAL SE") is not read."""
        if self.record.cut is not None:
            self.main.problem(
                f"the remark is cut off after {REMARK_CHARS:,} characters",
                field=REMARKS,
                value=self.record.cut,
                expected="the rest in sdn_comments.csv, beside the list",
                next_step="Download sdn_comments.csv of the same day too",
            )

    def read_remark(self, remark: Remark) -> None:
        """Read one item of the remarks; what no rule knows, and what its schema has no place for, is kept as a note."""
        kind = remark.kind
        if kind is None or (remark.name == "position" and self.main.schema != "Person"):
            self.note(remark)
        else:
            getattr(self, f"_{kind.action}")(remark, kind.prop, kind.fallback)

    def note(self, remark: Remark, *_: str) -> None:
        """Keep an item word for word."""
        self.main.add("notes", remark.text, field=REMARKS, file=self.file)

    _note = note

    def _has(self, prop: str) -> bool:
        return prop in get_schema(self.main.schema).properties

    def _text(self, remark: Remark, prop: str, _: str) -> None:
        if not self._has(prop):
            self.note(remark)
        else:
            self.main.add(prop, remark.value, field=REMARKS, passage=remark.text, file=self.file)

    def _date(self, remark: Remark, prop: str, _: str) -> None:
        if not self._has(prop):
            self.note(remark)
        else:
            self.main.add_date(prop, remark.value, field=REMARKS, passage=remark.text, file=self.file)

    def _country(self, remark: Remark, prop: str, _: str) -> None:
        # "Nationality of Registration" stands on aircraft too, whose schema has no jurisdiction.
        prop = prop if self._has(prop) else "country"
        self.main.add_country(prop, remark.value, field=REMARKS, passage=remark.text, file=self.file)

    def _weak_alias(self, remark: Remark, *_: str) -> None:
        self.main.add("weakAlias", remark.value.strip("' "), field=REMARKS, passage=remark.text, file=self.file)

    def _phone(self, remark: Remark, prop: str, _: str) -> None:
        if not self._has(prop):
            self.note(remark)
            return
        digits = re.sub(r"\D", "", remark.value)
        # Numbers stand in full but without their plus: 982188526300, 009613679153, (98)(21)(66153220).
        number = remark.value if remark.value.startswith("+") else "+" + digits.removeprefix("00")
        self.main.add(prop, remark.value, value=number, field=REMARKS, passage=remark.text, file=self.file)

    def _provision(self, remark: Remark, *_: str) -> None:
        self.sanction.add("provisions", remark.text, field=REMARKS, file=self.file)

    def _listing_date(self, remark: Remark, *_: str) -> None:
        # "Listing Date (EO 14024 Directive 2): 24 Feb 2022" dates one directive, not the party's first listing.
        self.sanction.add("provisions", remark.text, field=REMARKS, file=self.file)
        day = remark.value.partition("): ")[2]
        if day != "":
            self.sanction.add_date("listingDate", day, field=REMARKS, passage=remark.text, file=self.file)

    def _wallet(self, remark: Remark, *_: str) -> None:
        currency, address = (*remark.value.split(" ", 1), "")[:2]
        if address.strip() == "":
            self.note(remark)
            return
        wallet = self._other("CryptoWallet", make_id(self.source.dataset, "CryptoWallet", currency, address))
        wallet.add("publicKey", address, field=REMARKS, passage=remark.text, file=self.file)
        wallet.add("currencySymbol", currency, field=REMARKS, passage=remark.text, file=self.file)
        wallet.add("holder", self.main.id, field=REMARKS, passage=remark.text, file=self.file)
        wallet.add("topics", "sanction", field=REMARKS, passage=remark.text, file=self.file)

    def _imo(self, remark: Remark, prop: str, fallback: str) -> None:
        self._number(remark, prop if self._has(prop) else fallback, fallback)

    def _former_number(self, remark: Remark, prop: str, _: str) -> None:
        number = read_number(remark.value).number
        self.main.add(prop, number, field=REMARKS, passage=remark.text, file=self.file, hedge=Hedge.FORMER)

    def _passport(self, remark: Remark, prop: str, fallback: str) -> None:
        self._number(remark, prop, fallback, schema="Passport")

    def _number(self, remark: Remark, prop: str, fallback: str, schema: str = "Identification") -> None:
        given = read_number(remark.value)
        if given.number == "" or re.search(r"\w", given.number) is None:
            self.note(remark)
            return
        fallback = fallback if self._has(fallback) else "registrationNumber"
        prop = prop if self._has(prop) else fallback
        self.main.add_identifier(
            prop, given.number, fallback=fallback, field=REMARKS, passage=remark.text, file=self.file
        )
        if get_schema(self.main.schema).is_a("LegalEntity") and (given.place, given.issued, given.expires) != (
            None,
            None,
            None,
        ):
            self._document(remark, given, schema)

    def _document(self, remark: Remark, given: Number, schema: str) -> None:
        entity_id = make_id(self.main.id, schema, remark.name.lower(), given.number)
        document = self._other(schema, entity_id)
        document.add("holder", self.main.id, field=REMARKS, passage=remark.text, file=self.file)
        document.add("type", remark.name.rstrip(" #"), field=REMARKS, passage=remark.text, file=self.file)
        document.add("number", given.number, field=REMARKS, passage=remark.text, file=self.file)
        if given.place is not None and read_country(given.place) is None:
            document.add("authority", given.place, field=REMARKS, passage=remark.text, file=self.file)
        else:
            document.add_country("country", given.place, field=REMARKS, passage=remark.text, file=self.file)
        for prop, text in (("startDate", given.issued), ("endDate", given.expires)):
            day, place = split_issue(text)
            document.add_date(prop, day, field=REMARKS, passage=remark.text, file=self.file)
            document.add(
                "authority" if day is not None else "summary", place, field=REMARKS, passage=remark.text, file=self.file
            )

    def _link(self, remark: Remark, *_: str) -> None:
        target = self._target(remark.value, REMARKS, remark.text)
        if target == self.main.id:
            self.note(remark)
            return
        link = self._other("UnknownLink", f"{self.main.id}-link-{target}")
        link.add("subject", self.main.id, field=REMARKS, passage=remark.text, file=self.file)
        link.add("object", target, field=REMARKS, passage=remark.text, file=self.file)
        link.add("role", "Linked To", field=REMARKS, passage=remark.text, file=self.file)

    def _operator(self, remark: Remark, prop: str, _: str) -> None:
        self._refer(prop, remark.value, REMARKS, remark.text)

    def _refer(self, prop: str, name: str, field: str, passage: str) -> None:
        if self._has(prop):
            self.main.add(prop, self._target(name, field, passage), field=field, passage=passage, file=self.file)
        else:
            self.main.add("notes", passage, field=field, file=self.file)

    def _target(self, name: str, field: str, passage: str) -> str:
        """Find the listed party of a name, or make one that has this name and nothing else."""
        known = self.names.find(name)
        if known is not None:
            return known
        entity_id = make_id(self.source.dataset, "LegalEntity", name)
        self._other("LegalEntity", entity_id).add("name", name, field=field, passage=passage, file=self.file)
        return entity_id

"""One row of the EU journal tables becomes a party, its sanction, its documents and its narrative."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from counterflow.clean.country import read_country
from counterflow.clean.script import language_of_script
from counterflow.collect.alias import read_alias
from counterflow.collect.narrative import make_narrative
from counterflow.collect.party import Party
from counterflow.collect.readers.eu.journal_cells import (
    read_dates,
    read_doubt,
    read_labelled,
    split_cell,
    split_contacts,
    split_phones,
)
from counterflow.collect.readers.eu.journal_names import read_label, split_names
from counterflow.collect.source import Source
from counterflow.model.doubt import Hedge
from counterflow.model.identity import make_id
from counterflow.model.schema import get_schema
from counterflow.stage import Row

AUTHORITY = "Council of the European Union"
AMENDMENT_STATUS = "amending act, not consolidated: adds, replaces or removes an entry"

SANCTION_COLUMNS = ("celex", "recordId", "programKey", "annex", "measure", "startDate", "reason", "schema")
AMENDMENT_COLUMNS = ("amendedCelex", "amendmentCelex", *SANCTION_COLUMNS[1:])
_EXPORT_CONTROL = "Export control"


class EuParty:
    """Turns one row into rows."""

    def __init__(
        self, source: Source, extractor: str, row: Mapping[str, str], entity_id: str, sanction_number: int
    ) -> None:
        self.source = source
        self.row = row
        self.is_amendment = "amendedCelex" in row
        self.record = entity_id.removeprefix("eu-")
        self.main = Party(source, extractor, row["schema"], entity_id, self.record)
        ending = "" if sanction_number == 1 else f"-{sanction_number}"
        self.sanction = Party(source, extractor, "Sanction", f"{entity_id}-sanction{ending}", self.record)
        self.documents: dict[str, Party] = {}

    def rows(self) -> Iterator[Row]:
        """Read the row and yield what it says, in the order of its columns."""
        self._read_sanction()
        for column, text in self.row.items():
            if column in SANCTION_COLUMNS or column in AMENDMENT_COLUMNS or text.strip() == "":
                continue
            reader = COLUMNS.get(column)
            if reader is None:
                self.main.unknown_field(column, text)
            else:
                reader(self, column, text)
        self.main.add_id_if_nameless(field="name")
        yield from self.main.rows()
        yield from self.sanction.rows()
        for document in self.documents.values():
            yield from document.rows()
        reason = self.row.get("reason", "").strip()
        if reason != "":
            name = self.main.name
            yield make_narrative(self.source, self.main.id, self.record, "reason", reason, language="eng", name=name)

    def _read_sanction(self) -> None:
        row, sanction = self.row, self.sanction
        celex_column = "amendmentCelex" if self.is_amendment else "celex"
        celex, measure = row[celex_column], row.get("measure", "").strip() or None
        if self.is_amendment:
            sanction.add("status", AMENDMENT_STATUS, field="amendedCelex", passage=row["amendedCelex"])
        else:
            topic = "export.control" if measure == _EXPORT_CONTROL else "sanction"
            self.main.add("topics", topic, field="measure" if measure else "celex", passage=measure or celex)
        sanction.add("entity", self.main.id, field=celex_column, passage=celex)
        sanction.add("authority", AUTHORITY, field=celex_column, passage=celex)
        sanction.add("country", "eu", field=celex_column, passage=celex)
        sanction.add("authorityId", celex, field=celex_column)
        sanction.add("program", row.get("programKey"), field="programKey")
        sanction.add("programId", row.get("programKey"), field="programKey")
        sanction.add("provisions", measure, field="measure")
        place = " ".join(part for part in ("Annex", row.get("annex", ""), row.get("recordId", "")) if part != "")
        sanction.add("recordId", place, field="annex", passage=row.get("annex"))
        sanction.add("reason", row.get("reason"), field="reason")
        for prop in ("startDate", "listingDate"):
            sanction.add_date(prop, row.get("startDate"), field="startDate")

    def _has(self, prop: str) -> bool:
        return prop in get_schema(self.main.schema).properties

    def keep(self, column: str, text: str) -> None:
        """Keep a value that the party's schema has no place for as a note, with the name of its column."""
        self.main.add("notes", f"{column}: {text}", field=column, passage=text)

    def read_texts(self, column: str, text: str) -> None:
        """Read values that are texts."""
        for value in split_cell(text):
            short, hedge = read_doubt(value) if column == "birthPlace" else (value, Hedge.FACT)
            if self._has(column):
                short = short.rstrip(".") if column == "gender" else short
                self.main.add(column, value, value=short, field=column, passage=text, hedge=hedge)
            else:
                self.keep(column, value)

    def read_names(self, column: str, text: str) -> None:
        """Read names and aliases; of several names of a person in one value the first is the name."""
        for cell in split_cell(text):
            names = split_names(cell) if self.main.schema == "Person" else (cell,)
            for value in names:
                label, bare = read_label(value)
                name = read_alias(bare)
                prop = label or ("alias" if column == "name" and value is not names[0] else column)
                self.main.add(prop, value, value=name, field=column, passage=text, lang=language_of_script(name))
                if name != bare:
                    self.main.add("notes", value, field=column, passage=text)

    def read_countries(self, column: str, text: str) -> None:
        """Read countries and nationalities."""
        prop = column if self._has(column) else "country"
        for value in split_cell(text):
            self.main.add_country(prop, value, field=column, passage=text)

    def read_dates(self, column: str, text: str) -> None:
        """Read birth dates and dates of incorporation."""
        for value in split_cell(text):
            dates = read_dates(value)
            if not self._has(column):
                self.keep(column, value)
            elif len(dates) == 0:
                self.main.add_date(column, value, field=column, passage=text)
            for date in dates if self._has(column) else ():
                self.main.add_date(column, value, value=date, field=column, passage=text)

    def read_addresses(self, column: str, text: str) -> None:
        """Read addresses; a last part that is a country's name also gives the country, a country alone nothing else."""
        for value in split_cell(text):
            if read_country(value.strip(" .;")) is not None:
                self.main.add_country("country", value.strip(" .;"), field=column, passage=text)
                continue
            self.main.add("address", value, field=column, passage=text)
            last = re.sub(r"\([^()]*\)", "", value).rpartition(",")[2].strip(" .;")
            country = read_country(last) if len(last) > 3 else None
            if country is not None:
                self.main.add("country", value, value=country, field=column, passage=text)

    def read_contacts(self, column: str, text: str) -> None:
        """Read telephone numbers, e-mail and web addresses."""
        values = split_phones(text) if column == "phone" else split_contacts(text)
        if not self._has(column) or len(values) == 0:
            self.keep(column, text)
            return
        for value in values:
            number = value if column != "phone" else _with_plus(value)
            self.main.add(column, value, value=number, field=column, passage=text)

    def read_numbers(self, column: str, text: str) -> None:
        """Read identification numbers, with the property that their label names before that of the column."""
        for value in split_cell(text):
            pair = re.fullmatch(r"(\d{10})\s*(?:/|KPP:?)\s*(\d{9})", value)
            if pair is not None:
                # Russian companies state tax number and registration reason code (KPP) in one breath.
                self._add_number("taxNumber" if column == "registrationNumber" else column, pair[1], column, text)
                self._add_number("kppCode", pair[2], column, text)
                continue
            given = read_labelled(value)
            number = (
                re.sub(r"(?<=\d)\s+(?=\d)", "", given.number) if column in ("innCode", "ogrnCode") else given.number
            )
            number = re.sub(r"\s+on\s+[\d.]+$", "", number)
            self._add_number(given.prop or column, number or value, column, text)
            if (given.country, given.issued, given.expires) != (None, None, None) and self._has("passportNumber"):
                schema = "Passport" if "passportNumber" in (given.prop, column) else "Identification"
                document = self._document(schema, number, column, text)
                document.add_country("country", given.country, field=column, passage=text)
                document.add_date("startDate", given.issued, field=column, passage=text)
                document.add_date("endDate", given.expires, field=column, passage=text)
                if given.label != given.country:
                    document.add("type", given.label, field=column, passage=text)

    def _add_number(self, prop: str, number: str, column: str, passage: str) -> None:
        if prop == "kppCode" and not self._has(prop):
            # Not an identifier of one company: thousands share the code of their tax office.
            self.keep(prop, number)
            return
        fallback = next((name for name in ("idNumber", "registrationNumber") if self._has(name)), "notes")
        prop = prop if self._has(prop) else fallback
        if prop == "innCode":
            # Written "Tax ID/INN" of foreign companies too.
            fallback = "taxNumber"
        self.main.add_identifier(prop, number, fallback=fallback, field=column, passage=passage)

    def _document(self, schema: str, number: str, column: str, passage: str) -> Party:
        entity_id = make_id(self.main.id, schema, number)
        new = Party(self.source, self.main.extractor, schema, entity_id, self.record)
        document = self.documents.setdefault(entity_id, new)
        document.add("holder", self.main.id, field=column, passage=passage)
        document.add("number", number, field=column, passage=passage)
        return document


def _with_plus(number: str) -> str:
    """Write a telephone number as an international one, unless it begins with Russia's trunk prefix: 8 (495)."""
    return number if re.match(r"8\D*[3489]", number) is not None else "+" + re.sub(r"\D", "", number).removeprefix("00")


_TEXTS = (
    *(
        "birthPlace",
        "position",
        "gender",
        "appearance",
        "ethnicity",
        "fatherName",
        "motherName",
        "legalForm",
        "sector",
        "notes",
    ),
)
_NUMBERS = (
    *(
        "passportNumber",
        "registrationNumber",
        "taxNumber",
        "idNumber",
        "innCode",
        "ogrnCode",
        "kppCode",
        "okpoCode",
        "leiCode",
    ),
    *("swiftBic", "ticker", "imoNumber", "mmsi"),
)

COLUMNS: Mapping[str, Callable[[EuParty, str, str], None]] = {
    **dict.fromkeys(("name", "alias", "weakAlias", "previousName"), EuParty.read_names),
    **dict.fromkeys(("country", "nationality", "jurisdiction", "flag"), EuParty.read_countries),
    **dict.fromkeys(("birthDate", "incorporationDate"), EuParty.read_dates),
    **dict.fromkeys(_TEXTS, EuParty.read_texts),
    **dict.fromkeys(_NUMBERS, EuParty.read_numbers),
    "address": EuParty.read_addresses,
    **dict.fromkeys(("phone", "email", "website"), EuParty.read_contacts),
}
"""What becomes of each column that describes the party."""

FIELDS: Mapping[str, str] = {
    "celex": "Sanction.authorityId",
    "amendedCelex": "Sanction.status; the series of the amending act",
    "amendmentCelex": "Sanction.authorityId",
    "recordId": "entity id, Sanction.recordId",
    "programKey": "Sanction.program, Sanction.programId",
    "annex": "entity id, Sanction.recordId",
    "measure": "Sanction.provisions; topics",
    "startDate": "Sanction.startDate, Sanction.listingDate",
    "reason": "Sanction.reason; document of kind narrative",
    "schema": "schema",
    **{column: f"{column}, or notes where the schema has no such property" for column in COLUMNS},
}
"""What becomes of every column."""

"""One entity of the EU's financial sanctions files becomes a party, its sanctions, documents and narratives.

The XML and the CSV are read by this one builder, so that both give the same ids and values. The CSV does not say which
names are weak unless a remark does.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from rigour.langs import iso_639_alpha3

from counterflow.clean.script import language_of_script
from counterflow.collect.narrative import make_narrative
from counterflow.collect.party import Party
from counterflow.collect.readers.eu.fsf_document import FsfDocuments, add_country
from counterflow.collect.readers.eu.fsf_entity import FsfEntity, Part
from counterflow.collect.readers.eu.fsf_field import REMARK
from counterflow.collect.readers.eu.journal_cells import split_cell, split_contacts, split_phones
from counterflow.collect.source import Source
from counterflow.model.schema import clean_value
from counterflow.stage import Row
from counterflow.tables import Document

AUTHORITY = "Council of the European Union"
SCHEMATA = {"person": "Person", "enterprise": "Organization", "p": "Person", "e": "Organization"}
NARRATIVE_WORDS = 8
"""Words from which a remark is a text to be read, not a label like "UNSC RESOLUTION 1483"."""

_DESIGNATED = re.compile(
    r"\bDate of (?:designation|listing)\s*:\s*(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)", re.IGNORECASE
)
_LOW_QUALITY = re.compile(r"\blow? quality\b", re.IGNORECASE)
_CONTACTS = {"PHONE": "phone", "FAX": "phone", "EMAIL": "email", "WEB": "website"}
_ADDRESS_PARTS = ("street", "poBox", "place", "zipCode", "city", "region")
_PLACE_PARTS = ("place", "zipCode", "city", "region")


def schema_of(entity: FsfEntity) -> str | None:
    """Tell persons from organisations; None: the file names another kind, or none."""
    code = entity.own.text("code") or entity.own.text("classificationCode") or ""
    return SCHEMATA.get(code.lower())


class FsfParty:
    """Turns one entity into rows."""

    def __init__(self, source: Source, extractor: str, entity: FsfEntity, schema: str) -> None:
        self.source = source
        self.extractor = extractor
        self.entity = entity
        self.is_person = schema == "Person"
        self.main = Party(source, extractor, schema, f"eu-fsf-{entity.logical_id}", entity.logical_id)
        self.sanctions: list[Party] = []
        self.documents = FsfDocuments(self.main)
        self.narratives: list[Document] = []

    def rows(self) -> Iterator[Row]:
        """Read the entity and yield its rows."""
        parts = self.entity.parts
        self._read_names(parts["nameAlias"])
        self._read_sanctions(parts["regulation"])
        self._read_remarks()
        for part in parts["birthdate"]:
            self._read_birth(part)
        for part in parts["citizenship"]:
            self._read_citizenship(part)
        for part in parts["address"]:
            self._read_address(part)
        for part in parts["identification"]:
            self.documents.read(part)
        yield from self.main.rows()
        for sanction in self.sanctions:
            yield from sanction.rows()
        yield from self.documents.rows()
        yield from self.narratives

    def _read_names(self, parts: Sequence[Part]) -> None:
        first = next((part for part in parts if not _is_weak(part) and whole_name(part) is not None), None)
        first = first or next((part for part in parts if whole_name(part) is not None), None)
        for part in parts:
            whole = whole_name(part)
            lang = self._language(part, whole)
            is_weak = _is_weak(part)
            prop = "name" if part is first else "weakAlias" if is_weak else "alias"
            if whole is None and len(part.passage) > 0:
                self.main.add("notes", part.passage, field=part.field("wholeName"))
            passage = part.text("wholeName") or part.passage
            self.main.add(prop, whole, field=part.field("wholeName"), passage=passage, lang=lang)
            if not is_weak and self.is_person:
                for name in ("firstName", "middleName", "lastName"):
                    self.main.add(name, part.text(name), field=part.field(name), lang=lang)
            if self.is_person:
                self.main.add("gender", part.text("gender"), field=part.field("gender"))
            for name, of_person in (("title", "title"), ("function", "position")):
                for value in split_cell(part.text(name) or ""):
                    kind = of_person if self.is_person else "notes"
                    self.main.add(kind, value, field=part.field(name), passage=part.text(name), lang=lang)
            self.main.add("notes", part.text(REMARK), field=part.field(REMARK))

    def _language(self, part: Part, name: str | None) -> str | None:
        text = part.text("nameLanguage")
        if text is None:
            return None if name is None else language_of_script(name)
        lang = _alpha3(text.lower())
        if lang is None:
            self.main.problem(
                "the language of a name is not known",
                field=part.field("nameLanguage"),
                value=text,
                expected="an ISO 639-1 code",
            )
        return lang

    def _read_sanctions(self, regulations: Sequence[Part]) -> None:
        own = self.entity.own
        listing = " ".join(text for part in regulations if (text := part.text("programme")) is not None)
        listing = listing or own.text("euReferenceNumber") or self.entity.logical_id
        field = regulations[0].field("programme") if len(regulations) > 0 else own.field("logicalId")
        self.main.add("topics", "sanction", field=field, passage=listing)
        for number, regulation in enumerate(regulations or (Part("regulation", {}, own.is_csv),), 1):
            ending = "" if number == 1 else f"-{number}"
            sanction = Party(
                self.source, self.extractor, "Sanction", f"{self.main.id}-sanction{ending}", self.entity.logical_id
            )
            sanction.add("entity", self.main.id, field=own.field("logicalId"), passage=self.entity.logical_id)
            sanction.add("authority", AUTHORITY, field=field, passage=listing)
            sanction.add("country", "eu", field=field, passage=listing)
            sanction.add("authorityId", own.text("euReferenceNumber"), field=own.field("euReferenceNumber"))
            sanction.add("unscId", own.text("unitedNationId"), field=own.field("unitedNationId"))
            sanction.add_date("listingDate", own.text("designationDate"), field=own.field("designationDate"))
            sanction.add("summary", own.text("designationDetails"), field=own.field("designationDetails"))
            _read_regulation(sanction, regulation)
            self.sanctions.append(sanction)

    def _read_remarks(self) -> None:
        own = self.entity.own
        field = own.field(REMARK)
        for remark in (own.text(REMARK) or "").split("\n"):
            designated = _DESIGNATED.search(remark)
            if designated is not None:
                for sanction in self.sanctions:
                    sanction.add_date("listingDate", designated[1], field=field, passage=remark)
            if len(remark.split()) < NARRATIVE_WORDS:
                self.main.add("notes", remark, field=field)
        text = "\n".join(one for one in (own.text(REMARK) or "").split("\n") if len(one.split()) >= NARRATIVE_WORDS)
        if text != "":
            record = self.entity.logical_id
            name = self.main.name
            narrative = make_narrative(self.source, self.main.id, record, field, text, language="eng", name=name)
            self.narratives.append(narrative)

    def _read_birth(self, part: Part) -> None:
        main, field = self.main, part.field("birthdate")
        date, written = _birth_date(part)
        calendar = (part.text("calendarType") or "GREGORIAN").upper()
        if date is not None and calendar != "GREGORIAN":
            main.problem(
                "the date is of another calendar; kept as a note",
                field=part.field("calendarType"),
                value=f"{written} {calendar}",
                expected="a date of the Gregorian calendar",
            )
            main.add("notes", f"{written} ({calendar})", field=field, passage=part.passage)
        else:
            prop = "birthDate" if self.is_person else "incorporationDate"
            main.add_date(prop, written, value=date, field=field, passage=part.passage)
        line = self._line(part, _PLACE_PARTS)
        main.add("birthPlace" if self.is_person else "address", line, field=part.field("city"), passage=part.passage)
        add_country(main, "birthCountry" if self.is_person else "country", part)
        main.add("notes", part.text(REMARK), field=part.field(REMARK))

    def _read_citizenship(self, part: Part) -> None:
        add_country(self.main, "nationality" if self.is_person else "country", part)
        for name in ("region", REMARK):
            self.main.add("notes", part.text(name), field=part.field(name))

    def _read_address(self, part: Part) -> None:
        line = self._line(part, _ADDRESS_PARTS)
        self.main.add("address", line, field=part.field("street"), passage=part.passage)
        add_country(self.main, "country", part)
        if part.is_true("asAtListingTime") and line is not None:
            self.main.add("notes", f"Address at the time of listing: {line}", field=part.field("asAtListingTime"))
        for key, words in part.contacts:
            self._read_contact(part, key.upper(), words)
        self.main.add("notes", part.text(REMARK), field=part.field(REMARK))

    def _line(self, part: Part, names: Sequence[str]) -> str | None:
        """Write a place on one line; a country alone is no place."""
        box = part.text("poBox")
        found = [
            f"P.O. Box {box}" if name == "poBox" and box is not None and box[:1].isdigit() else text
            for name in names
            if (text := part.text(name)) is not None
        ]
        country = part.text("countryDescription")
        if len(found) == 0:
            return None
        return ", ".join([*found, *([country] if country is not None and country.upper() != "UNKNOWN" else [])])

    def _read_contact(self, part: Part, key: str, words: str) -> None:
        """Read the numbers or addresses of one contact; what is none of its kind is kept as a note."""
        prop = _CONTACTS.get(key)
        values = () if prop is None else split_phones(words) if prop == "phone" else split_contacts(words)
        numbers = [(value, _with_plus(value) if prop == "phone" else value) for value in values]
        for value, number in numbers:
            if prop is not None and clean_value(self.main.schema, prop, number) is not None:
                self.main.add(prop, value, value=number, field=part.field("contactInfo"), passage=words)
            else:
                self.main.add("notes", f"{key}: {value}", field=part.field("contactInfo"), passage=words)
        if len(numbers) == 0:
            note = words if key == "" else f"{key}: {words}"
            self.main.add("notes", note, field=part.field("contactInfo"), passage=words)


def _with_plus(number: str) -> str:
    """Write a telephone number as an international one: lists leave its plus out."""
    return number if number.startswith("+") else "+" + re.sub(r"\D", "", number).removeprefix("00")


@functools.lru_cache(maxsize=512)
def _alpha3(code: str) -> str | None:
    return iso_639_alpha3(code)


def _is_weak(part: Part) -> bool:
    if _LOW_QUALITY.search(part.text(REMARK) or "") is not None:
        return True
    return part.text("strong") is not None and not part.is_true("strong")


def whole_name(part: Part) -> str | None:
    """Give the name of a part, put together where the list gives its words alone; None where it is no name."""
    words = [text for name in ("firstName", "middleName", "lastName") if (text := part.text(name)) is not None]
    found = part.text("wholeName") or " ".join(words)
    return found if clean_value("Thing", "name", found) is not None else None


def _birth_date(part: Part) -> tuple[str | None, str | None]:
    """Give a date in a form that `clean.date` reads, and as it is written."""
    year, month, day = (part.text(name) for name in ("year", "monthOfYear", "dayOfMonth"))
    start, end = part.text("yearRangeFrom"), part.text("yearRangeTo")
    date = part.text("birthdate")
    written = date
    if date is None and year is not None:
        finer = (month, None if month is None else day)
        date = "-".join([year, *(one.zfill(2) for one in finer if one is not None)])
        written = " ".join(one for one in (day, month, year) if one is not None)
    if date is None and (start is not None or end is not None):
        date = start if start == end else f"{start or '..'}/{end or '..'}"
        written = f"{start or ''}-{end or ''}"
    if date is not None and part.is_true("circa"):
        date = "/".join(side if side == ".." else f"{side}~" for side in date.split("/"))
    return date, written


def _read_regulation(sanction: Party, part: Part) -> None:
    sanction.add("program", part.text("programme"), field=part.field("programme"))
    sanction.add("programId", part.text("programme"), field=part.field("programme"))
    sanction.add("provisions", part.text("numberTitle"), field=part.field("numberTitle"))
    sanction.add("sourceUrl", part.text("publicationUrl"), field=part.field("publicationUrl"))
    sanction.add_date("date", part.text("publicationDate"), field=part.field("publicationDate"))
    kind, adopter = part.text("regulationType"), part.text("organisationType")
    prop = "startDate" if (kind or "").lower() == "regulation" else "modifiedAt"
    sanction.add_date(prop, part.text("entryIntoForceDate"), field=part.field("entryIntoForceDate"))
    words = " of the ".join(one for one in (kind, adopter) if one is not None)
    sanction.add("summary", words, field=part.field("regulationType"))
    sanction.add("summary", part.text(REMARK), field=part.field(REMARK))

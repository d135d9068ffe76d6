"""One record of the UN's list becomes a party, its sanction, its documents and its narrative."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.clean.date import read_date
from counterflow.clean.script import language_of_script
from counterflow.collect.alias import read_alias, split_alias
from counterflow.collect.field_tree import FieldTree
from counterflow.collect.narrative import make_narrative
from counterflow.collect.party import Party
from counterflow.collect.readers.un.fields import FIELDS, SEVERAL
from counterflow.collect.readers.un.number import split_number
from counterflow.collect.repeated import find_repeated
from counterflow.collect.source import Source
from counterflow.collect.xml import Element, text_of, texts_of
from counterflow.model.doubt import Hedge
from counterflow.model.identity import make_id
from counterflow.stage import Row

AUTHORITY = "United Nations Security Council"

_FIELD_TREE = FieldTree(FIELDS)
_PLACE_PARTS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_ALIAS_PROPS = {"good": "alias", "low": "weakAlias", "a.k.a.": "alias", "f.k.a.": "previousName"}
_PASSPORT = re.compile("pass?eport|pasaporte|passport", re.IGNORECASE)
_SCRIPT_NOTE = re.compile(r"(?:original script|in \w+ script|in Arabic)\s*:\s*(.+)$", re.IGNORECASE | re.DOTALL)
_EXPIRY = re.compile(
    r"\b(?:expir(?:es|ed|y date|ation date|ing)|valid until)[: ]*(?:on )?(\d{1,2} \w+\.? \d{4}|\d{4}|\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)
_LOCATED = re.compile(r"\(formerly(?: located)?(?: at)?\)[,\s]*", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:previous(?:ly)?|former(?:ly)?)\b", re.IGNORECASE)
_POSSIBLE = re.compile(r"\b(?:possibl[ey]|believed|reported(?:ly)?|probabl[ey]|alleged(?:ly)?|false)\b", re.IGNORECASE)


class UnParty:
    """Turns one record into rows."""

    def __init__(self, source: Source, extractor: str, element: Element) -> None:
        self.source = source
        self.element = element
        self.record = text_of(element, "DATAID") or ""
        self.is_person = element.tag == "INDIVIDUAL"
        self.extractor = extractor
        self.main = self._make("Person" if self.is_person else "Organization", f"unsc-{self.record}")
        self.sanction = self._make("Sanction", f"{self.main.id}-sanction")
        self.documents: dict[str, Party] = {}

    def _make(self, schema: str, entity_id: str) -> Party:
        return Party(self.source, self.extractor, schema, entity_id, self.record)

    def rows(self) -> Iterator[Row]:
        """Read the record and yield its rows."""
        self._read_names()
        self._read_sanction()
        if self.is_person:
            self._read_person()
        for value in texts_of(self.element, "DESIGNATION/VALUE"):
            prop = "position" if self.is_person else "notes"
            self.main.add(prop, value, value=one_line(value), field="DESIGNATION")
        for address in self.element.iterfind(f"{self.element.tag}_ADDRESS"):
            self._read_address(address)
        self._check_elements()
        yield from self.main.rows()
        yield from self.sanction.rows()
        for document in self.documents.values():
            yield from document.rows()
        comments = text_of(self.element, "COMMENTS1")
        if comments is not None:
            name = self.main.name
            yield make_narrative(
                self.source, self.main.id, self.record, "COMMENTS1", comments, language="eng", name=name
            )

    def _check_elements(self) -> None:
        for path, text in _FIELD_TREE.find_unknown(self.element):
            self.main.unknown_field(path, text)
        for path, text in find_repeated(self.element, SEVERAL):
            message = "the element stands twice where one is allowed; the first is read"
            self.main.problem(message, field=path, value=text)

    def _read_names(self) -> None:
        parts = [text_of(self.element, f"{order}_NAME") for order in ("FIRST", "SECOND", "THIRD", "FOURTH")]
        name = " ".join(part for part in parts if part is not None)
        # "COMPAGNIE EXEMPLE (CE) ; EXAMPLE COMPANY (EC)": one body, two names.
        for one in name.split(" ; ") if not self.is_person else (name,):
            self.main.add("name", one, value=one_line(one), field="FIRST_NAME", passage=name)
        for name in texts_of(self.element, "NAME_ORIGINAL_SCRIPT"):
            language = language_of_script(name)
            self.main.add("alias", name, value=one_line(name), field="NAME_ORIGINAL_SCRIPT", lang=language)
        for alias in self.element.iterfind(f"{self.element.tag}_ALIAS"):
            self._read_alias(alias)

    def _read_alias(self, alias: Element) -> None:
        field = str(alias.tag)
        quality = text_of(alias, "QUALITY") or ""
        text, note = text_of(alias, "ALIAS_NAME"), text_of(alias, "NOTE")
        prop = _ALIAS_PROPS.get(quality.lower(), "weakAlias")
        if quality.lower() not in _ALIAS_PROPS and text is not None:
            self.main.problem(
                "the quality of an alias is not known; read as weak", field=f"{field}/QUALITY", value=quality
            )
        for name in () if text is None else split_alias(text):
            short, language = read_alias(name), language_of_script(name)
            self.main.add(prop, name, value=one_line(short), field=field, passage=text, lang=language)
            if short != name:
                self._note(name, field, passage=text)
        script = None if note is None else _SCRIPT_NOTE.search(note)
        if script is not None:
            self.main.add(prop, script[1], field=f"{field}/NOTE", passage=note, lang=language_of_script(script[1]))
        else:
            self._note(note, f"{field}/NOTE")
        # A birth that the list ties to an alias may be that of the alias alone.
        born = text_of(alias, "DATE_OF_BIRTH")
        born = None if born == "null" else born
        self.main.add_date("birthDate", born, field=f"{field}/DATE_OF_BIRTH", hedge=Hedge.POSSIBLE)
        place = [
            part for part in (text_of(alias, "CITY_OF_BIRTH"), text_of(alias, "COUNTRY_OF_BIRTH")) if part is not None
        ]
        if self.is_person:
            self.main.add("birthPlace", ", ".join(place), field=f"{field}/CITY_OF_BIRTH", hedge=Hedge.POSSIBLE)

    def _read_sanction(self) -> None:
        element, sanction = self.element, self.sanction
        reference = text_of(element, "REFERENCE_NUMBER")
        listing = text_of(element, "UN_LIST_TYPE") or reference or self.record
        self.main.add("topics", "sanction", field="UN_LIST_TYPE", passage=listing)
        sanction.add("entity", self.main.id, field="DATAID", passage=self.record)
        sanction.add("authority", AUTHORITY, field="UN_LIST_TYPE", passage=listing)
        sanction.add("unscId", reference, field="REFERENCE_NUMBER")
        sanction.add("authorityId", reference, field="REFERENCE_NUMBER")
        sanction.add("program", text_of(element, "UN_LIST_TYPE"), field="UN_LIST_TYPE")
        sanction.add_date("listingDate", text_of(element, "LISTED_ON"), field="LISTED_ON")
        for value in texts_of(element, "LAST_DAY_UPDATED/VALUE"):
            sanction.add_date("modifiedAt", value, field="LAST_DAY_UPDATED")
        sanction.add_date("date", text_of(element, "SUBMITTED_ON"), field="SUBMITTED_ON")
        sanction.add("summary", text_of(element, "SUBMITTED_BY"), field="SUBMITTED_BY")

    def _read_person(self) -> None:
        element, main = self.element, self.main
        for title in texts_of(element, "TITLE/VALUE"):
            main.add("title", title, value=one_line(title), field="TITLE")
        for nationality in texts_of(element, "NATIONALITY/VALUE"):
            main.add_country("nationality", nationality, field="NATIONALITY")
        gender = text_of(element, "GENDER")
        if gender is not None and gender.lower() != "unknown":
            main.add("gender", gender, field="GENDER")
        for birth in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
            self._read_birth_date(birth)
        for place in element.iterfind("INDIVIDUAL_PLACE_OF_BIRTH"):
            self._read_place(place, "birthPlace", "birthCountry")
        for document in element.iterfind("INDIVIDUAL_DOCUMENT"):
            self._read_document(document)

    def _read_birth_date(self, birth: Element) -> None:
        """Read a birth date in its parts; its note may hold the month, or all of the date."""
        field, main = "INDIVIDUAL_DATE_OF_BIRTH", self.main
        note, start, end = text_of(birth, "NOTE"), text_of(birth, "FROM_YEAR"), text_of(birth, "TO_YEAR")
        text = text_of(birth, "DATE") or text_of(birth, "YEAR")
        if text is None and (start is not None or end is not None):
            text = f"{start} to {end}" if start is not None and end is not None else start or end
        if note is not None:
            finer = read_date(f"{note} {text}" if text is not None and re.search(r"\d{4}", note) is None else note)
            if finer is not None:
                text, note = finer, None
        if text is None:
            self._note(note, f"{field}/NOTE")
            return
        approximate = (text_of(birth, "TYPE_OF_DATE") or "").upper() == "APPROXIMATELY"
        hedge = Hedge.POSSIBLE if note is not None and _POSSIBLE.search(note) is not None else Hedge.FACT
        value = f"circa {text}" if approximate and "/" not in text else text
        main.add_date("birthDate", text, value=value, field=field, passage=_passage(birth), hedge=hedge)
        self._note(note, f"{field}/NOTE")

    def _note(self, text: str | None, field: str, *, passage: str | None = None) -> None:
        """Keep words as they stand, in one line."""
        self.main.add("notes", text, value=one_line(text or ""), field=field, passage=passage)

    def _read_address(self, address: Element) -> None:
        self._read_place(address, "address", "country")

    def _read_place(self, place: Element, prop: str, country_prop: str) -> None:
        field, note = str(place.tag), text_of(place, "NOTE")
        parts = [part for name in _PLACE_PARTS if (part := text_of(place, name)) is not None]
        country = text_of(place, "COUNTRY")
        hedge = Hedge.FACT
        if note is not None:
            hedge = Hedge.FORMER if _FORMER.search(note) else Hedge.POSSIBLE if _POSSIBLE.search(note) else Hedge.FACT
        if len(parts) > (1 if country is not None and prop == "address" else 0):
            # Data-entry slips put several lines into one element; an address is one line.
            line = ", ".join(map(one_line, parts))
            once = _LOCATED.match(line)
            if once is not None:
                line, hedge = line[once.end() :], Hedge.FORMER
            self.main.add(prop, line, field=field, passage=_passage(place), hedge=hedge)
        if country is not None:
            self.main.add_country(country_prop, country, field=f"{field}/COUNTRY")
        self._note(note, f"{field}/NOTE")

    def _read_document(self, document: Element) -> None:
        field = "INDIVIDUAL_DOCUMENT"
        kinds = [
            kind for name in ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2") if (kind := text_of(document, name)) is not None
        ]
        written, note = text_of(document, "NUMBER"), text_of(document, "NOTE")
        if written is None:
            # A document without a number identifies nobody; its words are kept.
            self._note(_passage(document) if len(kinds) > 0 or note is not None else None, field)
            return
        number, words = split_number(one_line(written))
        is_passport = any(_PASSPORT.search(kind) is not None for kind in kinds)
        schema, passage = "Passport" if is_passport else "Identification", _passage(document)
        self.main.add("passportNumber" if is_passport else "idNumber", number, field=field, passage=passage)
        entity_id = make_id(self.main.id, schema, number)
        paper = self.documents.setdefault(entity_id, self._make(schema, entity_id))
        paper.add("holder", self.main.id, field=field, passage=passage)
        paper.add("number", number, field=field, passage=passage)
        for kind in kinds:
            paper.add("type", kind, value=one_line(kind), field=field, passage=passage)
        for name in ("ISSUING_COUNTRY", "COUNTRY_OF_ISSUE"):
            paper.add_country("country", text_of(document, name), field=f"{field}/{name}")
        paper.add_date("startDate", text_of(document, "DATE_OF_ISSUE"), field=f"{field}/DATE_OF_ISSUE")
        paper.add("authority", text_of(document, "CITY_OF_ISSUE"), field=f"{field}/CITY_OF_ISSUE")
        for part, text in (("NOTE", note), ("NUMBER", words)):
            expiry = None if text is None else _EXPIRY.search(text)
            if expiry is not None and read_date(expiry[1]) is not None:
                paper.add_date("endDate", expiry[1], field=f"{field}/{part}", passage=text)
            paper.add("summary", text, value=one_line(text or ""), field=f"{field}/{part}")


def one_line(text: str) -> str:
    """Give a text without the line breaks and the indents that data entry left in it."""
    return " ".join(text.split())


def _passage(element: Element) -> str:
    """Give the words of an element's parts, in their order."""
    return " ".join(text for part in element.itertext() if (text := str(part).strip()) != "")

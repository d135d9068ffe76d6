"""One record of the UN's list becomes a party, its sanction, its documents and its narrative."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.clean.date import read_date
from counterflow.clean.script import language_of_script
from counterflow.collect.alias import read_alias, split_alias
from counterflow.collect.narrative import make_narrative
from counterflow.collect.party import Party
from counterflow.collect.source import Source
from counterflow.collect.xml import Element, text_of, texts_of, unknown_fields
from counterflow.model.doubt import Hedge
from counterflow.model.identity import make_id
from counterflow.stage import Row

AUTHORITY = "United Nations Security Council"

_DOCUMENT = "number, type, country and dates of a Passport or Identification"
_ADDRESS = "address and country; its NOTE as a note"
KNOWN_ELEMENTS = {
    # Element below INDIVIDUAL or ENTITY: what becomes of it; "dropped: " and the reason where nothing does.
    "DATAID": "entity id",
    "VERSIONNUM": "dropped: 1 in every record",
    "FIRST_NAME": "name",
    "SECOND_NAME": "name",
    "THIRD_NAME": "name",
    "FOURTH_NAME": "name",
    "NAME_ORIGINAL_SCRIPT": "alias",
    "UN_LIST_TYPE": "Sanction.program",
    "REFERENCE_NUMBER": "Sanction.unscId, Sanction.authorityId",
    "LISTED_ON": "Sanction.listingDate",
    "LIST_TYPE": "dropped: holds VALUE alone",
    "LIST_TYPE/VALUE": "dropped: 'UN List' in every record",
    "LAST_DAY_UPDATED": "holds VALUE alone",
    "LAST_DAY_UPDATED/VALUE": "Sanction.modifiedAt",
    "SUBMITTED_ON": "Sanction.date",
    "SUBMITTED_BY": "Sanction.summary",
    "SORT_KEY": "dropped: empty, for the publisher's own display",
    "SORT_KEY_LAST_MOD": "dropped: empty, for the publisher's own display",
    "COMMENTS1": "document of kind narrative",
    "GENDER": "gender; 'Unknown' says nothing",
    "TITLE": "holds VALUE alone",
    "TITLE/VALUE": "title",
    "DESIGNATION": "holds VALUE alone",
    "DESIGNATION/VALUE": "position",
    "NATIONALITY": "holds VALUE alone",
    "NATIONALITY/VALUE": "nationality",
    "INDIVIDUAL_ALIAS": "alias, weakAlias or previousName by its QUALITY",
    "ENTITY_ALIAS": "alias or previousName by its QUALITY",
    "INDIVIDUAL_DATE_OF_BIRTH": "birthDate; its NOTE as a note",
    "INDIVIDUAL_PLACE_OF_BIRTH": "birthPlace and birthCountry; its NOTE as a note",
    "INDIVIDUAL_ADDRESS": _ADDRESS,
    "ENTITY_ADDRESS": _ADDRESS,
    "INDIVIDUAL_DOCUMENT": _DOCUMENT,
    **{
        f"{kind}_ALIAS/{part}": "alias"
        for kind in ("INDIVIDUAL", "ENTITY")
        for part in ("QUALITY", "ALIAS_NAME", "NOTE")
    },
    **{f"INDIVIDUAL_ALIAS/{part}": "birthDate" for part in ("DATE_OF_BIRTH",)},
    **{f"INDIVIDUAL_ALIAS/{part}": "birthPlace" for part in ("CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")},
    **{
        f"INDIVIDUAL_DATE_OF_BIRTH/{part}": "birthDate"
        for part in ("TYPE_OF_DATE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR", "NOTE")
    },
    **{
        f"{parent}/{part}": "address"
        for parent in ("INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS", "INDIVIDUAL_PLACE_OF_BIRTH")
        for part in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")
    },
    **{
        f"INDIVIDUAL_DOCUMENT/{part}": _DOCUMENT
        for part in (
            "TYPE_OF_DOCUMENT",
            "TYPE_OF_DOCUMENT2",
            "NUMBER",
            "ISSUING_COUNTRY",
            "COUNTRY_OF_ISSUE",
            "CITY_OF_ISSUE",
        )
    },
    **{f"INDIVIDUAL_DOCUMENT/{part}": _DOCUMENT for part in ("DATE_OF_ISSUE", "NOTE")},
}

_PLACE_PARTS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_ALIAS_PROPS = {"good": "alias", "low": "weakAlias", "a.k.a.": "alias", "f.k.a.": "previousName"}
_PASSPORT = re.compile("pass?eport|pasaporte|passport", re.IGNORECASE)
_SCRIPT_NOTE = re.compile(r"(?:original script|in \w+ script|in Arabic)\s*:\s*(.+)$", re.IGNORECASE | re.DOTALL)
_EXPIRY = re.compile(
    r"\b(?:expir(?:es|ed|y date|ation date|ing)|valid until)[: ]*(?:on )?(\d{1,2} \w+\.? \d{4}|\d{4}|\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)
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
            self.main.add("position" if self.is_person else "notes", value, field="DESIGNATION")
        for address in self.element.iterfind(f"{self.element.tag}_ADDRESS"):
            self._read_address(address)
        self._check_elements()
        yield from self.main.rows()
        yield from self.sanction.rows()
        for document in self.documents.values():
            yield from document.rows()
        comments = text_of(self.element, "COMMENTS1")
        if comments is not None:
            yield make_narrative(self.source, self.main.id, self.record, "COMMENTS1", comments, language="eng")

    def _check_elements(self) -> None:
        for path, text in unknown_fields(self.element, KNOWN_ELEMENTS):
            self.main.unknown_field(path, text)

    def _read_names(self) -> None:
        parts = [text_of(self.element, f"{order}_NAME") for order in ("FIRST", "SECOND", "THIRD", "FOURTH")]
        self.main.add("name", " ".join(part for part in parts if part is not None), field="FIRST_NAME")
        for name in texts_of(self.element, "NAME_ORIGINAL_SCRIPT"):
            self.main.add("alias", name, field="NAME_ORIGINAL_SCRIPT", lang=language_of_script(name))
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
            self.main.add(prop, name, value=read_alias(name), field=field, passage=text, lang=language_of_script(name))
            if read_alias(name) != name:
                self.main.add("notes", name, field=field, passage=text)
        script = None if note is None else _SCRIPT_NOTE.search(note)
        if script is not None:
            self.main.add(prop, script[1], field=f"{field}/NOTE", passage=note, lang=language_of_script(script[1]))
        else:
            self.main.add("notes", note, field=f"{field}/NOTE")
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
            main.add("title", title, field="TITLE")
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
            main.add("notes", note, field=f"{field}/NOTE")
            return
        approximate = (text_of(birth, "TYPE_OF_DATE") or "").upper() == "APPROXIMATELY"
        hedge = Hedge.POSSIBLE if note is not None and _POSSIBLE.search(note) is not None else Hedge.FACT
        value = f"circa {text}" if approximate and "/" not in text else text
        main.add_date("birthDate", text, value=value, field=field, passage=_passage(birth), hedge=hedge)
        main.add("notes", note, field=f"{field}/NOTE")

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
            line = ", ".join(re.sub(r"\s+", " ", part) for part in parts)
            self.main.add(prop, line, field=field, passage=_passage(place), hedge=hedge)
        if country is not None:
            self.main.add_country(country_prop, country, field=f"{field}/COUNTRY")
        self.main.add("notes", note, field=f"{field}/NOTE")

    def _read_document(self, document: Element) -> None:
        field = "INDIVIDUAL_DOCUMENT"
        kinds = [
            kind for name in ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2") if (kind := text_of(document, name)) is not None
        ]
        number, note = text_of(document, "NUMBER"), text_of(document, "NOTE")
        if number is None:
            # A document without a number identifies nobody; its words are kept.
            self.main.add("notes", _passage(document) if len(kinds) > 0 or note is not None else None, field=field)
            return
        is_passport = any(_PASSPORT.search(kind) is not None for kind in kinds)
        schema, passage = "Passport" if is_passport else "Identification", _passage(document)
        self.main.add("passportNumber" if is_passport else "idNumber", number, field=field, passage=passage)
        entity_id = make_id(self.main.id, schema, number)
        paper = self.documents.setdefault(entity_id, self._make(schema, entity_id))
        paper.add("holder", self.main.id, field=field, passage=passage)
        paper.add("number", number, field=field, passage=passage)
        for kind in kinds:
            paper.add("type", kind, field=field, passage=passage)
        for name in ("ISSUING_COUNTRY", "COUNTRY_OF_ISSUE"):
            paper.add_country("country", text_of(document, name), field=f"{field}/{name}")
        paper.add_date("startDate", text_of(document, "DATE_OF_ISSUE"), field=f"{field}/DATE_OF_ISSUE")
        paper.add("authority", text_of(document, "CITY_OF_ISSUE"), field=f"{field}/CITY_OF_ISSUE")
        expiry = None if note is None else _EXPIRY.search(note)
        if expiry is not None and read_date(expiry[1]) is not None:
            paper.add_date("endDate", expiry[1], field=f"{field}/NOTE", passage=note)
        paper.add("summary", note, field=f"{field}/NOTE")


def _passage(element: Element) -> str:
    """Give the words of an element's parts, in their order."""
    return " ".join(text for part in element.itertext() if (text := str(part).strip()) != "")

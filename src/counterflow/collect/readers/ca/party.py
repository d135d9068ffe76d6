"""One record of Canada's consolidated autonomous sanctions list becomes a party and its sanction."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.clean.script import language_of_script
from counterflow.collect.party import Party
from counterflow.collect.readers.ca.alias import Name, one_line, read_name, split_aliases, split_languages
from counterflow.collect.source import Source
from counterflow.collect.xml import Element, text_of, unknown_fields
from counterflow.model.schema import clean_value
from counterflow.stage import Row

AUTHORITY = "Global Affairs Canada"

FIELDS = {
    "Country": "entity id, Sanction.program in English and French: the regulations, not a country of the party",
    "LastName": "name, lastName",
    "GivenName": "name, firstName",
    "EntityOrShip": "name; its French form: alias; 'also known as': alias",
    "TitleOrShip": "title of a person, type of a ship",
    "ShipIMONumber": "imoNumber; makes it a Vessel",
    "DateOfBirthOrShipBuildDate": "birthDate of a person, buildDate of a ship",
    "Aliases": "alias, several in one field; weakAlias where a person's is one word; notes if a legal form alone",
    "Schedule": "entity id, Sanction.recordId",
    "Item": "entity id, Sanction.recordId",
    "DateOfListing": "Sanction.listingDate",
}

_ABBREVIATION = re.compile(r"\(([A-Z]{3,})\)")
_DECADE = re.compile(r"(?:born )?in the (?:early |mid-?|late )?(?=\d{3}0s$)", re.IGNORECASE)


def record_key(element: Element) -> str | None:
    """Name a record by regulations, schedule and item; None when it does not say regulations and item.

    Items keep their numbers: when one is repealed its number stays free (96 of Zimbabwe's 177), and new parties come
    last. A name is no part of it, so that a corrected spelling is the same party still.
    """
    country, item = text_of(element, "Country"), text_of(element, "Item")
    if country is None or item is None:
        return None
    english = split_languages(country)[0].text
    short = _ABBREVIATION.search(english)
    parts = (short[1] if short is not None else english, text_of(element, "Schedule") or "", item)
    slugs = [re.sub(r"[^\w.]+", "-", part.casefold()).strip("-") for part in parts]
    return "-".join(slug for slug in slugs if slug != "") if slugs[0] != "" and slugs[2] != "" else None


class CaParty:
    """Turns one record into rows."""

    def __init__(self, source: Source, extractor: str, element: Element, key: str) -> None:
        self.element = element
        self.schema = schema_of(element)
        self.is_person = self.schema == "Person"
        self.main = Party(source, extractor, self.schema, f"ca-sema-{key}", key)
        self.sanction = Party(source, extractor, "Sanction", f"{self.main.id}-sanction", key)

    def rows(self) -> Iterator[Row]:
        """Read the record and yield its rows."""
        self._read_names()
        self._read_sanction()
        self._read_title()
        self._read_date()
        self._read_number()
        for path, text in unknown_fields(self.element, FIELDS):
            self.main.unknown_field(path, text)
        yield from self.main.rows()
        yield from self.sanction.rows()

    def _text(self, field: str) -> str | None:
        return text_of(self.element, field)

    def _read_names(self) -> None:
        last, given, entity = self._text("LastName"), self._text("GivenName"), self._text("EntityOrShip")
        if self.is_person:
            whole = one_line(" ".join(part for part in (given, last) if part is not None))
            where = "LastName" if last is not None else "GivenName"
            self.main.add("name", primary_name(self.element), field=where if is_name(whole) else "EntityOrShip")
            self.main.add("lastName", last, field="LastName")
            self.main.add("firstName", given, field="GivenName")
            self.main.add("alias", entity, field="EntityOrShip")
        elif entity is not None:
            first, *others = read_name(entity)
            self.main.add("name", first.text, field="EntityOrShip", passage=entity, lang=_language(first))
            for name in others:
                prop = "previousName" if name.is_former else "alias"
                self.main.add(prop, name.text, field="EntityOrShip", passage=entity, lang=_language(name))
        aliases = self._text("Aliases")
        names = () if aliases is None else split_aliases(aliases, is_person=self.is_person)
        if len(names) == 0:
            self.main.add("notes", aliases, field="Aliases")
        for name in names:
            is_weak = self.is_person and " " not in name.text
            prop = "weakAlias" if is_weak else "alias"
            self.main.add(prop, name.text, field="Aliases", passage=aliases, lang=_language(name))

    def _read_sanction(self) -> None:
        country, schedule, item = self._text("Country") or "", self._text("Schedule"), self._text("Item") or ""
        sanction = self.sanction
        self.main.add("topics", "sanction", field="Country", passage=country)
        sanction.add("entity", self.main.id, field="Item", passage=item)
        sanction.add("authority", AUTHORITY, field="Country", passage=country)
        sanction.add("country", "ca", field="Country", passage=country)
        for program in split_languages(country):
            sanction.add("program", program.text, field="Country", passage=country, lang=program.lang)
        part = "" if schedule is None else f"{schedule}, " if schedule.startswith("Part") else f"Schedule {schedule}, "
        sanction.add("recordId", f"{part}Item {item}", field="Item", passage=item)
        sanction.add_date("listingDate", self._text("DateOfListing"), field="DateOfListing")

    def _read_title(self) -> None:
        title = self._text("TitleOrShip")
        if title is None:
            return
        if self.is_person:
            for one in split_languages(title):
                self.main.add("title", one.text, field="TitleOrShip", passage=title, lang=one.lang)
        else:
            self.main.add("type" if self.schema == "Vessel" else "notes", title, field="TitleOrShip")

    def _read_date(self) -> None:
        field = "DateOfBirthOrShipBuildDate"
        text = self._text(field)
        if text is None:
            return
        prop = {"Person": "birthDate", "Vessel": "buildDate"}.get(self.schema)
        if prop is None:
            self.main.add("notes", f"{field}: {text}", field=field, passage=text)
        else:
            self.main.add_date(prop, text, value=_DECADE.sub("", text), field=field)

    def _read_number(self) -> None:
        number = self._text("ShipIMONumber")
        if number is None:
            return
        if self.schema == "Vessel":
            self.main.add_identifier("imoNumber", number, fallback="registrationNumber", field="ShipIMONumber")
        else:
            self.main.problem("a person has the number of a ship; kept as a note", field="ShipIMONumber", value=number)
            self.main.add("notes", f"ShipIMONumber: {number}", field="ShipIMONumber", passage=number)


def primary_name(element: Element) -> str | None:
    """Give the name that a party goes by; None where no field holds what can be one."""
    entity = text_of(element, "EntityOrShip")
    parts = (text_of(element, "GivenName"), text_of(element, "LastName"))
    whole = one_line(" ".join(part for part in parts if part is not None))
    found = (whole, "" if entity is None else read_name(entity)[0].text)
    return next((name for name in found if is_name(name)), None)


def is_name(text: str) -> bool:
    """Whether a text can be the name of a party: a letter or a digit, and a name by FtM's rules."""
    return any(char.isalnum() for char in text) and clean_value("Thing", "name", text) is not None


def schema_of(element: Element) -> str:
    """Tell person, ship and other entity apart by the fields that a record has."""
    if text_of(element, "LastName") is not None or text_of(element, "GivenName") is not None:
        return "Person"
    return "Organization" if text_of(element, "ShipIMONumber") is None else "Vessel"


def _language(name: Name) -> str | None:
    return name.lang or language_of_script(name.text)

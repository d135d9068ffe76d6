"""A UK designation becomes a party, its sanctions, papers, relations and narratives, from whichever format it comes.

The same designation read from the XML and the CSV of the UK Sanctions List gives the same entities with the same
values; only the names of the fields in their evidence differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.collect.narrative import make_narrative
from counterflow.collect.party import Party
from counterflow.collect.readers.eu.journal_cells import split_contacts, split_phones
from counterflow.collect.readers.uk.designation import ADDRESS_PARTS, Designation
from counterflow.collect.readers.uk.link import UkLinks
from counterflow.collect.readers.uk.names import read_names
from counterflow.collect.readers.uk.other_information import is_vessel
from counterflow.collect.readers.uk.person import read_person
from counterflow.collect.readers.uk.record import UkRecord, add_date
from counterflow.collect.readers.uk.sanction import UkAuthority, read_sanctions
from counterflow.collect.readers.uk.text import hedge_of, read_registration, split_numbered
from counterflow.collect.source import Source
from counterflow.model.schema import clean_value
from counterflow.stage import Row

_COMPANY = re.compile(
    r"\b(?:compan(?:y|ies)|corporation|enterprise|limited|ltd|llc|ooo|oao|[pjo]jsc|jsc|plc|joint[- ]stock|bank)\b", re.I
)


class UkParty:
    """Turns one designation into rows."""

    def __init__(self, source: Source, extractor: str, designation: Designation, authority: UkAuthority) -> None:
        self.given = designation
        self.authority = authority
        self.record = UkRecord(source, extractor, designation, _schema(designation))
        self.main = self.record.main
        self.links = UkLinks(self.main)

    def rows(self) -> Iterator[Row]:
        """Read the designation and yield its rows."""
        self._read_kind()
        read_names(self.record)
        others: list[Party] = [*read_sanctions(self.record, self.authority), *read_person(self.record)]
        self._read_addresses()
        self._read_contacts()
        self._read_entity()
        self._read_ship()
        for cell in self.given.cells("OtherInformation"):
            self.main.add("notes", cell.text, field=cell.field)
        for cell in self.given.unknown:
            self.record.keep(cell)
        yield from self.main.rows()
        for party in (*others, *self.links.entities()):
            yield from party.rows()
        yield from self._narratives()

    def _narratives(self) -> Iterator[Row]:
        told = list(self.given.cells("OtherInformation"))
        fields = {cell.field for cell in told}
        # A reason that is a piece of the other text is told with it.
        told += [cell for cell in self.given.cells("UKStatementofReasons") if cell.field not in fields]
        for cell in told:
            source, record, name = self.record.source, self.given.record, self.main.name
            yield make_narrative(source, self.main.id, record, cell.field, cell.text, language="eng", name=name)

    def _read_kind(self) -> None:
        kinds = dict.fromkeys(cell.text.lower() for cell in self.given.cells("IndividualEntityShip"))
        cell = self.given.first("IndividualEntityShip")
        if len(kinds) != 1 or next(iter(kinds)) not in ("individual", "entity", "ship"):
            self.main.problem(
                f"the type is not known; read as {self.main.schema}",
                field=None if cell is None else cell.field,
                value=", ".join(kinds) or None,
                expected="one of Individual, Entity, Ship",
            )

    def _read_addresses(self) -> None:
        for group in self.given.groups.get("Address", ()):
            cells = [group[part] for part in ADDRESS_PARTS if part in group]
            country, hedge = group.get("AddressCountry"), hedge_of(" ".join(cell.text for cell in cells))
            if len(cells) > 1 or country is None:
                line = ", ".join(re.sub(r"\s+", " ", cell.text) for cell in cells)
                self.main.add("address", line, field=cells[0].field, hedge=hedge)
            if country is not None:
                for text in split_numbered(country.text):
                    self.record.add_countries("country", country, text, hedge)

    def _read_contacts(self) -> None:
        for concept, prop in (("PhoneNumber", "phone"), ("EmailAddress", "email"), ("Website", "website")):
            for cell, text in self.record.each(concept):
                values = split_phones(text) if prop == "phone" else split_contacts(text)
                for value in values if self.record.has(prop) else ():
                    number = re.sub(r"^00", "+", value)
                    if clean_value(self.main.schema, prop, number) is None:
                        self.record.keep(cell, value)
                    else:
                        self.main.add(prop, value, value=number, field=cell.field, passage=cell.text)
                if len(values) == 0 or not self.record.has(prop):
                    self.record.keep(cell, text)

    def _read_entity(self) -> None:
        self.record.read_texts("TypeOfEntity", "legalForm")
        for cell, text in self.record.each("BusinessRegistrationNumber"):
            found = read_registration(text)
            for number in found.numbers:
                if self.record.has(number.prop):
                    self.main.add_identifier(
                        number.prop, number.value, fallback="registrationNumber", field=cell.field, passage=cell.text
                    )
                else:
                    self.record.keep(cell, f"{number.prop} {number.value}")
            if not found.is_whole:
                # What stands around the numbers is kept: whose register, until when.
                self.record.keep(cell, text)
        for cell, name in self.record.each("ParentCompany"):
            self.links.add_parent(cell, name)
        for cell, name in self.record.each("Subsidiary"):
            self.links.add_subsidiary(cell, name)

    def _read_ship(self) -> None:
        record = self.record
        for cell, number in record.each("IMONumber"):
            plain = re.sub(r"^IMO[\s:]*", "", number, flags=re.IGNORECASE)
            if record.has("imoNumber"):
                self.main.add_identifier(
                    "imoNumber", plain, fallback="registrationNumber", field=cell.field, passage=cell.text
                )
            else:
                record.keep(cell, number)
        for concept, prop in (("CurrentBelievedFlagOfShip", "flag"), ("PreviousFlag", "pastFlags")):
            for cell, flag in record.each(concept):
                record.add_countries(prop if record.has(prop) else "country", cell, flag)
        record.read_texts("MMSI", "mmsi")
        record.read_texts("TypeOfShip", "type")
        record.read_texts("TonnageOfShip", "tonnage")
        record.read_texts("HullIdentificationNumber", "registrationNumber")
        for cell, year in record.each("YearBuilt"):
            if record.has("buildDate"):
                add_date(self.main, "buildDate", cell, year)
            else:
                record.keep(cell, year)
        for cell, length in record.each("LengthOfShip"):
            record.keep(cell, length)
        for concept, is_former in (("CurrentOwnerOperator", False), ("PreviousOwnerOperator", True)):
            for cell, name in record.each(concept):
                self.links.add_owner(cell, name, is_former=is_former)


def _schema(given: Designation) -> str:
    kind = given.first("IndividualEntityShip")
    name = "" if kind is None else kind.text.lower()
    if name in ("individual", "ship"):
        return "Person" if name == "individual" else "Vessel"
    if name != "entity":
        return "LegalEntity"
    if any(is_vessel(cell.text) for cell in given.cells("OtherInformation")):
        return "Vessel"
    is_registered = given.first("BusinessRegistrationNumber") is not None
    is_company = any(_COMPANY.search(cell.text) is not None for cell in given.cells("TypeOfEntity"))
    return "Company" if is_registered or is_company else "Organization"

"""A statement about an entity or a person becomes rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from counterflow.collect.party import Party
from counterflow.collect.readers.bods.bods_fields import unknown_values
from counterflow.collect.readers.bods.bods_statement import BodsStatement, Json, items, mapping, objects, text
from counterflow.collect.source import Source
from counterflow.model.schema import clean_value
from counterflow.stage import Row
from counterflow.tables import Statement

_SCHEMATA = {
    "registeredEntity": "Company",
    "legalEntity": "Organization",
    "arrangement": "Organization",
    "state": "PublicBody",
    "stateBody": "PublicBody",
}
_NAMES = {"individual": "name", "legal": "name", "former": "previousName", "birth": "previousName"}
_SCHEMES = {"XI-LEI": "leiCode", "RU-INN": "innCode", "RU-OGRN": "ogrnCode", "US-EIN": "taxNumber"}
_PAPERS = {"PASSPORT": "passportNumber", "TAXID": "taxNumber", "IDCARD": "idNumber"}
_REGISTER = re.compile(r"[A-Z]{2}-[A-Z0-9_-]+")
"""A code of org-id.guide: `GB-COH`."""


def party_id(record: str) -> str:
    """Give the entity id of a record."""
    return f"bods-{record}"


class BodsParty:
    """Turns one statement into rows of the tables."""

    def __init__(self, source: Source, extractor: str, statement: BodsStatement, record: str) -> None:
        self.statement = statement
        self.details = statement.details
        self.prefix = statement.prefix
        self.main = Party(source, extractor, self._schema(), party_id(record), record)

    def _schema(self) -> str:
        return "Person" if self.statement.kind == "person" else _SCHEMATA.get(entity_type(self.details), "LegalEntity")

    def rows(self) -> Iterator[Row]:
        """Read the statement and yield what it says."""
        if self.statement.kind == "person":
            self._read_person()
        else:
            self._read_entity()
        for identifier in objects(self.details, "identifiers"):
            self._read_identifier(identifier)
        for address in objects(self.details, "addresses"):
            self._read_address(address, "addresses[]")
        self._read_unspecified()
        self._read_frame()
        rows = list(self.main.rows())
        if not any(isinstance(row, Statement) for row in rows):
            self.main.add_id(field="recordId" if self.prefix != "" else "statementID")
            rows = list(self.main.rows())
        return iter(rows)

    def _add(self, prop: str, path: str, *keys: str) -> None:
        self.main.add(prop, text(self.details, *keys), field=f"{self.prefix}{path}")

    def _note(self, label: str, parts: Iterable[str | None], path: str) -> None:
        add_note(self.main, "notes", label, parts, f"{self.prefix}{path}")

    def _read_entity(self) -> None:
        details, main = self.details, self.main
        kind = "entityType/type" if isinstance(details.get("entityType"), dict) else "entityType"
        main.add("classification", entity_type(details) or None, field=f"{self.prefix}{kind}")
        self._add("classification", "entityType/subtype", "entityType", "subtype")
        self._add("legalForm", "entityType/details", "entityType", "details")
        self._add("name", "name", "name")
        for name in items(details, "alternateNames"):
            main.add("alias", text(name), field=f"{self.prefix}alternateNames[]")
        for key in ("jurisdiction", "incorporatedInJurisdiction"):
            self._add_country("jurisdiction", mapping(details, key), key)
        main.add_date("incorporationDate", text(details, "foundingDate"), field=f"{self.prefix}foundingDate")
        main.add_date("dissolutionDate", text(details, "dissolutionDate"), field=f"{self.prefix}dissolutionDate")
        self._add("sourceUrl", "uri", "uri")
        register = text(details, "incorporatedInCompanyRegister")
        self._note("Company register", [register], "incorporatedInCompanyRegister")
        statute = mapping(details, "formedByStatute")
        self._note("Formed by statute", (text(statute, "name"), text(statute, "date")), "formedByStatute/name")
        self._read_listing(mapping(details, "publicListing"))

    def _read_listing(self, listing: Json) -> None:
        self._note("Publicly listed", [text(listing, "hasPublicListing")], "publicListing/hasPublicListing")
        for url in items(listing, "companyFilingsURLs"):
            self.main.add("sourceUrl", text(url), field=f"{self.prefix}publicListing/companyFilingsURLs[]")
        path = "publicListing/securitiesListings[]"
        for one in objects(listing, "securitiesListings"):
            security = mapping(one, "security")
            scheme, number, ticker = (text(security, key) for key in ("idScheme", "id", "ticker"))
            keys = ("stockExchangeName", "stockExchangeJurisdiction", "marketIdentifierCode")
            places = [text(one, key) for key in (*keys, "operatingMarketIdentifierCode")]
            self._note("Listed", (scheme, number, ticker, *places), f"{path}/security/ticker")
            if self.main.schema == "Company":
                self.main.add("ticker", ticker, field=f"{self.prefix}{path}/security/ticker")
                if scheme == "isin":
                    self.main.add("isinCode", number, field=f"{self.prefix}{path}/security/id")

    def _read_person(self) -> None:
        details, main = self.details, self.main
        for name in objects(details, "names"):
            self._read_name(name)
        for country in objects(details, "nationalities"):
            self._add_country("nationality", country, "nationalities[]")
        for country in objects(details, "taxResidencies"):
            self._add_country("country", country, "taxResidencies[]")
            parts = (text(country, "name"), text(country, "code"))
            self._note("Tax residency", parts, "taxResidencies[]/name")
        main.add_date("birthDate", text(details, "birthDate"), field=f"{self.prefix}birthDate")
        main.add_date("deathDate", text(details, "deathDate"), field=f"{self.prefix}deathDate")
        self._read_address(mapping(details, "placeOfBirth"), "placeOfBirth", "birthPlace", "birthCountry")
        self._read_address(mapping(details, "placeOfResidence"), "placeOfResidence")
        self._read_exposure()

    def _read_name(self, name: Json) -> None:
        path = f"{self.prefix}names[]"
        family, given, patronymic = (text(name, key) for key in ("familyName", "givenName", "patronymicName"))
        prop = _NAMES.get(text(name, "type") or "individual", "alias")
        full = text(name, "fullName")
        if full is None:
            parts = " ".join(part for part in (given, patronymic, family) if part is not None)
            self.main.add(prop, parts, field=f"{path}/familyName" if family is not None else f"{path}/givenName")
        self.main.add(prop, full, field=f"{path}/fullName")
        if prop != "previousName":
            self.main.add("lastName", family, field=f"{path}/familyName")
            self.main.add("firstName", given, field=f"{path}/givenName")
            self.main.add("fatherName", patronymic, field=f"{path}/patronymicName")

    def _read_exposure(self) -> None:
        details = self.details
        for status, path in (
            (text(details, "politicalExposure", "status"), "politicalExposure/status"),
            (text(details, "hasPepStatus"), "hasPepStatus"),
        ):
            if status in ("isPep", "true"):
                self.main.add("topics", "role.pep", field=f"{self.prefix}{path}", passage=status)
            self._note("Politically exposed", [status], path)
        exposure = objects(mapping(details, "politicalExposure"), "details")
        for path, one in (
            *(("politicalExposure/details[]", one) for one in exposure),
            *(("pepStatusDetails[]", one) for one in objects(details, "pepStatusDetails")),
        ):
            place = [text(one, "jurisdiction", key) for key in ("name", "code")]
            dates = [text(one, key) for key in ("startDate", "endDate")]
            parts = [text(one, "reason"), text(one, "missingInfoReason"), *place, *dates]
            self._note("Politically exposed", (*parts, *source_parts(mapping(one, "source"))), f"{path}/reason")

    def _read_identifier(self, identifier: Json) -> None:
        number, scheme, name = (text(identifier, key) for key in ("id", "scheme", "schemeName"))
        path = f"{self.prefix}identifiers[]"
        self.main.add("sourceUrl", text(identifier, "uri"), field=f"{path}/uri")
        if number is None:
            self._note("Identifier without a number", (scheme, name), "identifiers[]/scheme")
            return
        label = ", ".join(part for part in (scheme, name) if part is not None)
        field = f"{path}/id ({label})" if label != "" else f"{path}/id"
        if number.startswith(("http://", "https://")) and clean_value("Thing", "sourceUrl", number) is not None:
            self.main.add("sourceUrl", number, field=field)
            return
        prop = self._number_prop((scheme or "").upper(), name or "")
        self.main.add_identifier(prop, number, fallback="idNumber", field=field)

    def _number_prop(self, scheme: str, name: str) -> str:
        if self.main.schema == "Person":
            return _PAPERS.get(scheme.rpartition("-")[2], "idNumber")
        if scheme == "" and name.upper() in ("LEI", "GLEIF", "LEGAL ENTITY IDENTIFIER"):
            return "leiCode"
        if "VAT" in scheme.split("-"):
            return "vatCode"
        return _SCHEMES.get(scheme, "registrationNumber" if _REGISTER.fullmatch(scheme) is not None else "idNumber")

    def _read_address(self, address: Json, path: str, prop: str = "address", country_prop: str = "country") -> None:
        country = address.get("country")
        named = text(country, "name") or text(country, "code") if isinstance(country, dict) else text(country)
        parts = (text(address, "address"), text(address, "postCode"), named)
        line = ", ".join(dict.fromkeys(part for part in parts if part is not None))
        self.main.add(prop, line if line != named else None, field=f"{self.prefix}{path}/address")
        if isinstance(country, dict):
            self._add_country(country_prop, country, f"{path}/country")
        else:
            self.main.add_country(country_prop, named, field=f"{self.prefix}{path}/country")

    def _add_country(self, prop: str, country: Json, path: str) -> None:
        key = "code" if text(country, "code") is not None else "name"
        self.main.add_country(prop, text(country, key), field=f"{self.prefix}{path}/{key}")

    def _read_unspecified(self) -> None:
        kind = text(self.details, "personType")
        self._note("Person type", [None if kind == "knownPerson" else kind], "personType")
        self._note("Not specified", [text(self.details, "missingInfoReason")], "missingInfoReason")
        for key in ("unspecifiedEntityDetails", "unspecifiedPersonDetails"):
            reason = mapping(self.details, key)
            self._note("Not specified", (text(reason, "reason"), text(reason, "description")), f"{key}/reason")
        if text(self.details, "isComponent") == "true":
            self._note("Component", ["of an indirect relationship"], "isComponent")

    def _read_frame(self) -> None:
        add_frame(self.main, self.statement, "notes")
        if self.statement.is_closed:
            add_note(self.main, "notes", "Record closed", [self.statement.date or "closed"], "recordStatus")


def entity_type(details: Json) -> str:
    """Give the type of an entity: an object in 0.4, a code before."""
    return text(details, "entityType", "type") or text(details, "entityType") or ""


def add_frame(party: Party, statement: BodsStatement, prop: str) -> None:
    """Add what every statement has: date, publisher, source, annotations; `prop` takes the text of them."""
    data = statement.data
    party.add_date("modifiedAt", statement.date[:10], field="statementDate")
    publisher = mapping(mapping(data, "publicationDetails"), "publisher")
    party.add("publisher", text(publisher, "name"), field="publicationDetails/publisher/name")
    for key in ("url", "uri"):
        party.add("publisherUrl", text(publisher, key), field=f"publicationDetails/publisher/{key}")
    source = mapping(data, "source")
    party.add("sourceUrl", text(source, "url"), field="source/url")
    retrieved = text(source, "retrievedAt")
    party.add_date("retrievedAt", None if retrieved is None else retrieved[:10], field="source/retrievedAt")
    described = (*items(source, "type"), text(source, "description"))
    add_note(party, prop, "Source", (*map(text, described), *asserted_by(source)), "source/description")
    for one in objects(data, "annotations"):
        keys = ("motivation", "statementPointerTarget", "description", "transformedContent", "url", "creationDate")
        author = (text(one, "createdBy", "name"), text(one, "createdBy", "uri"))
        add_note(party, prop, "Annotation", (*(text(one, key) for key in keys), *author), "annotations[]/description")
    for path, value in unknown_values(statement):
        party.unknown_field(path, value)


def source_parts(source: Json) -> Iterator[str | None]:
    """Yield what a source says of itself."""
    plain = (text(source, key) for key in ("description", "url", "retrievedAt"))
    return itertools.chain(map(text, items(source, "type")), plain, asserted_by(source))


def asserted_by(source: Json) -> Iterator[str | None]:
    """Yield who asserts it."""
    return (text(one, key) for one in objects(source, "assertedBy") for key in ("name", "uri"))


def add_note(party: Party, prop: str, label: str, parts: Iterable[str | None], field: str) -> None:
    """Add several values as one line of text; none if all are missing."""
    line = "; ".join(part for part in parts if part is not None)
    party.add(prop, f"{label}: {line}" if line != "" else None, field=field, passage=line)


def read_party(source: Source, extractor: str, statement: BodsStatement, record: str) -> Iterable[Row]:
    """Yield the rows of a statement about an entity or a person."""
    return BodsParty(source, extractor, statement, record).rows()


__all__ = ["BodsParty", "add_frame", "add_note", "party_id", "read_party"]

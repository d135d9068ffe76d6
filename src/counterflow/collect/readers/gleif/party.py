"""One row of GLEIF's Level 1 file becomes a party, its successors and the entity it is associated with."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from counterflow.clean.country import read_countries
from counterflow.collect.party import Party
from counterflow.collect.readers.gleif.fields import LEI_FIELDS, REPEATS, field_of
from counterflow.collect.readers.gleif.row import Cells, is_lei, language
from counterflow.collect.source import Source
from counterflow.model.identity import make_id
from counterflow.stage import Row

_SCHEMATA = {
    "GENERAL": "Company",
    "BRANCH": "Company",
    "FUND": "Company",
    "SOLE_PROPRIETOR": "LegalEntity",
    "RESIDENT_GOVERNMENT_ENTITY": "PublicBody",
    "INTERNATIONAL_ORGANIZATION": "Organization",
}
_NAMES = {
    "ALTERNATIVE_LANGUAGE_LEGAL_NAME": "name",
    "TRADING_OR_OPERATING_NAME": "alias",
    "PREVIOUS_LEGAL_NAME": "previousName",
}
_NO_FORM = ("8888", "9999")
"""ELF codes that say: a code was asked for, there is none."""

_CATEGORY = "Entity.EntityCategory"
_FORM = "Entity.LegalForm.EntityLegalFormCode"
_AUTHORITY = "Entity.RegistrationAuthority"
_ASSOCIATED = "Entity.AssociatedEntity"


class _Address(NamedTuple):
    """The columns of one address."""

    first: str
    numbers: tuple[str, str]
    lines: tuple[str, ...]
    city: tuple[str, str]
    rest: tuple[str, str]
    all: frozenset[str]

    @classmethod
    def of(cls, prefix: str) -> _Address:
        first = f"{prefix}.FirstAddressLine"
        numbers = f"{prefix}.AddressNumber", f"{prefix}.AddressNumberWithinBuilding"
        more = tuple(f"{prefix}.AdditionalAddressLine.{number}" for number in (1, 2, 3))
        lines = (*more, f"{prefix}.MailRouting")
        city, rest = (f"{prefix}.PostalCode", f"{prefix}.City"), (f"{prefix}.Region", f"{prefix}.Country")
        return cls(first, numbers, lines, city, rest, frozenset([first, *numbers, *lines, *city, *rest]))


class _Name(NamedTuple):
    """The columns of one further name."""

    name: str
    lang: str
    type: str

    @classmethod
    def of(cls, column: str) -> _Name:
        return cls(column, f"{column}.xmllang", f"{column}.type")


_ADDRESSES = tuple(
    _Address.of(prefix)
    for prefix in (
        "Entity.LegalAddress",
        "Entity.HeadquartersAddress",
        *(f"Entity.OtherAddresses.OtherAddress.{number}" for number in REPEATS),
        *(f"Entity.TransliteratedOtherAddresses.TransliteratedOtherAddress.{number}" for number in REPEATS),
    )
)
_OTHERS = tuple(_Name.of(f"Entity.OtherEntityNames.OtherEntityName.{number}") for number in REPEATS)
_TRANSLITERATED = tuple(
    _Name.of(f"Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.{number}") for number in REPEATS
)
_EVENTS = tuple(f"Entity.LegalEntityEvents.LegalEntityEvent.{number}" for number in REPEATS)
_SUCCESSORS = tuple(f"Entity.SuccessorEntity.{number}" for number in REPEATS)


class GleifParty:
    """Turns one row into rows of the tables."""

    def __init__(self, source: Source, extractor: str, cells: Cells) -> None:
        self.source = source
        self.extractor = extractor
        self.cells = cells
        self.lei = cells["LEI"]
        self.main = self._make(_SCHEMATA.get(cells.get(_CATEGORY, ""), "LegalEntity"), f"lei-{self.lei}")
        self.others: list[Party] = []

    def _make(self, schema: str, entity_id: str) -> Party:
        return Party(self.source, self.extractor, schema, entity_id, self.lei)

    def rows(self) -> Iterator[Row]:
        """Read the row and yield what it says."""
        self._read_names()
        self._read_addresses()
        self._read_registration()
        self._read_dates()
        self._read_events()
        for prefix in _SUCCESSORS:
            self._read_successor(prefix)
        self._read_associated()
        for column, text in self.cells.items():
            if field_of(column) not in LEI_FIELDS:
                self.main.add("notes", f"{column}: {text}", field=column, passage=text)
        return itertools.chain.from_iterable(party.rows() for party in (self.main, *self.others))

    def _read_names(self) -> None:
        cells, add = self.cells, self.main.add
        add("leiCode", self.lei, field="LEI")
        lang = language(cells.get("Entity.LegalName.xmllang", ""))
        add("name", cells["Entity.LegalName"], field="Entity.LegalName", lang=lang)
        for columns in _OTHERS:
            if columns.name in cells:
                prop = _NAMES.get(cells.get(columns.type, ""), "alias")
                add(prop, cells[columns.name], field=columns.name, lang=language(cells.get(columns.lang, "")))
        for columns in _TRANSLITERATED:
            if columns.name in cells:
                add("alias", cells[columns.name], field=columns.name, lang=language(cells.get(columns.lang, "")))

    def _read_addresses(self) -> None:
        cells = self.cells
        for columns in _ADDRESSES:
            if cells.keys().isdisjoint(columns.all):
                continue
            first = cells.get(columns.first, "")
            # A number has its own column besides, which in most records repeats what the line holds.
            numbers = (number for one in columns.numbers if (number := cells.get(one, "")) not in first)
            more = (cells.get(one, "") for one in columns.lines)
            city = " ".join(text for one in columns.city if (text := cells.get(one, "")) != "")
            parts = (first, *numbers, *more, city, *(cells.get(one, "") for one in columns.rest))
            line = ", ".join(dict.fromkeys(part for part in parts if part != ""))
            self.main.add("address", line, field=columns.first)
            country = cells.get(columns.rest[1])
            if country is not None:
                self._add_country("country", country, columns.rest[1])

    def _add_country(self, prop: str, text: str, column: str) -> None:
        if len(read_countries(text)) == 0:
            # XX and its like: a code of the file that is no country.
            self.main.problem(f"{prop} is not a country", field=column, value=text, expected="an ISO 3166 code")
        else:
            self.main.add_country(prop, text, field=column)

    def _read_registration(self) -> None:
        cells, main = self.cells, self.main
        number = cells.get(f"{_AUTHORITY}.RegistrationAuthorityEntityID")
        main.add("registrationNumber", number, field=f"{_AUTHORITY}.RegistrationAuthorityEntityID")
        for name in ("RegistrationAuthorityID", "OtherRegistrationAuthorityID"):
            authority = cells.get(f"{_AUTHORITY}.{name}")
            if authority is not None:
                note = f"Registration authority: {authority}" + ("" if number is None else f", number {number}")
                main.add("notes", note, field=f"{_AUTHORITY}.{name}", passage=authority)
        jurisdiction = cells.get("Entity.LegalJurisdiction")
        if jurisdiction is not None:
            self._add_country("jurisdiction", jurisdiction, "Entity.LegalJurisdiction")
        for column in (_CATEGORY, "Entity.EntitySubCategory"):
            main.add("classification", cells.get(column), field=column)
        form = cells.get(_FORM)
        main.add("legalForm", None if form in _NO_FORM else form, field=_FORM)
        main.add("legalForm", cells.get("Entity.LegalForm.OtherLegalForm"), field="Entity.LegalForm.OtherLegalForm")
        main.add("status", cells.get("Entity.EntityStatus"), field="Entity.EntityStatus")
        status = cells.get("Registration.RegistrationStatus", "ISSUED")
        if status != "ISSUED":
            main.add("notes", f"LEI: {status}", field="Registration.RegistrationStatus", passage=status)

    def _read_dates(self) -> None:
        for prop, column in (
            ("incorporationDate", "Entity.EntityCreationDate"),
            ("dissolutionDate", "Entity.EntityExpirationDate"),
        ):
            text = self.cells.get(column)
            # The time of day is midnight somewhere: the day as it is written stands.
            self.main.add_date(prop, text, value=day_of(text), field=column)
        reason = self.cells.get("Entity.EntityExpirationReason")
        if reason is not None:
            column = "Entity.EntityExpirationReason"
            self.main.add("notes", f"Expired: {reason}", field=column, passage=reason)

    def _read_events(self) -> None:
        for prefix in _EVENTS:
            event = self.cells.get(f"{prefix}.LegalEntityEventType")
            day = day_of(self.cells.get(f"{prefix}.LegalEntityEventEffectiveDate"))
            status = self.cells.get(f"{prefix}.event_status")
            text = ", ".join(one for one in (event, day, status) if one is not None)
            if text != "":
                self.main.add("notes", f"Event: {text}", field=f"{prefix}.LegalEntityEventType", passage=text)

    def _read_successor(self, prefix: str) -> None:
        columns = (f"{prefix}.SuccessorLEI", f"{prefix}.SuccessorEntityName", f"{prefix}.SuccessorEntity.xmllang")
        found = self._refer(*columns)
        if found is not None:
            other, column, text = found
            link = self._make("Succession", make_id(self.main.id, "Succession", other))
            link.add("predecessor", self.main.id, field="LEI", passage=self.lei)
            link.add("successor", other, field=column, passage=text)
            self.others.append(link)

    def _read_associated(self) -> None:
        name = f"{_ASSOCIATED}.AssociatedEntityName"
        found = self._refer(f"{_ASSOCIATED}.AssociatedLEI", name, f"{name}.xmllang")
        role = self.cells.get(f"{_ASSOCIATED}.type")
        if found is not None:
            other, column, text = found
            link = self._make("UnknownLink", make_id(self.main.id, "UnknownLink", other, role))
            link.add("subject", self.main.id, field="LEI", passage=self.lei)
            link.add("object", other, field=column, passage=text)
            link.add("role", role, field=f"{_ASSOCIATED}.type")
            self.others.append(link)
        elif role is not None:
            self.main.problem("an association names no entity", field=f"{_ASSOCIATED}.type", value=role)

    def _refer(self, lei_column: str, name_column: str, lang_column: str) -> tuple[str, str, str] | None:
        """Find another entity by its LEI, else by its name; gives its id and the column and text that name it."""
        lei, name = self.cells.get(lei_column), self.cells.get(name_column)
        if lei is not None and is_lei(lei):
            if name is not None:
                self.others.append(other := self._make("LegalEntity", f"lei-{lei}"))
                other.add("name", name, field=name_column, lang=language(self.cells.get(lang_column, "")))
            return f"lei-{lei}", lei_column, lei
        if lei is not None:
            self.main.problem("the LEI fails its check", field=lei_column, value=lei, expected="an ISO 17442 code")
        if name is None:
            return None
        other = self._make("LegalEntity", make_id("gleif", self.main.id, name))
        if other.add("name", name, field=name_column, lang=language(self.cells.get(lang_column, ""))) is None:
            self.others.append(other)
            return None
        self.others.append(other)
        return other.id, name_column, name


def day_of(text: str | None) -> str | None:
    """Take the day off a time stamp (2012-06-06T15:53:00.000Z) as it is written."""
    return None if text is None else text.partition("T")[0]


def read_party(source: Source, extractor: str, cells: Cells) -> Iterable[Row]:
    """Yield the rows of one record."""
    return GleifParty(source, extractor, cells).rows()


__all__ = ["GleifParty", "day_of", "read_party"]

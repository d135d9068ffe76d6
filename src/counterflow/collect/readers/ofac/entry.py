"""One entry of OFAC's lists, whatever the format: the party, its sanction, and what stands beside it.

The formats differ in where an item stands, not in what it is called: `Passport`, `Linked To:`, `MMSI` are the same
words in the remarks of sdn.csv, in idType of sdn.xml and in the features of the newer forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from counterflow.clean.country import is_unknown_country, read_country
from counterflow.clean.date import read_date
from counterflow.collect.party import Party
from counterflow.collect.readers.ofac.record import NameIndex, name_key, natural_name, party_id
from counterflow.collect.readers.ofac.remarks import Number, Remark, read_number
from counterflow.collect.readers.ofac.wallet import find_fault, wallet_id
from counterflow.collect.source import Source, SourceFile
from counterflow.model.doubt import Hedge
from counterflow.model.identity import make_id
from counterflow.model.schema import get_schema
from counterflow.stage import Row

AUTHORITY = "Office of Foreign Assets Control"
NUMBER_ACTIONS = frozenset(["number", "passport", "imo"])
"""Actions of kinds whose text is a number, with country and dates as a document has them."""

_QUOTED = re.compile(r"^\s*'(.*)'\s*$")
_ALTERNATIVE = re.compile(r"^alt\. ?", re.IGNORECASE)
"""What the remarks put before the second of two items of one kind; the other formats do not."""
_DATED = re.compile(r"\)\s*:?\s*(\S.*)$")
"""The day of "Listing Date (EO 14024 Directive 2): 24 Feb 2022"; XML leaves the colon out."""


_DIGITLESS = frozenset(["swiftBic", "registrationNumber", "ticker"])
"""Identifiers that may be letters alone: codes of banks, marks of aircraft."""


def _is_number(text: str, prop: str) -> bool:
    """Whether a text can number anything; "place of issue: Al-Anbar" and "Provisional" do not."""
    return re.search(r"\w" if prop in _DIGITLESS else r"\d", text) is not None


def split_issue(text: str | None) -> tuple[str | None, str | None]:
    """Split what follows "issued" into its date and the rest: "21 Jun 1992 in Amman", "in Ulm", "under the name X"."""
    if text is None:
        return None, None
    day, _, place = f" {text}".partition(" in ")
    day = day.strip(" ,;")
    return (day, place.strip() or None) if read_date(day) is not None else (None, text)


class OfacEntry:
    """Takes the values of one entry, gives its rows; each format's own class says where the values stand."""

    def __init__(self, source: Source, extractor: str, number: str, schema: str, names: NameIndex) -> None:
        self.source = source
        self.extractor = extractor
        self.number = number
        self.names = names
        self.main = self._make(schema, party_id(number))
        self.sanction = self._make("Sanction", f"{self.main.id}-sanction")
        self.others: dict[str, Party] = {}
        self.file = source.main
        """The file that the item being read stands in."""
        self.field = ""
        """The field that it stands in, in the format's own name."""

    def _make(self, schema: str, entity_id: str) -> Party:
        return Party(self.source, self.extractor, schema, entity_id, self.number)

    def _other(self, schema: str, entity_id: str) -> Party:
        """Give the entity beside the party that has this id, made once."""
        return self.others.setdefault(entity_id, self._make(schema, entity_id))

    def rows(self) -> Iterator[Row]:
        """Yield everything the entry says, in the order of its fields."""
        yield from self.main.rows()
        yield from self.sanction.rows()
        for entity_id in self.others:
            yield from self.others[entity_id].rows()

    def read_listing(self, programs: Iterable[str], number_field: str, program_field: str, passage: str | None) -> None:
        """Say that the party is designated, and under which programmes; `passage` is how the entry writes them."""
        field = number_field if passage is None else program_field
        listing = passage or self.number
        self.main.add("topics", "sanction", field=field, passage=listing)
        self.sanction.add("entity", self.main.id, field=number_field, passage=self.number)
        self.sanction.add("authority", AUTHORITY, field=field, passage=listing)
        self.sanction.add("country", "us", field=field, passage=listing)
        self.sanction.add("authorityId", self.number, field=number_field)
        for tag in programs:
            self.sanction.add("program", tag, field=program_field, passage=passage)
            self.sanction.add("programId", tag, field=program_field, passage=passage)

    def read_name(self, name: str, prop: str, field: str, file: SourceFile) -> None:
        """Read a name, a person's as "LAST, First Middle"."""
        if self.main.schema != "Person":
            self.main.add(prop, name, field=field, file=file)
            return
        whole, last, first, suffix = natural_name(name)
        self.main.add(prop, name, value=whole, field=field, file=file)
        if prop == "name":
            self.main.add("lastName", last, field=field, passage=name, file=file)
            self.main.add("firstName", first, field=field, passage=name, file=file)
            self.main.add("nameSuffix", suffix, field=field, passage=name, file=file)

    def read_titles(self, text: str | None, field: str) -> None:
        """Read the titles of a person, parted by semicolons; those of others are notes."""
        prop = "position" if self.main.schema == "Person" else "notes"
        for title in (text or "").split(";"):
            self.main.add(prop, title.strip(), field=field, passage=text)

    def read_location(
        self,
        street: str | None,
        place: str | None,
        country: str | None,
        passage: str,
        fields: tuple[str, str],
        file: SourceFile,
    ) -> None:
        """Read an address in one line; `fields` are those of the address and of its country."""
        # "Gaza Strip", "undetermined": the place is known, the country is not.
        country = None if country is not None and is_unknown_country(country) else country
        parts = [part for part in (street, place, country) if part is not None]
        is_region = country is not None and country.startswith("Region: ") and read_country(country) is None
        if len(parts) > 1 or is_region or (country is None and len(parts) > 0):
            self.main.add("address", ", ".join(parts), field=fields[0], passage=passage, file=file)
        if not is_region:
            self.main.add_country("country", country, field=fields[1], file=file)

    def read_remark(self, remark: Remark) -> None:
        """Read one item; what no rule knows, and what its schema has no place for, is kept as a note."""
        kind = remark.kind
        if (
            kind is None
            or (remark.value == "" and kind.action != "provision")
            or (remark.name == "position" and self.main.schema != "Person")
        ):
            self.note(remark)
            return
        getattr(self, f"_{kind.action}")(remark, kind.prop, kind.fallback)
        if remark.given is not None and kind.action not in NUMBER_ACTIONS:
            # Country and dates of what is no document, an issuer's name: the note holds them.
            self.note(remark)

    def note(self, remark: Remark, *_: str) -> None:
        """Keep an item word for word."""
        self.main.add("notes", remark.text, field=self.field, file=self.file)

    _note = note

    def _has(self, prop: str) -> bool:
        return prop in get_schema(self.main.schema).properties

    def _text(self, remark: Remark, prop: str, _: str) -> None:
        if not self._has(prop):
            self.note(remark)
        else:
            self.main.add(prop, remark.value, field=self.field, passage=remark.text, file=self.file)

    def _date(self, remark: Remark, prop: str, _: str) -> None:
        if not self._has(prop):
            self.note(remark)
        else:
            self.main.add_date(prop, remark.value, field=self.field, passage=remark.text, file=self.file)

    def _country(self, remark: Remark, prop: str, _: str) -> None:
        # "Nationality of Registration" stands on aircraft too, whose schema has no jurisdiction.
        prop = prop if self._has(prop) else "country"
        self.main.add_country(prop, remark.value, field=self.field, passage=remark.text, file=self.file)

    def _weak_alias(self, remark: Remark, *_: str) -> None:
        # One pair of quotation marks; a further one is the ayn of a name: ''ABDUL-GHANI'.
        alias = _QUOTED.sub(r"\1", remark.value).strip()
        whole = natural_name(alias)[0] if self.main.schema == "Person" else alias
        self.main.add("weakAlias", alias, value=whole, field=self.field, passage=remark.text, file=self.file)

    def _phone(self, remark: Remark, prop: str, _: str) -> None:
        if not self._has(prop):
            self.note(remark)
            return
        digits = re.sub(r"\D", "", remark.value)
        # Numbers stand in full but without their plus: 982188526300, 009613679153, (98)(21)(66153220).
        number = remark.value if remark.value.startswith("+") else "+" + digits.removeprefix("00")
        self.main.add(prop, remark.value, value=number, field=self.field, passage=remark.text, file=self.file)

    def _provision(self, remark: Remark, *_: str) -> None:
        words = " ".join(_ALTERNATIVE.sub("", remark.text).split())
        self.sanction.add("provisions", remark.text, value=words, field=self.field, file=self.file)

    def _listing_date(self, remark: Remark, *_: str) -> None:
        # "Listing Date (EO 14024 Directive 2): 24 Feb 2022" dates one directive, not the party's first listing.
        self._provision(remark)
        day = _DATED.search(remark.value)
        if day is not None:
            self.sanction.add_date("listingDate", day[1], field=self.field, passage=remark.text, file=self.file)

    def _wallet(self, remark: Remark, *_: str) -> None:
        currency, address = (*remark.value.split(" ", 1), "")[:2]
        if address.strip() == "":
            self.note(remark)
            return
        wallet = self._other("CryptoWallet", wallet_id(address))
        wallet.add("publicKey", address, field=self.field, passage=remark.text, file=self.file)
        wallet.add("currencySymbol", currency, field=self.field, passage=remark.text, file=self.file)
        wallet.add("holder", self.main.id, field=self.field, passage=remark.text, file=self.file)
        wallet.add("topics", "sanction", field=self.field, passage=remark.text, file=self.file)
        fault = find_fault(address.strip())
        if fault is not None:
            wallet.problem(fault, field=self.field, value=remark.text, file=self.file)

    def _imo(self, remark: Remark, prop: str, fallback: str) -> None:
        self._number(remark, prop if self._has(prop) else fallback, fallback)

    def _former_number(self, remark: Remark, prop: str, _: str) -> None:
        number = read_number(remark.value).number
        if number == "":
            self.note(remark)
        self.main.add(prop, number, field=self.field, passage=remark.text, file=self.file, hedge=Hedge.FORMER)

    def _passport(self, remark: Remark, prop: str, fallback: str) -> None:
        self._number(remark, prop, fallback, schema="Passport")

    def _number(self, remark: Remark, prop: str, fallback: str, schema: str = "Identification") -> None:
        given = remark.given or read_number(remark.value)
        if not _is_number(given.number, prop):
            self.note(remark)
            return
        fallback = fallback if self._has(fallback) else "registrationNumber"
        prop = prop if self._has(prop) else fallback
        self.main.add_identifier(
            prop, given.number, fallback=fallback, field=self.field, passage=remark.text, file=self.file
        )
        if given[1:] == (None, None, None):
            return
        if get_schema(self.main.schema).is_a("LegalEntity"):
            self._document(remark, given, schema)
        else:
            self.note(remark)  # a ship holds no papers in FtM; where and when they were issued stays readable

    def _document(self, remark: Remark, given: Number, schema: str) -> None:
        entity_id = make_id(self.main.id, schema, remark.name.lower(), given.number)
        document = self._other(schema, entity_id)
        document.add("holder", self.main.id, field=self.field, passage=remark.text, file=self.file)
        document.add("type", remark.name.rstrip(" #"), field=self.field, passage=remark.text, file=self.file)
        document.add("number", given.number, field=self.field, passage=remark.text, file=self.file)
        if given.place is not None and read_country(given.place) is None:
            document.add("authority", given.place, field=self.field, passage=remark.text, file=self.file)
        else:
            document.add_country("country", given.place, field=self.field, passage=remark.text, file=self.file)
        for prop, text in (("startDate", given.issued), ("endDate", given.expires)):
            day, place = split_issue(text)
            document.add_date(prop, day, field=self.field, passage=remark.text, file=self.file)
            rest = "authority" if day is not None else "summary"
            document.add(rest, place, field=self.field, passage=remark.text, file=self.file)

    def _link(self, remark: Remark, *_: str) -> None:
        target = self._target(remark.value, self.field, remark.text)
        if target == self.main.id:
            self.note(remark)
            return
        link = self._other("UnknownLink", f"{self.main.id}-link-{target}")
        link.add("subject", self.main.id, field=self.field, passage=remark.text, file=self.file)
        link.add("object", target, field=self.field, passage=remark.text, file=self.file)
        link.add("role", "Linked To", field=self.field, passage=remark.text, file=self.file)

    def _operator(self, remark: Remark, prop: str, _: str) -> None:
        self.refer(prop, remark.value, self.field, remark.text)

    def refer(self, prop: str, name: str, field: str, passage: str) -> None:
        """Read a property whose value is another party, given by its name: owner, operator."""
        if self._has(prop):
            self.main.add(prop, self._target(name, field, passage), field=field, passage=passage, file=self.file)
        else:
            self.main.add("notes", passage, field=field, file=self.file)

    def _target(self, name: str, field: str, passage: str) -> str:
        """Find the listed party of a name, or make one that has this name and nothing else."""
        known = self.names.find(name)
        if known is not None:
            return known
        # Not by the dataset: one name that no list of OFAC's bears is one stub in all of them.
        entity_id = make_id("ofac", "LegalEntity", name_key(name))
        named = self._other("LegalEntity", entity_id)
        if named.add("name", name, field=field, passage=passage, file=self.file) is None:
            named.add_id(field=field)
        return entity_id

"""Identification documents and numbers of the EU's financial sanctions files."""

from __future__ import annotations

from collections.abc import Iterator

from counterflow.clean.country import read_countries, read_country
from counterflow.collect.party import Party
from counterflow.collect.readers.eu.fsf_entity import Part
from counterflow.collect.readers.eu.fsf_field import REMARK
from counterflow.model.identity import make_id
from counterflow.model.schema import get_schema
from counterflow.stage import Row

TYPE_PROPS = {
    "passport": "passportNumber",
    "diplomaticpassport": "passportNumber",
    "imo": "imoNumber",
    "swiftbic": "swiftBic",
    "regnumber": "registrationNumber",
    "fiscalcode": "taxNumber",
    "taxid": "taxNumber",
    "ssn": "socialSecurityNumber",
    "tradelic": "licenseNumber",
    "drivinglicence": "licenseNumber",
}
"""Property of the number of each `identificationTypeCode`; any other is an idNumber."""

_FLAGS = {
    "diplomatic": "diplomatic",
    "knownExpired": "known to be expired",
    "knownFalse": "known to be false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by its issuer",
}


class FsfDocuments:
    """The documents of one party."""

    def __init__(self, main: Party) -> None:
        self.main = main
        self._documents: dict[str, Party] = {}

    def rows(self) -> Iterator[Row]:
        """Yield the rows of all documents."""
        for document in self._documents.values():
            yield from document.rows()

    def read(self, part: Part) -> None:
        """Read one `identification`; without a number it identifies nobody, and its words are a note."""
        code = (part.text("identificationTypeCode") or "").lower()
        numbers = [(name, text) for name in ("number", "latinNumber") if (text := part.text(name)) is not None]
        if len(numbers) == 0:
            self.main.add("notes", part.passage, field=part.field("number"))
            return
        properties = get_schema(self.main.schema).properties
        fallback = "idNumber" if "idNumber" in properties else "registrationNumber"
        prop = TYPE_PROPS.get(code, fallback)
        prop = prop if prop in properties else fallback
        for name, number in numbers:
            self.main.add_identifier(prop, number, fallback=fallback, field=part.field(name), passage=part.passage)
        schema = "Passport" if TYPE_PROPS.get(code) == "passportNumber" else "Identification"
        self._describe(part, schema, numbers)

    def _describe(self, part: Part, schema: str, numbers: list[tuple[str, str]]) -> None:
        main = self.main
        entity_id = make_id(main.id, schema, numbers[0][1])
        document = self._documents.get(entity_id)
        if document is None:
            document = Party(main.source, main.extractor, schema, entity_id, main.record)
            self._documents[entity_id] = document
        document.add("holder", main.id, field=part.field("number"), passage=part.passage)
        for name, number in numbers:
            document.add("number", number, field=part.field(name), passage=part.passage)
        kind = "identificationTypeDescription"
        kind = kind if part.text(kind) is not None else "identificationTypeCode"
        document.add("type", part.text(kind), field=part.field(kind))
        document.add("namesMentioned", part.text("nameOnDocument"), field=part.field("nameOnDocument"))
        document.add("authority", part.text("issuedBy"), field=part.field("issuedBy"))
        for name, prop in (("issuedDate", "startDate"), ("validFrom", "startDate"), ("validTo", "endDate")):
            document.add_date(prop, part.text(name), field=part.field(name))
        add_country(document, "country", part)
        for name, words in _FLAGS.items():
            if part.is_true(name):
                document.add("summary", words, field=part.field(name), passage=part.passage)
        for name in ("region", REMARK):
            document.add("summary", part.text(name), field=part.field(name))


def add_country(party: Party, prop: str, part: Part) -> None:
    """Add the country of a part, by its description first: CS, alone, is nobody's code today."""
    description, code = part.text("countryDescription"), part.text("countryIso2Code")
    if description is not None and len(read_countries(description)) > 0:
        party.add_country(prop, description, field=part.field("countryDescription"))
    elif code is not None and code != "00":
        text = code if read_country(code) is not None else description or code
        party.add_country(prop, text, field=part.field("countryIso2Code"), passage=description or code)

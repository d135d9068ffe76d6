"""The US consolidated screening list as CSV, one row a listing; several values in a cell are joined by `;`."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

from benchmarks.lists.crawler.context import Context, add_date
from followthemoney.statement import StatementEntity

SCHEMATA = {"Individual": "Person", "Entity": "Organization", "Vessel": "Vessel", "Aircraft": "Airplane"}
TEXTS = {
    "title": "position",
    "call_sign": "callSign",
    "vessel_type": "type",
    "gross_tonnage": "tonnage",
    "gross_registered_tonnage": "grossRegisteredTonnage",
    "vessel_flag": "flag",
    "vessel_owner": "notes",
    "remarks": "notes",
    "alt_names": "alias",
    "addresses": "address",
    "citizenships": "citizenship",
    "nationalities": "nationality",
    "places_of_birth": "birthPlace",
}
SANCTION = {
    "programs": "program",
    "federal_register_notice": "summary",
    "license_requirement": "provisions",
    "license_policy": "provisions",
    "source_list_url": "sourceUrl",
    "source_information_url": "sourceUrl",
}
NUMBERS = {"Passport": "passportNumber", "Tax ID No.": "taxNumber", "Email Address": "email", "Website": "website"}


def crawl(context: Context, path: Path) -> None:
    """Read the list."""
    with gzip.open(path) as binary, io.TextIOWrapper(binary, encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            entity = context.make(SCHEMATA.get(row["type"], "LegalEntity"), row["_id"])
            entity.add("name", row["name"])
            for name, prop in TEXTS.items():
                entity.add(prop, _split(row[name]), quiet=True)
            for address in _split(row["addresses"]):
                entity.add("country", address.rpartition(", ")[2])
            for date in _split(row["dates_of_birth"]):
                add_date(entity, "birthDate", date)
            for one in _split(row["ids"]):
                _add_identifier(entity, one)
            sanction = context.make_sanction(entity)
            sanction.add("authority", row["source"])
            sanction.add("authorityId", row["entity_number"])
            for name, prop in SANCTION.items():
                sanction.add(prop, _split(row[name]))
            add_date(sanction, "startDate", row["start_date"])
            add_date(sanction, "endDate", row["end_date"])
            context.emit_party(entity, sanction)


def _add_identifier(entity: StatementEntity, text: str) -> None:
    """Add `CA, BC166787, Passport`: country, dates, number and kind, the first of them if known."""
    *rest, kind = text.split(", ")
    if kind == "Gender":
        entity.add("gender", rest, quiet=True)
    elif kind.startswith("Additional Sanctions Information"):
        entity.add("notes", text)
    elif len(rest) > 0:
        prop = NUMBERS.get(kind, "idNumber")
        entity.add(prop if entity.schema.get(prop) is not None else "registrationNumber", rest[-1], quiet=True)
        if len(rest) > 1:
            entity.add("country", rest[0])


def _split(text: str) -> list[str]:
    return [part for part in text.split("; ") if part != ""]

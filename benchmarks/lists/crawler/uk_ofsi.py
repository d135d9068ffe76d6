"""The UK's consolidated list as CSV: one row a name, all rows of a party share the Group ID."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

from benchmarks.lists.crawler.context import Context, add_date, join_text
from followthemoney.statement import StatementEntity

NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
ADDRESS = ("Address 1", "Address 2", "Address 3", "Address 4", "Address 5", "Address 6", "Post/Zip Code", "Country")
ALIASES = {"AKA": "alias", "FKA": "previousName"}
_NUMBERED = re.compile(r"\s*\(?\d{1,2}\)\s*")


def crawl(context: Context, path: Path) -> None:
    """Read the list; its first line is its date, its second the heading."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", errors="replace", newline="") as handle:
        handle.readline()
        for row in csv.DictReader(handle):
            groups[row["Group ID"]].append({name: text for name, text in row.items() if name is not None and text})
    for group_id, rows in groups.items():
        entity = context.make("Person" if rows[0]["Group Type"] == "Individual" else "Organization", group_id)
        sanction = context.make_sanction(entity)
        sanction.add("authority", "HM Treasury")
        for row in rows:
            _add_row(entity, row)
            sanction.add("program", row.get("Regime"))
            add_date(sanction, "listingDate", row.get("Listed On"))
            add_date(sanction, "modifiedAt", row.get("Last Updated"))
        context.emit_party(entity, sanction)


def _add_row(entity: StatementEntity, row: dict[str, str]) -> None:
    name = join_text(*(row.get(part) for part in NAMES), sep=" ")
    entity.add(ALIASES.get(row.get("Alias Type", ""), "name"), name)
    entity.add("title", row.get("Title"), quiet=True)
    for date in _split(row.get("DOB")):
        add_date(entity, "birthDate", date.replace("00/00/", ""))
    entity.add("birthPlace", _split(row.get("Town of Birth")), quiet=True)
    entity.add("birthCountry", _split(row.get("Country of Birth")), quiet=True)
    entity.add("nationality", _split(row.get("Nationality")), quiet=True)
    entity.add("passportNumber", _split(row.get("Passport Details")), quiet=True)
    entity.add("idNumber", _split(row.get("NI Number")), quiet=True)
    entity.add("position", _split(row.get("Position")), quiet=True)
    entity.add("address", join_text(*(row.get(part) for part in ADDRESS)))
    entity.add("country", row.get("Country"))
    entity.add("notes", row.get("Other Information"))


def _split(text: str | None) -> list[str]:
    """Split `1) Saudi Arabia 2) Qatar`."""
    return [] if text is None else [part for part in _NUMBERED.split(text) if part != ""]

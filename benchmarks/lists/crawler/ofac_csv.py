"""OFAC's list as legacy CSV: sdn.csv with add.csv and alt.csv, or sdn.csv alone, plain or packed."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.lists.crawler.context import Context, join_text
from benchmarks.lists.crawler.ofac_remark import add_remarks
from followthemoney.statement import StatementEntity

SCHEMATA = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
NOTHING = "-0-"


def crawl(context: Context, path: Path) -> None:
    """Read one vintage."""
    addresses, aliases = _by_party(path.with_name("add.csv")), _by_party(path.with_name("alt.csv"))
    for row in _rows(path):
        if len(row) < 12:
            continue
        uid, name, kind, program, title, call_sign, vessel_type, tonnage, gross, flag, owner, remarks = row[:12]
        entity = context.make(SCHEMATA.get(kind, "Organization"), uid)
        _add_name(entity, "name", name)
        entity.add("position", title.split(";"), quiet=True)
        entity.add("callSign", call_sign, quiet=True)
        entity.add("type", vessel_type, quiet=True)
        entity.add("tonnage", tonnage, quiet=True)
        entity.add("grossRegisteredTonnage", gross, quiet=True)
        entity.add("flag", flag, quiet=True)
        entity.add("notes", owner)
        if remarks != "":
            add_remarks(entity, remarks)
        for _, _, kind_of_name, alias, *note in aliases.get(uid, ()):
            prop = {"aka": "alias", "fka": "previousName"}.get(kind_of_name, "alias")
            _add_name(entity, prop, alias)
            entity.add("notes", note)
        for _, _, street, city, country, *note in addresses.get(uid, ()):
            entity.add("address", join_text(street, city, country))
            entity.add("country", country)
            entity.add("notes", note)
        sanction = context.make_sanction(entity)
        sanction.add("authority", "Office of Foreign Assets Control")
        sanction.add("authorityId", uid)
        for one in program.replace("[", " ").replace("]", " ").split():
            sanction.add("programId", one)
            sanction.add("program", one)
        context.emit_party(entity, sanction)


def _rows(path: Path) -> Iterator[list[str]]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as binary:
        text = io.TextIOWrapper(binary, encoding="utf-8", errors="replace", newline="")
        for row in csv.reader(text):
            yield ["" if cell.strip() == NOTHING else cell.strip() for cell in row]


def _by_party(path: Path) -> dict[str, list[list[str]]]:
    rows: dict[str, list[list[str]]] = defaultdict(list)
    if path.exists():
        for row in _rows(path):
            if len(row) >= 5:
                rows[row[0]].append(row)
    return rows


def _add_name(entity: StatementEntity, prop: str, name: str) -> None:
    """Add a name; a person's is written `LAST, First`."""
    last, comma, first = name.partition(", ")
    if comma == "" or entity.schema.name != "Person":
        entity.add(prop, name)
        return
    entity.add(prop, f"{first} {last}")
    if prop == "name":
        entity.add("firstName", first)
        entity.add("lastName", last)

"""Where annotated text comes from: a locator of the gold names a file of the shared data, a record and a field of it.

Offsets of the gold are code points of the field exactly as an XML, CSV or JSON reader gives it, so nothing is stripped.
"""

from __future__ import annotations

import csv
import functools
import json
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

OFAC_NUMBER, OFAC_REMARKS = 0, 11
"""Columns of OFAC's sdn.csv, which has no heading."""


class Locator(NamedTuple):
    """One annotated file or field."""

    file: str
    """Path below the folder of shared data."""
    record: str = ""
    field: str = ""
    annex: str = ""
    name: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.file, self.record, self.annex) if part != "")


class LocatorError(Exception):
    """No such record in the file of a locator, or several that differ."""


def read_source(data: Path, locator: Locator) -> str:
    """Give the text that a locator names.

    Args:
        data: folder of shared data.
        locator: names a file, or a record and a field of it.

    Raises:
        LocatorError: the record is not in the file, or its rows differ in the field.
    """
    path = data / locator.file
    if locator.field == "":
        return path.read_bytes().decode("utf-8")
    texts = {text for text in _fields(path, locator) if text is not None}
    if len(texts) != 1:
        raise LocatorError(f"{locator} {locator.name}: expected one text, found {len(texts)}; is the file another one?")
    return texts.pop()


def _fields(path: Path, locator: Locator) -> list[str | None]:
    if path.name == "documents.json":
        return [one[locator.field] for one in read_json_lines(path) if one["_id"] == locator.record]
    if path.suffix == ".xml":
        return [_un_field(one, locator.field) for one in _un_parties(path).get(locator.record, [])]
    if path.name == "sdn.csv":
        return [row[OFAC_REMARKS] for row in _ofac_rows(path).get(locator.record, [])]
    rows = [
        row
        for row in _eu_rows(path).get(locator.record, [])
        if locator.annex in ("", row["annex"]) and locator.name in ("", row["name"])
    ]
    return [row[locator.field] for row in rows if row[locator.field] != ""]


@functools.cache
def read_json_lines(path: Path) -> list[dict[str, Any]]:
    """Read re3d's files: one JSON object a line."""
    return [json.loads(line) for line in path.read_bytes().decode("utf-8").splitlines() if line.strip() != ""]


@functools.cache
def _un_parties(path: Path) -> dict[str, list[ElementTree.Element]]:
    parties: dict[str, list[ElementTree.Element]] = {}
    for element in ElementTree.parse(path).iter():
        number = element.findtext("REFERENCE_NUMBER")
        if number is not None:
            parties.setdefault(number.strip(), []).append(element)
    return parties


def _un_field(party: ElementTree.Element, field: str) -> str | None:
    return party.findtext(field)


@functools.cache
def _ofac_rows(path: Path) -> dict[str, list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows: dict[str, list[list[str]]] = {}
        for row in csv.reader(file):
            if len(row) > OFAC_REMARKS:
                rows.setdefault(row[OFAC_NUMBER].strip(), []).append(row)
        return rows


@functools.cache
def _eu_rows(path: Path) -> dict[str, list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows: dict[str, list[dict[str, str]]] = {}
        for row in csv.DictReader(file):
            rows.setdefault(row["recordId"], []).append(row)
        return rows

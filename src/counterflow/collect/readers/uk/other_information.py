"""OFSI's `Other Information`: a free text in which the Consolidated List states what it has no column for.

Until 2020 it is prose with references (`UN Ref QDe.004`, `IMO: 8937675. MMSI: 445539000`). Since 2021 it opens with
tags: `(UK Sanctions List Ref):RUS0251. (UK Statement of Reasons):... (Gender):Male (Phone number):(1) +963...`. The
text itself is always kept whole; what is found here is read as the UK Sanctions List's element of the same meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.collect.readers.uk.designation import GROUP_OF, Cell, Group
from counterflow.collect.readers.uk.table import column_key

TAGS = {
    "UK Sanctions List Ref": "UniqueID",
    "UK Statement of Reasons": "UKStatementofReasons",
    "UN Ref": "UNReferenceNumber",
    "Gender": "Gender",
    "Phone number": "PhoneNumber",
    "Email address": "EmailAddress",
    "Website": "Website",
    "Type of entity": "TypeOfEntity",
    "Subsidiaries": "Subsidiary",
    "Parent company": "ParentCompany",
    "Business Reg No": "BusinessRegistrationNumber",
    "Business Registration Number": "BusinessRegistrationNumber",
    "IMO number": "IMONumber",
    "Current owner/operator": "CurrentOwnerOperator",
    "Current owners": "CurrentOwnerOperator",
    "Previous owner/operator": "PreviousOwnerOperator",
    "Previous owners": "PreviousOwnerOperator",
    "Current believed flag": "CurrentBelievedFlagOfShip",
    "Current believed flag of ship": "CurrentBelievedFlagOfShip",
    "Previous flags": "PreviousFlag",
    "Type of ship": "TypeOfShip",
    "Tonnage": "TonnageOfShip",
    "Tonnage of ship": "TonnageOfShip",
    "Length": "LengthOfShip",
    "Length of ship": "LengthOfShip",
    "Year built": "YearBuilt",
    "Hull identification number": "HullIdentificationNumber",
}
"""OFSI's tags and the elements of the UK Sanctions List that mean the same."""

_TAG_KEYS = {column_key(tag): concept for tag, concept in TAGS.items()}
_TAG = re.compile(r"\(([A-Z][A-Za-z/ ]{2,40}(?:\([A-Za-z]+\))?)\)\s*:\s*")
_UN_REFERENCE = re.compile(
    r"(?:\bUN\s*Ref(?:erence)?(?:\s*(?:No|Number))?[\s.:]*|^\s*)"
    r"([A-Z]{2}[EI]\.\d{3}|[A-Z]{2}\.[A-Z]{1,2}\.\d{1,3}\.\d{2}|E\.\d{1,2}\.I{1,3}\.\d{1,2})\b",
    re.IGNORECASE,
)
_PERMANENT = re.compile(r"([A-Z]{2})([EI])(\.\d{3})", re.IGNORECASE)
_UNIQUE_ID = re.compile(r"[A-Z]{2,4}\d{4}")
_IMO = re.compile(r"\bIMO(?: number)?\s*:?\s*(\d{7})\b", re.IGNORECASE)
_MMSI = re.compile(r"\bMMSI\s*:?\s*(\d{9})\b")
_VESSEL = re.compile(r"\bAnnex XIV\b|\bthe (?:following )?vessel\b|\bFlag State\b", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_WEBSITE = re.compile(r"\bWebsite[\s:,]*((?:https?://|www\.)[^\s,;()]+)", re.IGNORECASE)
_APPROXIMATE = re.compile(r"\b(?:DOB|date of birth)\b[^.;]{0,12}\bis app?r?oximate\b", re.IGNORECASE)

_TERSE = {"Gender": re.compile(r"\w+"), "YearBuilt": re.compile(r"\d{4}"), "IMONumber": re.compile(r"(?:IMO ?)?\d{7}")}
"""Tags whose value ends before the text goes on without another tag."""


def read_other_information(cell: Cell) -> Iterator[tuple[str, Group]]:
    """Yield what the text states besides its story, as groups of the UK Sanctions List's elements."""
    marks = [mark for mark in _TAG.finditer(cell.text) if column_key(mark[1]) in _TAG_KEYS]
    ends = (*(mark.start() for mark in marks), len(cell.text))[1:]
    for mark, end in zip(marks, ends, strict=True):
        value = cell.text[mark.end() : end].strip()
        yield from _read_tag(_TAG_KEYS[column_key(mark[1])], value, cell)
    references = dict.fromkeys(_normal(found[1]) for found in _UN_REFERENCE.finditer(cell.text))
    for reference in references:
        yield _one("UNReferenceNumber", reference, cell)
    tagged = {_TAG_KEYS[column_key(mark[1])] for mark in marks}
    if "EmailAddress" not in tagged:
        for email in dict.fromkeys(_EMAIL.findall(cell.text)):
            yield _one("EmailAddress", email, cell)
    if "Website" not in tagged:
        for website in dict.fromkeys(_WEBSITE.findall(cell.text)):
            yield _one("Website", website.rstrip("."), cell)
    if is_vessel(cell.text):
        for concept, pattern in (("IMONumber", _IMO), ("MMSI", _MMSI)):
            for number in () if concept in tagged else dict.fromkeys(pattern.findall(cell.text)):
                yield _one(concept, number, cell)


def is_vessel(text: str) -> bool:
    """Whether an entity is a ship by its text: one IMO number, and the annex or the words of a vessel.

    Shipping companies have IMO numbers too; their texts speak of vessels in the plural or of their own.
    """
    return len(set(_IMO.findall(text))) == 1 and _VESSEL.search(text) is not None


def is_birth_approximate(text: str) -> bool:
    """Whether the text says that the dates of birth in their column are approximate."""
    return _APPROXIMATE.search(text) is not None


def _read_tag(concept: str, value: str, cell: Cell) -> Iterator[tuple[str, Group]]:
    if concept == "UNReferenceNumber":
        # Read below with those that stand in prose.
        if _UN_REFERENCE.match(value) is not None:
            yield _one(concept, _normal(_UN_REFERENCE.findall(value)[0]), cell)
        return
    if concept == "UniqueID":
        head = value.partition(". ")[0]
        for number in dict.fromkeys(_UNIQUE_ID.findall(head)):
            yield _one(concept, number, cell)
        return
    pattern = _TERSE.get(concept)
    if pattern is not None:
        found = pattern.search(value)
        value = "" if found is None else found[0]
    value = value if concept == "UKStatementofReasons" else value.rstrip(" .")
    if value != "":
        yield _one(concept, value, cell)


def _normal(reference: str) -> str:
    """Write a reference as the UN does: KPI.067 is KPi.067."""
    permanent = _PERMANENT.fullmatch(reference)
    if permanent is None:
        return reference.upper()
    return f"{permanent[1].upper()}{permanent[2].lower()}{permanent[3]}"


def _one(concept: str, text: str, cell: Cell) -> tuple[str, Group]:
    return GROUP_OF.get(concept, concept), {concept: Cell(cell.field, text, concept)}

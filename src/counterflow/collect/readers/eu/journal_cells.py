"""The cells of the EU journal tables: several values in one cell, numbers with what they are in brackets, loose dates.

A cell joins its values with `; ` and puts a value that holds a semicolon into quotation marks; inside, the annexes of
the legal acts number what they list: `"(a) 01461558 (Qatari passport number, expiring on 20.1.2024); (b) 00868774"`.
"""

from __future__ import annotations

import csv
import re
from typing import NamedTuple

from counterflow.clean.country import read_country
from counterflow.clean.date import read_date
from counterflow.model.doubt import Hedge

_MARKER = re.compile(r"(?:^|(?<=[\s;,]))(?:\(([a-o])\)\s*|([a-o])\)\s+)")
_DOUBT = re.compile(r"(?:or\s+)?possibly\s+|or\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_LEADING_DATE = re.compile(r"(\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2} [A-Z]\w+\.? \d{4}|\d{4})(?=[\s,;]|$)")
_GREGORIAN = re.compile(r"([^,]+)\(Gregorian calendar\)")
_LABEL_AFTER = re.compile(r"(?P<number>[^()]*\d[^()]*?)\s*\((?P<label>[^()]*(?:\([^()]*\))?[^()]*)\)[.,; ]*$")
_LABEL_BEFORE = re.compile(r"\((?P<label>[A-Za-z][^()]*)\)\s*(?P<number>\S.*)$")
_LABEL_WORDS = re.compile(
    r"(?P<label>(?:[A-Z][\w/.-]*[ :]+)?[\w/ .-]*?\b(?:number|no|nr|card|passport|OGRN|INN|KPP|TIN|ID)\b[.:]*)"
    r"\s*(?P<number>\S*\d[^,;(]*)(?P<rest>.*)$",
    re.IGNORECASE,
)
_ISSUED = re.compile(r"\bissued(?: in [^,\d]+)?(?: on)?:? (\d{1,2}[. ]\w+\.?[. ]\d{4})", re.IGNORECASE)
_EXPIRES = re.compile(
    r"\b(?:expir(?:es|ed|ing|y)(?: on)?|valid until|expiration date|expiry date|date of expiry)[: ]*"
    r"(\d{1,2}[. ]\w+\.?[. ]\d{4})",
    re.IGNORECASE,
)
_LABEL_PROPS = (
    (re.compile(r"\bINN\b"), "innCode"),
    (re.compile(r"\bOGRN\b"), "ogrnCode"),
    (re.compile(r"\bKPP\b"), "kppCode"),
    (re.compile(r"\bOKPO\b"), "okpoCode"),
    (re.compile(r"\b(?:USCC|UNCC|Unified Social Credit)\b", re.IGNORECASE), "uscCode"),
    (re.compile(r"\bIMO\b"), "imoNumber"),
    (re.compile(r"\b(?:TIN|TRN|Tax|fiscal code)\b", re.IGNORECASE), "taxNumber"),
    (re.compile(r"passport", re.IGNORECASE), "passportNumber"),
    (re.compile(r"national id|identity|identification|civil|tazkira", re.IGNORECASE), "idNumber"),
)


class Labelled(NamedTuple):
    """An identification number and what the cell says of it."""

    number: str
    prop: str | None
    """Property that the label names; None: the column decides."""
    country: str | None
    """The words that name a country."""
    issued: str | None
    expires: str | None
    label: str | None


def split_cell(text: str) -> tuple[str, ...]:
    """Split a cell into its values; quotation marks keep a semicolon inside a value, letters in brackets part a list.

    A comma parts nothing: addresses and names hold commas.
    """
    try:
        values = next(csv.reader([text], delimiter=";", skipinitialspace=True), [])
    except csv.Error:
        values = [text]
    found: list[str] = []
    for value in values:
        found.extend(_split_list(value.strip()))
    return tuple(dict.fromkeys(value for value in found if value != ""))


def _split_list(value: str) -> list[str]:
    marks = list(_MARKER.finditer(value))
    letters = "".join(mark[1] or mark[2] for mark in marks)
    if len(marks) == 0 or marks[0].start() != 0 or not "abcdefghijklmno".startswith(letters):
        return [value]
    ends = [*(mark.start() for mark in marks[1:]), len(value)]
    return [value[mark.end() : end].strip(" ;,") for mark, end in zip(marks, ends, strict=True)]


def read_doubt(value: str) -> tuple[str, Hedge]:
    """Take "or possibly" off a value: one of several that may be true."""
    found = _DOUBT.match(value)
    return (value, Hedge.FACT) if found is None else (value[found.end() :], Hedge.POSSIBLE)


def split_contacts(text: str) -> tuple[str, ...]:
    """Split a cell of e-mail addresses or web addresses, which hold neither commas nor spaces."""
    found = (piece.strip(" .;,\"'") for piece in re.split(r"[;,\s]+|\band\b", _BRACKETS.sub(" ", text)))
    return tuple(dict.fromkeys(piece for piece in found if "." in piece))


def split_phones(text: str) -> tuple[str, ...]:
    """Split a cell of telephone numbers; labels such as "(Moscow)" or "Tel." are left out."""
    pieces = re.split(r"[;,\n]| / |\band\b|(?<=\d)\s+(?=\+)", text)
    numbers = (re.sub(r"\([^()\d]*\)|[^\d+()\s./–-]", "", piece).strip(" .;-/") for piece in pieces)
    return tuple(dict.fromkeys(number for number in numbers if sum(char.isdigit() for char in number) > 4))


def read_dates(text: str) -> tuple[str, ...]:
    """Find the dates of one value in EDTF: "31.8.1995, 7.9.2002", "12.6.2002 by Federal Law No. 67-FZ"."""
    gregorian = _GREGORIAN.search(text)
    text = text if gregorian is None else gregorian[1]
    for candidate in (text, _BRACKETS.sub("", text)):
        date = read_date(candidate)
        if date is not None:
            return (date,)
    pieces = [read_date(_BRACKETS.sub("", piece)) for piece in re.split(r"\s*[,/;]\s*| or ", text)]
    dates = tuple(date for date in pieces if date is not None)
    if len(dates) == len(pieces):
        return dates
    leading = _LEADING_DATE.match(text)
    date = None if leading is None else read_date(leading[1])
    return () if date is None else (date,)


def read_labelled(text: str) -> Labelled:
    """Take a number apart from what stands before and after it; where that fails the number is the whole text."""
    for pattern in (_LABEL_AFTER, _LABEL_BEFORE, _LABEL_WORDS):
        found = pattern.match(text)
        if found is None:
            continue
        rest = found.groupdict().get("rest") or ""
        label = f"{found['label']} {rest}".strip()
        return _labelled(found["number"].strip(" ,;."), label)
    if "issued" in text or "expir" in text:
        number, _, rest = text.partition(",")
        return _labelled(number, rest)
    return Labelled(text, None, None, None, None, None)


def _labelled(number: str, label: str) -> Labelled:
    prop = next((prop for pattern, prop in _LABEL_PROPS if pattern.search(label) is not None), None)
    issued, expires = _ISSUED.search(label), _EXPIRES.search(label)
    words = re.split(
        r"\b(?:diplomatic|service|passport|national|identity|identification|civil|number|issued|ID|,)",
        label,
        maxsplit=1,
    )
    country = words[0].strip(" ,;.:") if words[0].strip(" ,;.:") != "" else None
    if country is None or len(country) < 3 or read_country(country) is None:
        country = None
    # "K929139, issued on 14.2.1995" leaves the dates in the number's own text.
    number = re.sub(r",?\s*\b(?:issued|expires|expiry)\b.*$", "", number).strip(" ,;")
    return Labelled(
        number, prop, country, None if issued is None else issued[1], None if expires is None else expires[1], label
    )

"""What stands inside the cells of the UK lists: dates in British order, numbered values, places, labelled numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

from counterflow.clean.country import Country, read_countries, read_country
from counterflow.clean.date import read_date
from counterflow.model.doubt import Hedge

_DAY_FIRST = re.compile(r"'?(dd|--|\d{1,2})[/.](mm|--|\d{1,2})[/.](\d{4})$", re.IGNORECASE)
_MARK = re.compile(r"\((\d{1,2}|[a-z])\)\s*|(?:^|(?<=[\s.,;:]))(\d{1,2}|[a-z])\)\s*")
_LABELLED = re.compile(
    r"\b(INN|OGRN|KPP|BIK|OKPO|LEI|TIN|SWIFT(?: ?/ ?BIC)?|BIC)\b[^0-9A-Za-z]{0,6}([0-9A-Z]{6,20})(?![0-9a-z])"
)
_LABEL_PROPS = {
    "INN": "innCode",
    "OGRN": "ogrnCode",
    "KPP": "kppCode",
    "BIK": "bikCode",
    "OKPO": "okpoCode",
    "LEI": "leiCode",
    "TIN": "taxNumber",
}
_GENERIC_LABEL = re.compile(
    r"(?:(?:company|business|trade|commercial|state)\s+)?(?:registration|register|registry|reg\.?|company)"
    r"\s*(?:(?:number|no\.?|id)\s*[:–-]?|[:–-])\s*",
    re.IGNORECASE,
)
_FORMER = re.compile(r"\b(?:previous(?:ly)?|former(?:ly)?|until)\b", re.IGNORECASE)
_POSSIBLE = re.compile(r"\b(?:possibl[ey]|believed|presumed|alleged(?:ly)?)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"\([^()]*\)?|\bas (?:at|of)\b.*$|\bat time of listing\b|^\s*(?:in|now)\b|\bnationalit(?:y|ies)\b", re.IGNORECASE
)


def read_uk_date(text: str) -> str | None:
    """Read a date in EDTF; the day always comes first, 08/10/2026 is in October, and zeros or letters are unknown.

    Reads `13/04/2018`, `00/09/1977`, `dd/mm/1965`, `27.5.2002`, `12-Sep-2023`, `3 May 2007` and ISO dates; None for the
    rest, `13/13/2018` among them: a date that breaks the order is not turned around.
    """
    text = text.strip()
    parts = _DAY_FIRST.match(text)
    if parts is None:
        return None if re.match(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}", text) is not None else read_date(text)
    day, month = (int(part) if part.isdecimal() else 0 for part in parts.group(1, 2))
    if month == 0:
        return None if day != 0 else read_date(parts[3])
    return read_date(f"{parts[3]}-{month:02d}" if day == 0 else f"{parts[3]}-{month:02d}-{day:02d}")


def split_numbered(text: str) -> tuple[str, ...]:
    """Split `1) Saudi Arabia 2) Qatar`, `(a) 9003213 (b) 6620505`; words before the first mark go with each part.

    Parts keep their place: `(1) (2) Iraq` gives an empty first part. Marks out of sequence part nothing.
    """
    marks: list[re.Match[str]] = []
    for mark in _MARK.finditer(text):
        sign = mark[1] or mark[2]
        first = "1" if len(marks) == 0 else marks[0][1] or marks[0][2]
        expected = str(len(marks) + 1) if first.isdecimal() else chr(ord("a") + len(marks))
        if sign == expected or (len(marks) == 0 and sign == "a"):
            marks.append(mark)
    if len(marks) == 0 or (len(marks) == 1 and marks[0].start() != 0):
        return (text,)
    head = text[: marks[0].start()].strip(" :;,-")
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    parts = (text[mark.end() : end].strip(" ;,") for mark, end in zip(marks, ends, strict=True))
    return tuple(f"{head} {part}" if head != "" and part != "" else part for part in parts)


def read_places(text: str) -> tuple[Country, ...]:
    """Find the countries of a cell that also says since when, or in what state: "In Syria as at June 2013"."""
    plain = re.sub(r"\s+", " ", _ASIDE.sub(" ", text)).strip(" ,.;(")
    found = read_countries(text.strip()) if plain == "" else read_countries(plain) or read_countries(text.strip())
    if len(found) > 0 or "," not in plain:
        return found
    # "Latakia Province, Syria", "Isfahan, Iran (Islamic Republic of).": a place, and the country that it lies in.
    place, _, country = plain.rpartition(",")
    return read_countries(country.strip()) if read_country(place.strip()) is None else ()


def hedge_of(text: str) -> Hedge:
    """Tell the doubt that the words of a place or an address express."""
    if _FORMER.search(text) is not None:
        return Hedge.FORMER
    return Hedge.POSSIBLE if _POSSIBLE.search(text) is not None else Hedge.FACT


class Number(NamedTuple):
    """A registration number and the property that its label names."""

    prop: str
    value: str


class Registration(NamedTuple):
    """What a cell of registration numbers holds."""

    numbers: tuple[Number, ...]
    is_whole: bool
    """Whether the numbers and their labels are all that it says."""


def read_registration(text: str) -> Registration:
    """Read `INN: 7710137066`, `OGRN - 1247700291200 KPP 770701001`; a number without a label is a registration number.

    A sentence, or words without a digit, give no number.
    """
    labelled = tuple(Number(_LABEL_PROPS.get(one[1], "swiftBic"), one[2]) for one in _LABELLED.finditer(text))
    if len(labelled) > 0:
        beside = sum(char.isalnum() for char in _LABELLED.sub("", text))
        return Registration(labelled, beside == 0)
    plain = _GENERIC_LABEL.sub("", text).strip(" .")
    if re.search(r"\d", plain) is None or len(plain) > 40 or plain.count(" ") > 3:
        return Registration((), False)
    return Registration((Number("registrationNumber", plain),), True)

"""Names as Canada's list writes them: several in one field, parted by any of six signs, some with their language.

The field `Aliases` has no rule: "Алексей Иванович; Aliaksei Rymasheuski", "Jeneral Meyer, Jeneral Meyè", "X or Y",
"GORT/ORTAS", "Belarusian: А, Russian: Б". A sign that also stands inside names ("Htoo Wood Products, Ltd.",
"Laser Devices and Technologies") parts them only where both sides can be names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

_LANGUAGES = {
    "belarusian": "bel",
    "belarussian": "bel",
    "russian": "rus",
    "ukrainian": "ukr",
    "arabic": "ara",
    "hebrew": "heb",
    "persian": "fas",
    "farsi": "fas",
    "burmese": "mya",
    "english": "eng",
    "french": "fra",
}
_LABEL = re.compile(rf"\(?\b({'|'.join(_LANGUAGES)})\s*:\s*", re.IGNORECASE)
_BRACKETS = {"(": ")", "«": "»", "“": "”"}
_FORMS = (
    r"(?:(?:Co|Pte|Pvt|Ltd|Limited|Inc|LLC|LLP|LP|Corp|PLC|JSC|OJSC|CJSC|PJSC|OAO|OOO|ZAO|PAO|AO|FSUE|SC|S\.?A|GmbH"
    r"|АО|ОАО|ПАО|ЗАО|САО|НАО|ООО|АНО|МК|ФГУП|ФГБУ|ТОО|Акционерное общество)\b\.?\s*)+"
)
_LEGAL_FORM = re.compile(rf"{_FORMS}(?=$|[,;/)\n]|\s?(?:and|or)\s)")
_ONLY_LEGAL_FORM = re.compile(rf"{_FORMS}$")
_OTHER_SCRIPT = "[^\\W\\d_a-zA-Z\u00c0-\u024f]"
_CLOSING, _OPENING = "[\"”»'.)]", "[\"“«'(]"
_AND = re.compile(
    rf"(?:(?<={_OTHER_SCRIPT})|(?<={_OTHER_SCRIPT}{_CLOSING}))\s+and\s+|\s+and\s+(?={_OPENING}?{_OTHER_SCRIPT})"
)
_SLASH = re.compile(r"\s*/\s*")
_SIGN = re.compile(r"\s*;\s*|\s*,?\s+or\s+|\s*/\s*|\s*,\s*(?:and\s+)?")
_NEW_LINE = re.compile(rf"(?<=[a-zA-Z])\s*\n\s*(?={_OTHER_SCRIPT})")
_KNOWN_AS = re.compile(r"\s*\(\s*(also|formerly|previously)\s+known\s+as\s+(.*?)\s*\)?\s*$", re.IGNORECASE | re.DOTALL)


class Name(NamedTuple):
    """One name of a field."""

    text: str
    lang: str | None
    """ISO 639-3 code, where the field states it."""
    is_former: bool = False
    """Whether the field says that the party bore it before."""


def split_aliases(text: str, *, is_person: bool) -> tuple[Name, ...]:
    """Split the field `Aliases`, in the order of its words, each name once."""
    found: dict[Name, None] = {}
    labels = _LABEL.split(text)
    for number in range(0, len(labels), 2):
        lang = _LANGUAGES[labels[number - 1].lower()] if number > 0 else None
        is_latin: bool | None = None
        for piece in _pieces(labels[number], is_person=is_person):
            name = _tidy(piece)
            if name == "" or _ONLY_LEGAL_FORM.match(name) is not None:
                continue
            # A label speaks of the names in the script that follows it: "Russian: Иван; Ivan" names one in Russian.
            is_latin = _is_latin(name) if is_latin is None else is_latin
            found[Name(name, lang if _is_latin(name) == is_latin else None)] = None
    return tuple(found)


def read_name(text: str) -> tuple[Name, ...]:
    """Read `EntityOrShip`: the name, its French form after a slash, and what stands behind "also known as"."""
    text, other = _also_known_as(text)
    halves = _cut(text, _SLASH, lambda *_: True)
    if len(halves) == 2 and all(_tidy(half) != "" for half in halves):
        return (Name(_tidy(halves[0]), "eng"), Name(_tidy(halves[1]), "fra"), *other)
    return (Name(_tidy(text), None), *other)


def split_languages(text: str) -> tuple[Name, ...]:
    """Split "Belarus / Bélarus": English first, French second; one language alone is that of both."""
    halves = [half.strip() for half in text.split("/", 1)]
    if len(halves) == 1:
        return (Name(halves[0], None),)
    return (Name(halves[0], "eng"), Name(halves[1], "fra"))


def one_line(text: str) -> str:
    """Write a text on one line: some were pasted from a page with its line ends."""
    return re.sub(r"\s+", " ", text).strip()


def _is_latin(text: str) -> bool:
    return re.search(_OTHER_SCRIPT, text) is None


def _also_known_as(text: str) -> tuple[str, tuple[Name, ...]]:
    found = _KNOWN_AS.search(text)
    if found is None or found.start() == 0:
        return text, ()
    name = Name(_tidy(found[2]), None, found[1].lower() != "also")
    return text[: found.start()], (name,) if name.text != "" else ()


def _pieces(text: str, *, is_person: bool) -> list[str]:
    pieces = []
    for line in _NEW_LINE.split(text):
        for part in _cut(line, _SIGN, _parts_names):
            pieces += re.split(r"\s+and\s+", part) if is_person else _AND.split(part)
    return pieces


def _parts_names(sign: str, rest: str) -> bool:
    """Whether a sign parts names: a comma before a legal form or before a word in lower case does not."""
    if "," not in sign or re.search(r"\b(?:or|and)\b", sign) is not None:
        return True
    if _LEGAL_FORM.match(rest) is not None:
        return False
    return not rest[:1].islower() or re.match(r"(?:the |l'|al-)", rest) is not None


def _cut(text: str, sign: re.Pattern[str], parts: Callable[[str, str], bool]) -> list[str]:
    """Cut a text at a sign outside brackets, where `parts` says of the sign and the words after it that it parts."""
    pieces, start, closing = [], 0, ""
    at = 0
    while at < len(text):
        if closing != "":
            closing = "" if text[at] == closing else closing
        elif text[at] in _BRACKETS and _BRACKETS[text[at]] in text[at:]:
            closing = _BRACKETS[text[at]]
        else:
            found = sign.match(text, at)
            if found is not None and parts(found[0], text[found.end() :]):
                pieces.append(text[start:at])
                start = at = found.end()
                continue
        at += 1
    return [*pieces, text[start:]]


def _tidy(text: str) -> str:
    """Take away what is not of the name: quotes around all of it, one half of a pair of brackets, "or" before it."""
    # Pasted out of a CSV file, where a quotation mark in a cell is doubled.
    text = one_line(text).replace('""', '"')
    text = re.sub(r"^(?:or|and)\s+|\s+(?:AKA|a\.k\.a\.)$|^[,;]\s*|\s*[,;]$", "", text)
    for opening, closing in (*_BRACKETS.items(), ('"', '"'), ("'", "'"), ("„", "“")):
        inside = text[1:-1]
        if text[:1] == opening and text[-1:] == closing and opening not in inside and closing not in inside:
            text = inside
    if text.count("(") != text.count(")"):
        text = text.removeprefix("(") if text.startswith("(") else text
        text = text.removesuffix(")") if text.count(")") > text.count("(") else text
    return text.strip()

"""Passports and identity papers as the UK lists write them: number, country and dates in one text.

"K929139 (Tunisian). Issued on 14 Feb 1995", "Passport no. 654133553 expires 11 March 2019", "96 03 464086, Russian
passport". One text may name several papers, and what it says of one is not said of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from counterflow.clean.country import read_country
from counterflow.collect.readers.uk.text import read_uk_date

_DATE = (
    r"(?<!\d)(\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4})(?!\d)"
)
_ISSUED = re.compile(
    rf"\b(?:[Ii]ssued?\b(?: (?:in|at|by) (?:(?!\b[Ee]xpir)[^\d)])*?)?(?: ?\bon\b)?|[Vv]alid(?: from)?\b)[:. ]*{_DATE}"
)
_EXPIRES = re.compile(
    rf"\b(?:[Ee]xpir\w+|[Vv]alid until|(?<=\d{{4}} )(?:until|to))(?: (?:on|date(?: of)?))*[:. ]*{_DATE}"
)
_PHRASE = re.compile(
    rf"{_DATE}|\b(?:issued|expir\w*|valid|date of|place of)\b[^,.;()]*|\breference \d+\b", re.IGNORECASE
)
_KIND = r"(?:passport|identity card|identification|(?:nat(?:ional)?\.? )?id(?:entity)?(?: card)?)"
_SEVERAL = re.compile(
    # "381420565 and 654120219", "472320665, 836110035 (diplomatic", "381320634 PS 563410163"
    r"\s+and\s+(?=[A-Z]{0,3}\d{5,})|\s*,\s*(?=\d{7,})|(?<=\d{9})\s+(?=[A-Z]{2} \d{9})"
    # "... Service passport number: 836220035", "... Holder of French Passport No 11CK51319"
    r"|[.,;]\s+(?=Service passport)"
    rf"|[.;]\s+(?=(?:holder of )?(?:[A-Z][a-z]+ ){{0,3}}{_KIND}(?: booklet)? (?:no|number)\b[.:]*[^,.;()]{{0,40}}?\d)"
    # "... in Al-Khafji) b) Saudi Arabian passport no. G579315": the mark of the first is missing
    r"|\s+[b-e]\)\s*",
    re.IGNORECASE,
)
_FISCAL_CODE = re.compile(r"\b[A-Z]{3} ?[A-Z]{3} ?\d\d[A-Z]\d\d ?[A-Z]\d{3}[A-Z]\b")
_NUMBER = re.compile(
    r"(?<![\w/-])(?:(?!ID\b|NO\b|NIC\b|SSN\b|NI\b)[A-Z]{1,4}[ /-]){0,2}[A-Za-z]{0,6}\d[\w/]*"
    r"(?:(?:- ?|\.)[\w/]+| (?:No\. )?\d{2,}(?![\w/.]))*"
)
_SPREADSHEET = re.compile(r"\d\.\d+E\+\d+")
_COUNTRY_NOISE = re.compile(
    r"\b(?:holder of|fiscal code|diplomatic|service|travel document|passport|nat|national|identi\w+|civil|card|military"
    r"|certificate|number|no|id|ni)\b.*$|[.:]",
    re.IGNORECASE,
)
_COUNTRY_WORDS = re.compile(r"[A-Z][a-z]{3,}(?:[ -][A-Z][a-z]+)*|\bUSA?\b")
_NO_ISSUER = re.compile(r"\b(?:issued|under|place of|date of|expir\w+)\b", re.IGNORECASE)
_IDENTITY = re.compile(r"\b(?:NIC|identity card|national id\w*|certificate of nationality)\b", re.IGNORECASE)


class Paper(NamedTuple):
    """A passport or an identity paper."""

    number: str
    country: str | None
    """FtM code of the country that the words name as its issuer."""
    issued: str | None
    """EDTF, as `expires`."""
    expires: str | None
    is_identity: bool = False
    """Whether the words call it an identity paper and no passport, whatever the column is called."""
    words: str = ""
    """What the text says of it, where it says something of others too."""


def read_papers(text: str, information: str = "") -> Iterator[Paper]:
    """Read the papers of one value: `K929139 (Tunisian). Issued on 14 Feb 1995`, `381420565 and 654120219`.

    A value without a digit in its number gives none.
    """
    parts = _SEVERAL.split(" ".join(text.split()))
    for part in parts:
        fiscal = _FISCAL_CODE.search(part)
        found = fiscal or _NUMBER.search(_PHRASE.sub(lambda words: " " * len(words[0]), part))
        if found is None or _SPREADSHEET.search(part) is not None:
            # 2.81083E+11 has lost its last digits in a spreadsheet: it is no number of anybody.
            continue
        number = re.sub(r"(?<=-) |No\. (?=\d)", "", found[0]) if fiscal is None else found[0].replace(" ", "")
        words = f"{part} {information}"
        issued, expires = _ISSUED.search(words), _EXPIRES.search(words)
        after = part[found.end() :]
        yield Paper(
            number.rstrip(".-/"),
            _paper_country(part[: found.start()], words, information, after),
            None if issued is None else read_uk_date(issued[1]),
            None if expires is None else read_uk_date(expires[1]),
            _is_identity(part, after),
            part if len(parts) > 1 else "",
        )


def _is_identity(part: str, after: str) -> bool:
    # "Passport No: (b) 050456101445 (French national identity card": the label is that of the column.
    stated = after if _IDENTITY.search(after) is not None else part
    return _IDENTITY.search(stated) is not None and "passport" not in stated.lower()


def _paper_country(before: str, words: str, information: str, after: str) -> str | None:
    candidates = (before, *re.findall(r"\(([^()]*)", words), information)
    for candidate in candidates:
        name = _COUNTRY_NOISE.sub("", re.split(r",|\bissued\b", candidate)[0]).strip(" ()")
        code = read_country(name) if len(name) > 1 else None
        if code is not None:
            return code
    # "Passport No: France number 12CP63882", "96 03 464086, Russian passport, issued on": a country among other words.
    for text in (before, _NO_ISSUER.split(after)[0]):
        for found in _COUNTRY_WORDS.findall(text):
            name = _COUNTRY_NOISE.sub("", found).strip()
            code = read_country(name) if len(name) > 1 else None
            if code is not None:
                return code
    return None

"""OFAC's remarks: one line of text that holds most of what the list knows, split into items of a known kind.

DOB 19 Jun 1951; POB Giza, Egypt; Passport 1084010 (Egypt); alt. Passport 19820215; Linked To: X.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from counterflow.collect.readers.ofac.kinds import KINDS, REFERENCE_ACTIONS, Kind

REMARK_CHARS = 1000
"""Where sdn.csv cuts a remark off; the rest stands in sdn_comments.csv."""

_BEGINNING = re.compile(
    r"\s*(?:alt\. ?)?(?P<kind>"
    + "|".join(re.escape(name) for name in sorted(KINDS, key=len, reverse=True))
    + r")(?!\w)[:\s]*",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    "|".join(re.escape(name) for name, kind in KINDS.items() if kind.action in REFERENCE_ACTIONS), re.IGNORECASE
)
"""What tells quickly that a remark may name another party."""

_IN_BRACKETS = re.compile(r"\((Linked To:.*)\)", re.IGNORECASE)
_SEMICOLON = re.compile(r"(?<!&amp);")
_NAMED_NUMBER = re.compile(
    r"(?:alt\. ?)?(?P<kind>[A-Z][\w .,'/&-]*?(?:No\.?|Number|ID|Card|Code|Licen[sc]e|Passport|Certificate|#))"
    r"[:\s]+(?P<rest>\S*\d.*)$"
)
_POSITION = re.compile(
    r"\b(?:minister|president|vice-?president|director|commander|commandant|general|chairman|chairwoman|chairperson|governor|secretary"
    r"|member|head|chief|ambassador|officer|official|deputy|manager|representative|leader|advis[eo]r|colonel|lieutenant|major|brigadier"
    r"|prosecutor|judge|magistrate|mayor|senator|speaker|spokesperson|spokesman|rector|superintendent|treasurer|prime|emir|amir|envoy"
    r"|ombudsman|inspector|constituent|coordinator|supervisor|owner|founder|co-founder|shareholder|partner|employee|agent|captain"
    r"|sheikh|shaykh|ayatollah|qari|maulana|moulana|mullah|doctor|professor|engineer|attorney|candidate|elder|guard|ceo|chef)\b",
    re.IGNORECASE,
)
_BARE = (
    (re.compile(r"(\S+@\S+\.\w+)(?: \(email\))?\.?$"), Kind("text", "email")),
    (re.compile(r"((?:https?://|www\.)\S+?)(?: \(website\))?\.?$"), Kind("text", "website")),
)
_EXPIRES = re.compile(r"\s*\bexpire[sd]\s+(?:on\s+)?(.+)$", re.IGNORECASE)
_ISSUED = re.compile(r"\s*\b(?:date of issue|issued)\s+(?:on\s+)?(.+)$", re.IGNORECASE)
_PLACE = re.compile(r"\s*\(([^()]+)\)\s*$")
_SIGN = re.compile(r"^(?:#|No\.?(?=[\s:])|Number\b|Nr\.|Booklet\b)\s*:?\s*", re.IGNORECASE)


class Number(NamedTuple):
    """An identification number as the remarks write it: `K754050 (Yemen) issued 26 May 1999 expires 25 May 2004`."""

    number: str
    place: str | None
    issued: str | None
    expires: str | None


class Remark(NamedTuple):
    """One item of a remark, or what another format says in fields of its own."""

    text: str
    """The item word for word."""
    name: str
    """What the list calls it, e.g. `National ID No.`; empty where no kind is known."""
    value: str
    """What follows the name."""
    kind: Kind | None
    """None: no rule knows it."""
    given: Number | None = None
    """The number with its country and dates, where the format has these apart; None: they stand in `value`."""


def split_remarks(text: str) -> tuple[str, ...]:
    """Split a remark into its items, word for word; quotation marks and brackets keep their semicolons."""
    items, start = [], 0
    for semicolon in _SEMICOLON.finditer(text):
        piece = text[start : semicolon.start()]
        if piece.count("(") > piece.count(")"):
            continue
        items.append(piece)
        start = semicolon.end()
    items.append(re.sub(r"\.\s*$", "", text[start:]))
    return tuple(item.strip() for item in items if item.strip() != "")


def read_remarks(text: str, titles: str = "") -> Iterator[Remark]:
    """Read each item of a remark; `titles` is the record's Title column, which individuals' remarks repeat."""
    known = {title.strip().lower() for title in titles.split(";")}
    for item in split_remarks(text):
        yield _read_remark(item, known)


@functools.lru_cache(maxsize=1 << 15)  # remarks come back in each vintage of a list
def find_references(text: str) -> tuple[str, ...]:
    """Find the names of other parties in a remark, without reading the rest of it."""
    if _REFERENCE.search(text) is None:
        return ()
    items = (_read_remark(item, set()) for item in split_remarks(text) if _REFERENCE.search(item) is not None)
    return tuple(one.value for one in items if one.kind is not None and one.kind.action in REFERENCE_ACTIONS)


def read_item(name: str, value: str) -> Remark:
    """Read what another format says in two fields, a name and a value: `Passport`, `645120378`."""
    item = f"{name} {value}".strip()
    return _read_named(item, item) or Remark(item, "", item, None)


def _read_remark(item: str, titles: set[str]) -> Remark:
    if item.lower() in titles:
        return Remark(item, "Title", item, Kind("text", "position"))
    # The consolidated list writes "(Linked To: X)".
    wrapped = _IN_BRACKETS.fullmatch(item)
    named = _read_named(item, item if wrapped is None else wrapped[1])
    if named is not None:
        return named
    for pattern, kind in _BARE:
        bare = pattern.match(item)
        if bare is not None:
            return Remark(item, kind.prop, bare[1], kind)
    if _POSITION.search(item) is not None:
        return Remark(item, "position", item, Kind("text", "position"))
    return Remark(item, "", item, None)


def _read_named(text: str, item: str) -> Remark | None:
    """Read an item that begins with the name of its kind, or with what is the name of some number."""
    begins = _BEGINNING.match(item)
    if begins is not None:
        name = begins["kind"]
        return Remark(text, name, item[begins.end() :].strip(), KINDS[name.lower()])
    numbered = _NAMED_NUMBER.match(item)
    return None if numbered is None else Remark(text, numbered["kind"], numbered["rest"], Kind("number", "idNumber"))


def read_number(value: str) -> Number:
    """Take an identification number apart into number, place and dates."""
    expires, issued, place = None, None, None
    found = _EXPIRES.search(value)
    if found is not None:
        expires, value = found[1].strip(), value[: found.start()]
    found = _ISSUED.search(value)
    if found is not None:
        issued, value = found[1].strip(), value[: found.start()]
    found = _PLACE.search(value)
    if found is not None and found.start() > 0:
        place, value = found[1].strip(), value[: found.start()]
    return Number(_SIGN.sub("", value.strip()).strip(), place, issued, expires)

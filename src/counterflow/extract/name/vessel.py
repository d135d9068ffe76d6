"""Names of ships, by the words beside them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from counterflow.extract.lexica import any_of, load_set, load_terms
from counterflow.extract.name.candidate import CAPITAL, Candidate
from counterflow.extract.name.gazetteer import look_up

_SHIP_WORD = rf"(?:{CAPITAL}[\w'-]*|\d{{1,4}}|[IVX]+)"
_SHIP_NAME = rf"{CAPITAL}[\w'-]*(?:\s+{_SHIP_WORD}){{0,4}}"


@functools.cache
def _vessel() -> re.Pattern[str]:
    words = any_of(term for term in load_terms("vessel_trigger") if term not in load_set("vessel_prefix"))
    return re.compile(
        rf"(?:(?<![\w-])(?:(?i:{words})|(?P<prefix>{any_of(load_terms('vessel_prefix'))}))\s+"
        rf"(?:(?:named|called|known\s+as)\s+)?(?:the\s+)?(?:(?:{any_of(load_terms('vessel_prefix'))})\s+)?)"
        rf"[\"']?(?P<name>{_SHIP_NAME})"
    )


@functools.cache
def _vessel_after() -> re.Pattern[str]:
    words = any_of(term for term in load_terms("vessel_trigger") if term.islower() and not term.endswith("s"))
    return re.compile(
        rf"(?<![\w-])(?:The\s+)?(?P<name>{_SHIP_NAME})"
        rf"(?:(?:\s*\((?:IMO|ex)[^)]*\))?,\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}(?:{words})\b"
        r"|,?\s*\(?(?:IMO|MMSI)(?:\s+(?:number|no\.?|#))?:?\s*\d{7})"
    )


@functools.cache
def _vessel_of() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:[Ss]hip|[Vv]essel)(?:\s+(?:and|or)\s+[a-z]+)?\s+(?:manager|owner|operator|master|captain)\s+of\s+(?:the\s+)?"
        rf"(?P<name>{_SHIP_NAME})"
    )


@functools.cache
def _vessel_sign() -> re.Pattern[str]:
    words = {
        term.lower().rsplit(maxsplit=1)[-1].removesuffix("s") for term in load_terms("vessel_trigger") if term.islower()
    }
    return re.compile(
        rf"{any_of(words)}|\b(?:{any_of(term.lower() for term in load_terms('vessel_prefix'))}|mt|imo|mmsi)\b"
    )


def find_vessels(text: str) -> Iterator[Candidate]:
    """Find names of ships behind, before and of a word for one."""
    if _vessel_sign().search(text.lower()) is None:
        return
    for pattern in (_vessel(), _vessel_after(), _vessel_of()):
        for match in pattern.finditer(text):
            name = re.sub(r"\s+(?:IMO|MMSI|ID)\b.*$", "", match["name"])
            if is_ship_name(name):
                yield Candidate(match.start("name"), match.start("name") + len(name.removesuffix("'s")), "vessel", 0)
            end = match.end("name")
            other = (
                _NEXT_SHIP.match(text, end)
                if text[match.start() : match.start("name")].rstrip().endswith("s")
                else None
            )
            while other is not None and is_ship_name(other["name"]):
                yield Candidate(*other.span("name"), "vessel", 0)
                other = _NEXT_SHIP.match(text, other.end())


_NEXT_SHIP = re.compile(rf"(?:,\s+(?:and\s+)?|\s+and\s+)(?:the\s+)?[\"']?(?P<name>{_SHIP_NAME})")


def is_ship_name(name: str) -> bool:
    """Whether capitalised words after a word for a vessel can be its name, and no country, title or identifier."""
    first = name.split(maxsplit=1)[0].removesuffix("'s")
    is_listed = look_up(name) is not None or look_up(first) is not None
    words = {word.lower() for word in (*load_terms("title"), *load_terms("not_a_name"))}
    return not is_listed and first.lower() not in words | load_set("closed_class") and len(name) > 2

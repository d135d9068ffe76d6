"""What a Swiss list says once and its targets refer to by number: places, programmes, and which targets there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from counterflow.collect.readers.ch.field import PLACE_FIELDS, PROGRAM_FIELDS
from counterflow.collect.readers.ch.name import read_parts, whole_name
from counterflow.collect.source import SourceFile
from counterflow.collect.xml import Element, content_of, read_elements, text_of, texts_of, unknown_fields

ROOT = "swiss-sanctions-list"
TARGET, PLACE, PROGRAM = "target", "place", "sanctions-program"
KINDS = ("individual", "entity", "object")
_OBJECT_SCHEMATA = {"vessel": "Vessel", "ship": "Vessel", "aircraft": "Airplane", "airplane": "Airplane"}


class Place(NamedTuple):
    """A place that births, addresses and documents name by its ssid."""

    location: str | None
    area: str | None
    country: str | None
    country_code: str | None
    variants: tuple[str, ...]
    """Other spellings of the location and the area."""


class Program(NamedTuple):
    """A sanctions set: one annex or article of the ordinance that a target is listed under."""

    key: str | None
    """Short name of the ordinance, e.g. `Belarus`."""
    name: str | None
    measure: str | None
    """What the set imposes."""
    origin: str | None
    """Whose list Switzerland follows: UN or EU."""


class Register(NamedTuple):
    """What the first pass over a list found."""

    places: dict[str, Place]
    programs: dict[str, Program]
    targets: frozenset[str]
    """Ids of the targets that can be read."""
    unknown: Mapping[str, str | None]
    """Fields of places and programmes that the format did not have, each with its first words."""


class Target(NamedTuple):
    """A target and the reason why it cannot be read."""

    element: Element
    ssid: str
    refusal: str | None


def read_targets(file: SourceFile) -> Iterator[Target]:
    """Yield the targets of the list itself; the earlier states that its modifications hold are left out.

    A modification copies what it added and removed, whole targets among it: those are history.

    Raises:
        InputError: as `xml.read_elements`.
    """
    seen: set[str] = set()
    for element in _children(file):
        if element.tag == TARGET:
            _drop_history(element)
            ssid = (element.get("ssid") or "").strip()
            refusal = _refuse(element, ssid, seen)
            if refusal is None:
                seen.add(ssid)
            yield Target(element, ssid, refusal)


def read_register(file: SourceFile) -> Register:
    """Read the places and programmes, which stand before the targets or after them.

    Raises:
        InputError: as `xml.read_elements`.
    """
    places: dict[str, Place] = {}
    programs: dict[str, Program] = {}
    unknown: dict[str, str | None] = {}
    seen: set[str] = set()
    for element in _children(file):
        ssid = (element.get("ssid") or "").strip()
        if element.tag == PLACE:
            places[ssid] = _read_place(element)
            _note_unknown(element, PLACE_FIELDS, unknown)
        elif element.tag == PROGRAM:
            programs.update(_read_programs(element))
            _note_unknown(element, PROGRAM_FIELDS, unknown)
        elif _refuse(element, ssid, seen) is None:
            seen.add(ssid)
    return Register(places, programs, frozenset(seen), unknown)


def kind_of(element: Element) -> Element | None:
    """Find what a target is: individual, entity or object."""
    return next((child for kind in KINDS if (child := element.find(kind)) is not None), None)


def schema_of(kind: Element) -> str | None:
    """Give the FtM schema of an individual, entity or object; None for an object of no known type."""
    if kind.tag == "object":
        return _OBJECT_SCHEMATA.get((kind.get("object-type") or "").lower())
    return "Person" if kind.tag == "individual" else "Organization"


def content_with(element: Element, register: Register) -> bytes:
    """Give a target as bytes that change when it does, or anything that it refers to."""
    places = [register.places.get(str(one.get("place-id"))) for one in element.iter() if "place-id" in one.attrib]
    programs = [register.programs.get(ssid) for ssid in sets_of(element)]
    relations = [str(one.get("target-id")) in register.targets for one in element.iter("relation")]
    return content_of(element) + repr((places, programs, relations)).encode("utf-8", "surrogatepass")


def sets_of(element: Element) -> tuple[str, ...]:
    """Give the numbers of the sanctions sets of a target: elements today, an attribute until 2023."""
    written = element.get("sanctions-set-id")
    found = [*texts_of(element, "sanctions-set-id"), *((written,) if written is not None else ())]
    return tuple(dict.fromkeys(found))


def _children(file: SourceFile) -> Iterator[Element]:
    for element in read_elements(file, ROOT, (PLACE, PROGRAM, TARGET)):
        parent = element.getparent()
        if parent is not None and parent.getparent() is None:
            yield element


def _note_unknown(element: Element, known: Mapping[str, str], unknown: dict[str, str | None]) -> None:
    for path, text in unknown_fields(element, known):
        unknown.setdefault(f"{element.tag}/{path}".replace("/@", "@"), text)


def _drop_history(element: Element) -> None:
    for modification in element.iterfind("modification"):
        for tag in ("added", "removed"):
            for one in modification.iterfind(tag):
                one.clear()


def _refuse(element: Element, ssid: str, seen: set[str]) -> str | None:
    """Say why a target cannot be read."""
    if re.fullmatch(r"[0-9]+", ssid) is None:
        return f"ssid {ssid!r} is no number"
    if ssid in seen:
        return f"ssid {ssid} was used before"
    kind = kind_of(element)
    if kind is None:
        return "the target is neither individual nor entity nor object"
    if schema_of(kind) is None:
        return f"object type {kind.get('object-type')!r} is not known"
    names = (whole_name(read_parts(name)) for name in kind.iterfind("identity/name"))
    return "the target has no name" if all(name == "" for name in names) else None


def _read_place(element: Element) -> Place:
    country = element.find("country")
    return Place(
        text_of(element, "location"),
        text_of(element, "area"),
        None if country is None else (country.text or "").strip() or None,
        None if country is None else (country.get("iso-code") or "").strip() or None,
        (*texts_of(element, "location-variant"), *texts_of(element, "area-variant")),
    )


def _read_programs(element: Element) -> Iterator[tuple[str, Program]]:
    """Give each set of an ordinance in English, or in the language that comes first."""
    key, name = (_english(element, tag) for tag in ("program-key", "program-name"))
    origin = text_of(element, "origin")
    for ssid in dict.fromkeys(str(one.get("ssid")) for one in element.iterfind("sanctions-set")):
        measure = _english(element, f"sanctions-set[@ssid='{ssid}']") if "'" not in ssid else None
        yield ssid, Program(key, name, measure, origin)


def _english(element: Element, path: str) -> str | None:
    found = {one.get("lang"): one.text.strip() for one in element.iterfind(path) if one.text is not None}
    return found.get("eng") or next((text for text in found.values() if text != ""), None)

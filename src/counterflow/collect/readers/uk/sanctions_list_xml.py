"""The UK Sanctions List of the Foreign, Commonwealth & Development Office, as XML.

Root `Designations` with `DateGenerated` and one `Designation` a party; since 28 January 2026 the only list of all UK
designations. No real file was at hand: the publisher's schema decides, and `XML_FIELDS` names every element of it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.uk.designation import GROUP_OF, NAME_PARTS, Cell, Designation, Group, gather, is_name
from counterflow.collect.readers.uk.fields import XML_CONCEPTS, XML_FIELDS
from counterflow.collect.readers.uk.party import UkParty
from counterflow.collect.readers.uk.sanctions_list_csv import AUTHORITY, UkSanctionsListCsv
from counterflow.collect.readers.uk.text import read_uk_date
from counterflow.collect.source import Source
from counterflow.collect.xml import (
    Element,
    content_of,
    line_of,
    local_name,
    read_elements,
    text_of,
    texts_of,
    unknown_fields,
)
from counterflow.stage import Row
from counterflow.tables import Problem

_ROOT, _RECORD = "Designations", "Designation"
_GENERATED = re.compile(rb"<(?:\w+:)?DateGenerated[^>]*>\s*([^<\s][^<]*)<")
_IS_ROOT = re.compile(rb"<(?:\w+:)?Designations[\s>]")
_NAMES, _OTHER_NAMES = "Names/Name", "NonLatinNames/NonLatinName/NameNonLatinScript"
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./-]{0,39}")


class UkSanctionsListXml(ListReader):
    """Reads one vintage of the list."""

    NAME = "uk_sanctions_list_xml"
    MIME_TYPE = "application/xml"
    DATASET = "gb_fcdo_sanctions"
    FIELDS = XML_FIELDS
    SOURCE = UkSanctionsListCsv.SOURCE

    def recognise(self, head: Head) -> bool:
        """Look for the root element."""
        return _IS_ROOT.search(head.data[:8192]) is not None

    def describe(self, source: Source, head: Head) -> Source:
        """Take the date of the vintage from `DateGenerated`."""
        found = _GENERATED.search(head.data[:8192])
        date = None if found is None else read_uk_date(found[1].decode("ascii", "replace"))
        return source if date is None else replace(source, published=date)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the designations in the order of the list, then the tally."""
        seen: dict[str, str] = {}
        records = 0
        for element in read_elements(source.main, _ROOT, (_RECORD,)):
            records += 1
            reason = _refuse(element, seen)
            if reason is None:
                read = functools.partial(_read, source, self.extractor(), element)
                yield ListRecord(text_of(element, "UniqueID") or "", content_of(element), read)
                continue
            yield make_problem(
                source.main,
                reason,
                record=text_of(element, "UniqueID") or line_of(element),
                value=text_of(element, "OFSIGroupID"),
                expected="a UniqueID of its own and a name",
                next_step="Compare the record with the publisher's file",
                handling=source.handling,
            )
        yield Tally(source.main, records, len(seen), "utf-8")


def _refuse(element: Element, seen: dict[str, str]) -> str | None:
    """Say why a record cannot be read, or remember it."""
    number = text_of(element, "UniqueID")
    if number is None or _NUMBER.fullmatch(number) is None:
        return "the record has no UniqueID" if number is None else f"UniqueID {number!r} is no number of a party"
    if number in seen:
        return f"UniqueID {number} was used before, in {seen[number]}"
    names = (" ".join(text for part in NAME_PARTS for text in texts_of(one, part)) for one in element.iterfind(_NAMES))
    if not any(is_name(name) for name in (*names, *texts_of(element, _OTHER_NAMES))):
        return "the record has no name"
    seen[number] = line_of(element)
    return None


def _read(source: Source, extractor: str, element: Element) -> Iterable[Row]:
    number = text_of(element, "UniqueID") or ""
    groups = gather(_groups(element))
    if "SanctionsImposed" not in groups:
        groups["SanctionsImposed"] = tuple(_measures(element))
    party = UkParty(source, extractor, Designation(number, f"gb-{number}", groups), AUTHORITY)
    for path, text in unknown_fields(element, XML_FIELDS):
        party.main.unknown_field(path, text)
    return party.rows()


def _groups(element: Element) -> Iterator[tuple[str, Group]]:
    """Collect the elements that hold values; those of one parent that belong together are one group."""
    listing: dict[str, Cell] = {}
    waiting: list[tuple[Element, str]] = [(element, "")]
    while len(waiting) > 0:
        parent, path = waiting.pop()
        together: dict[str, dict[str, Cell]] = {}
        below: list[tuple[Element, str]] = []
        for child in parent.iterchildren("*"):
            name = local_name(child)
            if len(child) > 0:
                below.append((child, f"{path}{name}/"))
            text = (child.text or "").strip()
            if name not in XML_CONCEPTS or text == "":
                continue
            cell, group = Cell(f"{path}{name}", text, name), GROUP_OF.get(name)
            if group is None:
                yield name, {name: cell}
            elif group == "Listing":
                listing[name] = cell
            else:
                together.setdefault(group, {})[name] = cell
        yield from together.items()
        waiting += reversed(below)
    if len(listing) > 0:
        yield "Listing", listing


def _measures(element: Element) -> Iterator[Group]:
    """Give the measures that are stated by `true` alone, in words: `TravelBan` is "Travel ban"."""
    for child in element.iterfind("SanctionsImposedIndicators/*"):
        if (child.text or "").strip().lower() in ("true", "1", "yes"):
            words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local_name(child)).capitalize()
            yield {
                "SanctionsImposed": Cell(f"SanctionsImposedIndicators/{local_name(child)}", words, "SanctionsImposed")
            }

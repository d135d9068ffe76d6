"""OFAC's lists in their legacy XML: sdn.xml and, in the same form, consolidated.xml (all lists but the SDN list).

Schema: sdn.xsd and consolidated.xsd, whose namespaces have changed (tempuri.org, then two of the publisher's own) while
the elements have not. The order of a party's sub-lists and of their rows differs from vintage to vintage and has no
meaning, nor has the line end.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from counterflow.collect.integrity import FOUND_BY_READER
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.ofac.kinds import REFERENCE_ACTIONS
from counterflow.collect.readers.ofac.legacy_party import (
    FIELDS,
    OWNER,
    Entry,
    OfacLegacyParty,
    full_name,
    leaves_of,
    read_entry,
)
from counterflow.collect.readers.ofac.record import NameIndex, party_id
from counterflow.collect.source import Source
from counterflow.collect.xml import line_of, local_name, read_elements, text_of, texts_of
from counterflow.exc import InputError
from counterflow.stage import Row
from counterflow.tables import Problem

ROOT = "sdnList"
RECORD_TAG = "sdnEntry"
HEADER_TAG = "publshInformation"  # the publisher's own spelling
CONSOLIDATED = "us_ofac_cons"
CONSOLIDATED_MAX = 3_000
"""Parties up to which a list that its name does not tell is the consolidated one: this has held 443 to 639, the SDN
list more than 5,500 since 2012."""

_ROOT_TAG = re.compile(rb"<(?:\w+:)?sdnList[\s>]")
_PUBLISHED = re.compile(rb"<(?:\w+:)?Publish_Date>\s*(\d\d)/(\d\d)/(\d{4})\s*<")
_COUNT = re.compile(rb"<(?:\w+:)?Record_Count>\s*(\d+)\s*<")
_IS_CONSOLIDATED_NAME = re.compile(r"(?<![a-z])cons(?![a-z])|consolidated|non-?_?sdn", re.IGNORECASE)
_IS_SDN_NAME = re.compile(r"(?<![a-z])sdn(?![a-z])", re.IGNORECASE)


class OfacLegacyXml(ListReader):
    """Reads one vintage of either list."""

    NAME = "ofac_sdn_xml"
    MIME_TYPE = "application/xml"
    DATASET = "us_ofac_sdn"
    SOURCE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML.xsd"
    FIELDS = FIELDS

    def recognise(self, head: Head) -> bool:
        """Look for the root element."""
        return _ROOT_TAG.search(head.data[:8192]) is not None

    def describe(self, source: Source, head: Head) -> Source:
        """Take the date from `Publish_Date` (month/day/year); tell the list by the file's name, else by its size."""
        if source.dataset == self.DATASET and _is_consolidated(head):
            source = replace(source, dataset=CONSOLIDATED)
        found = _PUBLISHED.search(head.data[:8192])
        if found is None:
            return source
        month, day, year = (int(group) for group in found.groups())
        try:
            return replace(source, published=datetime.date(year, month, day).isoformat())
        except ValueError:
            return source

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the parties in the order of the list, then the tally.

        The file is read twice: "Linked To" names parties that may come later.

        Raises:
            InputError: `Record_Count` is another number than that of its entries, or there is none.
        """
        names = _index(source)
        seen: dict[str, str] = {}
        records, parties = 0, 0
        for element in read_elements(source.main, ROOT, (RECORD_TAG,)):
            records += 1
            entry = read_entry(element)
            reason = _refuse(entry.leaves, seen)
            if reason is None:
                parties += 1
                yield from self._record(source, entry, names)
                continue
            yield make_problem(
                source.main,
                reason,
                record=entry.number or line_of(element),
                value=entry.name,
                expected="a uid of its own and a lastName",
                next_step="Compare the record with the publisher's file",
                handling=source.handling,
            )
        yield Tally(source.main, records, parties, "utf-8")

    def _record(self, source: Source, entry: Entry, names: NameIndex) -> Iterator[ListRecord | Problem]:
        if next(texts_of(entry.element, "programList/program"), None) is None:
            yield make_problem(
                source.main,
                f"{FOUND_BY_READER}{entry.name!r} is listed under no program",
                severity="file",
                record=entry.number,
                field="programList/program",
                expected="the programs that a party is listed under, as every party of OFAC's lists has",
                next_step="Compare the entry with the publisher's own page",
                handling=source.handling,
            )
        content = entry.content + repr(_named(entry, names)).encode("utf-8", "surrogatepass")
        yield ListRecord(entry.number, content, functools.partial(_read, source, self.extractor(), entry, names))


def _is_consolidated(head: Head) -> bool:
    if _IS_CONSOLIDATED_NAME.search(head.path.name) is not None:
        return True
    if _IS_SDN_NAME.search(head.path.name) is not None:
        return False
    count = _COUNT.search(head.data[:8192])
    return count is not None and int(count[1]) <= CONSOLIDATED_MAX


def _index(source: Source) -> NameIndex:
    """Enter every name of the list; check that it is whole."""
    names, stated, entries = NameIndex(), None, 0
    seen: dict[str, str] = {}
    for element in read_elements(source.main, ROOT, (HEADER_TAG, RECORD_TAG)):
        if local_name(element) == HEADER_TAG:
            stated = text_of(element, "Record_Count")
            continue
        entries += 1
        leaves = leaves_of(element)
        if _refuse(leaves, seen) is not None:
            continue  # nothing may refer to a party that is in quarantine
        entity_id = party_id(leaves["uid"])
        names.add(full_name(leaves), entity_id, is_primary=True)
        for alias in element.iterfind("akaList/aka"):
            names.add(full_name(leaves_of(alias)), entity_id, is_primary=False)
    if entries == 0 or stated != str(entries):
        raise InputError(
            f"it holds {entries:,} entries; its Record_Count says {stated}",
            where=source.main.name,
            expected="as many entries as the publisher counted",
            next_step="Download it again from the publisher: this copy is cut off or was changed",
        )
    return names


def _refuse(leaves: Mapping[str, str], seen: dict[str, str]) -> str | None:
    """Say why a record cannot be read, or remember it."""
    number = leaves.get("uid")
    if number is None or not (number.isascii() and number.isdecimal()):
        return "the record has no uid" if number is None else f"uid {number!r} is no number"
    if number in seen:
        return f"uid {number} was used before, for {seen[number]!r}"
    if "lastName" not in leaves:
        return "the record has no lastName"
    seen[number] = full_name(leaves)
    return None


def _named(entry: Entry, names: NameIndex) -> list[str | None]:
    """Find the parties that an entry names: whom a name means may change while the entry does not."""
    named = list(texts_of(entry.element, OWNER))
    for item in entry.items:
        kind = item.remark.kind
        if kind is not None and kind.action in REFERENCE_ACTIONS:
            named.append(item.remark.value)
    return [names.find(name) for name in named]


def _read(source: Source, extractor: str, entry: Entry, names: NameIndex) -> Iterable[Row]:
    return OfacLegacyParty(source, extractor, entry, names).rows()


__all__ = ["FIELDS", "OfacLegacyXml"]

"""OFAC's lists in the Advanced Sanctions Data Model: sdn_advanced.xml and cons_advanced.xml.

One file is a database in tables: reference values, locations, identity documents, parties, relations between parties,
entries in lists; records refer to each other by number. What the tables say of one party stands before and after it, so
the whole list is held while it is read, as profiles of about 5 KB, not as XML.
Format: https://ofac.treasury.gov/media/10391/download (Advanced Sanctions Data Model), whose namespace was once
http://www.un.org/sanctions/1.0. No whole file of the publisher's was at hand: fields and fixed values are those of the
schema and of published counts of the fields of a file of August 2025.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from counterflow.clean.date import read_date
from counterflow.collect.packed import DAMAGED
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.ofac.advanced_fields import FIELDS, RECORD_FIELDS
from counterflow.collect.readers.ofac.advanced_profile import LABELS, SDN_LIST_ID, Records
from counterflow.collect.readers.ofac.profile_list import list_records
from counterflow.collect.source import Source, SourceFile
from counterflow.collect.xml import Element, read_elements, text_of
from counterflow.collect.xml_head import find_element
from counterflow.tables import Problem

ROOT = "Sanctions"
TAIL_BYTES = 1_048_576
"""How much of a file's end is searched for entries: some thousands of them."""
CONSOLIDATED_DATASET = "us_ofac_cons"

_ROOT = re.compile(rb"<(?:\w+:)?Sanctions[\s>]")
_MODEL = re.compile(rb"ADVANCED_XML|www\.un\.org/sanctions/1\.0|<(?:\w+:)?(?:DateOfIssue|ReferenceValueSets)[\s>/]")
_ENTRY = re.compile(rb"<(?:\w+:)?SanctionsEntry\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"\b(ProfileID|ListID)\s*=\s*[\"']([^\"']*)[\"']")


class OfacAdvancedXml(ListReader):
    """Reads one vintage of one of the lists."""

    NAME = "ofac_sdn_advanced_xml"
    MIME_TYPE = "application/xml"
    DATASET = "us_ofac_sdn"
    FIELDS = FIELDS
    SOURCE = "https://ofac.treasury.gov/media/10391/download"

    def recognise(self, head: Head) -> bool:
        """Look for the root element and its model; other lists have a root of this name too."""
        start = head.data[:8192]
        return _ROOT.search(start) is not None and _MODEL.search(start) is not None

    def describe(self, source: Source, head: Head) -> Source:
        """Take the date from `DateOfIssue`, the dataset from the entries; a dataset named in case.toml stands."""
        issued = find_element(head.data, "DateOfIssue")
        day = None if issued is None else read_issue_date(issued)
        is_ours = source.dataset == self.DATASET and _is_consolidated(source.main)
        return replace(
            source,
            published=source.published if day is None else day,
            dataset=CONSOLIDATED_DATASET if is_ours else source.dataset,
        )

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the parties in the order of the file, what refers to no party, then the tally."""
        records, day = Records(), None
        for element in read_elements(source.main, ROOT, ("DateOfIssue", "ReferenceValueSets", *RECORD_FIELDS)):
            if element.tag == "DateOfIssue":
                day = read_issue_date(element)
            else:
                records.read(element)
        profiles = list(records.joined())
        for tag, number, words in records.orphans():
            yield make_problem(
                source.main,
                "the record refers to a party that is not in the file, or has a field that is not known",
                severity="value",
                record=number,
                field=tag,
                value=words,
                next_step="Compare the file with the publisher's: it may be cut",
                handling=source.handling,
            )
        yield from list_records(source, self.extractor(), LABELS, profiles, day)


def read_issue_date(element: Element) -> str | None:
    """Read `DateOfIssue`, whose parts are elements, or attributes in files made by others."""
    parts = [text_of(element, name) or element.get(name) for name in ("Year", "Month", "Day")]
    stated = [part for part in parts if part is not None]
    return None if len(stated) == 0 else read_date("-".join(part.zfill(2) for part in stated))


def _is_consolidated(file: SourceFile) -> bool:
    """Whether most parties at the end of a file are in no SDN list; by the file's name when it shows no entry."""
    lists: dict[bytes, set[bytes]] = {}
    for entry in _ENTRY.finditer(_read_tail(file)):
        found = dict(_ATTRIBUTE.findall(entry[1]))
        lists.setdefault(found.get(b"ProfileID", b""), set()).add(found.get(b"ListID", b""))
    if len(lists) == 0:
        return file.path.name.lower().startswith("cons")
    # Parties of the consolidated list stand in the SDN list too at times, with an entry for each.
    return sum(SDN_LIST_ID.encode() in one for one in lists.values()) * 2 < len(lists)


def _read_tail(file: SourceFile) -> bytes:
    """Read the end of a file; it may be packed, so all of it is gone through. Empty when it cannot be read."""
    tail = b""
    try:
        with file.open() as handle:
            while len(piece := handle.read(TAIL_BYTES)) > 0:
                tail = (tail + piece)[-TAIL_BYTES:]
    except DAMAGED:
        return b""
    return tail

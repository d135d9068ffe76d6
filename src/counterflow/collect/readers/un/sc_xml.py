"""The Consolidated List of the United Nations Security Council, in the XML that it publishes.

Schema: https://www.un.org/sc/resources/sc-sanctions.xsd. `un/fields.py` says of every element of the four vintages
from 2018 to 2026 what becomes of it; one that is not there becomes a problem row, so that a changed format is seen.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from counterflow.clean.date import read_date
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.un.fields import FIELDS
from counterflow.collect.readers.un.party import UnParty
from counterflow.collect.source import Source
from counterflow.collect.xml import Element, content_of, line_of, read_elements, text_of
from counterflow.stage import Row
from counterflow.tables import Problem

ROOT = "CONSOLIDATED_LIST"
RECORD_TAGS = ("INDIVIDUAL", "ENTITY")
_GENERATED = re.compile(rb"<CONSOLIDATED_LIST\b[^>]*\bdateGenerated\s*=\s*[\"']([^\"']+)[\"']")


class UnScXml(ListReader):
    """Reads one vintage of the list."""

    NAME = "un_sc_xml"
    MIME_TYPE = "application/xml"
    DATASET = "un_sc_sanctions"
    FIELDS = FIELDS
    SOURCE = "https://www.un.org/sc/resources/sc-sanctions.xsd"

    def recognise(self, head: Head) -> bool:
        """Look for the root element."""
        return re.search(rb"<CONSOLIDATED_LIST[\s>]", head.data[:8192]) is not None

    def describe(self, source: Source, head: Head) -> Source:
        """Take the date of the vintage from `dateGenerated`."""
        found = _GENERATED.search(head.data[:8192])
        date = None if found is None else read_date(found[1].decode("ascii", "replace"))
        return source if date is None else replace(source, published=date)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the parties in the order of the list, then the tally."""
        seen: dict[str, str] = {}
        records = 0
        for element in read_elements(source.main, ROOT, RECORD_TAGS):
            records += 1
            reason = _refuse(element, seen)
            if reason is None:
                read = functools.partial(_read, source, self.extractor(), element)
                yield ListRecord(text_of(element, "DATAID") or "", content_of(element), read)
                continue
            yield make_problem(
                source.main,
                reason,
                record=text_of(element, "DATAID") or line_of(element),
                value=text_of(element, "REFERENCE_NUMBER"),
                expected="a DATAID of its own and a FIRST_NAME",
                next_step="Compare the record with the publisher's file",
                handling=source.handling,
            )
        yield Tally(source.main, records, len(seen), "utf-8")


def _read(source: Source, extractor: str, element: Element) -> Iterable[Row]:
    return UnParty(source, extractor, element).rows()


def _refuse(element: Element, seen: dict[str, str]) -> str | None:
    """Say why a record cannot be read, or remember it."""
    data_id = text_of(element, "DATAID")
    if data_id is None or re.fullmatch(r"[0-9A-Za-z]+", data_id) is None:
        return "the record has no DATAID" if data_id is None else f"DATAID {data_id!r} is no number"
    if data_id in seen:
        return f"DATAID {data_id} was used before, in {seen[data_id]}"
    if all(text_of(element, name) is None for name in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")):
        return "the record has no name"
    seen[data_id] = line_of(element)
    return None


__all__ = ["FIELDS", "RECORD_TAGS", "UnScXml"]

"""Canada's Consolidated Canadian Autonomous Sanctions List, in the XML that Global Affairs Canada publishes.

It holds the parties that Canada lists on its own, under the Special Economic Measures Act (SEMA) and the Justice for
Victims of Corrupt Foreign Officials Act; those of the UN's list are not in it. The root `data-set` holds one `record` a
party; there is no schema, no number of a record and no date of the file: the date of a vintage stands in its name or in
case.toml, and without either there is none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from counterflow.clean.date import edtf_bounds, read_date
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.ca.party import FIELDS, CaParty, primary_name, record_key
from counterflow.collect.source import Source
from counterflow.collect.xml import Element, content_of, line_of, read_elements, text_of
from counterflow.stage import Row
from counterflow.tables import Problem

ROOT, RECORD = "data-set", "record"
_NAMES = ("LastName", "GivenName", "EntityOrShip")


class CaSemaXml(ListReader):
    """Reads one vintage of the list."""

    NAME = "ca_sema_xml"
    MIME_TYPE = "application/xml"
    DATASET = "ca_dfatd_sema_sanctions"
    FIELDS = FIELDS
    SOURCE = (
        "https://www.international.gc.ca/world-monde/international_relations-relations_internationales/sanctions/"
        "consolidated-consolide.aspx?lang=eng"
    )

    def recognise(self, head: Head) -> bool:
        """Look for the root element and for fields that no other list has: `data-set` is a common name."""
        data = head.data
        if re.search(rb"<data-set[\s>]", data[:8192]) is None:
            return False
        return b"<DateOfListing>" in data and (b"<EntityOrShip>" in data or b"<LastName>" in data)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the parties in the order of the list, then the tally."""
        seen: dict[str, str] = {}
        records, newest = 0, ""
        for element in read_elements(source.main, ROOT, (RECORD,)):
            records += 1
            newest = max(newest, _day(text_of(element, "DateOfListing")))
            key = record_key(element)
            reason = _refuse(element, key, seen)
            if reason is None and key is not None:
                seen[key] = line_of(element)
                read = functools.partial(_read, source, self.extractor(), element, key)
                yield ListRecord(key, content_of(element), read)
                continue
            yield make_problem(
                source.main,
                reason or "",
                record=key or line_of(element),
                value=" ".join(name for field in _NAMES if (name := text_of(element, field)) is not None) or None,
                expected="Country and Item that no other record has, and a LastName, GivenName or EntityOrShip",
                next_step="Compare the record with the publisher's page",
                handling=source.handling,
            )
        yield from _check_date(source, newest)
        yield Tally(source.main, records, len(seen), "utf-8")


def _read(source: Source, extractor: str, element: Element, key: str) -> Iterable[Row]:
    return CaParty(source, extractor, element, key).rows()


def _refuse(element: Element, key: str | None, seen: dict[str, str]) -> str | None:
    """Say why a record cannot be read."""
    if key is None:
        return "the record has no Country or no Item"
    if key in seen:
        return f"Country, Schedule and Item were used before, in {seen[key]}"
    return "the record has no name" if primary_name(element) is None else None


def _day(text: str | None) -> str:
    date = None if text is None else read_date(text)
    return date if date is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", date) is not None else ""


def _check_date(source: Source, newest: str) -> Iterator[Problem]:
    """Say that the date given for the vintage is before its newest listing: the file itself states none."""
    if source.published is not None and newest > edtf_bounds(source.published)[1].isoformat():
        yield make_problem(
            source.main,
            f"the newest listing is of {newest}, after the date of the vintage",
            severity="value",
            field="DateOfListing",
            value=source.published,
            expected="the day on which the list was downloaded, or a later one than its newest listing",
            next_step="Correct the date in the name of the file, or set it in case.toml",
            handling=source.handling,
        )

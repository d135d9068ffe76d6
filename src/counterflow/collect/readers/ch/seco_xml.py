"""The Swiss sanctions list, in the XML that the State Secretariat for Economic Affairs (SECO) publishes.

Schema: swiss-sanctions-list. The root states its date and whether it is the whole list; programmes and places stand
beside the targets, which refer to them by number. Whom Switzerland has removed stays in the list: a target whose latest
modification in force on the date of the list is `de-listed` keeps its sanction, with its end, and gets no topic. No
copy of a file was at hand when this reader was written: the publisher's schema decides, and a field that it does not
have becomes a problem row.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from counterflow.clean.date import read_date
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.ch.field import FIELDS
from counterflow.collect.readers.ch.party import ChParty
from counterflow.collect.readers.ch.register import (
    Register,
    content_with,
    kind_of,
    read_register,
    read_targets,
    schema_of,
)
from counterflow.collect.readers.ch.sanction import status_of
from counterflow.collect.source import Source
from counterflow.collect.xml import Element, line_of
from counterflow.stage import Row
from counterflow.tables import Problem

WHOLE_LIST = b"whole-list"
_START = re.compile(rb"<swiss-sanctions-list\b[^>]*>")
_DATE = re.compile(rb"\bdate\s*=\s*[\"']([^\"']+)[\"']")
_TYPE = re.compile(rb"\blist-type\s*=\s*[\"']([^\"']+)[\"']")


class ChSecoXml(ListReader):
    """Reads one vintage of the list, in two passes: targets may come before the places that they name."""

    NAME = "ch_seco_xml"
    MIME_TYPE = "application/xml"
    DATASET = "ch_seco_sanctions"
    FIELDS = FIELDS
    SOURCE = "https://www.seco.admin.ch/seco/en/home/Aussenwirtschaftspolitik_Wirtschaftliche_Zusammenarbeit/Wirtschaftsbeziehungen/exportkontrollen-und-sanktionen/sanktionen-embargos.html"

    def recognise(self, head: Head) -> bool:
        """Look for the root element."""
        return _START.search(head.data[:8192]) is not None

    def describe(self, source: Source, head: Head) -> Source:
        """Take the date of the vintage from the root, and whether it is the whole list."""
        start = _START.search(head.data[:8192])
        if start is None:
            return source
        found, kind = _DATE.search(start[0]), _TYPE.search(start[0])
        date = None if found is None else read_date(found[1].decode("ascii", "replace"))
        is_partial = source.is_partial or (kind is not None and kind[1] != WHOLE_LIST)
        return replace(source, published=date or source.published, is_partial=is_partial)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the targets in the order of the list, then the tally."""
        register = read_register(source.main)
        records = parties = 0
        for element, ssid, refusal in read_targets(source.main):
            records += 1
            if refusal is None:
                parties += 1
                read = functools.partial(_read, source, self.extractor(), element, register)
                # A removal comes into force without a change to the target: its status is part of what it follows from.
                status = str(status_of(element, source.published)).encode("utf-8", "surrogatepass")
                yield ListRecord(ssid, content_with(element, register) + b"\x1f" + status, read)
                continue
            yield make_problem(
                source.main,
                refusal,
                record=ssid or line_of(element),
                value=element.findtext(".//value"),
                expected="an ssid that no other target has, an individual, entity or object, and a name",
                next_step="Compare the target with the publisher's page",
                handling=source.handling,
            )
        for path, text in register.unknown.items():
            yield make_problem(
                source.main,
                "the field is not known",
                severity="value",
                field=path,
                value=text,
                next_step="The publisher may have changed the format: please report it",
                handling=source.handling,
            )
        yield Tally(source.main, records, parties, "utf-8")


def _read(source: Source, extractor: str, element: Element, register: Register) -> Iterable[Row]:
    kind = kind_of(element)
    schema = None if kind is None else schema_of(kind)
    if kind is None or schema is None:
        return ()
    return ChParty(source, extractor, element, kind, schema, register).rows()

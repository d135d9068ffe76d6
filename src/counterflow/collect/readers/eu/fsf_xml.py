"""The EU's consolidated list of financial sanctions, in the XML that the European Commission publishes.

Schema: xmlFullSanctionsList 1.1, namespace http://eu.europa.ec/fpi/fsd/export. The root `export` states when it was
generated; each `sanctionEntity` is one party, its values attributes. No copy of a whole file was at hand when this
reader was written: the publisher's schema decides, and a field that it does not have becomes a problem row.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from counterflow.clean.date import read_date
from counterflow.collect.field_tree import FieldTree
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.eu.fsf_entity import FsfEntity, from_xml
from counterflow.collect.readers.eu.fsf_field import XML_FIELDS
from counterflow.collect.readers.eu.fsf_party import FsfParty, schema_of, whole_name
from counterflow.collect.source import Source
from counterflow.collect.xml import Element, content_of, line_of, read_elements
from counterflow.stage import Row
from counterflow.tables import Problem

ROOT, RECORD = "export", "sanctionEntity"
EXPECTED = "a logicalId that no other has, a subject type (person or enterprise) and a name"
_FIELD_TREE = FieldTree(XML_FIELDS)
_START = re.compile(rb"<(?:\w+:)?export\b[^>]*http://eu\.europa\.ec/fpi/fsd/export[^>]*>")
_GENERATED = re.compile(rb"\bgenerationDate\s*=\s*[\"']([^\"']+)[\"']")


class EuFsfXml(ListReader):
    """Reads one vintage of the list."""

    NAME = "eu_fsf_xml"
    MIME_TYPE = "application/xml"
    DATASET = "eu_fsf"
    FIELDS = XML_FIELDS
    SOURCE = "https://webgate.ec.europa.eu/fsd/fsf"

    def recognise(self, head: Head) -> bool:
        """Look for the root element in its namespace."""
        return _START.search(head.data[:8192]) is not None

    def describe(self, source: Source, head: Head) -> Source:
        """Take the date of the vintage from `generationDate`."""
        start = _START.search(head.data[:8192])
        found = None if start is None else _GENERATED.search(start[0])
        date = None if found is None else read_date(found[1].decode("ascii", "replace"))
        return source if date is None else replace(source, published=date)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the parties in the order of the list, then the tally."""
        seen: dict[str, str] = {}
        records = 0
        for element in read_elements(source.main, ROOT, (RECORD,)):
            records += 1
            entity = from_xml(element)
            reason = refuse(entity, seen)
            if reason is None:
                seen[entity.logical_id] = line_of(element)
                read = functools.partial(_read, source, self.extractor(), entity, element)
                yield ListRecord(entity.logical_id, content_of(element), read)
                continue
            yield refusal(source, reason, entity, line_of(element))
        yield Tally(source.main, records, len(seen), "utf-8")


def _read(source: Source, extractor: str, entity: FsfEntity, element: Element) -> Iterable[Row]:
    party = FsfParty(source, extractor, entity, schema_of(entity) or "")
    for path, text in _FIELD_TREE.find_unknown(element):
        party.main.unknown_field(path, text)
    return party.rows()


def refuse(entity: FsfEntity, seen: dict[str, str]) -> str | None:
    """Say why an entity cannot be read."""
    if re.fullmatch(r"[0-9]+", entity.logical_id) is None:
        return f"logicalId {entity.logical_id!r} is no number"
    if entity.logical_id in seen:
        return f"logicalId {entity.logical_id} was used before, in {seen[entity.logical_id]}"
    if schema_of(entity) is None:
        return "the subject type is neither person nor enterprise"
    return "the entity has no name" if all(whole_name(part) is None for part in entity.parts["nameAlias"]) else None


def refusal(source: Source, reason: str, entity: FsfEntity, where: str) -> Problem:
    """Make the problem row of an entity in quarantine."""
    names = (part.text("wholeName") for part in entity.parts["nameAlias"])
    return make_problem(
        source.main,
        reason,
        record=entity.logical_id or where,
        value=next((name for name in names if name is not None), entity.own.text("code")),
        expected=EXPECTED,
        next_step="Compare the entity with the publisher's file",
        handling=source.handling,
    )

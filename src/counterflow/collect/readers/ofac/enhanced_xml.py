"""OFAC's lists in the enhanced XML of its Sanctions List Service, the SDN list and the consolidated non-SDN list.

The file begins with `publicationInfo`: the date of the data and the filters of the download. A download that was
filtered by anything but whole lists is partial: who is not in it may well be listed. Reference tables follow, whose
values stand in words beside each use, then one `entity` a party. A relation stands in its first party alone and names
the second by its number.
Format: https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML.xsd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from counterflow.clean.date import read_date
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.ofac.enhanced_fields import FIELDS
from counterflow.collect.readers.ofac.enhanced_profile import LABELS, read_entity
from counterflow.collect.readers.ofac.profile import Profile
from counterflow.collect.readers.ofac.profile_list import list_records
from counterflow.collect.source import Source
from counterflow.collect.xml import Element, read_elements, texts_of
from counterflow.collect.xml_head import find_element
from counterflow.tables import Problem

ROOT = "sanctionsData"
SDN_LIST, CONSOLIDATED_LIST = "SDN List", "Consolidated List"
CONSOLIDATED_DATASET = "us_ofac_cons"


class Publication(NamedTuple):
    """What `publicationInfo` says of a file."""

    day: str | None
    """Date of the data, ISO."""
    lists: tuple[str, ...]
    """Lists that the download was filtered by; empty: all of them."""
    is_filtered: bool
    """Whether it was filtered by anything else."""

    @property
    def is_consolidated(self) -> bool:
        """Whether no list in it is the SDN list."""
        return len(self.lists) > 0 and SDN_LIST not in self.lists

    @property
    def is_partial(self) -> bool:
        """Whether parties of its list may be missing."""
        return self.is_filtered or (self.is_consolidated and CONSOLIDATED_LIST not in self.lists)


class OfacEnhancedXml(ListReader):
    """Reads one vintage of one of the lists, or of a selection."""

    NAME = "ofac_enhanced_xml"
    MIME_TYPE = "application/xml"
    DATASET = "us_ofac_sdn"
    FIELDS = FIELDS
    SOURCE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML.xsd"

    def recognise(self, head: Head) -> bool:
        """Look for the root element."""
        return re.search(rb"<(?:\w+:)?sanctionsData[\s>]", head.data[:8192]) is not None

    def describe(self, source: Source, head: Head) -> Source:
        """Take date, dataset and completeness from `publicationInfo`; a dataset named in case.toml stands."""
        element = find_element(head.data, "publicationInfo")
        if element is None:
            return source
        info = read_publication(element)
        published = source.published if info.day is None else info.day
        is_ours = info.is_consolidated and source.dataset == self.DATASET
        dataset = CONSOLIDATED_DATASET if is_ours else source.dataset
        return replace(source, published=published, dataset=dataset, is_partial=source.is_partial or info.is_partial)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the parties in the order of the file, then the tally."""
        day: str | None = None
        profiles: list[Profile] = []
        for element in read_elements(source.main, ROOT, ("publicationInfo", "entity")):
            if element.tag == "entity":
                profiles.append(read_entity(element))
            else:
                day = read_publication(element).day
        yield from list_records(source, self.extractor(), LABELS, profiles, day)


def read_publication(element: Element) -> Publication:
    """Read `publicationInfo`."""
    day = read_date(element.findtext("dataAsOf") or "")
    lists = tuple(texts_of(element, "filters/sanctionsLists/sanctionsList"))
    filters = [one for one in element.iterfind("filters/*") if one.tag != "sanctionsLists"]
    return Publication(day, lists, len(filters) > 0)

"""What the XML and the CSV of the EU's financial sanctions files both say: one entity with its parts.

A part is one `nameAlias`, `birthdate`, `address` ... of the XML, and the columns of one prefix in a row of the CSV. Its
values go by the names of the XML's attributes, so that both formats are read by one builder; where a value stands is
said in the format's own names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from counterflow.collect.readers.eu.fsf_field import CSV_COLUMNS, REMARK, csv_column
from counterflow.collect.xml import Element

PARTS = ("regulation", "nameAlias", "address", "birthdate", "identification", "citizenship")
SUMMARIES = ("regulationSummary", "publicationUrl", "contactInfo", "remark")
"""Children of parts that have their own way into a part."""


class Part(NamedTuple):
    """One name, birth, address, document, citizenship or regulation of an entity, or the entity's own values."""

    kind: str
    """The element's name in the XML; "" is the entity itself."""
    values: Mapping[str, str]
    """Values that are not blank, by attribute; `remark` holds the remarks, one a line."""
    is_csv: bool
    contacts: tuple[tuple[str, str], ...] = ()
    """Kind and words of telephone numbers, e-mail and web addresses."""

    def field(self, name: str) -> str:
        """Say where a value stands, in the format's own name."""
        return _field(self.kind, name, self.is_csv)

    @property
    def passage(self) -> str:
        """The words of the part."""
        words = [value for name, value in self.values.items() if name not in _SILENT]
        return " ".join([*words, *(value for _, value in self.contacts)])

    def text(self, name: str) -> str | None:
        """Give a value; None when it is blank."""
        return self.values.get(name)

    def is_true(self, name: str) -> bool:
        """Whether a flag is set."""
        return self.values.get(name, "").lower() in ("true", "1", "yes")


class FsfEntity(NamedTuple):
    """One `sanctionEntity`."""

    logical_id: str
    own: Part
    parts: Mapping[str, tuple[Part, ...]]


@functools.cache
def _field(kind: str, name: str, is_csv: bool) -> str:
    if is_csv:
        return csv_column(kind, name)
    mark = "/" if name in SUMMARIES else "@"
    return f"{kind}{mark}{name}".lstrip("/")


_SILENT = frozenset(["logicalId", "regulationLanguage", "calendarType", "circa", "strong"])
_CONTACT = re.compile(r"(PHONE|FAX|EMAIL|WEB)[ :=\[]*")


def from_xml(element: Element) -> FsfEntity:
    """Take the parts of an element; what stands in it beside them is found by `unknown_fields`."""
    parts = {kind: tuple(_xml_part(one, kind) for one in element.iterfind(kind)) for kind in PARTS}
    own = _values(element)
    subject = element.find("subjectType")
    if subject is not None:
        own.update(_values(subject))
    return FsfEntity((element.get("logicalId") or "").strip(), Part("", own, False), parts)


def _xml_part(element: Element, kind: str) -> Part:
    values = _values(element)
    url = element.findtext("publicationUrl")
    if url is not None and url.strip() != "":
        values["publicationUrl"] = url.strip()
    contacts = tuple(
        (str(one.get("key") or ""), value)
        for one in element.iterfind("contactInfo")
        if (value := (one.get("value") or one.text or "").strip()) != ""
    )
    return Part(kind, values, False, contacts)


def _values(element: Element) -> dict[str, str]:
    values = {str(name): text for name, value in element.attrib.items() if (text := str(value).strip()) != ""}
    remarks = [text for one in element.iterfind(REMARK) if (text := _plain_remark(one.text or "")) != ""]
    if len(remarks) > 0:
        values[REMARK] = "\n".join(remarks)
    return values


def from_rows(columns: tuple[str, ...], rows: Iterable[list[str]]) -> FsfEntity:
    """Put the rows of one entity together: each part once, in the order of the rows."""
    found: dict[str, dict[tuple[tuple[str, str], ...], Part]] = {kind: {} for kind in PARTS}
    own: dict[str, str] = {}
    places = [
        (number, place) for number, column in enumerate(columns) if (place := CSV_COLUMNS.get(column)) is not None
    ]
    for row in rows:
        groups: dict[str, dict[str, str]] = {}
        for number, (kind, name) in places:
            text = row[number].strip()
            if text != "":
                groups.setdefault(kind, {})[name] = _csv_remark(text) if name == REMARK else text
        for name, value in groups.pop("", {}).items():
            own.setdefault(name, value)
        for kind, values in groups.items():
            contacts = _csv_contacts(values.pop("contactInfo", ""))
            if len(values) > 0 or len(contacts) > 0:
                part = Part(kind, values, True, contacts)
                found[kind].setdefault((*values.items(), *contacts), part)
    parts = {kind: tuple(one.values()) for kind, one in found.items()}
    return FsfEntity(own.get("logicalId", ""), Part("", own, True), parts)


def _csv_remark(text: str) -> str:
    """Undo how the CSV joins remarks: each in brackets, one a line."""
    pieces = (_plain_remark(piece) for piece in re.split(r"(?<=\))\s*\n\s*(?=\()", text))
    return "\n".join(piece for piece in pieces if piece != "")


def _plain_remark(text: str) -> str:
    """Take the brackets from around a remark, where they are one pair around all of it."""
    text = text.strip()
    inside = text[1:-1]
    is_whole = (
        text.startswith("(") and text.endswith(")") and re.fullmatch(r"(?:[^()]|\([^()]*\))*", inside) is not None
    )
    return inside.strip() if is_whole else text


def _csv_contacts(text: str) -> tuple[tuple[str, str], ...]:
    """Split the contacts of an address, which the CSV writes in one cell: `EMAILa@b.ruPHONE+7 351 77510`."""
    pieces = _CONTACT.split(text)
    found = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    return tuple((key, value) for key, one in found if (value := one.strip(" ,;]\n")) != "")

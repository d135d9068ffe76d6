"""One relationship of the Offshore Leaks database, as the leaked papers name it.

    officer_of           "shareholder of", "director of", "beneficiary of", ... : by the words of `link`
    intermediary_of      Representation: the intermediary acts for the entity
    registered_address   addressEntity of the party; an UnknownLink too where the row says more (dates)
    any other            UnknownLink, with the words of the row as its role

ICIJ draws further edges between nodes that look alike (`similar`, `same_name_as`, `same_id_as`, `same_company_as`): it
merges nobody, and says so in its FAQ. They are links like any other here, and never a judgement that two are one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from counterflow.collect.party import Party
from counterflow.collect.readers.icij.node import Cells
from counterflow.collect.source import Source
from counterflow.model.identity import make_id
from counterflow.stage import Row

RELATIONSHIP_FIELDS: dict[str, str] = {
    "node_id_start": "the party that holds the role: owner, director, agent, subject",
    "node_id_end": "the party in which it is held: asset, organization, client, object; addressEntity",
    "rel_type": "schema; role where link is empty",
    "link": "schema; role word for word; dropped of a registered address without dates: addressEntity says it",
    "status": "status",
    "start_date": "startDate",
    "end_date": "endDate",
    "sourceID": "publisher: the leak or register; dropped of a registered address without dates: the party has it",
    "valid_until": "description",
}
"""Every column of the file of relationships."""

REQUIRED = ("node_id_start", "node_id_end", "rel_type")
_PLAIN = {*REQUIRED, "link", "sourceID"}
"""What `addressEntity` says enough of."""


class _Kind(NamedTuple):
    """How a relationship is stated."""

    schema: str
    start: str
    end: str


_OWNERSHIP = _Kind("Ownership", "owner", "asset")
_DIRECTORSHIP = _Kind("Directorship", "director", "organization")
_REPRESENTATION = _Kind("Representation", "agent", "client")
_CONTROL = _Kind("Control", "controller", "controlled")
_UNKNOWN = _Kind("UnknownLink", "subject", "object")

_OFFICERS: tuple[tuple[re.Pattern[str], _Kind], ...] = (
    # In this order: a nominee shareholder holds shares, the director of a nominee sits on a board.
    (re.compile(r"\b(?:shareholder|stockholder|(?:co-?)?owner(?:ship)?)\b"), _OWNERSHIP),
    (re.compile(r"\b(?:trustee|protector)\b"), _CONTROL),
    (
        re.compile(
            r"\b(?:director|president|vice[- ]president|chair(?:man|person|woman)?|secretary|treasurer|manager|"
            r"managing|chief|board|officer|judge|commissioner|liquidator)\b"
        ),
        _DIRECTORSHIP,
    ),
    (
        re.compile(
            r"\b(?:agent|power of attorney|attorney|authori[sz]ed|signatory|representative|auditor|advis[eo]r|lawyer|"
            r"accountant|correspondent|proxy)\b"
        ),
        _REPRESENTATION,
    ),
)


def relationship_id(cells: Cells) -> str:
    """Name a relationship by all that it says: the file numbers none, and a party may hold one role twice."""
    return "|".join(cells.get(column, "") for column in RELATIONSHIP_FIELDS)


@functools.lru_cache(maxsize=4_096)
def kind_of_role(rel_type: str, link: str) -> tuple[str, str, str]:
    """Choose the schema by the row's own words, and the properties of its two ends."""
    if rel_type == "intermediary_of":
        return _REPRESENTATION
    if rel_type == "officer_of":
        words = link.lower()
        return next((kind for pattern, kind in _OFFICERS if pattern.search(words) is not None), _UNKNOWN)
    return _UNKNOWN


def read_relationship(source: Source, extractor: str, cells: Cells, key: str) -> Iterable[Row]:
    """Yield the rows of one relationship."""
    start, end, rel_type = cells["node_id_start"], cells["node_id_end"], cells["rel_type"]
    record = f"{start} {rel_type} {end}"
    if rel_type == "registered_address":
        party = Party(source, extractor, "LegalEntity", f"icij-{start}", record)
        party.add("addressEntity", f"icij-{end}", field="node_id_end", passage=end)
        yield from party.rows()
        if cells.get("link", "registered address") == "registered address" and cells.keys() <= _PLAIN:
            return
    schema, first, second = kind_of_role(rel_type, cells.get("link", ""))
    link = Party(source, extractor, schema, make_id("icij", key), record)
    link.add(first, f"icij-{start}", field="node_id_start", passage=start)
    link.add(second, f"icij-{end}", field="node_id_end", passage=end)
    if "link" in cells:
        link.add("role", cells["link"], field="link")
    if "link" not in cells or schema == "UnknownLink":
        link.add("role", rel_type, value=rel_type.replace("_", " "), field="rel_type")
    link.add("status", cells.get("status"), field="status")
    link.add_date("startDate", cells.get("start_date"), field="start_date")
    link.add_date("endDate", cells.get("end_date"), field="end_date")
    link.add("publisher", cells.get("sourceID"), field="sourceID")
    link.add("description", cells.get("valid_until"), field="valid_until")
    for column, text in cells.items():
        if column not in RELATIONSHIP_FIELDS:
            link.add("description", f"{column}: {text}", field=column, passage=text)
    yield from link.rows()


__all__ = ["RELATIONSHIP_FIELDS", "REQUIRED", "kind_of_role", "read_relationship", "relationship_id"]

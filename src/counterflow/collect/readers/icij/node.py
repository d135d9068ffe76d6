"""One node of Offshore Leaks: an offshore entity, an officer, an intermediary, another party, an address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from counterflow.clean.country import is_unknown_country, read_countries
from counterflow.collect.party import Party
from counterflow.collect.source import Source
from counterflow.stage import Row

Cells = Mapping[str, str]
"""The filled cells of a row by column."""

NODE_FIELDS: dict[str, str] = {
    "node_id": "entity id and icijId",
    "name": "name; of an address only where it is not the address itself",
    "original_name": "alias, where it is not the name",
    "former_name": "previousName",
    "jurisdiction": "jurisdiction, where jurisdiction_description is empty: ICIJ's short form of it",
    "jurisdiction_description": "jurisdiction; notes where it is no country",
    "company_type": "legalForm; Organization instead of Company for a trust or a foundation",
    "type": "legalForm",
    "address": "address; Address.full of an address",
    "internal_id": "notes: the number in the provider's own books",
    "incorporation_date": "incorporationDate",
    "inactivation_date": "notes: it may be active again",
    "struck_off_date": "dissolutionDate",
    "dorm_date": "notes: it may be active again",
    "closed_date": "dissolutionDate",
    "status": "status",
    "service_provider": "notes",
    "ibcRUC": "registrationNumber",
    "countries": "country",
    "country_codes": "country, where countries is empty: ICIJ's codes of the same",
    "sourceID": "publisher: the leak or register that it comes from",
    "valid_until": "notes",
    "note": "notes",
    "icij_id": "notes",
}
"""Every column of the five files of nodes."""

_SCHEMATA = {
    "nodes-entities": "Company",
    "nodes-officers": "LegalEntity",
    "nodes-intermediaries": "LegalEntity",
    "nodes-others": "LegalEntity",
    "nodes-addresses": "Address",
}
_NO_COMPANY = ("trust", "foundation", "fundacion", "stiftung")
_NOTES = (
    ("inactivation_date", "Inactivated"),
    ("dorm_date", "Dormant since"),
    ("service_provider", "Service provider"),
    ("internal_id", "Number in the provider's books"),
    ("icij_id", "Number at ICIJ"),
    ("valid_until", None),
    ("note", None),
)
_DATES = (
    ("incorporation_date", "incorporationDate"),
    ("struck_off_date", "dissolutionDate"),
    ("closed_date", "dissolutionDate"),
)
_SEPARATOR = ";"


def kind_of(header: Sequence[str]) -> str | None:
    """Say which of the files of nodes has these columns; None if none has."""
    names = set(header)
    if not {"node_id", "sourceID"} <= names or not names & {"countries", "country_codes"}:
        return None
    for kind, column in (
        ("nodes-entities", "ibcRUC"),
        ("nodes-others", "closed_date"),
        ("nodes-intermediaries", "internal_id"),
        ("nodes-addresses", "address"),
    ):
        if column in names:
            return kind
    return "nodes-officers" if "name" in names else None


def schema_of(kind: str, cells: Cells) -> str:
    """Choose the schema: ICIJ calls any company, trust or fund an entity, and does not say who is a person."""
    form = cells.get("company_type", "").lower()
    if kind == "nodes-entities" and any(word in form for word in _NO_COMPANY):
        return "Organization"
    return _SCHEMATA[kind]


def read_node(source: Source, extractor: str, kind: str, cells: Cells) -> Iterable[Row]:
    """Yield the rows of one node."""
    node = cells["node_id"]
    party = Party(source, extractor, schema_of(kind, cells), f"icij-{node}", node)
    if kind == "nodes-addresses":
        _read_address(party, cells)
    else:
        _read_party(party, cells)
    for column in ("countries", "country_codes"):
        if column == "countries" or "countries" not in cells:
            for text in cells.get(column, "").split(_SEPARATOR):
                _add_country(party, "country", text.strip(), column)
    party.add("publisher", cells.get("sourceID"), field="sourceID")
    for column, label in _NOTES:
        note = cells.get(column)
        if note is not None:
            party.add("notes", note if label is None else f"{label}: {note}", field=column, passage=note)
    for column, text in cells.items():
        if column not in NODE_FIELDS:
            party.add("notes", f"{column}: {text}", field=column, passage=text)
    return party.rows()


def _read_address(party: Party, cells: Cells) -> None:
    full = cells.get("address", cells.get("name"))
    party.add("full", full, field="address" if "address" in cells else "name")
    name = cells.get("name")
    party.add("name", None if name == full else name, field="name")
    _note_rest(party, cells)


def _read_party(party: Party, cells: Cells) -> None:
    name = cells.get("name")
    party.add("name", name, field="name")
    party.add("icijId", cells["node_id"], field="node_id")
    original = cells.get("original_name")
    party.add("alias", None if original == name else original, field="original_name")
    party.add("previousName", cells.get("former_name"), field="former_name")
    column = "jurisdiction_description" if "jurisdiction_description" in cells else "jurisdiction"
    _add_country(party, "jurisdiction", cells.get(column, ""), column)
    for column, prop in (
        ("company_type", "legalForm"),
        ("type", "legalForm"),
        ("address", "address"),
        ("status", "status"),
        ("ibcRUC", "registrationNumber"),
    ):
        party.add(prop, cells.get(column), field=column)
    for column, prop in _DATES:
        party.add_date(prop, cells.get(column), field=column)


def _note_rest(party: Party, cells: Cells) -> None:
    """Keep what no address has: columns of another kind in a file of addresses."""
    read = {"node_id", "name", "address", "countries", "country_codes", "sourceID", *(column for column, _ in _NOTES)}
    for column, text in cells.items():
        if column not in read and column in NODE_FIELDS:
            party.add("notes", f"{column}: {text}", field=column, passage=text)


def _add_country(party: Party, prop: str, text: str, column: str) -> None:
    """Add what names a country; what does not ("Recorded in leaked files as fund") is kept word for word."""
    if text == "" or text.lower() == "not identified" or is_unknown_country(text):
        return
    if len(read_countries(text)) == 0:
        party.add("notes", f"{column}: {text}", field=column, passage=text)
    else:
        party.add_country(prop, text, field=column)


def filled(header: Sequence[str], cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield column and text of the cells that hold something."""
    return ((column, text) for column, cell in zip(header, cells, strict=True) if (text := cell.strip()) != "")


__all__ = ["NODE_FIELDS", "Cells", "filled", "kind_of", "read_node", "schema_of"]

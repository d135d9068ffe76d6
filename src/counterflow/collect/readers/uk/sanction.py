"""The sanctions of a UK designation: one for each regime that lists it."""

from __future__ import annotations

from typing import NamedTuple

from counterflow.collect.party import Party
from counterflow.collect.readers.uk.designation import Group
from counterflow.collect.readers.uk.record import UkRecord, add_date
from counterflow.collect.readers.uk.text import read_uk_date, split_numbered


class UkAuthority(NamedTuple):
    """Who publishes a list."""

    name: str
    """As written into `Sanction.authority`."""
    is_list_of_group_ids: bool
    """Whether the record is OFSI's Group ID rather than the UK Sanctions List's Unique ID."""


def read_sanctions(record: UkRecord, authority: UkAuthority) -> list[Party]:
    """Read the sanctions in the order of their dates, so that a later one does not change the ids of the earlier."""
    given, main = record.given, record.main
    listings: list[Group] = sorted(given.groups.get("Listing", ()), key=_listing_key) or [{}]
    regime = given.first("RegimeName") or given.first("IndividualEntityShip")
    field, words = ("record", given.record) if regime is None else (regime.field, regime.text)
    main.add("topics", "sanction", field=field, passage=words)
    return [
        _read_sanction(record, authority, listing, f"{main.id}-sanction" + ("" if number == 1 else f"-{number}"))
        for number, listing in enumerate(listings, 1)
    ]


def _read_sanction(record: UkRecord, authority: UkAuthority, listing: Group, entity_id: str) -> Party:
    given, sanction = record.given, record.make("Sanction", entity_id)
    place = given.first("OFSIGroupID" if authority.is_list_of_group_ids else "UniqueID")
    field = "record" if place is None else place.field
    sanction.add("entity", record.main.id, field=field, passage=given.record)
    sanction.add("authority", authority.name, field=field, passage=given.record)
    sanction.add("country", "gb", field=field, passage=given.record)
    for cell in given.cells("UniqueID"):
        sanction.add("authorityId", cell.text, field=cell.field)
    for cell in given.cells("OFSIGroupID"):
        sanction.add("recordId", cell.text, field=cell.field)
    for cell in given.cells("UNReferenceNumber"):
        for number in split_numbered(cell.text):
            sanction.add("unscId", number, field=cell.field, passage=cell.text)
    if "RegimeName" in listing:
        sanction.add("program", listing["RegimeName"].text, field=listing["RegimeName"].field)
    listed, designated = listing.get("ListedOn"), listing.get("DateDesignated")
    add_date(sanction, "listingDate", listed or designated)
    add_date(sanction, "startDate", designated)
    for cell in given.cells("LastUpdated"):
        add_date(sanction, "modifiedAt", cell)
    for cell in given.cells("SanctionsImposed"):
        for measure in cell.text.split("|"):
            sanction.add("provisions", measure.strip(), field=cell.field, passage=cell.text)
    for cell in given.cells("UKStatementofReasons"):
        sanction.add("reason", cell.text, field=cell.field)
    for cell in given.cells("DesignationSource"):
        sanction.add("summary", f"Designation source: {cell.text}", field=cell.field, passage=cell.text)
    return sanction


def _listing_key(listing: Group) -> tuple[str, str]:
    cell = listing.get("ListedOn") or listing.get("DateDesignated")
    date = None if cell is None else read_uk_date(cell.text)
    return date or "9", listing["RegimeName"].text if "RegimeName" in listing else ""

"""The columns of the US Consolidated Screening List, and what becomes of each."""

from __future__ import annotations

_PAPER = "number, country and dates of a Passport or Identification; wallets, phones, sectors by the name of each"
FIELDS: dict[str, str] = {
    # Column: what becomes of it; "dropped: " and the reason where nothing does.
    "_id": "dropped: a hash of the record, another one whenever a word of it changes",
    "source": "topics, Sanction.authority and Sanction.program",
    "entity_number": "entity id and Sanction.authorityId",
    "type": "schema",
    "programs": "Sanction.program; of Treasury's lists Sanction.programId too",
    "name": "name, firstName, lastName, nameSuffix; notes where it includes successors",
    "title": "position; notes of others than persons",
    "addresses": "address and country",
    "federal_register_notice": "Sanction.authorityId",
    "start_date": "Sanction.startDate",
    "end_date": "Sanction.endDate",
    "standard_order": "Sanction.summary",
    "license_requirement": "Sanction.provisions",
    "license_policy": "Sanction.provisions",
    "call_sign": "callSign",
    "vessel_type": "type",
    "gross_tonnage": "tonnage",
    "gross_registered_tonnage": "grossRegisteredTonnage",
    "vessel_flag": "flag",
    "vessel_owner": "owner",
    "remarks": "by OFAC's kinds, of Treasury's lists; Sanction.summary of the Denied Persons List; else notes",
    "source_list_url": "Sanction.sourceUrl",
    "alt_names": "alias; weakAlias of a person where the name is not inverted",
    "citizenships": "citizenship",
    "dates_of_birth": "birthDate; of the first of a month the month too, as the list gives months alone in this way",
    "nationalities": "nationality",
    "places_of_birth": "birthPlace",
    "source_information_url": "Sanction.sourceUrl",
    "ids": _PAPER,
}
"""Every column of the file."""

"""The columns of GLEIF's concatenated files, and what becomes of each.

Repeated elements of the XML are numbered columns (`Entity.OtherEntityNames.OtherEntityName.1` to `.5`); here the number
is written `N`.
"""

from __future__ import annotations

import functools
import re

_ADMINISTRATION = "dropped: the LEI's own administration, which says nothing of the party"
_LINE = "address"
_ADDRESS_PARTS = (
    "FirstAddressLine",
    "AddressNumber",
    "AddressNumberWithinBuilding",
    "MailRouting",
    "AdditionalAddressLine.N",
    "City",
    "Region",
    "Country",
    "PostalCode",
)
_ADDRESSES = (
    "Entity.LegalAddress",
    "Entity.HeadquartersAddress",
    "Entity.OtherAddresses.OtherAddress.N",
    "Entity.TransliteratedOtherAddresses.TransliteratedOtherAddress.N",
)
_ADDRESS_FIELDS = {
    **{
        f"{address}.{part}": "address, country" if part == "Country" else _LINE
        for address in _ADDRESSES
        for part in _ADDRESS_PARTS
    },
    **{f"{address}.xmllang": "dropped: FtM's addresses carry no language of their own" for address in _ADDRESSES},
    **{f"{address}.type": "dropped: every kind is an address of the party" for address in _ADDRESSES[2:]},
}
_EVENT = "Entity.LegalEntityEvents.LegalEntityEvent.N"
_OTHER = "Entity.OtherEntityNames.OtherEntityName.N"
_TRANSLITERATED = "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.N"
_VALIDATION = "Registration.OtherValidationAuthorities.OtherValidationAuthority.N"

LEI_FIELDS: dict[str, str] = {
    "LEI": "entity id and leiCode",
    "Entity.LegalName": "name",
    "Entity.LegalName.xmllang": "lang of the name",
    _OTHER: "name, alias or previousName, by its type",
    f"{_OTHER}.xmllang": "lang of the name",
    f"{_OTHER}.type": "name (in another language), alias (trading or operating name, any other), previousName",
    _TRANSLITERATED: "alias",
    f"{_TRANSLITERATED}.xmllang": "lang of the name",
    f"{_TRANSLITERATED}.type": "dropped: preferred by the party or made by GLEIF, an alias either way",
    **_ADDRESS_FIELDS,
    "Entity.RegistrationAuthority.RegistrationAuthorityID": "notes, with the number",
    "Entity.RegistrationAuthority.OtherRegistrationAuthorityID": "notes, with the number",
    "Entity.RegistrationAuthority.RegistrationAuthorityEntityID": "registrationNumber",
    "Entity.LegalJurisdiction": "jurisdiction",
    "Entity.EntityCategory": "schema; classification",
    "Entity.EntitySubCategory": "classification",
    "Entity.LegalForm.EntityLegalFormCode": "legalForm, the ISO 20275 code; 8888 and 9999 stand for none",
    "Entity.LegalForm.OtherLegalForm": "legalForm",
    "Entity.AssociatedEntity.type": "UnknownLink.role",
    "Entity.AssociatedEntity.AssociatedLEI": "UnknownLink.object",
    "Entity.AssociatedEntity.AssociatedEntityName": "UnknownLink.object, of a party without an LEI",
    "Entity.AssociatedEntity.AssociatedEntityName.xmllang": "lang of the name",
    "Entity.EntityStatus": "status",
    "Entity.EntityCreationDate": "incorporationDate",
    "Entity.EntityExpirationDate": "dissolutionDate",
    "Entity.EntityExpirationReason": "notes",
    "Entity.SuccessorEntity.N.SuccessorLEI": "Succession.successor",
    "Entity.SuccessorEntity.N.SuccessorEntityName": "Succession.successor, of a party without an LEI",
    "Entity.SuccessorEntity.N.SuccessorEntity.xmllang": "lang of the name",
    f"{_EVENT}.LegalEntityEventType": "notes",
    f"{_EVENT}.LegalEntityEventEffectiveDate": "notes, with the event",
    f"{_EVENT}.LegalEntityEventRecordedDate": _ADMINISTRATION,
    f"{_EVENT}.event_status": "notes, with the event",
    f"{_EVENT}.group_type": _ADMINISTRATION,
    f"{_EVENT}.group_id": _ADMINISTRATION,
    f"{_EVENT}.group_sequence_no": _ADMINISTRATION,
    f"{_EVENT}.ValidationDocuments": _ADMINISTRATION,
    f"{_EVENT}.ValidationReference": _ADMINISTRATION,
    f"{_EVENT}.AffectedFields.AffectedField.N": "dropped: names a column of the record",
    f"{_EVENT}.AffectedFields.AffectedField.N.field_xpath": "dropped: names a column of the record",
    "Registration.RegistrationStatus": "notes, unless ISSUED",
    "Registration.InitialRegistrationDate": _ADMINISTRATION,
    "Registration.LastUpdateDate": _ADMINISTRATION,
    "Registration.NextRenewalDate": _ADMINISTRATION,
    "Registration.ManagingLOU": _ADMINISTRATION,
    "Registration.ValidationSources": _ADMINISTRATION,
    "Registration.ValidationAuthority.ValidationAuthorityID": _ADMINISTRATION,
    "Registration.ValidationAuthority.OtherValidationAuthorityID": _ADMINISTRATION,
    "Registration.ValidationAuthority.ValidationAuthorityEntityID": _ADMINISTRATION,
    f"{_VALIDATION}.ValidationAuthorityID": _ADMINISTRATION,
    f"{_VALIDATION}.OtherValidationAuthorityID": _ADMINISTRATION,
    f"{_VALIDATION}.ValidationAuthorityEntityID": _ADMINISTRATION,
    "ConformityFlag": _ADMINISTRATION,
    "DeletedAt": "quarantine: a delta file withdraws the record",
}
"""Every column of the Level 1 file (LEI-CDF 3.1)."""

RR_FIELDS: dict[str, str] = {
    "Relationship.StartNode.NodeID": "Control.controlled or UnknownLink.subject",
    "Relationship.StartNode.NodeIDType": "the id of the party: lei- or the type in lower case",
    "Relationship.EndNode.NodeID": "Control.controller or UnknownLink.object",
    "Relationship.EndNode.NodeIDType": "the id of the party: lei- or the type in lower case",
    "Relationship.RelationshipType": "schema and role",
    "Relationship.RelationshipStatus": "status",
    "Relationship.Period.N.startDate": "startDate of a RELATIONSHIP_PERIOD; description of another",
    "Relationship.Period.N.endDate": "endDate of a RELATIONSHIP_PERIOD; description of another",
    "Relationship.Period.N.periodType": "which of these it is",
    "Relationship.Qualifiers.N.QualifierDimension": "summary",
    "Relationship.Qualifiers.N.QualifierCategory": "summary",
    "Relationship.Quantifiers.N.MeasurementMethod": "summary",
    "Relationship.Quantifiers.N.QuantifierAmount": "summary",
    "Relationship.Quantifiers.N.QuantifierUnits": "summary",
    "Registration.RegistrationStatus": "description, unless PUBLISHED",
    "Registration.InitialRegistrationDate": _ADMINISTRATION,
    "Registration.LastUpdateDate": _ADMINISTRATION,
    "Registration.NextRenewalDate": _ADMINISTRATION,
    "Registration.ManagingLOU": _ADMINISTRATION,
    "Registration.ValidationSources": _ADMINISTRATION,
    "Registration.ValidationDocuments": _ADMINISTRATION,
    "Registration.ValidationReference": _ADMINISTRATION,
    "ConformityFlag": _ADMINISTRATION,
    "DeletedAt": "quarantine: a delta file withdraws the record",
}
"""Every column of the Level 2 relationship file (RR-CDF 2.1)."""

REPEATS = range(1, 6)
"""How often an element comes in the CSV; the XML knows no limit."""

_NUMBER = re.compile(r"\.\d+(?=\.|$)")


@functools.cache
def field_of(column: str) -> str:
    """Write `N` for the number in the name of a column."""
    return _NUMBER.sub(".N", column)


__all__ = ["LEI_FIELDS", "REPEATS", "RR_FIELDS", "field_of"]

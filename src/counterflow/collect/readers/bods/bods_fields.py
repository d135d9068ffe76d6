"""The fields of the Beneficial Ownership Data Standard 0.2 to 0.4, and what becomes of each.

Paths as in JSON, `[]` after a list. What 0.4 says in `recordDetails` stands in the statement itself before.
"""

from __future__ import annotations

from collections.abc import Iterator

from counterflow.collect.readers.bods.bods_statement import BodsStatement

_NOTE = "notes of a party, description of a relationship"
_SECURITY = "publicListing/securitiesListings[]"


def _address(path: str, target: str, country: str) -> dict[str, str]:
    return {
        f"{path}/type": "dropped: every kind is an address, save that of birth",
        f"{path}/address": target,
        f"{path}/postCode": target,
        f"{path}/country": f"{target}, {country}",
        f"{path}/country/name": f"{target}, {country}",
        f"{path}/country/code": country,
    }


_IDENTIFIERS: dict[str, str] = {
    "identifiers[]/id": "leiCode, registrationNumber, passportNumber, taxNumber or idNumber, by its scheme",
    "identifiers[]/scheme": "the property of the identifier, and its evidence's field",
    "identifiers[]/schemeName": "the evidence's field of the identifier",
    "identifiers[]/uri": "sourceUrl",
}
_ENTITY: dict[str, str] = {
    "isComponent": "notes, where true",
    "entityType": "schema, classification",
    "entityType/type": "schema, classification",
    "entityType/subtype": "classification",
    "entityType/details": "legalForm",
    "unspecifiedEntityDetails/reason": "notes",
    "unspecifiedEntityDetails/description": "notes",
    "missingInfoReason": "notes",
    "incorporatedInCompanyRegister": "notes",
    "name": "name",
    "alternateNames[]": "alias",
    "jurisdiction/name": "jurisdiction, where there is no code",
    "jurisdiction/code": "jurisdiction",
    "incorporatedInJurisdiction/name": "jurisdiction, where there is no code",
    "incorporatedInJurisdiction/code": "jurisdiction",
    **_IDENTIFIERS,
    "foundingDate": "incorporationDate",
    "dissolutionDate": "dissolutionDate",
    **_address("addresses[]", "address", "country"),
    "uri": "sourceUrl",
    "formedByStatute/name": "notes",
    "formedByStatute/date": "notes",
    "publicListing/hasPublicListing": "notes",
    "publicListing/companyFilingsURLs[]": "sourceUrl",
    f"{_SECURITY}/marketIdentifierCode": "notes",
    f"{_SECURITY}/operatingMarketIdentifierCode": "notes",
    f"{_SECURITY}/stockExchangeJurisdiction": "notes",
    f"{_SECURITY}/stockExchangeName": "notes",
    f"{_SECURITY}/security/idScheme": "notes; isinCode of a company",
    f"{_SECURITY}/security/id": "notes; isinCode of a company",
    f"{_SECURITY}/security/ticker": "notes; ticker of a company",
}
_PERSON: dict[str, str] = {
    "isComponent": "notes, where true",
    "missingInfoReason": "notes",
    **_IDENTIFIERS,
    **_address("addresses[]", "address", "country"),
    "personType": "notes, unless knownPerson",
    "unspecifiedPersonDetails/reason": "notes",
    "unspecifiedPersonDetails/description": "notes",
    "names[]/type": "name, alias or previousName",
    "names[]/fullName": "name, alias (translation, transliteration, alternative) or previousName (former, birth)",
    "names[]/familyName": "lastName, save of former names; part of the name where fullName is missing",
    "names[]/givenName": "firstName, save of former names; part of the name where fullName is missing",
    "names[]/patronymicName": "fatherName, save of former names; part of the name where fullName is missing",
    "nationalities[]/name": "nationality, where there is no code",
    "nationalities[]/code": "nationality",
    "birthDate": "birthDate",
    "deathDate": "deathDate",
    **_address("placeOfBirth", "birthPlace", "birthCountry"),
    **_address("placeOfResidence", "address", "country"),
    "taxResidencies[]/name": "notes",
    "taxResidencies[]/code": "country and notes",
    "politicalExposure/status": "topics: role.pep; notes",
    "hasPepStatus": "topics: role.pep; notes",
    **{
        f"{path}[]/{field}": "notes"
        for path in ("politicalExposure/details", "pepStatusDetails")
        for field in (
            *("reason", "missingInfoReason", "jurisdiction/name", "jurisdiction/code", "startDate", "endDate"),
            *("source/type[]", "source/description", "source/url", "source/retrievedAt"),
            *("source/assertedBy[]/name", "source/assertedBy[]/uri"),
        )
    },
}
_RELATIONSHIP: dict[str, str] = {
    "isComponent": "description, where true",
    "subject": "asset, controlled, organization or object",
    "subject/describedByEntityStatement": "asset, controlled, organization or object",
    "subject/reason": "notes of the interested party",
    "subject/description": "notes of the interested party",
    "interestedParty": "owner, controller, director or subject",
    "interestedParty/describedByEntityStatement": "owner, controller, director or subject",
    "interestedParty/describedByPersonStatement": "owner, controller, director or subject",
    "interestedParty/reason": "notes of the subject: nobody is invented",
    "interestedParty/description": "notes of the subject",
    "interestedParty/unspecified/reason": "notes of the subject: nobody is invented",
    "interestedParty/unspecified/description": "notes of the subject",
    "interests[]/type": "schema; role",
    "interests[]/directOrIndirect": "ownershipType, controlType or description",
    "interests[]/interestLevel": "ownershipType, controlType or description",
    "interests[]/beneficialOwnershipOrControl": "description",
    "interests[]/details": "description",
    "interests[]/share/exact": "percentage of a shareholding, else summary",
    "interests[]/share/minimum": "percentage of a shareholding, else summary",
    "interests[]/share/maximum": "percentage of a shareholding, else summary",
    "interests[]/share/exclusiveMinimum": "percentage of a shareholding, else summary",
    "interests[]/share/exclusiveMaximum": "percentage of a shareholding, else summary",
    "interests[]/startDate": "startDate",
    "interests[]/endDate": "endDate",
    "componentStatementIDs[]": "description",
    "componentRecords[]": "description",
}

_OLD: dict[str, str] = {
    "statementID": "entity id, where it replaces no other; recordId of a relationship",
    "statementType": "schema",
    "replacesStatements[]": "entity id: that of the oldest statement",
    "replacesStatement": "entity id: that of the oldest statement",
}
_NEW: dict[str, str] = {
    "statementId": "recordId of a relationship",
    "declaration": "dropped: the form on which it was declared",
    "declarationSubject": "dropped: whose declaration it is follows from the relationships",
    "recordId": "entity id; recordId of a relationship",
    "recordType": "schema",
    "recordStatus": "endDate or notes where closed; else dropped: the newest statement stands",
}
_FRAME: dict[str, str] = {
    "statementDate": "modifiedAt; endDate of a closed relationship",
    "publicationDetails/publicationDate": "dropped: statementDate says when it was declared",
    "publicationDetails/bodsVersion": "dropped: the form of the record shows it",
    "publicationDetails/license": "dropped: of the dataset, not of the party",
    "publicationDetails/publisher/name": "publisher",
    "publicationDetails/publisher/url": "publisherUrl",
    "publicationDetails/publisher/uri": "publisherUrl",
    "source/type[]": _NOTE,
    "source/description": _NOTE,
    "source/url": "sourceUrl",
    "source/retrievedAt": "retrievedAt",
    "source/assertedBy[]/name": _NOTE,
    "source/assertedBy[]/uri": _NOTE,
    **{
        f"annotations[]/{field}": _NOTE
        for field in (
            *("statementPointerTarget", "creationDate", "createdBy/name", "createdBy/uri"),
            *("motivation", "description", "transformedContent", "url"),
        )
    },
}

_BY_KIND = {
    (prefix, kind): {**_FRAME, **frame, **{f"{prefix}{path}": target for path, target in details.items()}}
    for prefix, frame in (("", _OLD), ("recordDetails/", _NEW))
    for kind, details in (("entity", _ENTITY), ("person", _PERSON), ("relationship", _RELATIONSHIP))
}
FIELDS: dict[str, str] = {path: target for fields in _BY_KIND.values() for path, target in fields.items()}
"""Every field of the three versions."""


def unknown_values(statement: BodsStatement) -> Iterator[tuple[str, str]]:
    """Yield path and text of every value that has no field in such a statement, or not in this form."""
    known = _BY_KIND[statement.prefix, statement.kind]
    stack: list[tuple[str, object]] = [("", statement.data)]
    while len(stack) > 0:
        path, value = stack.pop()
        if isinstance(value, dict):
            stack += [(f"{path}/{key}" if path != "" else str(key), one) for key, one in reversed(value.items())]
        elif isinstance(value, list):
            stack += [(f"{path}[]", one) for one in reversed(value)]
        elif value is not None and value != "" and path not in known:
            yield path, str(value)


__all__ = ["FIELDS", "unknown_values"]

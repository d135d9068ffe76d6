"""Every field of OFAC's advanced XML, and what becomes of it.

The format is the Advanced Sanctions Data Model, of which OFAC fills a part; the names are its schema's. Each table
holds the paths below one kind of record.
"""

from __future__ import annotations

_ROW = "dropped: number of a row in OFAC's database"
_HOLDS = "holds the fields below it"
_DATE = "the date in EDTF, with how exact it is"
_FIXED = "dropped: the four bounds say how exact the date is"
_CALENDAR = "dropped: Gregorian in every record"
_NAME = "name, alias, weakAlias or previousName, by Primary, AliasTypeID and LowQuality"
_FEATURE = "the property of its type (`ofac/feature.py`), or notes"
_PLACE = "address and country"
_PAPER = "number, type, issuer and dates of a Passport or Identification; the number on the party too"


def _day(path: str) -> dict[str, str]:
    return {path: _DATE, **{f"{path}/{part}": _DATE for part in ("Year", "Month", "Day")}}


def _period(path: str) -> dict[str, str]:
    fixed = ("YearFixed", "MonthFixed", "DayFixed")
    fields = {path: _DATE, f"{path}@CalendarTypeID": _CALENDAR, f"{path}/Comment": "dropped: empty in every record"}
    fields |= {f"{path}@{name}": _FIXED for name in fixed}
    for side in (f"{path}/Start", f"{path}/End"):
        fields |= {side: _DATE, f"{side}@Approximate": _DATE, **{f"{side}@{name}": _FIXED for name in fixed}}
        fields |= _day(f"{side}/From") | _day(f"{side}/To")
    return fields


LOCATION_FIELDS: dict[str, str] = {
    "@ID": "finds the location of a feature or document",
    "LocationAreaCode": "country, where there is no LocationCountry",
    "LocationAreaCode@AreaCodeID": "country, where there is no LocationCountry",
    "LocationCountry": "country, and the end of the address",
    "LocationCountry@CountryID": "country, and the end of the address",
    "LocationCountry@CountryRelevanceID": "dropped: PRIMARY in every record",
    "LocationPart": _PLACE,
    "LocationPart@LocPartTypeID": "orders the parts of an address",
    "LocationPart/LocationPartValue": "address, one for each script",
    "LocationPart/LocationPartValue@Primary": "dropped: every script is an address",
    "LocationPart/LocationPartValue@LocPartValueTypeID": "dropped: Unknown in every record",
    "LocationPart/LocationPartValue@LocPartValueStatusID": "dropped: Main in every record",
    "LocationPart/LocationPartValue/Comment": "names the script, so parts of one script are one address",
    "LocationPart/LocationPartValue/Value": _PLACE,
    "FeatureVersionReference": "dropped: the feature names its location",
    "FeatureVersionReference@FeatureVersionID": _ROW,
    "IDRegDocumentReference": "dropped: the document names its location",
    "IDRegDocumentReference@DocumentID": _ROW,
    "IDRegDocumentReference@IDRegDocumentID": _ROW,
}

DOCUMENT_FIELDS: dict[str, str] = {
    "@ID": _ROW,
    "@IDRegDocTypeID": "type; chooses the property of the number",
    "@IdentityID": "finds the party",
    "@IssuedBy-CountryID": "country",
    "@IssuedIn-LocationID": "authority",
    "@ValidityID": "summary, where it is Fraudulent",
    "Comment": "summary",
    "IDRegistrationNo": _PAPER,
    "IssuingAuthority": "authority",
    "DocumentDate": _DATE,
    "DocumentDate@IDRegDocDateTypeID": "startDate for an Issue Date, endDate for an Expiration Date",
    **_period("DocumentDate/DatePeriod"),
    "DocumentedNameReference": "namesMentioned, where it is not the primary name",
    "DocumentedNameReference@DocumentedNameID": "namesMentioned, where it is not the primary name",
    "FeatureVersionReference": "dropped: the feature stands on the party itself",
    "FeatureVersionReference@FeatureVersionID": _ROW,
}

_IDENTITY = "Profile/Identity"
_DOC_NAME = f"{_IDENTITY}/Alias/DocumentedName"
_GROUP = f"{_IDENTITY}/NamePartGroups/MasterNamePartGroup"
_VERSION = "Profile/Feature/FeatureVersion"
PARTY_FIELDS: dict[str, str] = {
    "@FixedRef": "entity id, where Profile has no ID",
    "@DeltaAction": "dropped: how a file of changes differs from the one before",
    "Comment": "read as the remarks of the legacy list: phone, position, Sanction.provisions, notes",
    "Profile": _HOLDS,
    "Profile@ID": "entity id",
    "Profile@PartySubTypeID": "schema",
    _IDENTITY: _HOLDS,
    f"{_IDENTITY}@ID": "finds the identity documents",
    f"{_IDENTITY}@FixedRef": "dropped: the ID of its Profile",
    f"{_IDENTITY}@Primary": "dropped: true in every record",
    f"{_IDENTITY}@False": "names of a false identity are weakAlias",
    f"{_IDENTITY}/Alias": _NAME,
    f"{_IDENTITY}/Alias@FixedRef": "dropped: the ID of its Profile",
    f"{_IDENTITY}/Alias@AliasTypeID": _NAME,
    f"{_IDENTITY}/Alias@Primary": _NAME,
    f"{_IDENTITY}/Alias@LowQuality": _NAME,
    _DOC_NAME: f"{_NAME}; alias in another script than Latin",
    f"{_DOC_NAME}@ID": "finds the name of a document",
    f"{_DOC_NAME}@FixedRef": "dropped: the ID of its Profile",
    f"{_DOC_NAME}@DocNameStatusID": "dropped: Latin or other, which ScriptID says",
    f"{_DOC_NAME}/DocumentedNamePart": "firstName, lastName, ... of a person's primary name",
    f"{_DOC_NAME}/DocumentedNamePart/NamePartValue": f"{_NAME}, in natural order",
    f"{_DOC_NAME}/DocumentedNamePart/NamePartValue@NamePartGroupID": "finds the type of the part",
    f"{_DOC_NAME}/DocumentedNamePart/NamePartValue@ScriptID": "language, where the script is of one language",
    f"{_DOC_NAME}/DocumentedNamePart/NamePartValue@ScriptStatusID": "dropped: Unknown in every record",
    f"{_DOC_NAME}/DocumentedNamePart/NamePartValue@Acronym": "dropped: false in every record",
    f"{_IDENTITY}/NamePartGroups": _HOLDS,
    _GROUP: _HOLDS,
    f"{_GROUP}/NamePartGroup": "type of a part of a name",
    f"{_GROUP}/NamePartGroup@ID": "finds the parts",
    f"{_GROUP}/NamePartGroup@NamePartTypeID": "type of a part of a name",
    "Profile/Feature": _FEATURE,
    "Profile/Feature@ID": _ROW,
    "Profile/Feature@FeatureTypeID": _FEATURE,
    _VERSION: _FEATURE,
    f"{_VERSION}@ID": _ROW,
    f"{_VERSION}@ReliabilityID": "Reported: hedge `reported`; False: the words as notes",
    f"{_VERSION}/Comment": "notes, with the feature",
    f"{_VERSION}/VersionDetail": _FEATURE,
    f"{_VERSION}/VersionDetail@DetailTypeID": "dropped: the detail itself shows what it is",
    f"{_VERSION}/VersionDetail@DetailReferenceID": _FEATURE,
    f"{_VERSION}/VersionLocation": _PLACE,
    f"{_VERSION}/VersionLocation@LocationID": _PLACE,
    **_period(f"{_VERSION}/DatePeriod"),
    "Profile/Feature/IdentityReference": "dropped: a party has one identity",
    "Profile/Feature/IdentityReference@IdentityID": _ROW,
    "Profile/Feature/IdentityReference@IdentityFeatureLinkTypeID": "dropped: Unknown in every record",
}

RELATION_FIELDS: dict[str, str] = {
    "@ID": _ROW,
    "@From-ProfileID": "the party that the link starts from",
    "@To-ProfileID": "id of the other party",
    "@RelationTypeID": "role, word for word; chooses the schema (`ofac/relation.py`)",
    "@RelationQualityID": "summary; Low: hedge `possible`",
    "@Former": "hedge `former`",
    "@SanctionsEntryID": "dropped: the entry of the first party",
    "Comment": "summary",
    **_period("DatePeriod"),
}

ENTRY_FIELDS: dict[str, str] = {
    "@ID": _ROW,
    "@ProfileID": "finds the party",
    "@ListID": "Sanction.summary; chooses the dataset",
    "EntryEvent": "Sanction.listingDate",
    "EntryEvent@ID": _ROW,
    "EntryEvent@EntryEventTypeID": "dropped: Created in every record",
    "EntryEvent@LegalBasisID": "Sanction.reason",
    "EntryEvent/Comment": "Sanction.reason",
    **_day("EntryEvent/Date"),
    "EntryEvent/Date@CalendarTypeID": _CALENDAR,
    "SanctionsMeasure": "Sanction.provisions, or Sanction.program and Sanction.programId",
    "SanctionsMeasure@ID": _ROW,
    "SanctionsMeasure@SanctionsTypeID": "Sanction.provisions; tells a programme from a measure",
    "SanctionsMeasure/Comment": "Sanction.program and Sanction.programId",
    **_period("SanctionsMeasure/DatePeriod"),
}

RECORD_FIELDS: dict[str, dict[str, str]] = {
    "Location": LOCATION_FIELDS,
    "IDRegDocument": DOCUMENT_FIELDS,
    "DistinctParty": PARTY_FIELDS,
    "ProfileRelationship": RELATION_FIELDS,
    "SanctionsEntry": ENTRY_FIELDS,
}
"""The fields of each kind of record, by its element."""

FIELDS: dict[str, str] = {
    "DateOfIssue": "date of the vintage",
    "ReferenceValueSets": "the words that the numbers of the records stand for",
    **{
        f"{tag}{path}" if path.startswith("@") else f"{tag}/{path}": use
        for tag, fields in RECORD_FIELDS.items()
        for path, use in fields.items()
    },
}

SEVERAL: dict[str, frozenset[str]] = {
    "Location": frozenset(["LocationPart", "FeatureVersionReference", "IDRegDocumentReference"]),
    "LocationPart": frozenset(["LocationPartValue"]),
    "IDRegDocument": frozenset(["DocumentDate", "FeatureVersionReference"]),
    "Profile": frozenset(["Identity", "Feature"]),
    "Identity": frozenset(["Alias"]),
    "Alias": frozenset(["DocumentedName"]),
    "DocumentedName": frozenset(["DocumentedNamePart"]),
    "DocumentedNamePart": frozenset(["NamePartValue"]),
    "NamePartGroups": frozenset(["MasterNamePartGroup"]),
    "MasterNamePartGroup": frozenset(["NamePartGroup"]),
    "Feature": frozenset(["FeatureVersion", "IdentityReference"]),
    "FeatureVersion": frozenset(["VersionDetail", "VersionLocation"]),
    "SanctionsEntry": frozenset(["EntryEvent", "SanctionsMeasure"]),
}
"""What may stand several times beside each other, by the element that holds it; all else stands once."""

"""The fields of the EU's financial sanctions files, and what becomes of each, for the XML and for the CSV.

Names are those of the publisher's schema xmlFullSanctionsList 1.1 and of the header of csvFullSanctionsList 1.1. The
CSV lacks `strong`, so that only a remark of "low quality" tells its weak names.
"""

from __future__ import annotations

from collections.abc import Mapping

REMARK = "remark"

_NUMBER = "dropped: number of the row in the publisher's database"
_LANGUAGE = "dropped: language that the act was read in, 'en' throughout"
_SUMMARY = "dropped: the act that this value was last changed by; the acts that list the party are in Sanction"
_COUNTRY = {
    "countryIso2Code": "country, where countryDescription is none; 00 is unknown",
    "countryDescription": "country",
}
_PLACE = dict.fromkeys(("street", "poBox", "zipCode", "city", "region", "place"), "address")
_BIRTH = "birthDate of a person, incorporationDate of an organisation"
_BIRTH_PLACE = "birthPlace of a person, address of an organisation"
_DOCUMENT = "summary of a Passport or Identification"

_OWN = {
    "logicalId": "entity id",
    "euReferenceNumber": "Sanction.authorityId",
    "unitedNationId": "Sanction.unscId",
    "designationDate": "Sanction.listingDate",
    "designationDetails": "Sanction.summary",
    REMARK: "document of kind narrative if it is a sentence, else notes; a date of designation: Sanction.listingDate",
    "code": "schema",
    "classificationCode": "schema, where code is none",
}
_ATTRIBUTES: Mapping[str, Mapping[str, str]] = {
    "regulation": {
        "regulationType": "Sanction.summary",
        "organisationType": "Sanction.summary",
        "publicationDate": "Sanction.date",
        "entryIntoForceDate": "Sanction.startDate; of an act that amends an earlier one: Sanction.modifiedAt",
        "numberTitle": "Sanction.provisions",
        "programme": "Sanction.program, Sanction.programId",
        "publicationUrl": "Sanction.sourceUrl",
        "logicalId": _NUMBER,
    },
    "nameAlias": {
        "wholeName": "name (the first strong one), alias, weakAlias",
        "firstName": "firstName, of a strong name",
        "middleName": "middleName, of a strong name",
        "lastName": "lastName, of a strong name",
        "nameLanguage": "language of the name",
        "strong": "'false': weakAlias",
        "gender": "gender",
        "title": "title of a person, else notes",
        "function": "position of a person, else notes",
        REMARK: "notes; 'low quality': weakAlias",
    },
    "birthdate": {
        "birthdate": _BIRTH,
        **dict.fromkeys(("year", "monthOfYear", "dayOfMonth", "yearRangeFrom", "yearRangeTo"), _BIRTH),
        "circa": "marks the date as approximate",
        "calendarType": "the date is not read when it is not GREGORIAN",
        **dict.fromkeys(("zipCode", "city", "region", "place"), _BIRTH_PLACE),
        "countryIso2Code": "birthCountry, where countryDescription is none; 00 is unknown",
        "countryDescription": "birthCountry and birthPlace of a person, country of an organisation",
        REMARK: "notes",
    },
    "citizenship": {**_COUNTRY, "region": "notes", REMARK: "notes"},
    "address": {
        **_PLACE,
        **_COUNTRY,
        "asAtListingTime": "notes, where it is true",
        "contactInfo": "phone, email, website by its key; else notes",
        REMARK: "notes",
    },
    "identification": {
        "number": "by its type passportNumber, idNumber, taxNumber, imoNumber ...; number of the document",
        "latinNumber": "as number",
        "identificationTypeCode": "schema and property of the number; type where there is no description",
        "identificationTypeDescription": "type of a Passport or Identification",
        "nameOnDocument": "namesMentioned of a Passport or Identification",
        "issuedBy": "authority of a Passport or Identification",
        "issuedDate": "startDate of a Passport or Identification",
        "validFrom": "startDate of a Passport or Identification",
        "validTo": "endDate of a Passport or Identification",
        **dict.fromkeys(("diplomatic", "knownExpired", "knownFalse", "reportedLost", "revokedByIssuer"), _DOCUMENT),
        "region": _DOCUMENT,
        **_COUNTRY,
        REMARK: _DOCUMENT,
    },
}
_SUMMARY_ATTRIBUTES = (
    "regulationType",
    "organisationType",
    "publicationDate",
    "entryIntoForceDate",
    "numberTitle",
    "programme",
    "publicationUrl",
)
_COLUMN_PREFIXES = {
    "regulation": "Entity_Regulation",
    "nameAlias": "NameAlias",
    "address": "Address",
    "birthdate": "BirthDate",
    "identification": "Identification",
    "citizenship": "Citizenship",
}
_COLUMN_ENDINGS = {
    ("", "euReferenceNumber"): "EU_ReferenceNumber",
    # The CSV has the two the other way round: P and person.
    ("", "code"): "SubjectType_ClassificationCode",
    ("", "classificationCode"): "SubjectType",
    ("regulation", "regulationType"): "Type",
    ("birthdate", "birthdate"): "BirthDate",
    ("birthdate", "dayOfMonth"): "Day",
    ("birthdate", "monthOfYear"): "Month",
    ("identification", "identificationTypeCode"): "TypeCode",
    ("identification", "identificationTypeDescription"): "TypeDescription",
}
_NOT_IN_CSV = frozenset([("nameAlias", "strong"), ("regulation", "logicalId")])
GENERATED = "fileGenerationDate"


def csv_column(kind: str, name: str) -> str:
    """Name the column of the CSV that holds an attribute of the XML."""
    ending = _COLUMN_ENDINGS.get((kind, name), name[:1].upper() + name[1:])
    return f"{_COLUMN_PREFIXES.get(kind, 'Entity')}_{ending}"


def _xml_fields() -> dict[str, str]:
    fields = {f"@{name}": where for name, where in _OWN.items() if name not in ("code", "classificationCode", REMARK)}
    fields |= {REMARK: _OWN[REMARK], "subjectType": "holds its attributes alone"}
    fields |= {f"subjectType@{name}": _OWN[name] for name in ("code", "classificationCode")}
    for kind, attributes in _ATTRIBUTES.items():
        fields[kind] = "holds its attributes and children alone"
        for name, where in attributes.items():
            mark = "/" if name in (REMARK, "publicationUrl", "contactInfo") else "@"
            fields[f"{kind}{mark}{name}"] = where
        if kind == "regulation":
            fields[f"{kind}/{REMARK}"] = "Sanction.summary"
            continue
        fields |= {f"{kind}@logicalId": _NUMBER, f"{kind}@regulationLanguage": _LANGUAGE}
        fields[f"{kind}/regulationSummary"] = _SUMMARY
        fields |= {f"{kind}/regulationSummary@{name}": _SUMMARY for name in _SUMMARY_ATTRIBUTES}
    fields |= dict.fromkeys(("address/contactInfo@key", "address/contactInfo@value"), "phone, email, website")
    return fields


def _csv_fields() -> dict[str, str]:
    fields = {GENERATED: "date of the vintage"}
    fields |= {csv_column("", name): where for name, where in _OWN.items()}
    for kind, attributes in _ATTRIBUTES.items():
        fields |= {csv_column(kind, name): at for name, at in attributes.items() if (kind, name) not in _NOT_IN_CSV}
        if kind != "regulation":
            prefix = _COLUMN_PREFIXES[kind]
            fields |= {f"{prefix}_LogicalId": _NUMBER, f"{prefix}_RegulationLanguage": _LANGUAGE}
            for name in _SUMMARY_ATTRIBUTES:
                fields[f"{prefix}_Regulation_{csv_column('regulation', name).rpartition('_')[2]}"] = _SUMMARY
    return fields


def _csv_columns() -> dict[str, tuple[str, str]]:
    columns = {csv_column("", name): ("", name) for name in _OWN}
    for kind, attributes in _ATTRIBUTES.items():
        columns |= {csv_column(kind, name): (kind, name) for name in attributes if (kind, name) not in _NOT_IN_CSV}
    return columns


XML_FIELDS: Mapping[str, str] = _xml_fields()
CSV_FIELDS: Mapping[str, str] = _csv_fields()
CSV_COLUMNS: Mapping[str, tuple[str, str]] = _csv_columns()
"""Kind and attribute of each column whose values are read."""

"""Every field of the three UK formats, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping

_NAME = "name, alias, weakAlias or previousName by its type and strength; Name1 firstName, Name6 lastName of a person"
_ADDRESS = "address and country"
_MEANING: Mapping[str, str] = {
    # Concept (element of the XML): what becomes of it.
    "LastUpdated": "Sanction.modifiedAt",
    "DateDesignated": "Sanction.startDate, Sanction.listingDate",
    "ListedOn": "Sanction.listingDate",
    "UniqueID": "entity id, Sanction.authorityId",
    "OFSIGroupID": "Sanction.recordId",
    "UNReferenceNumber": "Sanction.unscId",
    **dict.fromkeys((*(f"Name{number}" for number in range(1, 7)), "NameType", "AliasStrength"), _NAME),
    "NameNonLatinScript": "alias",
    "NonLatinScriptType": "dropped: the script shows in the name",
    "NonLatinScriptLanguage": "language of the alias, where its letters allow it",
    "Title": "title",
    "RegimeName": "Sanction.program",
    "IndividualEntityShip": "schema",
    "DesignationSource": "Sanction.summary",
    "SanctionsImposed": "Sanction.provisions",
    "OtherInformation": "notes; document of kind narrative",
    "UKStatementofReasons": "Sanction.reason; document of kind narrative",
    **dict.fromkeys((*(f"AddressLine{number}" for number in range(1, 7)), "AddressPostalCode"), _ADDRESS),
    "AddressCountry": _ADDRESS,
    "PhoneNumber": "phone",
    "EmailAddress": "email",
    "Website": "website",
    "DOB": "birthDate",
    "Nationality": "nationality",
    "NationalIdentifierNumber": "Identification.number and idNumber",
    "NationalIdentifierAdditionalInformation": "Identification.summary, country, startDate, endDate",
    "PassportNumber": "Passport.number and passportNumber",
    "PassportAdditionalInformation": "Passport.summary, country, startDate, endDate",
    "Gender": "gender; 'Unknown' says nothing",
    "TownOfBirth": "birthPlace",
    "CountryOfBirth": "birthPlace and birthCountry",
    "Position": "position; notes of an entity",
    "TypeOfEntity": "legalForm; schema Company where it names one",
    "BusinessRegistrationNumber": "registrationNumber, or the property that its label names",
    "ParentCompany": "Ownership or UnknownLink with a stub",
    "Subsidiary": "Ownership with a stub",
    "IMONumber": "imoNumber",
    "CurrentOwnerOperator": "Ownership (possible) with a stub",
    "PreviousOwnerOperator": "Ownership (former) with a stub",
    "CurrentBelievedFlagOfShip": "flag",
    "PreviousFlag": "pastFlags",
    "TypeOfShip": "type",
    "TonnageOfShip": "tonnage",
    "LengthOfShip": "notes",
    "YearBuilt": "buildDate",
    "HullIdentificationNumber": "registrationNumber",
}

_HOLDS = "holds elements alone"
_PATHS: Mapping[str, tuple[str, ...]] = {
    # Path of the elements that hold values: the elements below it.
    "": (
        *("LastUpdated", "DateDesignated", "UniqueID", "OFSIGroupID", "UNReferenceNumber", "RegimeName"),
        *("IndividualEntityShip", "DesignationSource", "SanctionsImposed", "OtherInformation", "UKStatementofReasons"),
    ),
    "Names/Name/": (*(f"Name{number}" for number in range(1, 7)), "NameType", "AliasStrength"),
    "NonLatinNames/NonLatinName/": ("NameNonLatinScript", "NonLatinScriptType", "NonLatinScriptLanguage"),
    "Titles/": ("Title",),
    "Addresses/Address/": (
        *(f"AddressLine{number}" for number in range(1, 7)),
        *("AddressPostalCode", "AddressCountry"),
    ),
    "PhoneNumbers/": ("PhoneNumber",),
    "EmailAddresses/": ("EmailAddress",),
    "Websites/": ("Website",),
    "IndividualDetails/Individual/DOBs/": ("DOB",),
    "IndividualDetails/Individual/Nationalities/": ("Nationality",),
    "IndividualDetails/Individual/NationalIdentifierDetails/NationalIdentifier/": (
        "NationalIdentifierNumber",
        "NationalIdentifierAdditionalInformation",
    ),
    "IndividualDetails/Individual/PassportDetails/Passport/": ("PassportNumber", "PassportAdditionalInformation"),
    "IndividualDetails/Individual/Genders/": ("Gender",),
    "IndividualDetails/Individual/Positions/": ("Position",),
    "IndividualDetails/Individual/BirthDetails/Location/": ("TownOfBirth", "CountryOfBirth"),
    "EntityDetails/Entity/TypeOfEntities/": ("TypeOfEntity",),
    "EntityDetails/Entity/BusinessRegistrationNumbers/": ("BusinessRegistrationNumber",),
    "EntityDetails/Entity/Subsidiaries/": ("Subsidiary",),
    "EntityDetails/Entity/ParentCompanies/": ("ParentCompany",),
    "ShipDetails/Ship/IMONumbers/": ("IMONumber",),
    "ShipDetails/Ship/CurrentOwnerOperators/": ("CurrentOwnerOperator",),
    "ShipDetails/Ship/PreviousOwnerOperators/": ("PreviousOwnerOperator",),
    "ShipDetails/Ship/CurrentBelievedFlagOfShips/": ("CurrentBelievedFlagOfShip",),
    "ShipDetails/Ship/PreviousFlags/": ("PreviousFlag",),
    "ShipDetails/Ship/TypeOfShipDetails/": ("TypeOfShip",),
    "ShipDetails/Ship/TonnageOfShipDetails/": ("TonnageOfShip",),
    "ShipDetails/Ship/LengthOfShipDetails/": ("LengthOfShip",),
    "ShipDetails/Ship/YearsBuilt/": ("YearBuilt",),
    "ShipDetails/Ship/HullIdentificationNumbers/": ("HullIdentificationNumber",),
}
INDICATORS = (
    *("AssetFreeze", "ArmsEmbargo", "TargetedArmsEmbargo", "CharteringOfShips", "ClosureOfRepresentativeOffices"),
    *("CrewServicingOfShipsAndAircraft", "Deflag", "PreventionOfBusinessArrangements", "ProhibitionOfPortEntry"),
    *("TravelBan", "PreventionOfCharteringOfShips", "PreventionOfCharteringOfShipsAndAircraft"),
    *("TechnicalAssistanceRelatedToAircraft", "TrustServicesSanctions", "DirectorDisqualificationSanction"),
)
"""Measures that the XML also states as `true` or `false`."""


def _parents() -> dict[str, str]:
    parents = {}
    for path in _PATHS:
        parts = path.strip("/").split("/")
        parents.update({"/".join(parts[:end]): _HOLDS for end in range(1, len(parts) + 1)})
    parents.pop("", None)
    return parents


XML_FIELDS: Mapping[str, str] = {
    **_parents(),
    **{f"{path}{name}": _MEANING[name] for path, names in _PATHS.items() for name in names},
    "SanctionsImposedIndicators": "Sanction.provisions, where SanctionsImposed is empty",
    **{
        f"SanctionsImposedIndicators/{name}": "dropped: says in yes or no what SanctionsImposed says in words"
        for name in INDICATORS
    },
}
"""Elements below `Designation`."""

XML_CONCEPTS = frozenset(_MEANING)
"""Elements that hold values."""

UKSL_COLUMNS: Mapping[str, str] = {
    # Column of the UK Sanctions List's CSV: concept.
    "Last Updated": "LastUpdated",
    "Unique ID": "UniqueID",
    "OFSI Group ID": "OFSIGroupID",
    "UN Reference Number": "UNReferenceNumber",
    **{f"Name {number}": f"Name{number}" for number in (6, 1, 2, 3, 4, 5)},
    "Name type": "NameType",
    "Alias strength": "AliasStrength",
    "Title": "Title",
    "Name non-latin script": "NameNonLatinScript",
    "Non-latin script type": "NonLatinScriptType",
    "Non-latin script language": "NonLatinScriptLanguage",
    "Regime Name": "RegimeName",
    "Designation Type": "IndividualEntityShip",
    "Individual, Entity, Ship": "IndividualEntityShip",
    "Designation source": "DesignationSource",
    "Sanctions Imposed": "SanctionsImposed",
    "Other Information": "OtherInformation",
    "UK Statement of Reasons": "UKStatementofReasons",
    **{f"Address Line {number}": f"AddressLine{number}" for number in range(1, 7)},
    "Address Postal Code": "AddressPostalCode",
    "Address Country": "AddressCountry",
    "Phone number": "PhoneNumber",
    "Website": "Website",
    "Email address": "EmailAddress",
    "Date Designated": "DateDesignated",
    "D.O.B": "DOB",
    "Nationality(/ies)": "Nationality",
    "National Identifier number": "NationalIdentifierNumber",
    "National Identifier additional information": "NationalIdentifierAdditionalInformation",
    "Passport number": "PassportNumber",
    "Passport additional information": "PassportAdditionalInformation",
    "Position": "Position",
    "Gender": "Gender",
    "Town of birth": "TownOfBirth",
    "Country of birth": "CountryOfBirth",
    "Type of entity": "TypeOfEntity",
    "Subsidiaries": "Subsidiary",
    "Parent company": "ParentCompany",
    "Business registration number (s)": "BusinessRegistrationNumber",
    "IMO number": "IMONumber",
    "Current owner/operator (s)": "CurrentOwnerOperator",
    "Previous owner/operator (s)": "PreviousOwnerOperator",
    "Current believed flag of ship": "CurrentBelievedFlagOfShip",
    "Previous flags": "PreviousFlag",
    "Type of ship": "TypeOfShip",
    "Tonnage of ship": "TonnageOfShip",
    "Length of ship": "LengthOfShip",
    "Year built": "YearBuilt",
    "Hull identification number (HIN)": "HullIdentificationNumber",
}

CONLIST_COLUMNS: Mapping[str, str] = {
    # Column of OFSI's Consolidated List, of 2018 and as it was until January 2026: concept.
    **{f"Name {number}": f"Name{number}" for number in (6, 1, 2, 3, 4, 5)},
    "Title": "Title",
    "Name Non-Latin Script": "NameNonLatinScript",
    "Non-Latin Script Type": "NonLatinScriptType",
    "Non-Latin Script Language": "NonLatinScriptLanguage",
    "DOB": "DOB",
    "Town of Birth": "TownOfBirth",
    "Country of Birth": "CountryOfBirth",
    "Nationality": "Nationality",
    "Passport Number": "PassportNumber",
    "Passport Details": "PassportAdditionalInformation",
    "NI Number": "NationalIdentifierNumber",
    "National Identification Number": "NationalIdentifierNumber",
    "National Identification Details": "NationalIdentifierAdditionalInformation",
    "Position": "Position",
    **{f"Address {number}": f"AddressLine{number}" for number in range(1, 7)},
    "Post/Zip Code": "AddressPostalCode",
    "Country": "AddressCountry",
    "Other Information": "OtherInformation",
    "Group Type": "IndividualEntityShip",
    "Alias Type": "NameType",
    "Alias Quality": "AliasStrength",
    "Regime": "RegimeName",
    "Listed On": "ListedOn",
    "UK Sanctions List Date Designated": "DateDesignated",
    "Last Updated": "LastUpdated",
    "Group ID": "OFSIGroupID",
}


def describe_columns(columns: Mapping[str, str], **other: str) -> dict[str, str]:
    """Say of each column what becomes of it; `other` for concepts that mean something else in this format."""
    return {name: other.get(concept, _MEANING[concept]) for name, concept in columns.items()}

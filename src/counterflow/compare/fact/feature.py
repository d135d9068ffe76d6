"""What the facts of two parties say of each other: the features, their order, and what they mean."""

from __future__ import annotations

import enum
from typing import NamedTuple


class Feature(enum.IntEnum):
    """Column of a feature in the row that `kernel.compare_facts` fills.

    How birth dates agree stands firmest first: of several pairs of dates the one of the lowest number counts.
    """

    BIRTH_DATE_DAY_EQUAL = 0
    BIRTH_DATE_MONTH_EQUAL = 1
    BIRTH_DATE_DAY_MONTH_SWAPPED = 2
    BIRTH_YEAR_EQUAL = 3
    BIRTH_DATE_YEAR_TYPO = 4
    BIRTH_DATE_DAY_DIFFERS = 5
    BIRTH_RANGE_OVERLAPS = 6
    BIRTH_YEAR_OTHER_DAY = 7
    BIRTH_YEAR_OFF_BY_ONE = 8
    BIRTH_YEAR_DIFFERS = 9
    BIRTH_DATE_DIFFERS = 10
    BIRTH_YEARS_APART = 11
    DEATH_YEAR_EQUAL = 12
    DEATH_YEAR_DIFFERS = 13
    BORN_AFTER_DEATH = 14
    INCORPORATION_DAY_EQUAL = 15
    INCORPORATION_YEAR_EQUAL = 16
    INCORPORATION_YEAR_DIFFERS = 17
    BUILD_YEAR_EQUAL = 18
    BUILD_YEAR_DIFFERS = 19
    NATIONALITY_SHARED = 20
    NATIONALITY_DIFFERS = 21
    RESIDENCE_SHARED = 22
    RESIDENCE_DIFFERS = 23
    JURISDICTION_SHARED = 24
    JURISDICTION_DIFFERS = 25
    BIRTH_COUNTRY_SHARED = 26
    BIRTH_COUNTRY_DIFFERS = 27
    FLAG_SHARED = 28
    COUNTRY_SHARED = 29
    COUNTRY_DIFFERS = 30
    GENDER_SHARED = 31
    GENDER_DIFFERS = 32
    SCHEMA_SAME = 33
    SCHEMA_CONTRADICTS = 34
    IMO_EQUAL = 35
    IMO_DIFFERS = 36
    LEI_EQUAL = 37
    LEI_DIFFERS = 38
    MMSI_EQUAL = 39
    MMSI_DIFFERS = 40
    CALL_SIGN_EQUAL = 41
    SWIFT_EQUAL = 42
    SWIFT_DIFFERS = 43
    REGISTER_CODE_EQUAL = 44
    SERIAL_EQUAL = 45
    SERIAL_DIFFERS = 46
    REGISTRATION_EQUAL = 47
    REGISTRATION_DIFFERS = 48
    TAX_EQUAL = 49
    TAX_DIFFERS = 50
    PASSPORT_EQUAL = 51
    PASSPORT_DIFFERS = 52
    NATIONAL_ID_EQUAL = 53
    NATIONAL_ID_DIFFERS = 54
    NUMBER_OTHER_KIND_EQUAL = 55
    WALLET_EQUAL = 56
    PHONE_EQUAL = 57
    EMAIL_EQUAL = 58
    DOMAIN_EQUAL = 59
    VESSEL_TYPE_EQUAL = 60
    VESSEL_TYPE_DIFFERS = 61
    TONNAGE_EQUAL = 62
    TONNAGE_DIFFERS = 63
    ADDRESS_SIMILAR = 64
    ADDRESS_TOWN_SHARED = 65
    BIRTH_PLACE_SHARED = 66
    BIRTH_PLACE_DIFFERS = 67


FEATURE_COUNT = len(Feature)


class FeatureInfo(NamedTuple):
    """A feature as reasons and documents show it."""

    name: str
    properties: tuple[str, ...]
    """FtM properties that it is read from; `schema` for the schema."""
    meaning: str


_BIRTH = ("birthDate",)
_NATIONALITY = ("nationality", "citizenship")
_RESIDENCE = ("country", "mainCountry")
_COUNTRY = (*_NATIONALITY, *_RESIDENCE, "jurisdiction", "birthCountry", "flag")
_NUMBER = ("registrationNumber", "taxNumber", "vatCode", "passportNumber", "idNumber")
_REGISTRATION = ("registrationNumber", "ogrnCode", "uscCode", "jibCode", "mbsCode")
_TAX = ("taxNumber", "innCode", "vatCode", "irsCode", "voenCode")
_REGISTER = ("dunsCode", "uniqueEntityId", "wikidataId", "cikCode", "isinCode", "okpoCode", "permId", "npiCode")
_ID = ("idNumber", "socialSecurityNumber")

_INFO: dict[Feature, tuple[tuple[str, ...], str]] = {
    Feature.BIRTH_DATE_DAY_EQUAL: (_BIRTH, "born on the same day"),
    Feature.BIRTH_DATE_MONTH_EQUAL: (_BIRTH, "year and month agree, one side gives no day"),
    Feature.BIRTH_DATE_DAY_MONTH_SWAPPED: (_BIRTH, "the same date with day and month swapped"),
    Feature.BIRTH_YEAR_EQUAL: (_BIRTH, "the year agrees, one side gives no more"),
    Feature.BIRTH_DATE_YEAR_TYPO: (_BIRTH, "day and month agree, the year is one or ten off or has two digits swapped"),
    Feature.BIRTH_DATE_DAY_DIFFERS: (_BIRTH, "year and month agree, the day does not"),
    Feature.BIRTH_RANGE_OVERLAPS: (_BIRTH, "one side gives a range of years, and the other fits"),
    Feature.BIRTH_YEAR_OTHER_DAY: (_BIRTH, "the year agrees, the month does not"),
    Feature.BIRTH_YEAR_OFF_BY_ONE: (_BIRTH, "one year apart"),
    Feature.BIRTH_YEAR_DIFFERS: (_BIRTH, "two years apart or more"),
    Feature.BIRTH_DATE_DIFFERS: (
        _BIRTH,
        "two years apart or more, and another day of another month",
    ),
    Feature.BIRTH_YEARS_APART: (_BIRTH, "years apart beyond the first, 20 at most, as a share of 20"),
    Feature.DEATH_YEAR_EQUAL: (("deathDate",), "died in the same year"),
    Feature.DEATH_YEAR_DIFFERS: (("deathDate",), "died two years apart or more"),
    Feature.BORN_AFTER_DEATH: (("birthDate", "deathDate"), "one was born after the other had died"),
    Feature.INCORPORATION_DAY_EQUAL: (("incorporationDate",), "founded on the same day"),
    Feature.INCORPORATION_YEAR_EQUAL: (("incorporationDate",), "founded in the same year, or month; no day agrees"),
    Feature.INCORPORATION_YEAR_DIFFERS: (("incorporationDate",), "founded two years apart or more"),
    Feature.BUILD_YEAR_EQUAL: (("buildDate",), "built in the same year"),
    Feature.BUILD_YEAR_DIFFERS: (("buildDate",), "built two years apart or more"),
    Feature.NATIONALITY_SHARED: (_NATIONALITY, "a nationality in common; half for a state and its successor"),
    Feature.NATIONALITY_DIFFERS: (_NATIONALITY, "no nationality in common"),
    Feature.RESIDENCE_SHARED: (_RESIDENCE, "a country of residence or activity in common; half for successors"),
    Feature.RESIDENCE_DIFFERS: (_RESIDENCE, "no country of residence or activity in common"),
    Feature.JURISDICTION_SHARED: (("jurisdiction",), "incorporated in the same country; half for successors"),
    Feature.JURISDICTION_DIFFERS: (("jurisdiction",), "incorporated in different countries"),
    Feature.BIRTH_COUNTRY_SHARED: (("birthCountry",), "born in the same country; half for successors"),
    Feature.BIRTH_COUNTRY_DIFFERS: (("birthCountry",), "born in different countries"),
    Feature.FLAG_SHARED: (("flag", "pastFlags"), "sailed under one flag; half for successors"),
    Feature.COUNTRY_SHARED: (_COUNTRY, "a country in common, whatever its role; half for successors"),
    Feature.COUNTRY_DIFFERS: (_COUNTRY, "countries on both sides, none in common in any role"),
    Feature.GENDER_SHARED: (("gender",), "the same gender"),
    Feature.GENDER_DIFFERS: (("gender",), "different genders"),
    Feature.SCHEMA_SAME: (("schema",), "the same sort of party"),
    Feature.SCHEMA_CONTRADICTS: (("schema",), "sorts of party that cannot be one"),
    Feature.IMO_EQUAL: (("imoNumber",), "an IMO number in common"),
    Feature.IMO_DIFFERS: (("imoNumber",), "different IMO numbers"),
    Feature.LEI_EQUAL: (("leiCode",), "the same LEI"),
    Feature.LEI_DIFFERS: (("leiCode",), "different LEIs"),
    Feature.MMSI_EQUAL: (("mmsi",), "an MMSI in common"),
    Feature.MMSI_DIFFERS: (("mmsi",), "different MMSIs; a ship gets another with each flag"),
    Feature.CALL_SIGN_EQUAL: (("callSign",), "a call sign in common"),
    Feature.SWIFT_EQUAL: (("swiftBic",), "the same SWIFT code in its first 8 characters"),
    Feature.SWIFT_DIFFERS: (("swiftBic",), "different SWIFT codes"),
    Feature.REGISTER_CODE_EQUAL: (_REGISTER, "a number of one and the same register in common"),
    Feature.SERIAL_EQUAL: (("serialNumber",), "a serial number in common"),
    Feature.SERIAL_DIFFERS: (("serialNumber",), "different serial numbers"),
    Feature.REGISTRATION_EQUAL: (_REGISTRATION, "a registration number in common"),
    Feature.REGISTRATION_DIFFERS: (_REGISTRATION, "different registration numbers of one country"),
    Feature.TAX_EQUAL: (_TAX, "a tax number in common"),
    Feature.TAX_DIFFERS: (_TAX, "different tax numbers of one country"),
    Feature.PASSPORT_EQUAL: (("passportNumber",), "a passport number in common"),
    Feature.PASSPORT_DIFFERS: (("passportNumber",), "different passports of one country; people hold several"),
    Feature.NATIONAL_ID_EQUAL: (_ID, "an identity number in common"),
    Feature.NATIONAL_ID_DIFFERS: (_ID, "different identity numbers of one country"),
    Feature.NUMBER_OTHER_KIND_EQUAL: (_NUMBER, "a number in common, filed under different kinds"),
    Feature.WALLET_EQUAL: (("publicKey",), "a wallet in common"),
    Feature.PHONE_EQUAL: (("phone",), "a phone number in common, by its last 8 digits"),
    Feature.EMAIL_EQUAL: (("email",), "an e-mail address in common"),
    Feature.DOMAIN_EQUAL: (("email", "website"), "a domain in common, mail providers left out"),
    Feature.VESSEL_TYPE_EQUAL: (("type",), "the same type"),
    Feature.VESSEL_TYPE_DIFFERS: (("type",), "different types"),
    Feature.TONNAGE_EQUAL: (("grossRegisteredTonnage",), "tonnages within 2 per cent"),
    Feature.TONNAGE_DIFFERS: (("grossRegisteredTonnage",), "tonnages that differ by a third or more"),
    Feature.ADDRESS_SIMILAR: (("address",), "share of the words of a street address that agree, best pair"),
    Feature.ADDRESS_TOWN_SHARED: (("address",), "a town, district or region in common"),
    Feature.BIRTH_PLACE_SHARED: (("birthPlace",), "share of the words of the birth place that agree, best pair"),
    Feature.BIRTH_PLACE_DIFFERS: (("birthPlace",), "birth places without a word in common"),
}

FEATURES: tuple[FeatureInfo, ...] = tuple(FeatureInfo(feature.name.lower(), *_INFO[feature]) for feature in Feature)
"""The features in the order of a row."""

CAPPED: tuple[Feature, ...] = (
    Feature.REGISTRATION_DIFFERS,
    Feature.TAX_DIFFERS,
    Feature.LEI_DIFFERS,
    Feature.IMO_DIFFERS,
)
"""Where one of these is not 0, a pair is never more than a case for review, whatever else agrees."""

IDENTIFYING: tuple[Feature, ...] = (
    Feature.IMO_EQUAL,
    Feature.LEI_EQUAL,
    Feature.MMSI_EQUAL,
    Feature.CALL_SIGN_EQUAL,
    Feature.SWIFT_EQUAL,
    Feature.REGISTER_CODE_EQUAL,
    Feature.SERIAL_EQUAL,
    Feature.REGISTRATION_EQUAL,
    Feature.TAX_EQUAL,
    Feature.PASSPORT_EQUAL,
    Feature.NATIONAL_ID_EQUAL,
    Feature.NUMBER_OTHER_KIND_EQUAL,
    Feature.WALLET_EQUAL,
    Feature.PHONE_EQUAL,
    Feature.EMAIL_EQUAL,
)
"""Where one of these is not 0, both sides bear a number or an address that is one party's alone."""

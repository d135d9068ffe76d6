"""The words of a hit's sentence: how sure, what each feature says, who lists the party."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import NamedTuple

from counterflow.compare.fact.feature import Feature
from counterflow.compare.reason import NAMES_DIFFER, REVIEW_CAP


class Band(NamedTuple):
    """A range of probabilities, in words."""

    least: float
    """Probability from which on the words hold, up to the band above."""
    words: str


BANDS = (
    Band(0.99, "Almost certainly the same"),
    Band(0.9, "Very likely the same"),
    Band(0.7, "Likely the same"),
    Band(0.5, "More likely the same than not"),
    Band(0.3, "Possibly the same"),
    Band(0.1, "Probably not the same"),
    Band(0.0, "Very likely not the same"),
)
"""From the surest; docs/names.md shows the same table."""


class NameRelation(enum.Enum):
    """How two names look side by side, as far as their texts tell."""

    SAME = enum.auto()
    """But for case, marks and punctuation."""
    ORDER = enum.auto()
    """The same words in another order."""
    SCRIPT = enum.auto()
    """Written in different scripts."""
    FEWER = enum.auto()
    """All words asked for are in the candidate's name, which has more."""
    MORE = enum.auto()
    """All words of the candidate's name were asked for, and more."""
    WRITTEN = enum.auto()
    """Any other difference: spelling, a nickname, an acronym, another word."""


class NameWords(NamedTuple):
    """What is said of a name; `{name}` is the candidate's, quoted."""

    agrees: str
    """Where the names speak for one party."""
    wavers: str
    """Where they speak a little against it."""
    disagrees: str
    """Where they speak clearly against it."""
    note: str
    """What differs; empty: nothing."""


_MATCHES, _SAYS_LITTLE = "the name matches {name}", "the name matches {name}, which says little"
_RESEMBLES, _DIFFERS = "the name resembles {name}", "the name differs from {name}"
_IN_PART = "the name fits {name} only in part"

NAME_WORDS: Mapping[NameRelation, NameWords] = {
    NameRelation.SAME: NameWords(_MATCHES, _SAYS_LITTLE, _SAYS_LITTLE, ""),
    NameRelation.ORDER: NameWords(_MATCHES, _SAYS_LITTLE, _SAYS_LITTLE, "in another order"),
    NameRelation.SCRIPT: NameWords(_RESEMBLES, _IN_PART, _DIFFERS, "in another script"),
    NameRelation.FEWER: NameWords(_RESEMBLES, _IN_PART, _DIFFERS, "which has more words"),
    NameRelation.MORE: NameWords(_RESEMBLES, _IN_PART, _DIFFERS, "which has fewer words"),
    NameRelation.WRITTEN: NameWords(_RESEMBLES, _IN_PART, _DIFFERS, "written differently"),
}

NAME_KINDS: Mapping[str, str] = {
    "alias": "an alias",
    "weakAlias": "a weak alias",
    "previousName": "a former name",
    "abbreviation": "an abbreviation",
}
"""What a name is to its party, by the FtM property that holds it; `name` needs no words."""

FEATURE_WORDS: Mapping[Feature, str] = {
    Feature.BIRTH_DATE_DAY_EQUAL: "both were born on the same day",
    Feature.BIRTH_DATE_MONTH_EQUAL: "both were born in the same month",
    Feature.BIRTH_DATE_DAY_MONTH_SWAPPED: "the birth dates agree with day and month swapped",
    Feature.BIRTH_YEAR_EQUAL: "both were born in the same year",
    Feature.BIRTH_DATE_YEAR_TYPO: "day and month of birth agree, the year nearly",
    Feature.BIRTH_DATE_DAY_DIFFERS: "both were born in the same month on different days",
    Feature.BIRTH_RANGE_OVERLAPS: "the years of birth can be the same",
    Feature.BIRTH_YEAR_OTHER_DAY: "both were born in different months of one year",
    Feature.BIRTH_YEAR_OFF_BY_ONE: "the years of birth are one apart",
    Feature.BIRTH_YEAR_DIFFERS: "the years of birth differ",
    Feature.BIRTH_DATE_DIFFERS: "the years of birth differ",
    Feature.BIRTH_YEARS_APART: "the years of birth differ",
    Feature.DEATH_YEAR_EQUAL: "both died in the same year",
    Feature.DEATH_YEAR_DIFFERS: "the years of death differ",
    Feature.BORN_AFTER_DEATH: "one was born after the other had died",
    Feature.INCORPORATION_DAY_EQUAL: "both were founded on the same day",
    Feature.INCORPORATION_YEAR_EQUAL: "both were founded in the same year",
    Feature.INCORPORATION_YEAR_DIFFERS: "the years of foundation differ",
    Feature.BUILD_YEAR_EQUAL: "both were built in the same year",
    Feature.BUILD_YEAR_DIFFERS: "the years of building differ",
    Feature.NATIONALITY_SHARED: "the nationalities fit",
    Feature.NATIONALITY_DIFFERS: "the nationalities differ",
    Feature.RESIDENCE_SHARED: "the countries of residence or activity fit",
    Feature.RESIDENCE_DIFFERS: "the countries of residence or activity differ",
    Feature.JURISDICTION_SHARED: "the countries of incorporation fit",
    Feature.JURISDICTION_DIFFERS: "the countries of incorporation differ",
    Feature.BIRTH_COUNTRY_SHARED: "the countries of birth fit",
    Feature.BIRTH_COUNTRY_DIFFERS: "the countries of birth differ",
    Feature.FLAG_SHARED: "the flags fit",
    Feature.COUNTRY_SHARED: "the countries fit",
    Feature.COUNTRY_DIFFERS: "the countries differ",
    Feature.GENDER_SHARED: "the gender is the same",
    Feature.GENDER_DIFFERS: "the genders differ",
    Feature.SCHEMA_SAME: "both are the same sort of party",
    Feature.SCHEMA_CONTRADICTS: "they are different sorts of party",
    Feature.IMO_EQUAL: "the IMO number is the same",
    Feature.IMO_DIFFERS: "the IMO numbers differ",
    Feature.LEI_EQUAL: "the LEI is the same",
    Feature.LEI_DIFFERS: "the LEIs differ",
    Feature.MMSI_EQUAL: "the MMSI is the same",
    Feature.MMSI_DIFFERS: "the MMSIs differ",
    Feature.CALL_SIGN_EQUAL: "the call sign is the same",
    Feature.SWIFT_EQUAL: "the SWIFT code is the same bank's",
    Feature.SWIFT_DIFFERS: "the SWIFT codes differ",
    Feature.REGISTER_CODE_EQUAL: "a register number is the same",
    Feature.SERIAL_EQUAL: "the serial number is the same",
    Feature.SERIAL_DIFFERS: "the serial numbers differ",
    Feature.REGISTRATION_EQUAL: "the registration number is the same",
    Feature.REGISTRATION_DIFFERS: "the registration numbers differ",
    Feature.TAX_EQUAL: "the tax number is the same",
    Feature.TAX_DIFFERS: "the tax numbers differ",
    Feature.PASSPORT_EQUAL: "the passport number is the same",
    Feature.PASSPORT_DIFFERS: "the passports differ",
    Feature.NATIONAL_ID_EQUAL: "the identity number is the same",
    Feature.NATIONAL_ID_DIFFERS: "the identity numbers differ",
    Feature.NUMBER_OTHER_KIND_EQUAL: "a number of another kind is the same",
    Feature.WALLET_EQUAL: "the wallet is the same",
    Feature.PHONE_EQUAL: "the phone number is the same",
    Feature.EMAIL_EQUAL: "the e-mail address is the same",
    Feature.DOMAIN_EQUAL: "the web or mail domain is the same",
    Feature.VESSEL_TYPE_EQUAL: "the type is the same",
    Feature.VESSEL_TYPE_DIFFERS: "the types differ",
    Feature.TONNAGE_EQUAL: "the tonnages agree",
    Feature.TONNAGE_DIFFERS: "the tonnages differ",
    Feature.ADDRESS_SIMILAR: "the addresses have words in common",
    Feature.ADDRESS_TOWN_SHARED: "the addresses share a town or region",
    Feature.BIRTH_PLACE_SHARED: "the birth places have words in common",
    Feature.BIRTH_PLACE_DIFFERS: "the birth places differ",
}
"""What is so where a feature has a row among the reasons, whichever way it weighs."""

REASON_WORDS: Mapping[str, str] = {
    **{feature.name.lower(): words for feature, words in FEATURE_WORDS.items()},
    REVIEW_CAP: "a number differs, which asks for a review",
    NAMES_DIFFER: "people of other names share such facts",
}
"""The same by the name that reasons carry, with the rows of the caps."""

LISTERS: Mapping[str, str] = {
    "ca_dfatd_sema_sanctions": "Canada",
    "ch_seco_sanctions": "Switzerland",
    "eu_fsf": "the EU",
    "eu_journal_amendments": "the EU",
    "eu_journal_sanctions": "the EU",
    "gb_fcdo_sanctions": "the UK",
    "gb_hmt_sanctions": "the UK",
    "un_sc_sanctions": "the UN Security Council",
    "us_ofac_cons": "OFAC of the US",
    "us_ofac_sdn": "OFAC of the US",
    "us_trade_csl": "US agencies",
}
"""Who lists the parties of a dataset."""

REGISTERS: Mapping[str, str] = {
    "gleif": "GLEIF's register of companies",
    "gleif_rr": "GLEIF's register of companies",
    "icij_offshoreleaks": "ICIJ's Offshore Leaks",
    "us_ofac_wallets": "a third party's table of OFAC's wallets",
}
"""Datasets that nobody should take for a list of the restricted: being in one says nothing bad."""

"""Names of columns as people have them, and the FtM property that each is."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from counterflow.compare.builder import NAME_PROPERTIES
from counterflow.compare.fact.feature import FEATURES

SCHEMA = "schema"
"""Stands for a column that says what sort of party it is."""

ROW_ID = "id"
"""Stands for a column with the user's own number of the record: kept, and said of no party."""

NAME_PARTS = ("firstName", "secondName", "middleName", "fatherName", "lastName")
"""FtM properties that hold parts of a person's name, in their order."""

_WORDS = {
    SCHEMA: "schema type entity_type party_type record_type kind",
    ROW_ID: "id row_id record_id row customer_id client_id party_id entity_id unique_id reference ref",
    "name": "name full_name caption entity_name party_name customer_name client_name company_name organisation_name "
    "organization_name legal_name business_name vessel_name ship_name primary_name whole_name",
    "alias": "alias aliases aka also_known_as other_name other_names",
    "weakAlias": "weak_alias weak_aka",
    "previousName": "previous_name former_name fka formerly_known_as maiden_name",
    "firstName": "first_name given_name given_names forename forenames first_names",
    "middleName": "middle_name middle_names second_given_name",
    "fatherName": "father_name patronymic fathers_name",
    "lastName": "last_name surname family_name last_names",
    "birthDate": "birth_date date_of_birth dob birthday birth_year year_of_birth born",
    "deathDate": "death_date date_of_death",
    "incorporationDate": "incorporation_date date_of_incorporation founded founding_date date_of_registration",
    "nationality": "nationality nationalities citizenship citizenships",
    "country": "country countries country_code residence country_of_residence residence_country",
    "jurisdiction": "jurisdiction country_of_incorporation incorporation_country country_of_registration",
    "birthCountry": "birth_country country_of_birth",
    "birthPlace": "birth_place place_of_birth pob city_of_birth",
    "gender": "gender sex",
    "address": "address addresses full_address address_full street_address city town",
    "passportNumber": "passport passports passport_number passport_no",
    "idNumber": "national_id national_id_number id_number identity_number identification_number id_card nin",
    "registrationNumber": "registration_number registration_no reg_number reg_no company_number registration crn",
    "taxNumber": "tax_number tax_id tax_no tin tax_identification_number",
    "vatCode": "vat vat_number vat_code vat_id",
    "imoNumber": "imo imo_number imo_no",
    "mmsi": "mmsi mmsi_number",
    "callSign": "call_sign",
    "flag": "flag flag_state vessel_flag",
    "leiCode": "lei lei_code legal_entity_identifier",
    "swiftBic": "swift bic swift_bic swift_code bic_code swift_bic_code",
    "email": "email email_address mail e_mail",
    "phone": "phone phone_number telephone mobile tel",
    "website": "website web_site homepage",
    "publicKey": "wallet wallets wallet_address crypto_address crypto_wallet digital_currency_address",
}

_KNOWN_PROPERTIES = frozenset(
    [
        *(name for name, _ in NAME_PROPERTIES),
        *NAME_PARTS,
        *(name for feature in FEATURES for name in feature.properties if name not in (SCHEMA, "type")),
        "cryptoAddress",
        "mainCountry",
        "pastFlags",
    ]
)
"""FtM properties that are compared. `type` of a vessel is left out: that word names the schema in people's files."""

_SIGNS = re.compile(r"[\W_]+")


def _plain(text: str) -> str:
    return _SIGNS.sub("", text.casefold())


@functools.cache
def _columns() -> dict[str, str]:
    known = {_plain(name): name for name in sorted(_KNOWN_PROPERTIES)}
    return known | {_plain(word): prop for prop, words in _WORDS.items() for word in words.split()}


def property_of(column: str) -> str | None:
    """Say which FtM property a column holds; `SCHEMA`, `ROW_ID`, or None for one that is not compared.

    Capitals, spaces and signs do not count: `Date of Birth`, `date_of_birth`, `dateOfBirth` are one.
    """
    return _columns().get(_plain(column))


def subject_of(query: Mapping[str, Any]) -> str | None:
    """Find whom a query is for, by the id that it brings; None: it brings none."""
    is_entity = isinstance(query.get("properties"), Mapping)
    for name, value in query.items():
        is_id = name == "id" if is_entity else property_of(name) == ROW_ID
        if is_id and isinstance(value, str | int) and str(value).strip() != "":
            return str(value).strip()
    return None


def name_of(query: Mapping[str, Any]) -> str | None:
    """Give the name under which a query asks, put together where it has parts alone; None: it asks by no name."""
    properties = query.get("properties")
    is_entity = isinstance(properties, Mapping)
    cells: Mapping[str, Any] = properties if isinstance(properties, Mapping) else query
    texts: dict[str, str] = {}
    for name, value in cells.items():
        prop = name if is_entity else property_of(name)
        first = next(iter(value), None) if isinstance(value, list | tuple) else value
        if prop is not None and isinstance(first, str | int) and str(first).strip() != "":
            texts.setdefault(prop, str(first).strip())
    return texts.get("name") or " ".join(texts[part] for part in NAME_PARTS if part in texts) or None
